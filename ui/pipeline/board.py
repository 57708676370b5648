"""The board: a column for each open stage, and the zones where deals end."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from crm_desktop.pipeline.closed import ClosedMonth
from crm_desktop.pipeline.queries import Card, StageSum
from crm_desktop.pipeline.stages import StageRow
from ui.kit.formats import Formats
from ui.kit.layouts import column, row
from ui.kit.theme import Theme
from ui.pipeline.carrying import Carrying
from ui.pipeline.stage_column import LEAST_WIDTH, StageColumn
from ui.pipeline.zones import Zone, lost_facts, lost_zone, won_facts, won_zone

GAP = 12
EDGE = 16


class Board(QWidget):
    """Columns of cards. Signals carry the card.

    `moved` (card, stage row) after a drop or Shift+arrow; `won` and `lost` after a drop on a zone, W or Shift+X;
    `opened`, `preview_wanted`, `edit_wanted`, `current_changed`, `menu_wanted` (card, global place); `add_wanted`
    carries the id of the stage that is to have a new deal.
    """

    moved = Signal(object, object)
    won = Signal(object)
    lost = Signal(object)
    opened = Signal(object)
    preview_wanted = Signal(object)
    edit_wanted = Signal(object)
    current_changed = Signal(object)
    menu_wanted = Signal(object, QPoint)
    add_wanted = Signal(bytes)

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._formats = formats
        self.columns: list[StageColumn] = []
        self.last_list = 0
        self._focus_due = False
        self.won_zone = won_zone(theme)
        self.lost_zone = lost_zone(theme)
        self.area = self._made_area()
        zones = column(theme, self.won_zone, self.lost_zone, gap=12)
        self.setLayout(row(theme, self.area, zones, gap=12, margins=(EDGE, 12, EDGE, 12)))
        self.carrying = Carrying(theme, self, self.area, (self.won_zone, self.lost_zone), lambda: self.columns)
        self.carrying.put_down.connect(self._on_put_down)
        self.carrying.changed.connect(self._fit_zones)
        theme.changed.connect(self._fit_theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the zones only where there is room for them."""
        super().resizeEvent(event)
        self._fit_zones()

    def show_stages(self, stages: Sequence[StageRow]) -> None:
        """Show a column for each of `stages`; columns that were there keep their cards and their place."""
        before = {each.stage.record: each for each in self.columns}
        if list(before) == [each.record for each in stages]:
            for found, stage in zip(self.columns, stages, strict=True):
                found.show_stage(stage)
            return
        for each in self.columns:
            self._row.removeWidget(each)
        self.columns = [
            before.pop(stage.record) if stage.record in before else self._made_column(stage) for stage in stages
        ]
        for place, each in enumerate(self.columns):
            self._row.insertWidget(place, each, 1)
            # at once: a layout shows it later, and a window that becomes active meanwhile takes the focus from it
            each.show()
        for gone in before.values():
            gone.hide()
            gone.deleteLater()
        self._fit_theme()

    def show_cards(self, stage: bytes, cards: list[Card]) -> None:
        """Show `cards` in the column of `stage`."""
        found = self.column_of(stage)
        if found is not None:
            found.show_cards(cards)
        if self._focus_due and cards:
            self.focus_cards()

    def show_sums(self, sums: Mapping[bytes, StageSum]) -> None:
        """Show count and sums in the heads."""
        for each in self.columns:
            each.show_sum(sums.get(each.stage.record, StageSum(each.stage.record, 0, 0, 0)))

    def show_closed(self, closed: ClosedMonth) -> None:
        """Show in the zones what was won and lost this month."""
        self.won_zone.show_facts(won_facts(closed, self._formats))
        self.lost_zone.show_facts(lost_facts(closed, self._formats))

    def wait(self, *, on: bool) -> None:
        """Show grey cards where none are yet, or no longer."""
        for each in self.columns:
            each.list.wait(on=on)

    def mark_shown(self, deal: bytes | None) -> None:
        """Mark the card of the deal that the panel shows."""
        for each in self.columns:
            each.list.shown = deal
            each.list.viewport().update()

    def column_of(self, stage: bytes) -> StageColumn | None:
        """Return the column of `stage`."""
        return next((each for each in self.columns if each.stage.record == stage), None)

    def current_card(self) -> Card | None:
        """Return the card that has the focus, or had it last."""
        if not self.columns:
            return None
        return self.columns[min(self.last_list, len(self.columns) - 1)].list.current_card()

    def go_to_deal(self, deal: bytes) -> bool:
        """Put the focus on the card of `deal`; return whether it is on the board."""
        for place, each in enumerate(self.columns):
            if each.list.go_to_deal(deal):
                self.last_list = place
                self.area.ensureWidgetVisible(each)
                each.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def focus_cards(self) -> None:
        """Put the focus on the card that had it last, or the first there is; on the first that comes where none is."""
        self._focus_due = not any(self._count(place) for place in range(len(self.columns)))
        if not self.columns:
            return
        places = [self.last_list, *range(len(self.columns))]
        filled = next((each for each in places if each < len(self.columns) and self._count(each)), 0)
        self.columns[filled].list.setFocus(Qt.FocusReason.OtherFocusReason)

    def carry_on(self, card: Card, by: int) -> None:
        """Move `card` by so many columns; beyond the last it is won."""
        here = self._place_of(card)
        if here is None:
            return
        if here + by >= len(self.columns):
            self.won.emit(card)
        elif here + by >= 0:
            self.last_list = here + by
            self.moved.emit(card, self.columns[here + by].stage)

    def show_moved(self, card: Card, stage: StageRow) -> None:
        """Show `card` in `stage` at once, before it is written; the focus goes along."""
        source, target = self.column_of(card.stage), self.column_of(stage.record)
        if source is not None:
            source.cards.take(card.id)
        if target is not None and target.cards.place_of(card.id) is None:
            now = round(self._formats.now().timestamp() * 1000)
            moved = card._replace(stage=stage.record, probability=stage.probability, entered_at=now)
            target.cards.put(moved, self.carrying.place_for(target, card))
            self.go_to_deal(card.id)

    def least_width(self) -> int:
        """Return how wide the board must be to show all its columns."""
        return self._content.minimumWidth() + 2 * self._theme.px(EDGE)

    def _fit_theme(self) -> None:
        # the area looks at the least width of its layout only when something else makes it look
        count = len(self.columns)
        width = count * self._theme.px(LEAST_WIDTH) + max(count - 1, 0) * self._theme.px(GAP)
        self._content.setMinimumWidth(width)
        self._fit_zones()

    def _fit_zones(self) -> None:
        """Leave the room of the zones to the columns where these would scroll, until a card is carried."""
        beside = self.won_zone.sizeHint().width() + self._theme.px(GAP) + 2 * self._theme.px(EDGE)
        fits = self.width() >= self._content.minimumWidth() + beside
        for zone in (self.won_zone, self.lost_zone):
            zone.setVisible(fits or self.carrying.card is not None)

    def _on_put_down(self, card: Card, target: StageColumn | Zone) -> None:
        if isinstance(target, StageColumn):
            self.moved.emit(card, target.stage)
        elif target is self.won_zone:
            self.won.emit(card)
        else:
            self.lost.emit(card)

    def _made_area(self) -> QScrollArea:
        self._content = QWidget()
        self._row = row(self._theme, gap=GAP)
        # columns that are as wide as they may be leave the rest free
        self._row.addStretch(0)
        self._content.setLayout(self._row)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._content)
        return area

    def _made_column(self, stage: StageRow) -> StageColumn:
        made = StageColumn(self._theme, self._formats, stage)
        cards = made.list
        made.add_wanted.connect(self.add_wanted)
        cards.opened.connect(self.opened)
        cards.preview_wanted.connect(self.preview_wanted)
        cards.edit_wanted.connect(self.edit_wanted)
        cards.menu_wanted.connect(self.menu_wanted)
        cards.won.connect(self.won)
        cards.lost.connect(self.lost)
        cards.carried_on.connect(self.carry_on)
        cards.current_changed.connect(self._on_current_changed)
        cards.stepped.connect(self._step)
        self.carrying.follow(made)
        cards.wait(on=True)
        return made

    def _step(self, by: int) -> None:
        """Go to the nearest column in that direction that has cards, at about the same height."""
        here = self._focused()
        if here is None:
            return
        height = self.columns[here].list.height_of_current()
        place = here + by
        while 0 <= place < len(self.columns):
            if self._count(place):
                found = self.columns[place].list
                found.go_to(found.row_at_height(height))
                found.setFocus(Qt.FocusReason.OtherFocusReason)
                self.area.ensureWidgetVisible(self.columns[place])
                return
            place += by

    def _on_current_changed(self, card: Card | None) -> None:
        focused = self._focused()
        if focused is not None:
            self.last_list = focused
            if card is not None:
                self.current_changed.emit(card)

    def _focused(self) -> int | None:
        return next((place for place, each in enumerate(self.columns) if each.list.hasFocus()), None)

    def _place_of(self, card: Card) -> int | None:
        return next((place for place, each in enumerate(self.columns) if each.stage.record == card.stage), None)

    def _count(self, place: int) -> int:
        return self.columns[place].cards.rowCount()
