"""Rows about a person, a company, a deal or a ticket: activities and tasks."""

import re
from collections.abc import Sequence

from crm_desktop.exchange.drafts import RefusedRow
from crm_desktop.exchange.known import name_key
from crm_desktop.exchange.remarks import Remark, quoted
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.schema.forms import Stored
from crm_desktop.words import _

LONGEST_SUBJECT = 80
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")


class LinkedRows(RowReader):
    """Rows of what is done, or to be done, about other records."""

    def fill_links(self, values: list[Stored], cells: Sequence[str]) -> None:
        """Fill in whom and what a row is about, and whose it is; raises RefusedRow and Several."""
        position = self.position
        company = values[position["company"]] = self.company(cells)
        values[position["person"]] = self.person(cells, company)
        values[position["deal"]] = self._linked(cells, "deal", "title")
        values[position["ticket"]] = self._linked(cells, "ticket", "subject")
        values[position["owner"]] = self.owner(cells)
        if "about.id" in self.at:
            self._take_about(values, cells)

    def _take_about(self, values: list[Stored], cells: Sequence[str]) -> None:
        """Fill in the deal or ticket whose id the row has in a column for records of any kind."""
        for table in ("deal", "ticket"):
            external = self.external(cells, "about.id", table)
            if external is None:
                return  # there is none, or it is deleted in the other program
            found = self.links.named(table).find([external])
            if found is not None:
                values[self.position[table]] = found
                return
        text = self.text(cells, "about.id")
        if text:
            self.remarks.note(Remark.NOT_HERE, self.column_of["about.id"], quoted(text))

    def _linked(self, cells: Sequence[str], table: str, title: str) -> bytes | None:
        """Return the deal or ticket that the row is about, by the other program's id or by its title."""
        external = self.external(cells, f"{table}.id", table)
        if external is not None:
            return self.links.by_id(table, external)
        name = self.text(cells, table)
        if not name or self.text(cells, f"{table}.id"):
            return None  # what is named is deleted in the other program
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
