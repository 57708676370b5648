"""Carrying a card by mouse: what lights up on the way, and where it may be put down."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractSlider, QScrollArea, QWidget

from crm_desktop.pipeline.queries import Card
from crm_desktop.words import _
from ui.kit.theme import Theme
from ui.pipeline.lift import LiftedCard
from ui.pipeline.stage_column import StageColumn
from ui.pipeline.zones import Zone

# How near to an edge things scroll along, how far each time, and how often (ms).
NEAR_EDGE = 32
SCROLL_STEP = 14
SCROLL_EVERY = 30
# As CARD_ORDERS has them; of those that are alike the one with the lesser id comes first.
_ORDERS: dict[str, Callable[[Card], tuple[bool | int | str, ...]]] = {
    "expected_on": lambda card: (card.expected_on is None, card.expected_on or ""),
    "amount": lambda card: (-(card.amount or 0),),
    "age": lambda card: (card.entered_at,),
    "company": lambda card: (not card.company_name, card.company_name.casefold()),
}
Target = StageColumn | Zone


class Carrying(QObject):
    """Follows the mouse with the card that was lifted; `put_down` carries the card and the column or zone.

    `changed` tells that a card is carried now, or no longer.
    """

    put_down = Signal(object, object)
    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        board: QWidget,
        area: QScrollArea,
        zones: Sequence[Zone],
        columns: Callable[[], Sequence[StageColumn]],
    ) -> None:
        super().__init__(board)
        self.order = "expected_on"
        self._theme = theme
        self._board = board
        self._area = area
        self._zones = zones
        self._columns = columns
        self._card: Card | None = None
        self._source: StageColumn | None = None
        self._target: Target | None = None
        self._lifted: LiftedCard | None = None
        self._scroller = QTimer(self, interval=SCROLL_EVERY)
        self._scroller.timeout.connect(self._scroll_along)

    @property
    def card(self) -> Card | None:
        """The card that is carried now."""
        return self._card

    def follow(self, column: StageColumn) -> None:
        """Let cards be lifted from `column` and put down on it."""
        column.list.lifted.connect(partial(self._lift, column))
        column.list.borne.connect(self._bear)
        column.list.dropped.connect(self._drop)
        column.list.put_back.connect(self._put_back)

    def place_for(self, column: StageColumn, card: Card) -> int:
        """Return where `card` would stand in `column` by the present order."""
        order = _ORDERS[self.order]
        others = [each for each in column.cards.cards() if each.id != card.id]
        return bisect_right(others, (*order(card), card.id), key=lambda each: (*order(each), each.id))

    def _lift(self, column: StageColumn, card: Card, box: QRect, grip: QPoint) -> None:
        self._card, self._source = card, column
        column.list.carried = card.id
        column.list.viewport().update()
        face = column.cards.face(card)
        self._lifted = LiftedCard(self._theme, face, box.size(), grip, self._board.window())
        for zone in self._zones:
            zone.set_armed(on=True)
        self._scroller.start()
        self.changed.emit()

    def _bear(self, place: QPoint) -> None:
        if self._lifted is None:
            return
        self._lifted.carry_to(self._board.window().mapFromGlobal(place))
        target = self._target_at(place)
        if target is not self._target:
            self._mark(on=False)
            self._target = target
            self._mark(on=True)

    def _drop(self, place: QPoint) -> None:
        card, target = self._card, self._target_at(place)
        self._put_back()
        if card is not None and target is not None:
            self.put_down.emit(card, target)

    def _put_back(self) -> None:
        self._scroller.stop()
        self._mark(on=False)
        self._target = None
        if self._lifted is not None:
            self._lifted.put_down()
        if self._source is not None:
            self._source.list.carried = None
            self._source.list.viewport().update()
        for zone in self._zones:
            zone.set_armed(on=False)
        self._lifted = self._source = self._card = None
        self.changed.emit()

    def _mark(self, *, on: bool) -> None:
        """Tint the target and open a place in it for the card, or take that back."""
        target, card = self._target, self._card
        if target is None or card is None:
            return
        target.set_target(on=on)
        if isinstance(target, StageColumn):
            if on:
                target.cards.put(None, self.place_for(target, card))
            else:
                target.cards.clear_mark()
        if self._lifted is not None:
            self._lifted.label.say(_promise(target) if on else "")

    def _target_at(self, place: QPoint) -> Target | None:
        for zone in self._zones:
            if zone.rect().contains(zone.mapFromGlobal(place)):
                return zone
        if not self._area.rect().contains(self._area.mapFromGlobal(place)):
            return None
        found = (each for each in self._columns() if each.rect().contains(each.mapFromGlobal(place)))
        return next((each for each in found if each is not self._source), None)

    def _scroll_along(self) -> None:
        """Scroll the column below the mouse, or the board, while the card is held near an edge."""
        place = QCursor.pos()
        view = self._area.mapFromGlobal(place)
        if self._area.rect().contains(view):
            self._scroll(self._area.horizontalScrollBar(), view.x(), self._area.width())
        if isinstance(self._target, StageColumn):
            cards = self._target.list
            self._scroll(cards.verticalScrollBar(), cards.mapFromGlobal(place).y(), cards.height())

    def _scroll(self, bar: QAbstractSlider, at: int, length: int) -> None:
        near = self._theme.px(NEAR_EDGE)
        if at < near:
            bar.setValue(bar.value() - SCROLL_STEP)
        elif at > length - near:
            bar.setValue(bar.value() + SCROLL_STEP)


def _promise(target: Target) -> str:
    """Return what putting the card down on `target` does."""
    if isinstance(target, Zone):
        return target.promise
    stage = target.stage
    chance = _("{n} %").format(n=stage.probability)
    return _("{stage}, chance becomes {chance}").format(stage=stage.name, chance=chance)
