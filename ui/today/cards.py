"""The cards of the Today page."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.journal.history import HistoryStep
from crm_desktop.reports.agenda import AgendaItem
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.cards import Card
from ui.kit.desk import Desk, Place
from ui.kit.labels import Avatar, Text
from ui.kit.layouts import column, row
from ui.kit.notices import Rule
from ui.kit.painting import Face
from ui.kit.theme import Theme
from ui.kit.wrapping import shortened
from ui.today.month_chart import MonthChart
from ui.today.row_painters import RowPainters
from ui.today.row_words import RowWords
from ui.today.rows import Heights, Paint, RowsView

R = TypeVar("R")
ICON_ROLES = {"overdue": "danger", "warning": "warning", "timer": "danger"}
SHOWN_CHANGES = 5
LONGEST_LABEL = 80


class ListCard(Card, Generic[R]):
    """A card that holds a short list, or one line where there is nothing to list."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        link: str,
        icon: str,
        heights: "Heights[R]",
        paint: "Paint[R]",
        spoken: Callable[[R], str],
        *,
        most: int,
        lit: "Paint[R] | None" = None,
    ) -> None:
        super().__init__(desk.theme, title, "", link, icon=icon, icon_role=ICON_ROLES.get(icon, "text2"))
        self.view: RowsView[R] = RowsView(desk.theme, title, heights, paint, spoken, most, lit=lit)
        self._words = Text(desk.theme, "", "body", "text2")
        self._nothing = _padded(desk, self._words, 12, 12)
        self.body.addWidget(self.view)
        self.body.addWidget(self._nothing)
        self._nothing.hide()

    def show_rows(self, rows: Sequence[R], count: str, nothing: str) -> None:
        """Show `rows` and their `count`, or the sentence `nothing`."""
        self.view.show_rows(rows)
        self.view.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._words.setText(nothing)
        self.set_count(count if rows else "")


class AgendaCard(Card):
    """The day's plan, then what comes in the next days."""

    opened = Signal(object)

    def __init__(self, desk: Desk, paint: RowPainters) -> None:
        super().__init__(desk.theme, _("Agenda"), "", _("Open calendar"))
        self.tell_link(_("Open calendar (Ctrl 7)"))
        self._desk = desk
        self._paint = paint
        self.view: RowsView[AgendaItem] = RowsView(
            desk.theme,
            _("Agenda"),
            paint.agenda_heights,
            paint.agenda,
            RowWords(desk.formats).planned,
            8,
            lines=False,
        )
        self._nothing = _padded(desk, Text(desk.theme, _("Nothing is planned for today"), "body", "text2"), 12, 12)
        plan = Button(desk.theme, _("Plan a call, meeting or visit"), ButtonKind.QUIET, icon="new")
        plan.clicked.connect(lambda: desk.go(Place("new", None, {"kind": "task"})))
        self._tomorrow_words = Text(desk.theme, "", "small", "text2")
        self._tomorrow_head = _padded(desk, self._tomorrow_words, 12, 4)
        self._tomorrow = self._days_view(desk, paint, _("Tomorrow"), 4)
        self._later_head = _padded(desk, Text(desk.theme, _("In the next days"), "small", "text2"), 12, 4)
        self._later = self._days_view(desk, paint, _("Later"), 6)
        for part in (self.view, self._nothing, Rule(desk.theme), _inset(desk.theme, plan), Rule(desk.theme)):
            self.body.addWidget(part)
        for part in (self._tomorrow_head, self._tomorrow, self._later_head, self._later):
            self.body.addWidget(part)
        self.body.addSpacing(desk.theme.space("s4"))
        self.view.opened.connect(self.opened)
        self.view.hit.connect(lambda item, *_where: self.opened.emit(item))
        self.link_clicked.connect(lambda: desk.go(Place("calendar")))

    def show_agenda(self, today: Sequence[AgendaItem], ahead: Sequence[AgendaItem]) -> None:
        """Show what is planned `today` and in the days `ahead`."""
        self._paint.planned = today
        self.view.show_rows(today)
        self.view.setVisible(bool(today))
        self._nothing.setVisible(not today)
        self.set_count(str(len(today)) if today else "")
        tomorrow = self._desk.today() + timedelta(days=1)
        first = [each for each in ahead if each.day == tomorrow.isoformat()]
        rest = [each for each in ahead if each.day != tomorrow.isoformat()]
        self._tomorrow_words.setText(_("Tomorrow, {day}").format(day=self._desk.formats.long_day(tomorrow)))
        for head, view, rows in (
            (self._tomorrow_head, self._tomorrow, first),
            (self._later_head, self._later, rest),
        ):
            view.show_rows(rows)
            view.setVisible(bool(rows))
            head.setVisible(bool(rows))

    def _days_view(self, desk: Desk, paint: RowPainters, name: str, most: int) -> RowsView[AgendaItem]:
        spoken = RowWords(desk.formats).ahead
        view: RowsView[AgendaItem] = RowsView(
            desk.theme, name, paint.ahead_heights, paint.ahead, spoken, most, lines=False
        )
        view.opened.connect(self.opened)
        view.hit.connect(lambda item, *_where: self.opened.emit(item))
        return view


