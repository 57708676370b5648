"""What the page does with deals, and how it says so afterwards."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError
from crm_desktop.pipeline.actions import lose_deal, move_deal, remove_deals, win_deal
from crm_desktop.pipeline.queries import Card, lost_reasons
from crm_desktop.pipeline.stages import StageRow
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.pipeline.closing import ask_lost, ask_won


class DealActs(QObject):
    """Moves, wins, loses and deletes deals; `failed` tells that what was shown ahead is not so."""

    failed = Signal()

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    def move(self, card: Card, stage: StageRow) -> None:
        """Move the deal of `card` to `stage`."""
        done = _("Deal moved to {stage}").format(stage=stage.name)
        self._desk.act(move_deal, card.id, stage.record, owner=self._page, on_error=self._tell, done=done)

    def win(self, card: Card) -> None:
        """Ask for amount and day, then win the deal."""
        won = ask_won(self._desk, card, self._page)
        if won is not None:
            done = _("Deal won")
            self._desk.act(
                win_deal, card.id, won.amount_minor, won.day, owner=self._page, on_error=self._tell, done=done
            )

    def lose(self, card: Card) -> None:
        """Ask for the reason, then close the deal as lost."""
        self._desk.read(lost_reasons, owner=self, then=partial(self._lose_for, card), key="reasons")

    def remove(self, card: Card, then: Callable[[], None]) -> None:
        """Put the deal into the bin."""
        self._desk.act(
            remove_deals,
            [card.id],
            owner=self._page,
            on_error=self._tell,
            then=lambda _none: then(),
            done=_("Deal deleted"),
        )

    def _lose_for(self, card: Card, reasons: list[str]) -> None:
        lost = ask_lost(self._desk, card, reasons, self._page)
        if lost is not None:
            done = _("Deal closed as lost")
            self._desk.act(lose_deal, card.id, lost.reason, lost.day, owner=self._page, on_error=self._tell, done=done)

    def _tell(self, error: CrmError) -> None:
        self._desk.warn(str(error))
        self.failed.emit()
