"""The pipeline: the board of deals, the forecast, and the panel of one deal."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.pipeline.queries import Card, one_card
from crm_desktop.pipeline.stages import StageRow
from crm_desktop.words import _, ngettext
from ui.kit.core import Commit
from ui.kit.deal_views import BOARD, FORECAST, LIST, deal_views
from ui.kit.desk import Desk, Place, touches
from ui.kit.filters.given import FILTER, filter_argument, given_filter
from ui.kit.layouts import column
from ui.kit.page import Action, Page
from ui.kit.panel_splitter import PanelSplitter
from ui.kit.panels import StatusBar
from ui.pipeline.board_view import BoardView
from ui.pipeline.deal_acts import DealActs
from ui.pipeline.figures_strip import FiguresStrip, strip_figures
from ui.pipeline.filters import BoardFilters
from ui.pipeline.forecast_view import ForecastView
from ui.pipeline.goal_bar import goal_of
from ui.pipeline.menus import action_menu, drop, move_menu, order_menu, stages_menu
from ui.pipeline.panel_side import PanelSide
from ui.pipeline.reading import BoardFacts, Question

# Commits come in bursts while something is imported; what is shown is read again once they pause (ms).
REFRESH_AFTER = 40
CardAct = Callable[[Card], object]
_WATCHED = ("deal", "deal_line", "stage", "pipeline", "task", "contact", "member", "product")


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
        self.forecast = ForecastView(desk)
        self.status = StatusBar(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.board_view)
        self._stack.addWidget(self.forecast)
        self._splitter = PanelSplitter(theme, self._stack, self._least_width)
        self.side = PanelSide(desk, self._splitter)
        self._show = deal_views(theme, BOARD)
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_AFTER)
        self._refresh.timeout.connect(self.ask)
        whole = column(theme, self.strip, self.filters, self._splitter, self.status, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._connect()

    @property
    def forecasting(self) -> bool:
        """Whether the forecast is shown."""
        return self._show.current == FORECAST

    def arrive(self, place: Place) -> None:
        """Show board or forecast as `place` says, and the panel of its deal."""
        if FILTER in place.arguments:
            self.filters.show_filter(given_filter(self.desk, place, self.desk.kinds.named("deals")))
        if place.arguments.get("show") in (BOARD, FORECAST):
            self._show.set_current(str(place.arguments["show"]))
        self._fit_show()
        self.ask()
        current = place.arguments.get("current")
        if place.record is not None:
            self.board_view.go_to_deal(place.record)
            self.side.open_deal(place.record)
        elif isinstance(current, bytes):
            self.board_view.go_to_deal(current)

    def leave(self) -> Place | None:
        """Return the place with filters, what is shown, and the card that has the focus."""
        card = self.current_card()
        arguments = {
            "show": self._show.current,
            **filter_argument(*self.filters.conditions),
            "current": card.id if card is not None else None,
        }
        return Place("pipeline", self.side.deal, arguments)

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Pipeline"), None),)

    def switch(self) -> QWidget | None:
        """Return Board / Forecast / List."""
        return self._show

    def commands(self) -> Sequence[Action]:
        """Return what can be done with the deal that has the focus, and with the page."""
        card = self.current_card()
        why_not = "" if card is not None else _("Choose a deal first.")
        entries = [
            Action("filter", _("Filter deals…"), self.filters.chips.add_filter, "/", "filter"),
            Action("list", _("Show as a list"), self._show_list, "", "list"),
            Action("open", _("Show deal"), partial(self._with_current, self.open_deal), "", "deal", why_not),
            Action("won", _("Mark as won…"), partial(self._with_current, self.acts.win), "W", "won", why_not),
            Action(
                "lost", _("Close as lost…"), partial(self._with_current, self.acts.lose), "Shift+X", "lost", why_not
            ),
        ]
        if not self.forecasting:
            move_on, move_back = partial(self._carry, 1), partial(self._carry, -1)
            entries += [
                Action("move on", _("Move to the next stage"), move_on, "Shift+Right", "forward", why_not),
                Action("move back", _("Move to the stage before"), move_back, "Shift+Left", "back", why_not),
            ]
        return entries

    def focus_first(self) -> None:
        """Put the focus on a card, or on the first line of the forecast."""
        if self.forecasting:
            self.forecast.focus_table()
        else:
            self.board.focus_cards()

    def current_card(self) -> Card | None:
        """Return the deal that has the focus."""
        return self.forecast.table.current_card() if self.forecasting else self.board.current_card()

    def ask(self) -> None:
        """Read what is shown, as of now."""
        now_ms = round(self.desk.now().timestamp() * 1000)
        question = Question(self.filters.conditions, self.desk.place, self.desk.today().isoformat(), now_ms)
        if self.forecasting:
            self.forecast.ask(question)
        else:
            self.board_view.ask(question)
        self.side.ask()

    def new_deal(self, stage: bytes | None = None) -> None:
        """Ask for a new deal, in `stage` where one is given."""
        values = {"stage": stage} if stage else {}
        self.desk.go(Place("new", None, {"kind": "deal", "values": values}))

    def open_deal(self, card: Card) -> None:
        """Show the panel of a deal and go into it."""
        self.side.open_deal(card.id, focus=True)

    def _connect(self) -> None:
        board, forecast, side = self.board, self.forecast, self.side
        board.moved.connect(self._move)
        board.won.connect(self.acts.win)
        board.lost.connect(self.acts.lose)
        board.add_wanted.connect(self.new_deal)
        board.menu_wanted.connect(self._open_menu)
        board.edit_wanted.connect(self._edit)
        for each in (board, forecast):
            each.opened.connect(self.open_deal)
            each.preview_wanted.connect(side.toggle)
            each.current_changed.connect(side.follow)
        side.changed.connect(board.mark_shown)
        side.closed.connect(self.focus_first)
        side.won.connect(partial(self._with_card, self.acts.win))
        side.lost.connect(partial(self._with_card, self.acts.lose))
        side.remove_wanted.connect(partial(self._with_card, self._remove))
        self.acts.failed.connect(self.ask)
        self.board_view.facts_shown.connect(self._show_facts)
        self.board_view.new_wanted.connect(self.new_deal)
        self.board_view.clear_wanted.connect(self.filters.clear)
        forecast.facts_shown.connect(self._show_forecast_facts)
        forecast.new_wanted.connect(self.new_deal)
        self.filters.changed.connect(self._on_filters)
        self.filters.order_clicked.connect(self._open_orders)
        self.filters.stages_clicked.connect(self._open_stages)
        self._show.chosen.connect(self._on_shown)
        self.desk.committed.connect(self._on_committed)

    def _show_list(self) -> None:
        """Show the deals as a list, by the same filter."""
        self.desk.go(Place("records", None, {"kind": "deals", **filter_argument(*self.filters.conditions)}))

    def _on_shown(self, name: str) -> None:
        if name == LIST:
            self._show.set_current(FORECAST if self._stack.currentWidget() is self.forecast else BOARD)
            self._show_list()
            return
        self._fit_show()
        self.ask()
        self.titled.emit()

    def _on_filters(self) -> None:
        self._fit_show()
        self.ask()

    def _fit_show(self) -> None:
        self._stack.setCurrentWidget(self.forecast if self.forecasting else self.board_view)
        self.strip.setVisible(not self.forecasting)
        # the forecast has its own head; filters are shown there only where some are on
        self.filters.setVisible(not self.forecasting or bool(self.filters.conditions))
        self.filters.show_for_board(on=not self.forecasting)
        self._splitter.fit()

    def _least_width(self) -> int:
        """Return how wide board or forecast must be: a board that scrolled sideways would hide what is next."""
        return 0 if self.forecasting else self.board.least_width()

    def _move(self, card: Card, stage: StageRow) -> None:
        self.board.show_moved(card, stage)
        self.acts.move(card, stage)

    def _edit(self, card: Card) -> None:
        self.side.open_deal(card.id, edit=True)

    def _remove(self, card: Card) -> None:
        self.acts.remove(card, self.side.close)

    def _carry(self, by: int) -> None:
        card = self.current_card()
        if card is not None:
            self.board.carry_on(card, by)

    def _with_current(self, act: CardAct) -> None:
        card = self.current_card()
        if card is not None:
            act(card)

    def _with_card(self, act: CardAct, deal: bytes) -> None:
        def use(card: Card | None) -> None:
            if card is not None:
                act(card)

        self.desk.read(one_card, deal, self.desk.place, owner=self, then=use, key="card")

    def _show_facts(self, facts: BoardFacts) -> None:
        self._splitter.fit()
        self.strip.show_figures(strip_figures(facts.figures, self.desk.formats))
        self.strip.show_goal(goal_of(facts.figures, facts.goal, self.desk.today(), self.desk.formats))
        count = facts.figures.open_deals
        told = ngettext("{n} open deal", "{n} open deals", count).format(n=self.desk.formats.number(count))
        self.status.set_facts(told, _("Won and lost zones light up while you drag"))
        self.status.set_keys(
            _("Arrows move between cards"), _("Shift + arrow moves the card"), _("W won"), _("Shift + X lost")
        )

    def _show_forecast_facts(self, facts: list[str]) -> None:
        self.status.set_facts(*facts)
        self.status.set_keys(_("Chance changed by hand shows a dot"), _("F2 edits it"))

    def _open_menu(self, card: Card, place: QPoint) -> None:
        menu = action_menu(self.desk.theme, self._card_actions(card), self)
        stages = self.board_view.open_stages()
        moving = move_menu(stages, card.stage, lambda stage: self._move(card, stage), menu)
        menu.insertMenu(menu.actions()[1], moving)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _card_actions(self, card: Card) -> list[Action | None]:
        actions: list[Action | None] = [
            Action("open", _("Show deal"), partial(self.open_deal, card), "Enter", "deal"),
            Action("won", _("Mark as won…"), partial(self.acts.win, card), "W", "won"),
            Action("lost", _("Close as lost…"), partial(self.acts.lose, card), "Shift+X", "lost"),
            None,
        ]
        if card.company is not None:
            label = _("Open {name}").format(name=card.company_name)
            go = partial(self.desk.go, Place("contact", card.company))
            actions.append(Action("account", label, go, "", "company"))
        return [*actions, Action("delete", _("Delete"), partial(self._remove, card), "", "delete")]

    def _open_orders(self) -> None:
        drop(order_menu(self.board_view.order, self._choose_order, self), self.filters.order_button)

    def _choose_order(self, order: str) -> None:
        self.filters.show_order(order)
        self.board_view.choose_order(order)

    def _open_stages(self) -> None:
        view = self.board_view
        pipelines = view.facts.pipelines if view.facts is not None else {}
        menu = stages_menu(view.open_stages(), view.hidden, pipelines, view.shown_pipeline(), view.choose_stages, self)
        drop(menu, self.filters.stages_button)

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, *_WATCHED):
            self._refresh.start()
