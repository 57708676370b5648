"""The foot of the page: which keys choose, and how the choices are used."""

from PySide6.QtCore import Signal

from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.labels import IconText
from ui.kit.panels import Bar
from ui.kit.theme import Theme


class Foot(Bar):
    """`used` asks to write what was chosen, `later_wanted` to take the later change wherever two stand."""

    used = Signal()
    later_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        keys = IconText(theme, "keyboard", _("1, 2, 3 choose · J / K next field"))
        self.later = Button(theme, _("Always take the later change"), ButtonKind.QUIET)
        self.use = Button(theme, _("Use my choices and go on"), ButtonKind.PRIMARY, icon="check", keys=_("Ctrl ↵"))
        super().__init__(theme, keys, None, self.later, self.use, height=56, gap=8, line_above=True)
        self.use.clicked.connect(self.used)
        self.later.clicked.connect(self.later_wanted)

    def set_ready(self, *, chosen: bool, any_left: bool) -> None:
        """Let the choices be used where something is chosen."""
        self.use.setEnabled(chosen)
        self.later.setEnabled(any_left)
