"""Rows of activities: interactions of every kind, held or planned."""

from collections.abc import Sequence

from crm_desktop.exchange.attachments import files_of
from crm_desktop.exchange.beside import link_beside
from crm_desktop.exchange.choice_words import never_was
from crm_desktop.exchange.drafts import Draft, Part
from crm_desktop.exchange.linked_rows import LinkedRows, first_sentence
from crm_desktop.exchange.links import Links
from crm_desktop.exchange.mail_people import MailPeople
from crm_desktop.exchange.match import Occurrences
from crm_desktop.exchange.remarks import Remark, Remarks
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.forms import Place, Stored, label_of
from crm_desktop.words import _

_ROLES = {"sender": "from", "recipients": "to", "cc": "cc"}
_HOLDS = ("kind", "at", "person", "company", "subject")


class ActivityRows(LinkedRows):
    """Rows of activities."""

    table = "interaction"
    part_table = "participant"
    part_owner = "interaction"
    part_columns = ("contact", "role")
    contact_columns = ("person", "company")
    file_columns = ("deal", "ticket")
    computed = ("kind", "at", "subject", "body", "outcome", "person", "company", "deal", "ticket", "planned", "owner")
    never_empty = frozenset({"kind", "at"})

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        super().__init__(understood, links, place, remarks)
        self._holding = links.known.occurrences("interaction", _HOLDS)
        self._written_by = "sender" in self.at or "recipients" in self.at
        self._people = MailPeople(links)
        self._automatic = self.reader("automatic") if "automatic" in self.at else None

    def also_filled(self) -> Sequence[str]:
        """Return who wrote to whom, where rows say so."""
        return ("direction", "sender", "recipients") if {"sender", "recipients"} & set(self.at) else ()

    @property
    def occurrences(self) -> Occurrences | None:
        """Activities without an id: found by kind, instant, participant and subject."""
        return self._holding

    def draft(self, cells: Sequence[str]) -> Draft:
        """Return the activity that `cells` describe."""
        values = self.plain_values(cells)
        position = self.position
        if values[position["kind"]] is None:
            values[position["kind"]] = "email" if self._written_by else "note"
        if values[position["at"]] is None:
            raise self.refused(("at",), cells, self._undated())
        self.fill_links(values, cells)
        written = self._written_by and any(self.text(cells, place) for place in _ROLES)
        parts = self._taking_part(values, cells) if written else []
        if self.links.beside is not None:
            parts = link_beside(self.links.connection, self.links.beside, position, values, parts)
        self._word(values, cells)
        draft = Draft(values, self.links.named("interaction"), [], parts)
        draft.files = files_of(self.text(cells, "files"))
        external = self.external(cells, "external_id", "interaction")
        self.identify(draft, external, [values[position[name]] for name in _HOLDS])
        return draft

    def changed_parts(self, before: list[Part], row: list[Part]) -> tuple[list[Part], list[tuple[Part, Part]]]:
        """Return who of a row does not take part yet, in whatever role: lists name copies among the recipients."""
        known = {person for person, _role in before}
        return [each for each in row if each[0] not in known], []

    def _word(self, values: list[Stored], cells: Sequence[str]) -> None:
        """Fill in the outcome from its second column or a status, and a subject from the text where there is none."""
        position = self.position
        status = self.text(cells, "planned")
        if values[position["outcome"]] is None:
            values[position["outcome"]] = self.text(cells, "outcome.2") or (status if never_was(status) else None)
        if values[position["subject"]] is None:
            kind = label_of(INTERACTION.by_name["kind"], str(values[position["kind"]]))
            values[position["subject"]] = first_sentence(str(values[position["body"]] or "")) or kind

    def _taking_part(self, values: list[Stored], cells: Sequence[str]) -> list[Part]:
        """Fill in who wrote to whom; return the people who take part.

        The main one is who wrote to a member, or to whom a member wrote.
        """
        position = self.position
        # a column of its own says who takes part, even where it says nobody
        asked = "person" not in self.at and self.links.beside is None
        makes = asked and not (self._automatic and self.value(cells, "automatic", self._automatic))
        fields = [(role, self.text(cells, place)) for place, role in _ROLES.items()]
        taking = self._people.taking_part(fields, makes=makes)
        ours = [each.member for each in taking if each.member is not None]
        outgoing = any(each.member is not None and each.role == "from" for each in taking)
        copies = self.text(cells, "cc")
        if copies:
            written = self.text(cells, "recipients")
            values[position["recipients"]] = f"{written}, {copies}" if written else copies
        if values[position["direction"]] is None:
            values[position["direction"]] = None if "direction" in self.at else "out" if outgoing else "in"
        people = sorted((each for each in taking if each.person), key=lambda each: (each.role == "from") == outgoing)
        if not people:
            self.remarks.note(Remark.NOBODY)
        elif values[position["person"]] is None and "person" not in self.at:
            values[position["person"]] = people[0].person
            if values[position["company"]] is None and people[0].person is not None:
                values[position["company"]] = self._people.company_of(people[0].person)
        if values[position["owner"]] is None and ours:
            values[position["owner"]] = ours[0]
        return [[each.person, each.role] for each in people]

    def _undated(self) -> str:
        if self.understood.table.form.format in ("eml", "mbox"):
            return _("The mail has no date, and no server noted when it passed. Type when it was, or leave it out.")
        return _("The row does not say when it was.")
