"""How tickets are said: groups, deadlines, states, badges."""

from datetime import UTC, datetime, timedelta

from crm_desktop.schema.forms import label_of
from crm_desktop.schema.tickets import TICKET
from crm_desktop.tickets.queries import HOUR_MS, QueueRow
from crm_desktop.words import N_, _
from ui.kit.desk import Desk
from ui.kit.kind_words import ticket_number
from ui.kit.painting import Badge, Face
from ui.kit.theme import Tone
from ui.kit.two_line import Line, State

GROUP_TITLES = {
    "breaching": N_("Breaching now"),
    "next_hours": N_("Next 2 hours"),
    "today": N_("Today"),
    "later": N_("Later"),
    "waiting": N_("Waiting for customer, clock stopped"),
    "none": N_("No deadline"),
    "ended": N_("Solved and closed"),
}
KIND_ROLES = {"complaint": "danger", "compliment": "success", "problem": "warning"}
KIND_TONES = {"complaint": Tone.DANGER, "compliment": Tone.SUCCESS, "question": Tone.INFO, "problem": Tone.WARNING}
STATUS_TONES = {"new": Tone.ACCENT, "open": Tone.ACCENT, "waiting": Tone.NEUTRAL}
NEAR = timedelta(hours=2)
# The ring empties over a working day; what is further away shows it full.
RING_MS = 8 * HOUR_MS


def moment(at_ms: int) -> datetime:
    """Return the aware instant that `at_ms` holds."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def line_of(desk: Desk, row: QueueRow) -> Line:
    """Return the two lines that stand for `row` in the queue."""
    name = row.company_name or row.customer_name
    number = ticket_number(row.number)
    return Line(
        row.id,
        row.subject,
        " · ".join(part for part in (number, name, *row.own) if part),
        _when(desk, row.opened_at or row.updated_at),
        row.kind,
        KIND_ROLES.get(row.kind, "info"),
        state_of(desk, row),
        Face(row.owner_name, row.owner) if row.owner and row.owner_name else None,
        unread=row.unanswered,
    )


def state_of(desk: Desk, row: QueueRow) -> State:
    """Return where the clock of `row` stands, in words and as a ring."""
    if row.group == "ended":
        return State(label_of(TICKET.by_name["status"], row.status), "text2", "done")
    if row.group == "waiting":
        return State(_("Paused"), "text2", "paused")
    if row.due_at is None:
        return State(_("Answer is optional"), "text2")
    left = moment(row.due_at) - desk.now()
    if left < timedelta(0):
        return State(desk.formats.left(left), "danger", "overdue")
    share = min(left / timedelta(milliseconds=RING_MS), 1.0)
    return State(desk.formats.left(left), "warning" if left < NEAR else "text2", share=share)


def badges_of(row: QueueRow) -> tuple[Badge, ...]:
    """Return the badges beside a ticket's number."""
    kind = Badge(label_of(TICKET.by_name["kind"], row.kind), KIND_TONES.get(row.kind, Tone.INFO), row.kind)
    tone = Tone.WARNING if row.priority in ("high", "critical") else Tone.NEUTRAL
    icon = row.priority if tone is Tone.WARNING else ""
    priority = Badge(label_of(TICKET.by_name["priority"], row.priority), tone, icon)
    status = Badge(label_of(TICKET.by_name["status"], row.status), STATUS_TONES.get(row.status, Tone.SUCCESS))
    return kind, priority, status


def _when(desk: Desk, at_ms: int) -> str:
    at = desk.formats.local(moment(at_ms))
    days = (desk.today() - at.date()).days
    if days == 0:
        return desk.formats.time(at)
    if 0 < days < 7:
        return desk.formats.locale.dayName(at.isoweekday(), desk.formats.locale.FormatType.ShortFormat)
    return desk.formats.day(at.date())
