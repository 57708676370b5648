"""The board with what it reads: cards, sums, and what is said when there are none."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.pipeline.queries import Card, board_cards
from crm_desktop.pipeline.stages import StageRow
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.layouts import column
from ui.kit.notices import EmptyState, ErrorState, NoResults
from ui.pipeline.board import Board
from ui.pipeline.reading import BoardFacts, Question, board_facts


class BoardView(QWidget):
    """The board, or a word in its place. `facts_shown` carries BoardFacts; `new_wanted` and `clear_wanted` ask."""

    facts_shown = Signal(object)
    new_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.board = Board(desk.theme, desk.formats)
        self.facts: BoardFacts | None = None
        self.order = "expected_on"
        self.hidden: frozenset[bytes] = frozenset()
        self.pipeline: bytes | None = None
        self._question: Question | None = None
        self._wanted: bytes | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.board)
        self.setLayout(column(desk.theme, self._stack, gap=0))

    def ask(self, question: Question) -> None:
        """Read everything for `question`; what is shown stays until the answers are there."""
        self._question = question
        self._desk.read(board_facts, question, owner=self, then=self._show_facts, on_error=self._fail, key="facts")

    def ask_again(self) -> None:
        """Read everything once more."""
        if self._question is not None:
            self.ask(self._question)

    def choose_order(self, order: str) -> None:
        """Order the cards by `order`."""
        self.order = self.board.carrying.order = order
        self._ask_for_cards()

    def choose_stages(self, hidden: frozenset[bytes], pipeline: bytes | None) -> None:
        """Leave the stages `hidden` out, and show those of `pipeline`."""
        self.hidden, self.pipeline = hidden, pipeline
        if self.facts is not None:
            self._show_facts(self.facts)

    def open_stages(self) -> list[StageRow]:
        """Return the open stages of the pipeline that is shown, hidden ones too."""
        if self.facts is None:
            return []
        return [each for each in self.facts.stages if each.outcome == "open" and each.pipeline == self.shown_pipeline()]

    def shown_pipeline(self) -> bytes | None:
        """Return the pipeline that is shown: the one chosen, else the first."""
        found = [each.pipeline for each in self.facts.stages] if self.facts is not None else []
        return self.pipeline if self.pipeline in found else next(iter(found), None)

    def go_to_deal(self, deal: bytes) -> None:
        """Put the focus on the card of `deal`, now or once it is read."""
        self._wanted = None if self.board.go_to_deal(deal) else deal

    def _show_facts(self, facts: BoardFacts) -> None:
        self.facts = facts
        self.board.show_stages([each for each in self.open_stages() if each.record not in self.hidden])
        self.board.show_sums(facts.sums)
        self.board.show_closed(facts.closed)
        self._show_word(facts)
        self._ask_for_cards()
        self.facts_shown.emit(facts)

    def _ask_for_cards(self) -> None:
        if self._question is None:
            return
        conditions, place = self._question.conditions, self._desk.place
        for each in self.board.columns:
            stage = each.stage.record
            self._desk.read(
                board_cards,
                stage,
                conditions,
                place,
                self.order,
                owner=self,
                then=partial(self._show_cards, stage),
                on_error=self._fail,
                key=stage.hex(),
            )

    def _show_cards(self, stage: bytes, cards: list[Card]) -> None:
        if self.board.carrying.card is not None:
            # A list is not changed under the card that is lifted from it; it is read again when that is put down.
            return
        self.board.show_cards(stage, cards)
        if self._wanted is not None and self.board.go_to_deal(self._wanted):
            self._wanted = None

    def _show_word(self, facts: BoardFacts) -> None:
        """Say that there are no deals, or none that fit, where that is so."""
        theme = self._desk.theme
        question = self._question
        if facts.deals == 0 and not facts.sums:
            title, sentence = _("No deals yet"), _("A deal is something that you offer and someone may buy.")
            empty = EmptyState(theme, "deal", title, sentence, _("New deal"))
            empty.acted.connect(self.new_wanted)
            self._say(empty)
        elif question is not None and question.conditions and facts.figures.open_deals == 0:
            nothing = NoResults(theme, filters=len(question.conditions))
            nothing.acted.connect(self.clear_wanted)
            whole = QWidget()
            whole.setLayout(column(theme, nothing, None, margins=(16, 12, 16, 12)))
            self._say(whole)
        else:
            self._say(None)

    def _fail(self, error: CrmError) -> None:
        failed = ErrorState(self._desk.theme, _("The board could not be read."), str(error), _("Try again"))
        failed.acted.connect(self.ask_again)
        whole = QWidget()
        whole.setLayout(column(self._desk.theme, failed, None, margins=(16, 12, 16, 12)))
        self._say(whole)

    def _say(self, word: QWidget | None) -> None:
        for place in reversed(range(1, self._stack.count())):
            gone = self._stack.widget(place)
            if gone is not None:
                self._stack.removeWidget(gone)
                gone.deleteLater()
        if word is not None:
            self._stack.addWidget(word)
        self._stack.setCurrentIndex(0 if word is None else 1)
