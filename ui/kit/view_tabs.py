"""Saved views as tabs."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from ui.kit.boxes import is_mirrored
from ui.kit.choice_row import Choice, ChoiceRow

PAD = 10
WIDEST_TITLE = 220
WHEEL_NOTCH = 120


class ViewTabs(ChoiceRow):
    """Tabs with counts; the chosen one is underlined. They scroll where there is no room for all.

    `moved` carries the names in the order that they were dragged into, `menu_wanted` the name and the place of a
    right click.
    """

    moved = Signal(list)
    menu_wanted = Signal(str, QPoint)

    _offset = 0
    _dragged = ""
    _reordered = False
    _pressed_x = 0

    def sizeHint(self) -> QSize:
        """Return the room for all tabs."""
        return QSize(self._whole_width(), self._theme.px(40))

    def minimumSizeHint(self) -> QSize:
        """Return the room for one or two; the rest is scrolled to."""
        return QSize(min(self._whole_width(), self._theme.px(160)), self._theme.px(40))

    def box_of(self, name: str) -> QRect:
        """Return where the tab `name` is."""
        return next((box for choice, box in self._boxes() if choice.name == name), QRect())

    def choose(self, name: str) -> None:
        """Turn the tab `name` on, and scroll to it."""
        super().choose(name)
        self._reveal()

    def set_current(self, name: str) -> None:
        """Show `name` as chosen, and scroll to it, without telling."""
        super().set_current(name)
        self._reveal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen tab in sight."""
        super().resizeEvent(event)
        self._reveal()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the tabs."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        self._scroll_to(self._offset - round(turn / WHEEL_NOTCH * self._theme.px(60)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the tab."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        name = self._name_at(event.pos().x()) if by_mouse else self.current
        if name:
            self.menu_wanted.emit(name, event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the tab; it may be dragged from here."""
        if event.button() is Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            self._dragged = self._name_at(int(event.position().x()))
            self._pressed_x = int(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the tab past its neighbours."""
        super().mouseMoveEvent(event)
        titles = {each.name: each.title for each in self._choices if self._title(each) != each.title}
        self.setToolTip(titles.get(self._hovered, ""))
        x = int(event.position().x())
        far = abs(x - self._pressed_x) >= QApplication.startDragDistance()
        if not self._dragged or not far or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        under = self._name_at(x)
        if under and under != self._dragged:
            self._move(self._dragged, under)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the tab go."""
        super().mouseReleaseEvent(event)
        self._dragged = ""
        if self._reordered:
            self._reordered = False
            self.moved.emit([each.name for each in self._choices])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the titles with their counts, and the line below the chosen one."""
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        for choice, box in self._boxes():
            on = choice.name == self._current
            self._paint_title(painter, choice, box.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0), on=on)
            if on:
                line = theme.px(2)
                painter.fillRect(box.x(), box.bottom() + 1 - line, box.width(), line, theme.colour("accent"))

    def _paint_title(self, painter: QPainter, choice: Choice, box: QRect, *, on: bool) -> None:
        theme = self._theme
        painter.setFont(theme.font("control"))
        painter.setPen(theme.colour("text" if on or choice.name == self._hovered else "text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self._title(choice))
        if choice.tally:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text3"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, choice.tally)

    def _boxes(self) -> list[tuple[Choice, QRect]]:
        shift = self._offset if is_mirrored(self) else -self._offset
        return [(choice, box.translated(shift, 0)) for choice, box in super()._boxes()]

    def _width(self, choice: Choice) -> int:
        width = self._theme.metrics("control").horizontalAdvance(self._title(choice)) + 2 * self._theme.px(PAD)
        if choice.tally:
            width += self._theme.metrics("small").horizontalAdvance(choice.tally) + self._theme.px(6)
        return width

    def _title(self, choice: Choice) -> str:
        widest = self._theme.px(WIDEST_TITLE)
        return self._theme.metrics("control").elidedText(choice.title, Qt.TextElideMode.ElideRight, widest)

    def _whole_width(self) -> int:
        return sum(self._width(choice) for choice in self._choices)

    def _move(self, name: str, beside: str) -> None:
        """Put the tab `name` where `beside` is."""
        names = [choice.name for choice in self._choices]
        choice = self._choices.pop(names.index(name))
        self._choices.insert(names.index(beside), choice)
        self._reordered = True
        self.update()

    def _reveal(self) -> None:
        start = 0
        for choice in self._choices:
            width = self._width(choice)
            if choice.name == self._current:
                self._scroll_to(min(max(self._offset, start + width - self.width()), start))
            start += width

    def _scroll_to(self, offset: int) -> None:
        self._offset = min(max(offset, 0), max(self._whole_width() - self.width(), 0))
        self.update()
