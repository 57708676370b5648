"""Cards below each other, painted: as much of a stage as can be seen."""

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from ui.kit.theme import Theme
from ui.pipeline.card_model import CardModel, Index
from ui.pipeline.card_painter import CARD_HEIGHT, MARGIN, paint_card_face, paint_slot, paint_waiting_card

WAITING_CARDS = 3
_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class CardRows(QListView):
    """Cards of one height, painted; the one that is `carried` is a slot, the one `shown` in the panel is marked.

    Where each stands is reckoned: Qt's own list would ask the model twice for each card whenever one comes or goes.
    """

    def __init__(self, theme: Theme, model: CardModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = model
        self.carried: bytes | None = None
        self.shown: bytes | None = None
        self._theme = theme
        self._waiting = False
        self._patience = QTimer(self, singleShot=True, interval=theme.duration("skeletonDelay"))
        self._patience.timeout.connect(self.viewport().update)
        self._set_up()
        self.setModel(model)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._fit_rows)
        theme.changed.connect(self._fit_theme)

    def row_at_height(self, height: int) -> int:
        """Return the row that stands `height` below the top of what is seen."""
        return (height + self.verticalOffset()) // self._row_height()

    def wait(self, *, on: bool) -> None:
        """Show that cards are still being read, after a moment, or no longer."""
        if on:
            self._patience.start()
        if on != self._waiting:
            self._waiting = on
            self.viewport().update()

    def visualRect(self, index: Index) -> QRect:
        """Return where the row of `index` is."""
        if not index.isValid():
            return QRect()
        height = self._row_height()
        return QRect(0, index.row() * height - self.verticalOffset(), self.viewport().width(), height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the index of the row at `point`."""
        return self.cards.index(self.row_at_height(point.y()))

    def scrollTo(self, index: Index, _hint: QAbstractItemView.ScrollHint = _VISIBLE) -> None:
        """Bring the row of `index` into view."""
        box, bar = self.visualRect(index), self.verticalScrollBar()
        above, below = min(box.top(), 0), max(box.bottom() + 1 - self.viewport().height(), 0)
        bar.setValue(bar.value() + (above or below))

    def verticalOffset(self) -> int:
        """Return how much is scrolled away."""
        return self.verticalScrollBar().value()

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return the card that a key leads to."""
        actions = QAbstractItemView.CursorAction
        last = self.cards.rowCount() - 1
        seen = max(self.viewport().height() // self._row_height(), 1)
        steps = {
            actions.MoveHome: -last - 1,
            actions.MoveEnd: last + 1,
            actions.MovePageUp: -seen,
            actions.MovePageDown: seen,
            actions.MoveUp: -1,
            actions.MovePrevious: -1,
        }
        wanted = self.currentIndex().row() + steps.get(action, 1)
        return self.cards.index(min(max(wanted, 0), last))

    def doItemsLayout(self) -> None:
        """Let the scroll bar reach over all cards, and paint them."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """Let the scroll bar reach over all cards."""
        bar, room, height = self.verticalScrollBar(), self.viewport().height(), self._row_height()
        bar.setSingleStep(height)
        bar.setPageStep(room)
        bar.setRange(0, max(self.cards.rowCount() * height - room, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards, or grey ones while they are being read."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        count = self.cards.rowCount()
        if count:
            seen = event.rect()
            rows = range(self.row_at_height(seen.top()), min(self.row_at_height(seen.bottom()) + 1, count))
            for row in rows:
                box = self.visualRect(self.cards.index(row))
                if event.region().intersects(box):
                    self._paint_row(painter, row, box)
        elif self._waiting and not self._patience.isActive():
            box = QRect(0, 0, self.viewport().width(), self._row_height())
            for number in range(WAITING_CARDS):
                paint_waiting_card(painter, self._theme, self._card_box(box.translated(0, number * box.height())))

    def _paint_row(self, painter: QPainter, row: int, box: QRect) -> None:
        """Paint the card, or the slot where it was or would be."""
        box, card = self._card_box(box), self.cards.card(row)
        if card is None:
            paint_slot(painter, self._theme, box, "focus", "boardCard")
        elif card.id == self.carried:
            paint_slot(painter, self._theme, box, "hairlineStrong")
        else:
            ring = row == self.currentIndex().row() and self.hasFocus()
            face = self.cards.face(card)
            paint_card_face(painter, self._theme, box, face, ring=ring, chosen=card.id == self.shown)

    def _card_box(self, box: QRect) -> QRect:
        margin = self._theme.px(MARGIN)
        return box.adjusted(margin, margin, -margin, -margin)

    def _row_height(self) -> int:
        return self._theme.px(CARD_HEIGHT + 2 * MARGIN)

    def _fit_rows(self) -> None:
        # at once: a layout within the painting would have everything painted a second time
        self.executeDelayedItemsLayout()

    def _fit_theme(self) -> None:
        self.cards.reformat()
        self.scheduleDelayedItemsLayout()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # the column shows a bar of its own over its edge, so that cards stay as wide as they are
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("focusRing", False)
        self.setStyleSheet("QListView { background: transparent; border: none; padding: 0px; }")
