"""Rows that make a new contact although one that is there looks like it: no key says that it is the same."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.contacts.match_schema import MATCHED_KINDS, PERSON
from crm_desktop.contacts.match_tables import Pair
from crm_desktop.contacts.matching import LIKELY
from crm_desktop.contacts.onlooker import Onlooker, onlooker
from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.import_report import ImportReport, LikelyRow
from crm_desktop.exchange.point_parts import CITY, CODE, KIND, NORMAL, STREET, VALUE
from crm_desktop.exchange.row_choices import RowAt
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.journal.ids import id_text
from crm_desktop.likeness.reasons import reasons_of
from crm_desktop.likeness.traits import Given, Traits, made_traits
from crm_desktop.schema.forms import Stored
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection

_MOST_TOLD = 200
_COMPARED = ("email", "phone", "address")


class NewRow(NamedTuple):
    """A row that makes a new record: of which file, its number, and what it holds."""

    source: str
    number: int
    at: RowAt
    draft: Draft


class RowLookAlikes:
    """Holds the new contacts of all files against those that were there when it was made."""

    def __init__(self, connection: Connection, report: ImportReport) -> None:
        self._connection = connection
        self._report = report
        self._judges: dict[str, Onlooker | None] = {kind: onlooker(connection, kind) for kind in MATCHED_KINDS}

    def note(self, reader: RowReader, rows: Sequence[NewRow]) -> int:
        """Tell in the report which of `rows` look like somebody who is there; return how many."""
        place = reader.position["kind"]
        return sum(
            self._note(kind, judge, reader, [each for each in rows if each.draft.values[place] == kind])
            for kind, judge in self._judges.items()
            if judge is not None
        )

    def _note(self, kind: str, judge: Onlooker, reader: RowReader, rows: Sequence[NewRow]) -> int:
        names = [_name(reader, each.draft) for each in rows]
        # below every rid, each its own
        traits = [_traits(kind, reader, each.draft, -1 - number) for number, each in enumerate(rows)]
        found = judge.likely(traits, LIKELY)
        for number, (row, name) in enumerate(zip(rows, names, strict=True)):
            pairs = found.get(-1 - number)
            if pairs and len(self._report.likely) < _MOST_TOLD:
                self._report.likely.append(self._told(kind, row, name, pairs[0]))
        return len(found)

    def _told(self, kind: str, row: NewRow, name: str, pair: Pair) -> LikelyRow:
        record, other = self._connection.execute(
            "SELECT id, name FROM contact WHERE rid = ?", (pair.second,)
        ).fetchone()
        reasons = tuple(reasons_of(kind, pair.levels))
        return LikelyRow(row.source, row.number, name, id_text(record), str(other), pair.score, reasons, row.at)


def _traits(kind: str, reader: RowReader, draft: Draft, rid: int) -> Traits:
    """Return what tells the contact of a row apart."""
    name, company = _name(reader, draft), _value(reader, draft, "company")
    return made_traits(
        kind,
        Given(
            rid,
            fold(name) if kind == PERSON else name,
            _text(reader, draft, "given_name"),
            _text(reader, draft, "family_name"),
            _text(reader, draft, "birthday"),
            company if isinstance(company, bytes) else None,
            _text(reader, draft, "vat_id"),
            _text(reader, draft, "website"),
            [
                (b"", part[KIND], part[NORMAL] or part[VALUE], part[STREET], part[CITY], part[CODE])
                for part in draft.parts
                if part[KIND] in _COMPARED
            ],
        ),
    )


def _name(reader: RowReader, draft: Draft) -> str:
    return _text(reader, draft, "name") or ""


def _text(reader: RowReader, draft: Draft, name: str) -> str | None:
    value = _value(reader, draft, name)
    return str(value) if value else None


def _value(reader: RowReader, draft: Draft, name: str) -> Stored:
    """Return what the row says of a field, or what a new record gets where it is silent."""
    place = reader.position.get(name)
    if place is None:
        return None
    value = draft.values[place]
    return draft.fill.get(place) if value is None else value
