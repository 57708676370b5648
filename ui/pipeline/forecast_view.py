"""The forecast: chart, this month's and next month's figures, and the table by month."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.pipeline.actions import edit_deal
from crm_desktop.pipeline.queries import Card, ForecastRow
from crm_desktop.schema.forms import stored_value
from crm_desktop.schema.pipeline import DEAL
from crm_desktop.words import _, ngettext
from ui.kit.desk import Desk
from ui.kit.layouts import column
from ui.kit.notices import EmptyState, ErrorState
from ui.pipeline.forecast_chart import MonthBar
from ui.pipeline.forecast_head import ForecastHead, HeadFigure
from ui.pipeline.forecast_model import ForecastModel, month_name, short_month
from ui.pipeline.forecast_reading import MONTHS_AFTER, MONTHS_BEFORE, Forecast, forecast, months_around
from ui.pipeline.forecast_table import ForecastTable
from ui.pipeline.reading import Question


class ForecastView(QWidget):
    """Chart and table; `opened`, `preview_wanted` and `current_changed` carry a card, `facts_shown` status facts."""

    opened = Signal(object)
    preview_wanted = Signal(object)
    current_changed = Signal(object)
    facts_shown = Signal(list)
    new_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.head = ForecastHead(desk.theme, desk.formats)
        self.model = ForecastModel(desk.formats, self)
        self.table = ForecastTable(desk.theme, self.model)
        self.table.setAccessibleName(_("Open deals by the month in which they are expected"))
        self._question: Question | None = None
        self._stack = QStackedWidget()
        self._whole = QWidget()
        self._whole.setLayout(column(desk.theme, self.head, self.table, gap=0))
        self._stack.addWidget(self._whole)
        self.setLayout(column(desk.theme, self._stack, gap=0))
        self.table.opened.connect(self.opened)
        self.table.preview_wanted.connect(self.preview_wanted)
        self.table.current_changed.connect(self.current_changed)
        self.model.chance_typed.connect(self._set_chance)

    def ask(self, question: Question) -> None:
        """Read the forecast for `question`; what is shown stays until the answer is there."""
        self._question = question
        self._desk.read(forecast, question, owner=self, then=self._show, on_error=self._fail, key="forecast")

    def focus_table(self) -> None:
        """Put the focus on the first line."""
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: Forecast) -> None:
        if not found.months:
            sentence = _("Deals stand here by the month in which they are expected.")
            empty = EmptyState(self._desk.theme, "forecast", _("Nothing to forecast yet"), sentence, _("New deal"))
            empty.acted.connect(self.new_wanted)
            self._say(empty)
            return
        self._say(None)
        self.head.show_bars(self._bars(found))
        self.head.show_figures(self._figures(found))
        self.model.show(found)
        self.facts_shown.emit(self._facts(found.months))

    def _bars(self, found: Forecast) -> list[MonthBar]:
        known = {each.month: each for each in found.months}
        today = self._desk.today().isoformat()
        bars = []
        for month in months_around(today, MONTHS_BEFORE, MONTHS_AFTER):
            row = known.get(month, ForecastRow(month, 0, 0, 0, 0))
            name = short_month(month, self._desk.formats)
            rest = row.open_minor - row.weighted_minor
            goal = found.goals.get(month, 0)
            bars.append(MonthBar(name, row.won_minor, row.weighted_minor, rest, month == today[:7], goal))
        return bars

    def _figures(self, found: Forecast) -> list[HeadFigure]:
        formats = self._desk.formats
        known = {each.month: each for each in found.months}
        this, following = months_around(self._desk.today().isoformat(), 0, 1)
        now = known.get(this, ForecastRow(this, 0, 0, 0, 0))
        later = known.get(following, ForecastRow(following, 0, 0, 0, 0))
        undated = known.get("", ForecastRow("", 0, 0, 0, 0))
        likely = now.won_minor + now.weighted_minor
        won = _("{amount} won so far").format(amount=formats.money(now.won_minor, whole=True))
        note, role = self._against_goal(likely, found.goals.get(this, 0)) or (won, "text2")
        ahead, ahead_role = self._against_goal(later.weighted_minor, found.goals.get(following, 0)) or (
            _deals(later.deals),
            "text2",
        )
        return [
            HeadFigure(
                _("{month}, likely").format(month=short_month(this, formats, "LLLL")),
                formats.money(likely, whole=True),
                note,
                role,
            ),
            HeadFigure(
                _("{month}, weighted").format(month=short_month(following, formats, "LLLL")),
                formats.money(later.weighted_minor, whole=True),
                ahead,
                ahead_role,
            ),
            HeadFigure(month_name("", formats), formats.money(undated.open_minor, whole=True), _deals(undated.deals)),
        ]

    def _against_goal(self, sum_minor: int, goal: int) -> tuple[str, str] | None:
        """Return how the sum stands to the `goal`, and in which colour that is said; None where there is no goal."""
        formats = self._desk.formats
        if goal <= 0:
            return None
        if sum_minor >= goal:
            return _("{share} over goal").format(share=formats.percent(sum_minor / goal - 1)), "success"
        lacking = formats.money(goal - sum_minor, whole=True)
        return _("needs {amount} more").format(amount=lacking), "danger"

    def _facts(self, months: Sequence[ForecastRow]) -> list[str]:
        money = self._desk.formats.money
        amount = money(sum(each.open_minor for each in months), whole=True)
        weighted = money(sum(each.weighted_minor for each in months), whole=True)
        return [
            _deals(sum(each.deals for each in months)),
            _("Amount {amount}").format(amount=amount),
            _("Weighted {amount}").format(amount=weighted),
        ]

    def _set_chance(self, card: Card, typed: str) -> None:
        field = DEAL.by_name["probability"]
        try:
            chance = stored_value(field, typed, self._desk.place)
        except InvalidField as error:
            self._desk.warn(str(error))
            return
        self._desk.act(edit_deal, card.id, {field.name: chance}, owner=self, done=_("Chance changed"))

    def _fail(self, error: CrmError) -> None:
        failed = ErrorState(self._desk.theme, _("The forecast could not be read."), str(error), _("Try again"))
        failed.acted.connect(self._ask_again)
        whole = QWidget()
        whole.setLayout(column(self._desk.theme, failed, None, margins=(16, 12, 16, 12)))
        self._say(whole)

    def _ask_again(self) -> None:
        if self._question is not None:
            self.ask(self._question)

    def _say(self, word: QWidget | None) -> None:
        for place in reversed(range(1, self._stack.count())):
            gone = self._stack.widget(place)
            if gone is not None:
                self._stack.removeWidget(gone)
                gone.deleteLater()
        if word is not None:
            self._stack.addWidget(word)
        self._stack.setCurrentIndex(0 if word is None else 1)


def _deals(count: int) -> str:
    return ngettext("{n} deal", "{n} deals", count).format(n=count)
