"""The sections of the settings, one below the other."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.clearable import make_clearable
from ui.kit.icons import icon, paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.pressable import Pressable
from ui.kit.scrolling import ScrollColumn
from ui.kit.theme import Theme
from ui.settings.nav_entries import NavEntry

WIDTH = 224


class NavItem(Pressable):
    """A section to go to."""

    def __init__(self, theme: Theme, entry: NavEntry) -> None:
        super().__init__(theme, entry.title)
        self.entry = entry
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Leave it to the page to say where one is."""

    def sizeHint(self) -> QSize:
        """Return the height of an entry."""
        return QSize(self._theme.px(WIDTH - 20), self._theme.px(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move along the list."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and title."""
        theme, painter, on = self._theme, QPainter(self), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if on else "surfaceHover"))
            painter.drawRoundedRect(QRectF(self.rect()), theme.radius("md"), theme.radius("md"))
        role = "accentText" if on else "text2"
        box = self.rect().adjusted(theme.px(9), 0, -theme.px(6), 0)
        part, box = cut_start(box, theme.size("icon.md"), theme.px(8), mirrored=is_mirrored(self))
        paint_icon(painter, theme, self.entry.icon, part, role)
        painter.setFont(theme.font("control"))
        painter.setPen(theme.colour("accentText" if on else "text"))
        cut = theme.metrics("control").elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, cut)


class SettingsNav(QWidget):
    """The search, then the sections in their groups; `chosen` carries the name of one, `searched` what is typed."""

    chosen = Signal(str)
    searched = Signal(str)

    def __init__(self, theme: Theme, entries: Sequence[NavEntry]) -> None:
        super().__init__()
        self._theme = theme
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a setting"))
        self.search.setAccessibleName(_("Find a setting"))
        self.search.setProperty("small", True)
        mark = self.search.addAction(icon(theme, "search"), QLineEdit.ActionPosition.LeadingPosition)
        mark.setText(_("Find a setting"))
        make_clearable(self.search)
        self.search.textChanged.connect(self.searched)
        self.items = [NavItem(theme, entry) for entry in entries]
        self._heads: dict[str, QWidget] = {}
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for item in self.items:
            if item.entry.group not in self._heads:
                self._heads[item.entry.group] = self._head(item.entry.group)
                self._column.addWidget(self._heads[item.entry.group])
            item.clicked.connect(lambda _on=False, name=item.entry.name: self.chosen.emit(name))
            self._column.addWidget(item)
        self._column.addStretch(1)
        # on a low screen the sections scroll below the search
        self._scroll = ScrollColumn()
        self._scroll.setWidget(inner)
        for each in (inner, self._scroll.viewport()):
            each.setAutoFillBackground(False)
        self._whole = QVBoxLayout(self)
        self._whole.setSpacing(0)
        self._whole.addWidget(self.search)
        self._gap = QSpacerItem(0, 0)
        self._whole.addItem(self._gap)
        self._whole.addWidget(self._scroll, 1)
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    def light(self, name: str) -> None:
        """Show the section `name` as the one that is shown."""
        for item in self.items:
            item.setChecked(item.entry.name == name)
            if item.isChecked():
                self._scroll.ensureWidgetVisible(item)

    def show_only(self, names: Collection[str]) -> None:
        """Show the sections called `names`."""
        for item in self.items:
            item.setVisible(item.entry.name in names)
        for group, head in self._heads.items():
            head.setVisible(any(item.entry.group == group and item.entry.name in names for item in self.items))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface and the line towards the content."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        x = 0 if is_mirrored(self) else self.width() - 1
        painter.drawLine(x, 0, x, self.height())

    def _head(self, title: str) -> QWidget:
        head = QWidget()
        head.setLayout(row(self._theme, Text(self._theme, title, "small", "text2"), margins=(8, 10, 0, 4)))
        return head

    def _fit_theme(self) -> None:
        edge = self._theme.px(10)
        self.setFixedWidth(self._theme.px(WIDTH))
        self._gap.changeSize(0, self._theme.px(8))
        self._whole.setContentsMargins(edge, self._theme.px(14), edge, edge)
        # Qt leaves more room behind the icon than the titles below have
        nearer = -self._theme.px(5)
        mirrored = is_mirrored(self)
        self.search.setTextMargins(0 if mirrored else nearer, 0, nearer if mirrored else 0, 0)
