"""The rows of the Today page in words, as a screen reader says them: all that is painted."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from crm_desktop.reports.agenda import AgendaItem
from crm_desktop.reports.needy_deals import NeedyDeal
from crm_desktop.reports.today import FollowUp
from crm_desktop.tickets.queries import QueueRow
from crm_desktop.words import _
from ui.kit.formats import Formats
from ui.kit.kind_words import ticket_number


class RowWords:
    """Says rows as `formats` write days, times and amounts."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats

    def planned(self, item: AgendaItem) -> str:
        """Return when something of the day is, how long, what and with whom."""
        time = self._formats.time(_instant(item.at)) if item.at else _("All day")
        length = self._formats.duration(item.duration_min) if item.duration_min else ""
        return _joined((time, length, item.title, item.who, _("done") if item.done else ""))

    def ahead(self, item: AgendaItem) -> str:
        """Return the same of one of the next days, with its day."""
        day = self._formats.day(date.fromisoformat(item.day), weekday=True)
        return _joined((day, self.planned(item)))

    def follow_up(self, item: FollowUp) -> str:
        """Return what is late, with whom, and how late it is."""
        late = self._formats.lateness(date.fromisoformat(item.day))
        return _joined((item.title, item.contact_name, item.company_name, late))

    def deal(self, item: NeedyDeal, reason: str) -> str:
        """Return whose deal needs attention, its stage and amount, and the `reason`."""
        amount = "" if item.amount is None else self._formats.money(item.amount, item.currency, whole=True)
        return _joined((item.company_name, item.title, item.stage_name, amount, reason))

    def ticket(self, item: QueueRow) -> str:
        """Return the ticket, whose it is, and how long there is."""
        left = self._formats.left_within(_instant(item.due_at) - self._formats.now()) if item.due_at else ""
        return _joined((ticket_number(item.number), item.subject, item.company_name, left))


def _instant(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def _joined(parts: Iterable[str | None]) -> str:
    return ", ".join(each for each in parts if each)
