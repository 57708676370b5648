"""Rows of activities: interactions of every kind, held or planned."""

import re
from collections.abc import Sequence

from crm_desktop.exchange.known import name_key, occurrence
from crm_desktop.exchange.links import Links, external_ids
from crm_desktop.exchange.match import Occurrences
from crm_desktop.exchange.remarks import Remarks
from crm_desktop.exchange.row_reader import Draft, RefusedRow, RowReader
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.forms import Place, label_of
from crm_desktop.words import _

LONGEST_SUBJECT = 80
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")
_HOLDS = ("kind", "at", "person", "company", "subject")


class ActivityRows(RowReader):
    """Rows of activities."""

    table = "interaction"
    computed = ("kind", "at", "subject", "body", "outcome", "person", "company", "deal", "ticket", "planned", "owner")

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        super().__init__(understood, links, place, remarks)
        self._holding = links.known.occurrences("interaction", _HOLDS)

    @property
    def occurrences(self) -> Occurrences | None:
        """Activities without an id: found by kind, instant, participant and subject."""
        return self._holding

    def draft(self, cells: Sequence[str]) -> Draft:
        """Return the activity that `cells` describe."""
        values = self.plain_values(cells)
        position = self.position
        if values[position["kind"]] is None:
            values[position["kind"]] = "note"
        if values[position["at"]] is None:
            raise self.refused(("at",), cells, _("The row does not say when it was."))
        company = self.links.company(
            self.text(cells, "company"),
            self.external(cells, "company.id", "contact", "company"),
            self.text(cells, "company.website"),
        )
        values[position["company"]] = company
        values[position["person"]] = self.links.person(
            self.text(cells, "person"),
            self.text(cells, "person.email"),
            company=company,
            external=self.external(cells, "person.id", "contact", "person"),
        )
        values[position["deal"]] = self._linked(cells, "deal", "title")
        values[position["ticket"]] = self._linked(cells, "ticket", "subject")
        values[position["owner"]] = self.owner(cells)
        if values[position["outcome"]] is None:
            values[position["outcome"]] = self.text(cells, "outcome.2") or None
        if values[position["subject"]] is None:
            kind = label_of(INTERACTION.by_name["kind"], str(values[position["kind"]]))
            values[position["subject"]] = first_sentence(str(values[position["body"]] or "")) or kind
        draft = Draft(values, self.links.named("interaction"), [], [])
        external = self.external(cells, "external_id", "interaction")
        if external is not None:
            draft.keys = draft.known_by = [external]
            values[position["external_ids"]] = external_ids([external])
        else:
            draft.occurrence = occurrence(values[position[name]] for name in _HOLDS)
        return draft

    def _linked(self, cells: Sequence[str], table: str, title: str) -> bytes | None:
        """Return the deal or ticket that the row is about, by the other program's id or by its title."""
        external = self.external(cells, f"{table}.id", table)
        if external is not None:
            return self.links.by_id(table, external)
        name = self.text(cells, table)
        if not name:
            return None
        found = self.links.named(table).find([("name", name_key(name))])
        if found is None:
            reason = _("There is no {title} “{name}” here.").format(title=title, name=name)
            raise RefusedRow(self.column_of[table], name, reason)
        return found


def first_sentence(text: str) -> str:
    """Return the first sentence of `text`, shortened at a word."""
    sentence = _SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip()
    if len(sentence) <= LONGEST_SUBJECT:
        return sentence
    return sentence[:LONGEST_SUBJECT].rsplit(" ", 1)[0].rstrip(",;:– ") + "…"
