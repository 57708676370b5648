"""What the views of the calendar share: entries in boxes, found, walked through, dragged, and told of."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from crm_desktop.activities.calendar import CalendarEntry
from ui.activities.canvas import Canvas, EntryBox
from ui.activities.dragging import Drag, Drop, Spot
from ui.activities.entries_model import EntriesModel
from ui.activities.entry_painter import EntryPainter
from ui.kit.desk import Desk

Index = QModelIndex | QPersistentModelIndex


class EntriesView(QListView):
    """A list whose entries stand in boxes that the subclass lays out; screen readers know it as a list.

    `opened` and `done_wanted` carry an entry, `menu_wanted` one with where its menu is to open, `removed` the entry
    to delete, `moved` an entry with its Drop, `shifted` one with days and minutes that keys move it by, `sized` one
    with minutes that keys make it longer by, `added` the Spot for something new, `day_wanted` a day to be shown alone,
    `turned` whether the time before (-1) or after (1) is to be shown.
    """

    opened = Signal(object)
    done_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    removed = Signal(object)
    moved = Signal(object, object)
    shifted = Signal(object, int, int)
    sized = Signal(object, int)
    added = Signal(object)
    day_wanted = Signal(object)
    turned = Signal(int)

    def __init__(self, desk: Desk, model: EntriesModel, name: str) -> None:
        super().__init__()
        self.desk = desk
        self.entries = model
        self.paint = EntryPainter(desk.theme)
        self.boxes: list[EntryBox] = []
        self._canvas = Canvas(self)
        self._hovered = -1
        self._drag = Drag(self)
        self.setUniformItemSizes(True)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setProperty("focusRing", False)
        self.viewport().setAutoFillBackground(False)
        model.modelReset.connect(self.lay_out)
        desk.theme.changed.connect(self.lay_out)

    # what a subclass gives

    def made_boxes(self) -> Sequence[EntryBox]:
        """Return the boxes of all entries that have room."""
        raise NotImplementedError

    def paint_ground(self, painter: QPainter, seen: QRect) -> None:
        """Paint what lies below the entries that scroll: the part `seen` of the content."""
        raise NotImplementedError

    def paint_head(self, painter: QPainter) -> None:
        """Paint what stands above the content and does not scroll."""

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies above everything and changes by itself, such as the line of now."""

    def content_height(self) -> int:
        """Return how high the part that scrolls is."""
        return 0

    def head_height(self) -> int:
        """Return how high the part that does not scroll is."""
        return 0

    def scroll_area(self) -> QRect:
        """Return the part of the viewport that scrolls."""
        return self.viewport().rect().adjusted(0, self.head_height(), 0, 0)

    def spot_at(self, point: QPoint) -> Spot | None:
        """Return which day and time `point` of the viewport is, or None."""
        raise NotImplementedError

    def drop_box(self, drop: Drop) -> QRect:
        """Return where something that is dropped as `drop` would stand, in the viewport."""
        raise NotImplementedError

    def paint_entry(self, painter: QPainter, box: QRect, entry: CalendarEntry, *, lit: bool) -> None:
        """Paint `entry` into its box."""
        self.paint.block(painter, box, entry, lit=lit)

    def paint_box(self, painter: QPainter, box: EntryBox, *, lit: bool) -> None:
        """Paint the entry of `box` where it is in the content."""
        entry = self.entries.entries[box.place]
        if box.line:
            self.paint.line(painter, box.box, entry, lit=lit)
        else:
            self.paint_entry(painter, box.box, entry, lit=lit)

    # what a view does

    def lay_out(self) -> None:
        """Give each entry its box anew."""
        self.boxes = list(self.made_boxes()) if self.viewport().width() > 1 else []
        self._canvas.forget(self.boxes)
        self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:
        """Let the scroll bar reach over the whole content."""
        bar = self.verticalScrollBar()
        page = self.scroll_area().height()
        bar.setPageStep(page)
        bar.setSingleStep(self.desk.theme.px(24))
        bar.setRange(0, max(self.content_height() - page, 0))

    def reset(self) -> None:
        """Show other entries; what is scrolled to stays."""
        place = self.verticalScrollBar().value()
        super().reset()
        self._hovered = -1  # another entry may stand at that place now
        self.verticalScrollBar().setValue(place)

    def entry_at(self, point: QPoint) -> CalendarEntry | None:
        """Return the entry at `point` of the viewport."""
        index = self.indexAt(point)
        return self.entries.entries[index.row()] if index.isValid() else None

    @property
    def current_entry(self) -> CalendarEntry | None:
        """The entry that the keyboard stands on."""
        row = self.currentIndex().row()
        return self.entries.entries[row] if 0 <= row < len(self.entries.entries) else None

    def stand_on(self, place: int) -> None:
        """Let the keyboard stand on the entry at `place`, and show it."""
        index = self.entries.index(place)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def shown_box(self, box: EntryBox) -> QRect:
        """Return where `box` is in the viewport now."""
        return box.box if box.fixed else box.box.translated(0, self.head_height() - self.verticalOffset())

    def visualRect(self, index: Index) -> QRect:
        """Return where the entry is in the viewport."""
        found = next((each for each in self.boxes if each.place == index.row()), None)
        return QRect() if found is None else self.shown_box(found)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the entry at `point`; what was painted last lies above."""
        inside = self.scroll_area().contains(point)
        for each in reversed(self.boxes):
            if (each.fixed or inside) and self.shown_box(each).contains(point):
                return self.entries.index(each.place)
        return QModelIndex()

    def scrollTo(
        self, index: Index, _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Scroll so that the entry can be seen."""
        found = next((each for each in self.boxes if each.place == index.row()), None)
        if found is None or found.fixed:
            return
        bar, page = self.verticalScrollBar(), self.scroll_area().height()
        if found.box.top() < bar.value():
            bar.setValue(found.box.top())
        elif found.box.bottom() > bar.value() + page:
            bar.setValue(min(found.box.bottom() - page, found.box.top()))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> QModelIndex:
        """Go to the next or previous entry, or to one on the next or previous day."""
        here = self.currentIndex().row()
        steps = QAbstractItemView.CursorAction
        if here < 0:
            return self.entries.index(0)
        match action:
            case steps.MoveDown | steps.MoveNext:
                here += 1
            case steps.MoveUp | steps.MovePrevious:
                here -= 1
            case steps.MoveRight | steps.MoveLeft:
                here = self._beside(here, 1 if action is steps.MoveRight else -1)
            case steps.MoveHome:
                here = 0
            case steps.MoveEnd:
                here = len(self.entries.entries) - 1
            case _:
                return self.currentIndex()
        return self.entries.index(min(max(here, 0), len(self.entries.entries) - 1))

    def horizontalOffset(self) -> int:
        """Return 0: nothing scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """Return how far down the view is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: Index) -> bool:
        """Return that nothing is hidden."""
        return False

    def setSelection(self, _box: QRect, _command: object) -> None:
        """Select nothing: one stands on entries."""

    def visualRegionForSelection(self, _selection: object) -> QRegion:
        """Return nothing: one stands on entries."""
        return QRegion()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what was painted before, then what the mouse and the keyboard stand on, and what is dragged."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        area = self.scroll_area()
        painter.save()
        painter.setClipRect(area)
        painter.translate(0, area.y() - self.verticalOffset())
        seen = QRect(0, self.verticalOffset(), area.width(), area.height())
        self._canvas.paint(painter, seen)
        self._paint_lit(painter, seen, fixed=False)
        painter.restore()
        painter.drawPixmap(0, 0, self._canvas.head())
        self._paint_lit(painter, self.viewport().rect(), fixed=True)
        self.paint_over(painter)
        self._paint_drag(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self.lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space marks as done, Del deletes; Shift and arrows move, Ctrl, Shift and arrows make longer."""
        if event.key() == Qt.Key.Key_Escape and self._drag.active:
            self._drag.cancel()
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif self.current_entry is None or not self._key_on_entry(event, self.current_entry):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on an entry, so that keys act at once."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.entries.entries:
            self.setCurrentIndex(self.entries.index(0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Stand on what is pressed, and be ready to drag it."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        point = event.position().toPoint()
        index = self.indexAt(point)
        if index.isValid():
            self.setCurrentIndex(index)
            if event.button() is Qt.MouseButton.LeftButton:
                self._drag.press(self.entries.entries[index.row()], point, self.visualRect(index))
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was pressed, else follow with the hover."""
        point = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag.move(point)
            return
        index = self.indexAt(point)
        if index.row() != self._hovered:
            self._hovered = index.row()
            self.viewport().update()
        entry = self.entry_at(point)
        self.viewport().setCursor(self._drag.cursor(entry, point, self.visualRect(index)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop what was dragged."""
        self._drag.release(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the entry, or ask for something new there."""
        point = event.position().toPoint()
        entry = self.entry_at(point)
        if entry is not None:
            self.opened.emit(entry)
            return
        spot = self.spot_at(point)
        if spot is not None:
            self.added.emit(spot)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the entry."""
        entry = self.current_entry
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            entry = self.entry_at(event.pos())
        if entry is not None:
            self.menu_wanted.emit(entry, event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Hover nothing once the mouse has left."""
        if event.type() is QEvent.Type.Leave and self._hovered >= 0:
            self._hovered = -1
            self.viewport().update()
        return super().viewportEvent(event)

    def _key_on_entry(self, event: QKeyEvent, entry: CalendarEntry) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if held == Qt.KeyboardModifier.ShiftModifier and key in arrows:
            days, quarters = arrows[Qt.Key(key)]
            self.shifted.emit(entry, days, quarters)
        elif held == Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier and key in arrows:
            self.sized.emit(entry, arrows[Qt.Key(key)][1])
        elif held:
            return False
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(entry)
        elif key == Qt.Key.Key_Space:
            self.done_wanted.emit(entry)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(entry)
        else:
            return False
        return True

    def _beside(self, here: int, way: int) -> int:
        """Return the entry of the next day that has one, in the direction `way`, as late as the one at `here`."""
        entries = self.entries.entries
        day = entries[here].start.date()
        days = sorted({each.start.date() for each in entries if (each.start.date() > day) == (way > 0)} - {day})
        if not days:
            return here
        wanted = days[0] if way > 0 else days[-1]
        late = entries[here].start.time()
        there = [row for row, each in enumerate(entries) if each.start.date() == wanted]
        return next((row for row in there if entries[row].start.time() >= late), there[-1])

    def _paint_lit(self, painter: QPainter, seen: QRect, *, fixed: bool) -> None:
        current = self.currentIndex().row() if self.hasFocus() else -1
        lit = {self._hovered, current} - {-1}
        for each in self.boxes if lit else ():
            if each.place not in lit or each.fixed is not fixed or not each.box.intersects(seen):
                continue
            self.paint_box(painter, each, lit=True)
            if each.place == current:
                painter.setPen(QPen(self.desk.theme.colour("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(each.box.adjusted(1, 1, -1, -1), 3, 3)

    def _paint_drag(self, painter: QPainter) -> None:
        drop, entry = self._drag.drop, self._drag.entry
        if drop is None or entry is None:
            return
        box = self.drop_box(drop)
        moved = entry._replace(start=drop.start, end=drop.end, whole_day=drop.whole_day)
        (self.paint.line if drop.whole_day else self.paint.block)(painter, box, moved, lit=True, ghost=True)
