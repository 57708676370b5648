"""The list of a timeline, with the composer and the chips above it scrolling along; ten thousand entries as ten."""

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from crm_desktop.activities.timeline import TimelineEntry
from ui.contacts.row_heights import RowHeights
from ui.contacts.timeline_model import RowKind, Spot, TimelineModel
from ui.contacts.timeline_painter import SIDE, TimelinePainter, paint_waiting
from ui.contacts.timeline_top import TimelineTop
from ui.contacts.timeline_words import NameLink
from ui.kit.focus_ring import led_by_keys
from ui.kit.theme import Theme

ABOVE = 15
# Rows from the end at which the next page is asked for, so that one who scrolls on does not wait.
ASK_AHEAD = 20
Index = QModelIndex | QPersistentModelIndex


class TimelineView(QListView):
    """Entries below `above`; `opened` tells of Enter or a double click, `menu_wanted` of the menu's key or button.

    `link_wanted` carries the NameLink of a name that is clicked.

    It lays out only what is seen: Qt's own list would measure all rows again for each page that comes in.
    """

    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    remove_wanted = Signal(object)
    link_wanted = Signal(object)

    def __init__(self, theme: Theme, model: TimelineModel, above: TimelineTop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = model
        self._above = above
        self._painter = TimelinePainter(theme, model)
        self._usual = theme.size("row.timelineMin")
        self._heights = RowHeights(self._painter.height_of, self._usual)
        self._hovered = -1
        self._held: tuple[int, int] | None = None
        self._patience = QTimer(self, singleShot=True, interval=theme.duration("skeletonDelay"))
        self._patience.timeout.connect(self.viewport().update)
        # before the view itself hears of it, so that it asks for places that are right already
        model.rowsAboutToBeInserted.connect(self._hold)
        model.rowsAboutToBeRemoved.connect(self._hold)
        model.rowsInserted.connect(self._on_inserted)
        model.rowsRemoved.connect(self._on_removed)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._on_changed)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().setSingleStep(theme.px(24))
        self._heights.restart(model.rowCount(), self._usual)
        above.setParent(self.viewport())
        above.installEventFilter(self)
        above.show()
        theme.changed.connect(self._on_theme)
        model.arrived.connect(self._on_arrived)

    def entry_at(self, index: Index) -> TimelineEntry | None:
        """Return the entry at `index`."""
        return self._rows.row(index.row()).entry if index.isValid() else None

    def wait(self) -> None:
        """Show grey bars after a moment, where nothing is there yet."""
        self._patience.start()

    def seen(self) -> range:
        """Return the rows that can be seen, measured."""
        first = self._heights.row_at(self.verticalOffset())
        if first < 0:
            return range(0)
        cut = self.verticalOffset() - self._heights.top(first)
        return self._heights.seen(first, self.viewport().height() + cut)

    def spot(self) -> Spot | None:
        """Return where one is; None at the top."""
        if self.verticalOffset() == 0:
            return None
        for row in self.seen():
            entry = self._rows.row(row).entry
            if entry is not None:
                return Spot(entry.order, self.verticalOffset() - self._heights.top(row))
        return None

    def go_to_spot(self, spot: Spot) -> None:
        """Scroll back to `spot`, or to the top where its entry is gone."""
        row = self._rows.place_of(spot.order)
        self.updateGeometries()
        self.verticalScrollBar().setValue(0 if row is None else self._heights.top(row) + spot.hidden)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room for what stands above when it grows."""
        if watched is self._above and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def visualRect(self, index: Index) -> QRect:
        """Return where the row of `index` is."""
        if not index.isValid():
            return QRect()
        row = index.row()
        height = self._heights.height(row)
        return QRect(0, self._heights.top(row) - self.verticalOffset(), self.viewport().width(), height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the index of the row at `point`."""
        row = self._heights.row_at(point.y() + self.verticalOffset())
        return self._rows.index(row) if row >= 0 else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring the row of `index` into view."""
        if not index.isValid():
            return
        box, room = self.visualRect(index), self.viewport().height()
        bar = self.verticalScrollBar()
        hints = QAbstractItemView.ScrollHint
        if hint is hints.PositionAtTop or box.top() < 0:
            bar.setValue(bar.value() + box.top())
        elif hint is hints.PositionAtBottom or box.bottom() >= room:
            bar.setValue(bar.value() + min(box.bottom() + 1 - room, box.top()))

    def verticalOffset(self) -> int:
        """Return how much is scrolled away."""
        return self.verticalScrollBar().value()

    def doItemsLayout(self) -> None:
        """Lay out what is seen."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """Let the scroll bar reach over all rows."""
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(room)
        bar.setRange(0, max(self._heights.total - room, 0))

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return the entry that a key leads to, over the names of groups."""
        actions = QAbstractItemView.CursorAction
        here = self.currentIndex().row()
        last = self._rows.rowCount() - 1
        if action in (actions.MoveHome, actions.MoveEnd):
            return self._rows.entry_from(0, 1) if action is actions.MoveHome else self._rows.entry_from(last, -1)
        down = action in (actions.MoveDown, actions.MoveRight, actions.MoveNext, actions.MovePageDown)
        step = 1 if down else -1
        if action in (actions.MovePageUp, actions.MovePageDown) and here >= 0:
            wanted = self._heights.top(here) + step * (self.viewport().height() - self._usual)
            here = self._heights.row_at(min(max(wanted, 0), self._heights.total - 1)) - step
        found = self._rows.entry_from(here + step, step)
        return found if found.isValid() else self.currentIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the entry under `rect`."""
        index = self.indexAt(rect.center())
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return where the selected rows are."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys of the page, not the beginning of an entry."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll what stands above along; ask for what comes next before it is needed."""
        super().scrollContentsBy(dx, dy)
        self._settle()
        self._place()
        self._ask_ahead()
        # what a key scrolls was else painted only where the rows lay that it left and reached
        self.viewport().update()

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """Go on from a neighbour of what goes, but choose nothing where nothing was chosen."""
        chosen = self.selectionModel().hasSelection()
        super().rowsAboutToBeRemoved(parent, start, end)
        if not chosen:
            self.selectionModel().clearSelection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete removes."""
        entry = self.entry_at(self.currentIndex())
        if entry is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(entry)
        elif entry is not None and event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit(entry)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the entry under the mouse."""
        super().mouseMoveEvent(event)
        point = event.position().toPoint()
        self._hover(self.indexAt(point).row())
        shapes = Qt.CursorShape
        self.viewport().setCursor(shapes.PointingHandCursor if self._link_at(point) else shapes.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the record whose name is clicked."""
        super().mouseReleaseEvent(event)
        link = self._link_at(event.position().toPoint()) if event.button() == Qt.MouseButton.LeftButton else None
        if link is not None:
            self.link_wanted.emit(link)

    def leaveEvent(self, event: QEvent) -> None:
        """Light up nothing."""
        super().leaveEvent(event)
        self._hover(-1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the entry."""
        entry = self.entry_at(self.indexAt(event.position().toPoint()))
        if entry is not None:
            self.opened.emit(entry)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the entry under the mouse, or of the current one when asked by keyboard."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        entry = self.entry_at(index)
        if entry is not None:
            corner = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_wanted.emit(entry, corner)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are seen, or grey bars while the first are awaited."""
        rows = self.seen()
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        calm, current = option.state, self.currentIndex().row()
        for row in rows:
            option.rect = self.visualRect(self._rows.index(row))
            if not option.rect.intersects(event.rect()):
                continue
            option.state = calm
            if self._rows.row(row).kind is RowKind.ENTRY:
                if self.selectionModel().isSelected(self._rows.index(row)):
                    option.state |= QStyle.StateFlag.State_Selected
                if row == self._hovered:
                    option.state |= QStyle.StateFlag.State_MouseOver
                if row == current and self.hasFocus() and led_by_keys(self):
                    option.state |= QStyle.StateFlag.State_HasFocus
            self._painter.paint(painter, option, self._rows.index(row))
        if self._rows.loading and not self._rows.entries and not self._patience.isActive():
            top = self._above.geometry().bottom()
            paint_waiting(painter, self._theme, QRect(0, top, self.viewport().width(), self._usual))

    def _link_at(self, point: QPoint) -> NameLink | None:
        index = self.indexAt(point)
        return self._painter.link_at(index.row(), self.visualRect(index), point, mirrored=self.isRightToLeft())

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def _fit(self) -> None:
        width = self.viewport().width()
        inner = width - 2 * self._theme.px(SIDE)
        height = self._above.height_for(inner)
        room = height + self._theme.px(ABOVE)
        wider, higher = width != self._painter.width, room != self._painter.room
        if wider:
            self._painter.width = width
            self._keep_place(self._heights.forget)
        if higher:
            self._painter.room = room
        if wider or higher:
            # else every chip that says something else would paint the whole timeline again
            self._above.resize(inner, height)
            self._rows.room_changed()
            self._place()

    def _place(self) -> None:
        self._above.move(self._theme.px(SIDE), self._theme.px(ABOVE) - self.verticalOffset())

    def _settle(self) -> None:
        """Measure what came into view: where it is higher or lower than was guessed, the scroll bar follows."""
        before, bar = self._heights.total, self.verticalScrollBar()
        at_end = 0 < bar.value() == bar.maximum()
        self.seen()
        if self._heights.total != before:
            self.updateGeometries()
            if at_end:
                bar.setValue(bar.maximum())

    def _on_arrived(self) -> None:
        if self.hasFocus() and not self.currentIndex().isValid():
            # as Qt does where entries are there already when the focus comes
            none = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._rows.entry_from(0, 1), none)
        # else it would be laid out while it is painted, and so be painted once more
        self.executeDelayedItemsLayout()
        self._settle()
        self._ask_ahead()
        self.viewport().update()

    def _ask_ahead(self) -> None:
        last = self._heights.row_at(min(self.verticalOffset() + self.viewport().height(), self._heights.total - 1))
        if last + ASK_AHEAD >= self._rows.rowCount():
            self._rows.fetchMore()

    def _hold(self, *_where: object) -> None:
        """Remember which row is at the top of what is seen, and how much of it is scrolled away."""
        row = self._heights.row_at(self.verticalOffset())
        self._held = None if row <= 0 else (row, self.verticalOffset() - self._heights.top(row))

    def _keep_place(self, change: Callable[[], None]) -> None:
        self._hold()
        change()
        self._let_go(0)

    def _let_go(self, moved: int) -> None:
        """Go back to what was held, which is `moved` rows further down now."""
        held, self._held = self._held, None
        self.updateGeometries()
        if held is not None:
            row = min(max(held[0] + moved, 0), self._rows.rowCount() - 1)
            self.verticalScrollBar().setValue(self._heights.top(row) + held[1])
        self._place()
        self.viewport().update()

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        count = last - first + 1
        self._heights.insert(first, count)
        self._let_go(count if self._held is not None and first <= self._held[0] else 0)

    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        held = self._held
        count = last - first + 1
        self._heights.remove(first, count)
        self._let_go(-min(count, held[0] - first) if held is not None and first < held[0] else 0)

    def _on_reset(self) -> None:
        self._heights.restart(self._rows.rowCount(), self._usual)
        self._hovered = -1
        self._held = None
        self.updateGeometries()
        self._place()

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._hold()
        for row in range(first.row(), last.row() + 1):
            self._heights.forget(row)
        # the room at the top is always known: all else stands below it
        self._heights.height(0)
        self._let_go(0)

    def _on_theme(self) -> None:
        self._usual = self._theme.size("row.timelineMin")
        self._keep_place(self._heights.forget)
        self._fit()
