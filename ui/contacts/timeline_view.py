"""The list of a timeline, with the composer and the chips above it scrolling along."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from crm_desktop.activities.timeline import TimelineEntry
from ui.contacts.timeline_model import TimelineModel
from ui.contacts.timeline_painter import SIDE, TimelinePainter
from ui.contacts.timeline_top import TimelineTop
from ui.kit.skeleton import paint_skeleton
from ui.kit.theme import Theme

ABOVE = 15


class TimelineView(QListView):
    """Entries below `above`; `opened` tells of Enter or a double click, `menu_wanted` of the menu's key or button."""

    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    remove_wanted = Signal(object)

    def __init__(self, theme: Theme, model: TimelineModel, above: TimelineTop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = model
        self._above = above
        self._painter = TimelinePainter(theme, model)
        self._patience = QTimer(self, singleShot=True, interval=theme.duration("skeletonDelay"))
        self._patience.timeout.connect(self.viewport().update)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().setSingleStep(theme.px(24))
        above.setParent(self.viewport())
        above.installEventFilter(self)
        above.show()
        theme.changed.connect(self._fit)
        model.modelReset.connect(self._place)
        model.arrived.connect(self._on_arrived)

    def entry_at(self, index: QModelIndex | QPersistentModelIndex) -> TimelineEntry | None:
        """Return the entry at `index`."""
        return self._rows.row(index.row()).entry if index.isValid() else None

    def wait(self) -> None:
        """Show grey bars after a moment, where nothing is there yet."""
        self._patience.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room for what stands above when it grows."""
        if watched is self._above and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll what stands above along."""
        super().scrollContentsBy(dx, dy)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete removes."""
        entry = self.entry_at(self.currentIndex())
        if entry is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(entry)
        elif entry is not None and event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit(entry)
        else:
            super().keyPressEvent(event)

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
        """Paint the rows, or grey bars while the first are awaited."""
        super().paintEvent(event)
        if self._rows.loading and not self._rows.entries and not self._patience.isActive():
            painter = QPainter(self.viewport())
            side, height = self._theme.px(SIDE), self._theme.size("row.timelineMin")
            for number in range(4):
                top = self._above.geometry().bottom() + number * height
                box = self.viewport().rect().adjusted(side - self._theme.px(14), 0, -side, 0)
                box.setTop(top)
                box.setHeight(height)
                paint_skeleton(painter, self._theme, box, number)

    def _fit(self) -> None:
        width = self.viewport().width()
        self._painter.width = width
        inner = width - 2 * self._theme.px(SIDE)
        height = self._above.height_for(inner)
        self._painter.room = height + self._theme.px(ABOVE)
        self._above.resize(inner, height)
        self._rows.room_changed()
        self.scheduleDelayedItemsLayout()
        self._place()

    def _place(self) -> None:
        self._above.move(self._theme.px(SIDE), self._theme.px(ABOVE) - self.verticalScrollBar().value())

    def _on_arrived(self) -> None:
        self.viewport().update()
