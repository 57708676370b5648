"""Asks before a window is closed with what was typed and could not be kept."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.words import _
from ui.kit.dialogs import confirm
from ui.kit.theme import Theme


def may_close(window: QWidget, theme: Theme, unsaved: Sequence[str]) -> bool:
    """Return whether `window` may be closed though this is `unsaved`, told in words; asks where there is anything."""
    if not unsaved:
        return True
    told = "\n".join(f"• {each}" for each in unsaved)
    consequence = _("This was typed and could not be written to the file:") + f"\n\n{told}"
    return confirm(
        window, theme, _("Close and lose what you typed?"), consequence, _("Close all the same"), destructive=True
    )
