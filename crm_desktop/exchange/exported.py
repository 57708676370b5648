"""What an export says of itself: how many records, by which filter, and in a workbook a sheet that tells more."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from crm_desktop.words import _

# Whatever the language and whoever saved the workbook again, no other program's sheet is called so.
_SIGN = " (crm_desktop)"
About = Sequence[tuple[str, str]]


class Exported(NamedTuple):
    """How many records were written, and by which filter, in words."""

    records: int
    filtered: str


def origin(title: str, workspace: str, author: str, made_at: datetime) -> About:
    """Return where the list called `title` is from: labels and texts; `made_at` is in the user's zone."""
    at = made_at.strftime("%Y-%m-%d %H:%M")
    return (_("List"), title), (_("Workspace"), workspace), (_("Exported by"), author), (_("Exported on"), at)


def about_name() -> str:
    """Return the name of the sheet about a list in the user's language."""
    return _("About") + _SIGN


def is_about(name: str) -> bool:
    """Tell whether the sheet called `name` is one of ours about a list, which is no table."""
    return name.endswith(_SIGN)
