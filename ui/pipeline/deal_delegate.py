"""Paints the cards of a stage; makes no widgets."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit.theme import Theme
from ui.pipeline.card_model import CardModel
from ui.pipeline.card_painter import CARD_HEIGHT, MARGIN, paint_card_face, paint_slot


class DealDelegate(QStyledItemDelegate):
    """Paints one card a row; the one that is `carried` is a dashed slot, the one shown in the panel is marked."""

    def __init__(self, theme: Theme, model: CardModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.carried: bytes | None = None
        self.shown: bytes | None = None
        self._theme = theme
        self._cards = model
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a card with the room around it."""
        return QSize(self._theme.px(120), self._theme.px(CARD_HEIGHT + 2 * MARGIN))

    def paint(
        self, painter: QPainter, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the card, or the slot where it was or would be."""
        margin = self._theme.px(MARGIN)
        box = self._view.visualRect(self._cards.index(index.row())).adjusted(margin, margin, -margin, -margin)
        card = self._cards.card(index.row())
        if card is None:
            paint_slot(painter, self._theme, box, "focus", "boardCard")
        elif card.id == self.carried:
            paint_slot(painter, self._theme, box, "hairlineStrong")
        else:
            current = index.row() == self._view.currentIndex().row()
            ring = current and self._view.hasFocus()
            painter.setLayoutDirection(self._view.layoutDirection())
            face = self._cards.face(card)
            paint_card_face(painter, self._theme, box, face, ring=ring, chosen=card.id == self.shown)
