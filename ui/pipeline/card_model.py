"""The cards of one stage, as a list."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.pipeline.queries import Card
from ui.kit.formats import Formats
from ui.pipeline.card_words import CardFace, card_face

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)


class CardModel(QAbstractListModel):
    """Cards in their order; while one is carried, a row without a card may mark where it would stand."""

    def __init__(self, rot_days: int | None, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rot_days = rot_days
        self._formats = formats
        self._cards: list[Card | None] = []
        self._ids: list[bytes | None] = []
        # what cards say is worked out when they are first painted: thousands of them are never looked at
        self._faces: dict[bytes, CardFace] = {}

    def show(self, cards: Sequence[Card]) -> bool:
        """Show `cards`; return whether others stand there now, or in another order."""
        if self._ids == [each.id for each in cards]:
            others = [place for place, each in enumerate(cards) if each != self._cards[place]]
            self._set(cards)
            if others:
                self.dataChanged.emit(self.index(others[0]), self.index(others[-1]))
            return False
        self.beginResetModel()
        self._set(cards)
        self.endResetModel()
        return True

    def set_rot_days(self, rot_days: int | None) -> None:
        """Say after how many days deals go stale here."""
        if rot_days != self._rot_days:
            self._rot_days = rot_days
            self.reformat()

    def reformat(self) -> None:
        """Work out anew what cards say, because the day or the theme changed."""
        self._faces.clear()
        if self._cards:
            self.dataChanged.emit(self.index(0), self.index(len(self._cards) - 1))

    def card(self, place: int) -> Card | None:
        """Return the card at `place`, or None where there is none, or only the mark."""
        return self._cards[place] if 0 <= place < len(self._cards) else None

    def cards(self) -> list[Card]:
        """Return all cards in their order."""
        return [each for each in self._cards if each is not None]

    def face(self, card: Card) -> CardFace:
        """Return what `card` shows."""
        found = self._faces.get(card.id)
        if found is None:
            found = self._faces[card.id] = card_face(card, self._rot_days, self._formats)
        return found

    def place_of(self, deal: bytes) -> int | None:
        """Return where the card of `deal` stands, or None."""
        return self._ids.index(deal) if deal in self._ids else None

    def take(self, deal: bytes) -> None:
        """Take the card of `deal` away."""
        place = self.place_of(deal)
        if place is not None:
            self._remove(place)

    def put(self, card: Card | None, place: int) -> None:
        """Put `card`, or the mark for one, at `place`."""
        self.beginInsertRows(QModelIndex(), place, place)
        self._cards.insert(place, card)
        self._ids.insert(place, card.id if card is not None else None)
        self.endInsertRows()

    def clear_mark(self) -> None:
        """Take the mark for a carried card away."""
        if None in self._ids:
            self._remove(self._ids.index(None))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Return the account, or the whole card as a sentence; the rest is painted."""
        card = self.card(index.row()) if index.isValid() else None
        if card is None:
            return None
        if role == _DISPLAY:
            return self.face(card).account
        if role == _SPOKEN:
            return self.face(card).spoken
        return card.title if role == _TOOLTIP else None

    def _set(self, cards: Sequence[Card]) -> None:
        self._cards = list(cards)
        self._ids = [each.id for each in cards]
        self._faces.clear()

    def _remove(self, place: int) -> None:
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._cards[place], self._ids[place]
        self.endRemoveRows()
