"""What members do with tickets in a day's work."""

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.acts import Act, Acts, Turn
from crm_desktop.sample.steps import Write
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.tickets import ticket_subject
from crm_desktop.sample.world import Ticket, World
from crm_desktop.words import _


class TicketActs(Acts):
    """Acts on open tickets that were answered before; none is taken twice."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "tickets")
        self._tickets = sample_text("tickets")
        self._replies = iter(self._text["messages"])
        self._notes = iter(self._text["notes"])
        self._free = [each for each in world.tickets if each.solved_ms is None and each.answer_ms is not None]

    def answer(self, turn: Turn) -> Act:
        """Answer a ticket once more."""
        return Act(_("Answer ticket"), [self._message(turn, "out", next(self._replies))])

    def note(self, turn: Turn) -> Act:
        """Leave a note for the colleagues on a ticket."""
        return Act(_("Note on ticket"), [self._message(turn, "note", next(self._notes))])

    def prioritise(self, turn: Turn) -> Act:
        """Give a ticket a higher priority; what was promised before stays promised."""
        ticket = self._take(turn)
        label = _("Edit {title}").format(title=ticket_subject(self._world, self._tickets, ticket))
        return Act(label, [Write("ticket", ticket.record, {"priority": "high"})])

    def _message(self, turn: Turn, kind: str, body: str) -> Write:
        ticket = self._take(turn)
        said: dict[str, Stored] = {"ticket": ticket.record, "kind": kind, "at": turn.at_ms, "body": body}
        return self._new(
            turn, "ticket_message", {**said, "member": self._member(turn).record, "channel": ticket.channel}
        )

    def _take(self, turn: Turn) -> Ticket:
        """Take the ticket that was answered last before the turn, so that older ones are left for other turns."""
        fitting = [
            (each.priority == "high", turn.at_ms - (each.answer_ms or 0), number)
            for number, each in enumerate(self._free)
            if (each.answer_ms or 0) < turn.at_ms
        ]
        return self._free.pop(min(fitting)[2])
