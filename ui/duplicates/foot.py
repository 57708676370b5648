"""The foot of the page: that a merge can be taken back, and what can be decided."""

from PySide6.QtCore import Signal

from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.labels import IconText
from ui.kit.panels import Bar
from ui.kit.theme import Theme


class Foot(Bar):
    """`merge_wanted`, `different_wanted` and `later_wanted` tell what was decided."""

    merge_wanted = Signal()
    different_wanted = Signal()
    later_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        told = IconText(theme, "undo", _("Can be undone: Ctrl Z now, or from History later"))
        self.different = Button(theme, _("These are different"))
        self.later = Button(theme, _("Decide later"), ButtonKind.QUIET)
        self.merge = Button(theme, _("Merge"), ButtonKind.PRIMARY, icon="merge", keys=_("Ctrl ↵"))
        parts = (told, None, self.different, self.later, self.merge)
        super().__init__(theme, *parts, height=56, gap=8, line_above=True)
        self.different.clicked.connect(self.different_wanted)
        self.later.clicked.connect(self.later_wanted)
        self.merge.clicked.connect(self.merge_wanted)

    def set_ready(self, *, on: bool) -> None:
        """Let something be decided, or nothing while there is nothing to decide on."""
        for button in (self.different, self.later, self.merge):
            button.setEnabled(on)
