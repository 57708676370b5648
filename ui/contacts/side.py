"""What the right side of the record page shows below the next step: open deals, what they buy, tickets."""

from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.record_parts import BuyLine, ContactRecord, DealLine, TicketLine
from crm_desktop.schema.forms import label_of
from crm_desktop.schema.tickets import TICKET
from crm_desktop.words import _
from ui.contacts.lines import BuyRow, DealRow, TicketRow
from ui.contacts.section import RecordSection
from ui.kit.desk import Desk, Place
from ui.kit.kind_words import ticket_number
from ui.kit.painting import Badge
from ui.kit.theme import Tone

# Chances from here on are told apart by their colour: a first talk, a real interest, nearly agreed.
LIKELY, NEARLY = 30, 70
STATUS_TONES = {
    "new": Tone.ACCENT,
    "open": Tone.ACCENT,
    "waiting": Tone.WARNING,
    "solved": Tone.SUCCESS,
    "closed": Tone.NEUTRAL,
}


class DealsSection(RecordSection):
    """Open deals with stage, closing day and age; a new one is added from the head."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Open deals"), icon="add", act=_("Add a deal"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[DealLine, ...] | None = None
        self.acted.connect(self._add)

    def show_record(self, record: ContactRecord) -> None:
        """Show the open deals of `record`."""
        self._record = record
        self.set_editable(on=not record.removed)
        if record.deals != self._shown:
            self._shown = record.deals
            self.refill(*(self._made_row(deal) for deal in record.deals))
            self.show_count(record.figures.open_deals or len(record.deals))

    def _made_row(self, deal: DealLine) -> DealRow:
        formats = self._desk.formats
        amount = "" if deal.amount_minor is None else formats.money(deal.amount_minor, deal.currency, whole=True)
        overdue = deal.closes_on is not None and deal.closes_on < self._desk.today()
        words = _("Was to close {day}") if overdue else _("Closes {day}")
        closes = "" if deal.closes_on is None else words.format(day=formats.day(deal.closes_on))
        days = days_since(deal.entered_at, self._desk.now())
        stale = days is not None and deal.rot_days is not None and days >= deal.rot_days
        age = "" if days is None else _("{days} d").format(days=days)
        made = DealRow(self.theme, deal.title, amount, stage_badge(deal), closes, age, stale=stale)
        made.clicked.connect(lambda: self._desk.go(Place("pipeline", deal.id)))
        return made

    def _add(self) -> None:
        if self._record is not None:
            company = self._record.id if self._record.is_company else self._record.employer
            person = None if self._record.is_company else self._record.id
            self._desk.go(Place("new", None, {"kind": "deal", "values": {"company": company, "person": person}}))


class BuysSection(RecordSection):
    """What the contact bought most, from the lines of won deals."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Buys most"), parent=parent)
        self._desk = desk
        self._shown: tuple[BuyLine, ...] | None = None

    def show_record(self, record: ContactRecord) -> None:
        """Show the best products of `record`; nothing at all where nothing was bought."""
        self.setVisible(bool(record.buys))
        if record.buys == self._shown:
            return
        self._shown = record.buys
        most = max((buy.amount_minor for buy in record.buys), default=0)
        self.refill(*(self._made_row(buy, most) for buy in record.buys))

    def _made_row(self, buy: BuyLine, most: int) -> BuyRow:
        amount = self._desk.formats.money(buy.amount_minor, self._desk.currency, whole=True)
        made = BuyRow(self.theme, buy.name, amount, buy.amount_minor / most)
        if buy.product is not None:
            made.clicked.connect(lambda: self._desk.go(Place("products", buy.product)))
        return made


class TicketsSection(RecordSection):
    """The newest tickets, open ones first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Tickets"), icon="add", act=_("Add a ticket"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[TicketLine, ...] | None = None
        self.acted.connect(self._add)

    def show_record(self, record: ContactRecord) -> None:
        """Show the tickets of `record`."""
        self._record = record
        self.set_editable(on=not record.removed)
        if record.tickets != self._shown:
            self._shown = record.tickets
            self.refill(*(self._made_row(ticket) for ticket in record.tickets))
            self.show_count(len(record.tickets))

    def _made_row(self, ticket: TicketLine) -> TicketRow:
        state = Badge(label_of(TICKET.by_name["status"], ticket.status), STATUS_TONES.get(ticket.status, Tone.NEUTRAL))
        now, formats = self._desk.now(), self._desk.formats
        ended = ticket.status in ("solved", "closed")
        late = not ended and ticket.due_at is not None and ticket.due_at < now
        if ticket.due_at is not None and not ended:
            note = formats.left(ticket.due_at - now)
        else:
            note = "" if ticket.opened_at is None else formats.ago(ticket.opened_at)
        made = TicketRow(self.theme, ticket_number(ticket.number), ticket.subject, state, note, late=late)
        made.clicked.connect(lambda: self._desk.go(Place("tickets", ticket.id)))
        return made

    def _add(self) -> None:
        if self._record is not None:
            company = self._record.id if self._record.is_company else self._record.employer
            contact = None if self._record.is_company else self._record.id
            self._desk.go(Place("new", None, {"kind": "ticket", "values": {"company": company, "contact": contact}}))


def stage_badge(deal: DealLine) -> Badge:
    """Return the badge of the stage that `deal` is in, in the colour of its chance."""
    tone = Tone.NEUTRAL if deal.chance < LIKELY else Tone.ACCENT if deal.chance < NEARLY else Tone.SUCCESS
    return Badge(deal.stage, tone)


def days_since(moment: datetime | None, now: datetime) -> int | None:
    """Return how many days passed since `moment`; None where it is not known."""
    return None if moment is None else max((now - moment) // timedelta(days=1), 0)
