"""The cards of one stage: moved through by keyboard, lifted by mouse."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.pipeline.queries import Card
from ui.kit.boxes import is_mirrored
from ui.kit.theme import Theme
from ui.pipeline.card_model import CardModel, Index
from ui.pipeline.card_rows import CardRows


class CardList(CardRows):
    """What one can do with the cards. Signals carry the card.

    `opened` (Enter, double click), `preview_wanted` (Space), `menu_wanted` (card, global place), `current_changed`;
    `stepped` asks for the column to the left (-1) or right (1), `carried_on` to move the card there; `won` and `lost`
    come from W and Shift+X. A card is lifted by the mouse: `lifted` (card, box, where it was taken), then `borne`
    (global place), at last `dropped` (global place) or `put_back`.
    """

    opened = Signal(object)
    preview_wanted = Signal(object)
    edit_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    current_changed = Signal(object)
    stepped = Signal(int)
    carried_on = Signal(object, int)
    won = Signal(object)
    lost = Signal(object)
    lifted = Signal(object, QRect, QPoint)
    borne = Signal(QPoint)
    dropped = Signal(QPoint)
    put_back = Signal()

    def __init__(self, theme: Theme, model: CardModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, model, parent)
        self._pressed: QPoint | None = None
        self._lifting = False
        self._kept: tuple[bytes, int] | None = None
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._take_place)

    def current_card(self) -> Card | None:
        """Return the card that has the focus, or None."""
        return self.cards.card(self.currentIndex().row())

    def go_to(self, place: int) -> None:
        """Put the focus on the card at `place`, or the nearest there is."""
        count = self.cards.rowCount()
        if count:
            self.setCurrentIndex(self.cards.index(min(max(place, 0), count - 1)))

    def go_to_deal(self, deal: bytes) -> bool:
        """Put the focus on the card of `deal`; return whether it is here."""
        place = self.cards.place_of(deal)
        if place is not None:
            self.go_to(place)
        return place is not None

    def height_of_current(self) -> int:
        """Return how far the middle of the current card is below the top of what is seen."""
        return self.visualRect(self.currentIndex()).center().y()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between cards and columns, and act on the current card."""
        if not self._act_on_key(event):
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters act, they do not search."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the focus on the card under the mouse; it may be lifted from here."""
        index = self.indexAt(event.position().toPoint())
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if index.isValid():
            self.setCurrentIndex(index)
            if event.button() is Qt.MouseButton.LeftButton:
                self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lift the card once the mouse has gone far enough, then carry it."""
        if self._pressed is None:
            return
        here = event.position().toPoint()
        if not self._lifting and (here - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._lift()
        if self._lifting:
            self.borne.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the card that is carried."""
        carrying, self._lifting, self._pressed = self._lifting, False, None
        if carrying:
            self.dropped.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the deal."""
        card = self.cards.card(self.indexAt(event.position().toPoint()).row())
        if card is not None and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(card)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the card under the mouse, or of the current one when asked by keyboard."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        card = self.cards.card(index.row())
        if card is not None:
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_wanted.emit(card, event.globalPos() if by_mouse else below)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the focus on the first card when there is none yet."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away; a card that is carried goes back."""
        super().focusOutEvent(event)
        if self._lifting:
            self._give_up()
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Repaint both cards and tell which one it is now."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit(self.cards.card(current.row()))

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the card that is carried."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._lifting:
            event.accept()
            return True
        return super().event(event)

    def _act_on_key(self, event: QKeyEvent) -> bool:
        key, held, card = Qt.Key(event.key()), event.modifiers(), self.current_card()
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        plain = not held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if self._lifting and key == Qt.Key.Key_Escape:
            self._give_up()
            return True
        if not plain:
            return False
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go_aside(card, -1 if (key == Qt.Key.Key_Left) is not is_mirrored(self) else 1, shift=shift)
            return True
        if key in (Qt.Key.Key_J, Qt.Key.Key_K) and not shift:
            self.go_to(self.currentIndex().row() + (1 if key == Qt.Key.Key_J else -1))
            return True
        return card is not None and self._act_on_card(key, card, shift=shift)

    def _go_aside(self, card: Card | None, by: int, *, shift: bool) -> None:
        if not shift:
            self.stepped.emit(by)
        elif card is not None:
            self.carried_on.emit(card, by)

    def _act_on_card(self, key: Qt.Key, card: Card, *, shift: bool) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.opened.emit(card)
        elif key == Qt.Key.Key_Space and not shift:
            self.preview_wanted.emit(card)
        elif key in (Qt.Key.Key_E, Qt.Key.Key_F2) and not shift:
            self.edit_wanted.emit(card)
        elif key == Qt.Key.Key_W and not shift:
            self.won.emit(card)
        elif key == Qt.Key.Key_X and shift:
            self.lost.emit(card)
        else:
            return False
        return True

    def _lift(self) -> None:
        card, box = self.current_card(), self.visualRect(self.currentIndex())
        if card is None or self._pressed is None:
            return
        self._lifting = True
        box = self._card_box(box)
        self.lifted.emit(card, box, self._pressed - box.topLeft())

    def _give_up(self) -> None:
        self._lifting, self._pressed = False, None
        self.put_back.emit()

    def _keep_place(self) -> None:
        card = self.current_card()
        self._kept = (card.id if card else b"", self.verticalScrollBar().value())

    def _take_place(self) -> None:
        if self._kept is None:
            return
        deal, scrolled = self._kept
        place = self.cards.place_of(deal)
        if place is not None:
            self.setCurrentIndex(self.cards.index(place))
        elif self.hasFocus():
            self.go_to(0)
        self.verticalScrollBar().setValue(scrolled)
