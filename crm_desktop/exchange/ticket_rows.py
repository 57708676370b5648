"""Rows of tickets."""

from collections.abc import Sequence

from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.links import Links
from crm_desktop.exchange.match import Occurrences
from crm_desktop.exchange.remarks import Remark, Remarks
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.number_blocks import is_granted
from crm_desktop.tickets.actions import ENDED, deadlines
from crm_desktop.words import _

_HOLDS = ("subject", "contact", "company", "description")


class TicketRows(RowReader):
    """Rows of tickets."""

    table = "ticket"
    computed = (
        *("number", "subject", "kind", "status", "priority", "contact", "company", "product", "owner", "description"),
        *("opened_at", "first_response_at", "solved_at", "answer_due_at", "solve_due_at"),
    )
    never_empty = frozenset({"number", "kind", "status", "priority", "opened_at"})

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        super().__init__(understood, links, place, remarks)
        self._numbers = _Numbers(links)
        self._holding = links.known.occurrences("ticket", _HOLDS)

    @property
    def occurrences(self) -> Occurrences | None:
        """Tickets without an id: found by subject, customer and text."""
        return self._holding

    def draft(self, cells: Sequence[str]) -> Draft:
        """Return the ticket that `cells` describe."""
        values = self.plain_values(cells)
        position = self.position
        if not values[position["subject"]]:
            raise self.refused(("subject",), cells, _("The row has no subject."))
        company = values[position["company"]] = self.company(cells)
        values[position["contact"]] = self.person(cells, company, "contact")
        values[position["product"]] = self.links.product(
            self.text(cells, "product"), self.external(cells, "product.id", "product"), ""
        )
        values[position["owner"]] = self.owner(cells)
        self._note_times(values)
        return self._keyed(values, cells)

    def _keyed(self, values: list[Stored], cells: Sequence[str]) -> Draft:
        position = self.position
        draft = Draft(values, self.links.named("ticket"), [], [])
        external = self.external(cells, "external_id", "ticket")
        number = values[position["number"]]
        self.identify(draft, external, [values[position[name]] for name in _HOLDS])
        if isinstance(number, int):
            draft.keys = draft.known_by = [*draft.keys, ("number", str(number))]
            draft.occurrence = ""
        if number is None:
            told = self.text(cells, "external_id")
            draft.fill[position["number"]] = int(told) if told.isascii() and told.isdigit() else None
        for name, due in deadlines(_row(values, position)).items():
            draft.fill[position[name]] = due
        return draft

    def completed(self, values: list[Stored]) -> None:
        """Give a new ticket a number that no other has."""
        number = values[self.position["number"]]
        given = self._numbers.give(number if isinstance(number, int) else None)
        if number is not None and given != number:
            self.remarks.note(Remark.NUMBER_TAKEN, "", str(number))
        values[self.position["number"]] = given

    def _note_times(self, values: list[Stored]) -> None:
        position = self.position
        answered, solved = values[position["first_response_at"]], values[position["solved_at"]]
        if isinstance(answered, int) and isinstance(solved, int) and solved < answered:
            self.remarks.note(Remark.SOLVED_BEFORE_ANSWER)
        if values[position["opened_at"]] is None:
            self.remarks.note(Remark.NO_OPENING)


class _Numbers:
    """The numbers that tickets have."""

    def __init__(self, links: Links) -> None:
        rows = links.connection.execute("SELECT number FROM ticket WHERE number IS NOT NULL")
        self._taken = {int(row[0]) for row in rows}
        self._last = max(self._taken, default=0)
        self._are_granted = is_granted(links.connection)

    def give(self, wanted: int | None) -> int | None:
        """Return `wanted` where it is free, else the next one; a number that a server has to grant comes later."""
        free = wanted is not None and wanted not in self._taken
        if self._are_granted and not free:
            return None
        number = wanted if wanted is not None and free else self._last + 1
        self._taken.add(number)
        self._last = max(self._last, number)
        return number


def _row(values: Sequence[Stored], position: dict[str, int]) -> dict[str, Stored]:
    """Return what deadlines are computed from; a ticket that has ended has none."""
    if values[position["status"]] in ENDED:
        return {}
    return {name: values[position[name]] for name in ("opened_at", "kind", "priority")}
