"""The palette: one box for every record and every command (Ctrl+K)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop.words import _
from ui.kit.labels import KeyHint
from ui.kit.layouts import row
from ui.kit.notices import NoResults, Rule
from ui.kit.shadow import paint_shadow, shadowed
from ui.kit.theme import Theme
from ui.shell.palette_box import Box, Head, Line, Told
from ui.shell.palette_foot import Foot
from ui.shell.palette_list import PaletteList
from ui.shell.palette_rows import Row, tabs
from ui.shell.palette_tabs import PaletteTabs

TOP = 96
LEAST_BELOW = 60
KeyAct = Callable[[], object]


class Palette(QWidget):
    """A scrim over the window with the box in it; what is typed is answered by whoever hears `asked`.

    What lies below is painted once when it opens and kept: each letter would paint a whole page again.

    `asked` carries text and tab after each edit, `chosen` the Row that was chosen, `more_wanted` the Row whose further
    actions are asked for.
    """

    asked = Signal(str, str)
    chosen = Signal(object)
    more_wanted = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, area: QWidget) -> None:
        super().__init__(area)
        self._theme = theme
        self._area = area
        self._opener: QWidget | None = None
        self._awaited = False
        self._chosen_early = False
        self._below: QPixmap | None = None
        self.line = Line(theme, self._on_key)
        self.line.setProperty("bare", True)
        self.line.setPlaceholderText(_("Search or run a command"))
        self.line.setAccessibleName(_("Search or run a command"))
        self._told = Told(theme)
        self.tabs = PaletteTabs(theme, tabs(), _("Tab"))
        self.list = PaletteList(theme)
        self._notice: QWidget | None = None
        self._box = Box(theme, self)
        self._rows = QVBoxLayout(self._box)
        self._lay_out()
        self._keys = self._key_acts()
        self.line.textEdited.connect(self._ask)
        self.tabs.chosen.connect(self._ask)
        self.list.clicked.connect(self._choose)
        area.installEventFilter(self)
        self.hide()

    @property
    def awaited(self) -> bool:
        """Whether the answer to what is typed has not come yet."""
        return self._awaited

    def open(self, text: str = "") -> None:
        """Open with `text` typed."""
        self._opener = QApplication.focusWidget()
        self.line.setText(text)
        self.tabs.choose("")
        self._keep_below()
        self._fit()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self._ask()

    def type(self, text: str) -> None:
        """Search for `text` in the stead of what is typed."""
        self.line.setText(text)
        self._ask()

    def shut(self) -> None:
        """Close and give the focus back."""
        if self.isVisible():
            self.hide()
            self._forget_below()
            if self._opener is not None:
                self._opener.setFocus(Qt.FocusReason.PopupFocusReason)
            self.closed.emit()

    def show_rows(self, rows: Sequence[Row], told: str = "") -> None:
        """Show `rows`, and `told` beside what is typed: how many hits in which time."""
        self._awaited = False
        self._drop_notice()
        self.list.show_rows(rows)
        self.list.show()
        self._told.tell(told)
        self._fit()
        self.list.mark_first()
        if self._chosen_early:
            self._choose()

    def show_notice(self, notice: QWidget, told: str = "") -> None:
        """Show `notice` in the stead of lines."""
        self._awaited = self._chosen_early = False
        if notice is not self._notice:
            self._drop_notice()
            self._notice = notice
            self._rows.insertWidget(self._rows.indexOf(self.list), notice)
            notice.show()
        self.list.show_rows([])
        self.list.hide()
        self._told.tell(told)
        self._fit()

    def show_nothing_found(self, text: str, spelling: str = "", told: str = "") -> None:
        """Show that nothing fits `text`, and offer the nearest `spelling`."""
        if isinstance(self._notice, NoResults):
            self._notice.search(text, spelling)
            self.show_notice(self._notice, told)
        else:
            notice = NoResults(self._theme, text, spelling)
            notice.spelling_chosen.connect(self.type)
            self.show_notice(notice, told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if watched is self._area and event.type() is QEvent.Type.Resize and self.isVisible():
            self._forget_below()
            self._fit()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the box closes."""
        if not self._box.geometry().contains(event.position().toPoint()):
            self.shut()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scrim and the shadow of the box; not below the box, which covers it but for its corners."""
        corner, box = self._theme.radius("xl"), self._box.geometry().adjusted(1, 1, -1, -1)
        covered = QRegion(box.adjusted(0, corner, 0, -corner)) + QRegion(box.adjusted(corner, 0, -corner, 0))
        if event.region().subtracted(covered).isEmpty():
            return
        painter = QPainter(self)
        if self._below is not None:
            painter.drawPixmap(0, 0, self._below)
        else:
            painter.fillRect(event.rect(), self._theme.colour("scrim"))
        paint_shadow(painter, self._theme, self._box.geometry())

    def _keep_below(self) -> None:
        if not self.isVisible():
            below = self._area.grab()
            painter = QPainter(below)
            painter.fillRect(self._area.rect(), self._theme.colour("scrim"))
            painter.end()
            self._below = below
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _forget_below(self) -> None:
        self._below = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, on=False)

    def _lay_out(self) -> None:
        theme = self._theme
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(0)
        self._head = head = Head(theme)
        head.setLayout(row(theme, self.line, self._told, KeyHint(theme, _("Esc")), gap=10, margins=(46, 0, 16, 0)))
        self._fit_head()
        theme.changed.connect(self._fit_head)
        self._rows.addWidget(head)
        self._rows.addWidget(self.tabs)
        self._rows.addWidget(self.list, 1)
        self._rows.addWidget(Rule(theme))
        self._rows.addWidget(Foot(theme))

    def _fit_head(self) -> None:
        self.line.setFont(self._theme.font("subtitle", 400))
        self._head.setFixedHeight(self._theme.px(52))

    def _fit(self) -> None:
        theme = self._theme
        self.setGeometry(self._area.rect())
        width = min(theme.px(640), self.width() - theme.px(48))
        around = theme.px(52 + 43 + 35) + 3
        wanted = self._notice.sizeHint().height() if self._notice else self.list.wanted_height()
        inner = wanted + theme.px(8)
        room = self._room() - around
        self.list.scroll_where_needed(fits=inner <= room)
        box = QRect((self.width() - width) // 2, theme.px(TOP), width, around + min(inner, room))
        self._move_box(box)

    def _move_box(self, box: QRect) -> None:
        before = self._box.geometry()
        if box == before:
            return
        self._box.setGeometry(box)
        # the shadow moves with the box; where only the lower edge does, what is above it stays as it is
        changed = box.united(before)
        if (box.topLeft(), box.width()) == (before.topLeft(), before.width()):
            changed.setTop(min(box.bottom(), before.bottom()) - self._theme.radius("xl"))
        self.update(shadowed(changed))

    def _room(self) -> int:
        return self.height() - self._theme.px(TOP + LEAST_BELOW)

    def _ask(self) -> None:
        self._awaited, self._chosen_early = True, False
        self.asked.emit(self.line.text().strip(), self.tabs.current)

    def _key_acts(self) -> dict[Qt.Key, KeyAct]:
        key = Qt.Key
        return {
            key.Key_Escape: self.shut,
            key.Key_Down: lambda: self.list.step(1),
            key.Key_Up: lambda: self.list.step(-1),
            key.Key_Tab: lambda: self.tabs.step(1),
            key.Key_Backtab: lambda: self.tabs.step(-1),
            key.Key_Return: self._choose,
            key.Key_Enter: self._choose,
        }

    def _on_key(self, event: QKeyEvent) -> bool:
        """Take from the field what moves through the list or closes it."""
        act = self._keys.get(Qt.Key(event.key()))
        if act is not None:
            act()
            return True
        at_end = self.line.cursorPosition() == len(self.line.text())
        current = self.list.current()
        if event.key() == Qt.Key.Key_Right and at_end and current is not None and current.target is not None:
            self.more_wanted.emit(current)
            return True
        return False

    def _choose(self) -> None:
        # Enter is meant for what was typed, not for the lines of a moment ago
        self._chosen_early = self._awaited
        if self._awaited:
            return
        current = self.list.current()
        if current is not None and current.act is not None:
            self.shut()
            self.chosen.emit(current)

    def _drop_notice(self) -> None:
        if self._notice is not None:
            self._rows.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