class MonthCard(Card):
    """What was won so far this month, beside the month before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, _("Won this month"), "", _("Sales by month"))
        self._desk = desk
        self._chart = MonthChart(desk)
        self.body.addWidget(self._chart, 1)
        self.link_clicked.connect(lambda: desk.go(Place("report", None, {"name": "sales_by_month"})))

    def show_months(
        self, month: Sequence[tuple[int, int]], before: Sequence[tuple[int, int]], goal: int | None
    ) -> None:
        """Show the running sums of both months, and how far it is to the `goal` where one is set."""
        self._chart.show_months(month, before, goal)
        so_far = month[-1][1] if month else 0
        if goal:
            formats = self._desk.formats
            told = _("{share} of the goal of {amount}")
            self.set_count(told.format(share=formats.percent(so_far / goal), amount=formats.money(goal, whole=True)))
            return
        reached = max((amount for day, amount in before if day <= self._desk.today().day), default=0)
        money = self._desk.formats.money(abs(so_far - reached), whole=True)
        words = _("{amount} ahead of last month") if so_far >= reached else _("{amount} behind last month")
        self.set_count(words.format(amount=money))


class ChangesCard(Card):
    """The latest steps, whoever made them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, _("Latest changes"))
        self._desk = desk
        self._shown: list[_Told] = []
        self._lines = column(desk.theme, gap=0)
        self.body.addLayout(self._lines)

    def show_steps(self, steps: Sequence[HistoryStep]) -> None:
        """Show the newest of `steps`."""
        told = [self._told(each) for each in [each for each in steps if each.undoes is None][:SHOWN_CHANGES]]
        if told == self._shown:
            return
        self._shown = told
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for each in told:
            if self._lines.count():
                self._lines.addWidget(Rule(self._desk.theme))
            line = self._line(each)
            self._lines.addWidget(line)
            # else a layout shows it only in a later turn, when the page is painted already
            line.show()

    def _told(self, step: HistoryStep) -> "_Told":
        when = self._desk.formats.since(datetime.fromtimestamp(step.at_ms / 1000, UTC))
        return _Told(Face(step.member or _("Somebody"), step.member_id), when, shortened(step.label, LONGEST_LABEL))

    def _line(self, told: "_Told") -> QWidget:
        theme = self._desk.theme
        head = row(theme, Text(theme, told.face.name, "control"), None, Text(theme, told.when, "small", "text2"))
        words = column(theme, head, Text(theme, told.label, "small", "text2", wrap=True), gap=0)
        face = Avatar(theme, told.face, "xs")
        inner = row(theme, face, words, gap=8, margins=(14, 8, 14, 8))
        inner.setAlignment(face, Qt.AlignmentFlag.AlignTop)
        line = QWidget()
        line.setLayout(inner)
        return line


class _Told(NamedTuple):
    """What a line tells of a step: who, when, and what was done."""

    face: Face
    when: str
    label: str


def _padded(desk: Desk, words: Text, above: int, below: int) -> QWidget:
    """Return `words` with room around them, as in the head of a card."""
    box = QWidget()
    box.setLayout(column(desk.theme, words, margins=(14, above, 14, below)))
    return box


def _inset(theme: Theme, button: Button) -> QWidget:
    """Return `button` where the rows above have their margin: its own words begin further in."""
    box = QWidget()
    box.setLayout(row(theme, button, None, margins=(0, 4, 4, 4)))
    return box
