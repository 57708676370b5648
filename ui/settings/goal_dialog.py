"""Setting a goal: for which period, for whom, how much."""

from collections.abc import Sequence
from datetime import date, timedelta

from babel.dates import format_skeleton
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.pipeline.goals import MONTHS_OF, Goal, set_goal, start_of
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.goals import GOAL
from crm_desktop.search.link_offers import Offer, offered_records
from crm_desktop.values.languages import locale_of
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.choice import ComboBox
from ui.kit.fields.money import MoneyInput
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.layouts import column

MONTHS_AHEAD, QUARTERS_AHEAD, YEARS_AHEAD = 6, 4, 2
MOST_OFFERED = 200
EVERYONE = ("", b"")


def period_words(period: str, starts_on: date, language: str) -> str:
    """Return what the period that begins on `starts_on` is called: "May 2026", "Q2 2026"."""
    skeleton = {"month": "yMMMM", "quarter": "yQQQ"}.get(period, "y")
    return format_skeleton(skeleton, starts_on, locale=locale_of(language))


def coming_periods(today: date) -> list[tuple[str, date]]:
    """Return the periods that goals are set for: those that `today` is in, and the next."""
    found: list[tuple[str, date]] = []
    for period, ahead in (("month", MONTHS_AHEAD), ("quarter", QUARTERS_AHEAD), ("year", YEARS_AHEAD)):
        start = start_of(period, today)
        for _number in range(ahead):
            found.append((period, start))
            start = start_of(period, start + timedelta(days=31 * MONTHS_OF[period]))
    return found


class GoalDialog(Dialog):
    """Asks for a goal and keeps it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.theme, _("Set a goal"), _("Save"), parent=parent)
        self._desk = desk
        theme = desk.theme
        self.period = ComboBox(theme)
        for period, start in coming_periods(desk.today()):
            self.period.addItem(period_words(period, start, desk.place.language), (period, start))
        self.who = ComboBox(theme)
        self.who.addItem(_("Everyone together"), EVERYONE)
        field = Field(0, "amount", GOAL.by_name["amount"].label, FieldKind.MONEY, required=True)
        self.amount = MoneyInput(theme, field, desk.place)
        for label, box in ((_("For"), self.period), (_("By whom"), self.who)):
            box.setAccessibleName(label)
            self.body.addLayout(column(theme, Text(theme, label, "small", weight=500), box, gap=4))
        label = _("To be won, in {currency}").format(currency=desk.place.currency)
        self.body.addLayout(column(theme, Text(theme, label, "small", weight=500), self.amount, gap=4))
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        for table in ("member", "team"):
            self._ask(table)
        self.amount.setFocus()
        self.kept = Kept(desk, self, "goal")

    def accept(self) -> None:
        """Keep the goal; the dialog closes once that is done."""
        try:
            amount = self.amount.value()
        except InvalidField as error:
            self._on_error(error)
            return
        period, start = self.period.currentData()
        table, record = self.who.currentData()
        goal = Goal(
            period,
            start,
            int(str(amount)),
            record if table == "member" else None,
            record if table == "team" else None,
        )
        self._desk.act(set_goal, goal, owner=self, then=self._on_saved, on_error=self._on_error, done=_("Goal set"))

    def _ask(self, table: str) -> None:
        """Offer all records of `table` as those who are to win it."""

        def offer(offers: Sequence[Offer]) -> None:
            for each in offers:
                name = each.title if table == "member" else _("Team {name}").format(name=each.title)
                self.who.addItem(name, (table, each.record))

        self._desk.read(offered_records, table, "", None, MOST_OFFERED, owner=self, then=offer)

    def _on_saved(self, _record: bytes) -> None:
        self.done(QDialog.DialogCode.Accepted)

    def _on_error(self, error: CrmError) -> None:
        self.amount.show_error(str(error))
