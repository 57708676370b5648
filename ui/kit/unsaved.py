"""Asks before a window is closed with what was typed in it and not saved."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.words import _
from ui.kit.dialogs import confirm
from ui.kit.fields.form import FactRow
from ui.kit.theme import Theme


def unsaved_facts(part: QWidget) -> list[str]:
    """Return the labels of the facts in `part` whose inputs are open with another value than they had."""
    return [row.label for row in part.findChildren(FactRow) if row.changed]


def may_close(window: QWidget, theme: Theme, unsaved: Sequence[str]) -> bool:
    """Return whether `window` may be closed though this is `unsaved`, told in words; asks where there is anything."""
    if not unsaved:
        return True
    told = "\n".join(f"• {each}" for each in unsaved)
    consequence = _("This was typed and is not saved:") + f"\n\n{told}"
    return confirm(
        window, theme, _("Close and lose what you typed?"), consequence, _("Close all the same"), destructive=True
    )
