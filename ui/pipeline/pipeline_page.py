"""The pipeline: the board of deals, the forecast, and the panel of one deal."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from crm_desktop.pipeline.queries import Card
from crm_desktop.pipeline.stages import StageRow
from crm_desktop.words import _, ngettext
from ui.kit.chips import Choice, Segmented
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.layouts import column
from ui.kit.page import Action, Page
from ui.kit.panels import StatusBar
from ui.pipeline.board_view import BoardView
from ui.pipeline.deal_acts import DealActs
from ui.pipeline.figures_strip import FiguresStrip, strip_figures
from ui.pipeline.filter_words import filters_from, filters_to
from ui.pipeline.filters import BoardFilters
from ui.pipeline.menus import action_menu, move_menu, order_menu, stages_menu
from ui.pipeline.reading import BoardFacts, Question

# Commits come in bursts while something is imported; the board is read again once they pause (ms).
REFRESH_AFTER = 40
_WATCHED = ("deal", "stage", "pipeline", "task", "contact", "member")


class PipelinePage(Page):
    """Board and forecast of the deals; the record of a place is the deal whose panel is open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self.acts = DealActs(desk, self)
        self.strip = FiguresStrip(theme)
        self.filters = BoardFilters(desk)
        self.board_view = BoardView(desk)
        self.board = self.board_view.board
        self.status = StatusBar(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.board_view)
        self._splitter = QSplitter()
        self._splitter.addWidget(self._stack)
        self._show = Segmented(
            theme, [Choice("board", _("Board"), "board"), Choice("forecast", _("Forecast"), "forecast")]
        )
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_AFTER)
        self._refresh.timeout.connect(self.ask)
        self.setLayout(column(theme, self.strip, self.filters, self._splitter, self.status, gap=0))
        self._connect()

    def arrive(self, place: Place) -> None:
        """Show board or forecast as `place` says, and the panel of its deal."""
        if "conditions" in place.arguments:
            self.filters.set_filters(filters_from(place.arguments["conditions"]))
        self.ask()
        if place.record is not None:
            self.board_view.go_to_deal(place.record)

    def leave(self) -> Place | None:
        """Return the place with filters and what is shown."""
        card = self.board.current_card()
        arguments = {"show": self._show.current, "conditions": filters_to(self.filters.filters)}
        return Place("pipeline", card.id if card else None, arguments)

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Pipeline"), None),)

    def switch(self) -> QWidget | None:
        """Return Board / Forecast."""
        return self._show

    def focus_first(self) -> None:
        """Put the focus on a card."""
        self.board.focus_cards()

    def ask(self) -> None:
        """Read what is shown, as of now."""
        now_ms = round(self.desk.now().timestamp() * 1000)
        question = Question(self.filters.conditions, self.desk.place, self.desk.today().isoformat(), now_ms)
        self.board_view.ask(question)

    def new_deal(self, stage: bytes | None = None) -> None:
        """Ask for a new deal, in `stage` where one is given."""
        values = {"stage": stage} if stage is not None else {}
        self.desk.go(Place("new", None, {"kind": "deal", "values": values}))

    def _connect(self) -> None:
        board = self.board
        board.moved.connect(self._move)
        board.won.connect(self.acts.win)
        board.lost.connect(self.acts.lose)
        board.add_wanted.connect(self.new_deal)
        board.menu_wanted.connect(self._open_menu)
        self.acts.failed.connect(self.ask)
        self.board_view.facts_shown.connect(self._show_facts)
        self.board_view.new_wanted.connect(self.new_deal)
        self.board_view.clear_wanted.connect(self.filters.clear)
        self.filters.changed.connect(self.ask)
        self.filters.order_clicked.connect(self._open_orders)
        self.filters.stages_clicked.connect(self._open_stages)
        self.desk.committed.connect(self._on_committed)

    def _move(self, card: Card, stage: StageRow) -> None:
        self.board.show_moved(card, stage)
        self.acts.move(card, stage)

    def _show_facts(self, facts: BoardFacts) -> None:
        self.strip.show_figures(strip_figures(facts.figures, self.desk.formats))
        count = facts.figures.open_deals
        told = ngettext("{n} open deal", "{n} open deals", count).format(n=self.desk.formats.number(count))
        self.status.set_facts(told, _("Won and lost zones light up while you drag"))
        self.status.set_keys(
            _("Arrows move between cards"), _("Shift + arrow moves the card"), _("W won"), _("Shift + X lost")
        )

    def _open_menu(self, card: Card, place: QPoint) -> None:
        menu = action_menu(self.desk.theme, self._card_actions(card), self)
        stages = self.board_view.open_stages()
        first = menu.actions()[0]
        menu.insertMenu(first, move_menu(stages, card.stage, lambda stage: self._move(card, stage), menu))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _card_actions(self, card: Card) -> list[Action | None]:
        actions: list[Action | None] = [
            Action("won", _("Mark as won…"), lambda: self.acts.win(card), "W", "won"),
            Action("lost", _("Close as lost…"), lambda: self.acts.lose(card), "Shift+X", "lost"),
            None,
        ]
        account = card.company
        if account is not None:
            label = _("Open {name}").format(name=card.company_name)
            actions.append(Action("account", label, lambda: self.desk.go(Place("contact", account)), "", "company"))
        actions.append(Action("delete", _("Delete"), lambda: self.acts.remove(card, self.ask), "", "delete"))
        return actions

    def _open_orders(self) -> None:
        button = self.filters.order_button
        menu = order_menu(self.board_view.order, self._choose_order, button)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _choose_order(self, order: str) -> None:
        self.filters.show_order(order)
        self.board_view.choose_order(order)

    def _open_stages(self) -> None:
        view, button = self.board_view, self.filters.stages_button
        menu = stages_menu(view.open_stages(), view.hidden, {}, view.shown_pipeline(), view.choose_stages, button)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, *_WATCHED):
            self._refresh.start()
