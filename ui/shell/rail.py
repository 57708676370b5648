"""The rail: the places of the app at the leading side of the window."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.words import _
from ui.kit.boxes import is_mirrored
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.notices import Rule
from ui.kit.painting import Face
from ui.kit.theme import Theme
from ui.shell.rail_ends import RailState, UserRow, WorkspaceButton
from ui.shell.rail_item import RailItem, RailPlace
from ui.shell.rail_pins import RailPins


class Rail(QWidget):
    """The whole rail; `gone_to` carries the name of the place, the other signals tell what was clicked."""

    gone_to = Signal(str)
    menu_wanted = Signal()
    lock_wanted = Signal()
    settings_wanted = Signal()
    user_wanted = Signal()
    state_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        workspace: str,
        user: Face,
        places: Iterable[RailPlace],
        library: Iterable[RailPlace],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact = False
        self.setAccessibleName(_("Places"))
        self.button = WorkspaceButton(theme, workspace)
        self.button.clicked.connect(self.menu_wanted)
        self._items = [self._made_item(place) for place in places]
        shelf = [self._made_item(place) for place in library]
        self._caption = Text(theme, _("Library"), "small", "text2")
        if not shelf:
            self._caption.hide()
        self._rule = Rule(theme)
        self._rule.hide()
        self.pins = RailPins(theme)
        self.state = RailState(theme)
        self.state.clicked.connect(self.state_wanted)
        self._user = UserRow(theme, user)
        self._user.clicked.connect(self.user_wanted)
        self._user.lock.clicked.connect(self.lock_wanted)
        self._user.settings.clicked.connect(self.settings_wanted)
        whole = QVBoxLayout()
        whole.setSpacing(0)
        whole.addLayout(column(theme, self.button, margins=(0, 0, 0, 4)))
        whole.addLayout(column(theme, *self._items, gap=2))
        whole.addLayout(column(theme, self._caption, self._rule, margins=(8, 13, 8, 7)))
        whole.addLayout(column(theme, *shelf, gap=2))
        whole.addWidget(self.pins, 1)
        whole.addWidget(self.state)
        whole.addWidget(self._user)
        self._whole = whole
        self.setLayout(whole)
        self._shelf = shelf
        self._items += shelf
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    @property
    def compact(self) -> bool:
        """Whether icons alone are shown."""
        return self._compact

    def set_compact(self, *, on: bool) -> None:
        """Show icons alone, or titles as well."""
        self._compact = on
        for item in self._items:
            item.set_compact(on=on)
        self.button.set_compact(on=on)
        self.pins.set_compact(on=on)
        self.state.set_compact(on=on)
        self._user.set_compact(on=on)
        self._caption.setVisible(not on and bool(self._shelf))
        self._rule.setVisible(on and bool(self._shelf))
        self._fit_theme()

    def light(self, name: str) -> None:
        """Show the place `name` as the one where the user is."""
        for item in self._items:
            item.setChecked(item.name == name)
        self._user.settings.set_icon("settings", "accentText" if name == "settings" else "text2")

    def item(self, name: str) -> RailItem | None:
        """Return the entry of the place `name`."""
        return next((item for item in self._items if item.name == name), None)

    def focus_first(self) -> None:
        """Put the focus on the place that is lit."""
        lit = next((item for item in self._items if item.isChecked()), self._items[0] if self._items else self.button)
        lit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas and the line towards the content."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("canvas"))
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        x = 0 if is_mirrored(self) else self.width() - 1
        painter.drawLine(x, 0, x, self.height())

    def _made_item(self, place: RailPlace) -> RailItem:
        item = RailItem(self._theme, place)
        item.clicked.connect(lambda: self.gone_to.emit(place.name))
        return item

    def _fit_theme(self) -> None:
        theme = self._theme
        self.setFixedWidth(theme.size("rail.compact" if self._compact else "rail.wide"))
        edge = theme.px(8)
        self._whole.setContentsMargins(edge, theme.px(4), edge + 1, theme.px(4))
        self.update()
