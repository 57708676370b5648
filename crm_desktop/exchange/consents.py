"""Consent that comes with rows: noted in the ledger where its source is told, and never in place of a refusal."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.cell_readers import CellReader
from crm_desktop.exchange.remarks import Remark, quoted
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.stored_records import StoredRecords
from crm_desktop.journal.ids import new_id
from crm_desktop.schema.forms import Stored
from crm_desktop.schema.privacy import CONSENT, CONSENT_CHANNELS
from crm_desktop.values.names import fold, fold_key

PLACES = {f"consent.{each.value}": each.value for each in CONSENT_CHANNELS}
_COLUMNS = ("contact", "purpose", "channel", "state", "at", "source", "owner")
_KNOWN = ("channel", "purpose", "state")
GIVEN, WITHDRAWN = "given", "withdrawn"
# What mailing programs write instead of yes and no, as `fold_key` has it.
_SAID = {
    **dict.fromkeys(
        (
            *("subscribed", "optin", "optedin", "doubleoptin", "confirmed", "granted", "given", "agreed", "allowed"),
            *("consented", "angemeldet", "abonniert", "erteilt", "eingewilligt", "inscrit", "abonne", "accepte"),
            *("suscrito", "aceptado", "iscritto", "ingeschreven", "inscrito"),
        ),
        GIVEN,
    ),
    **dict.fromkeys(
        (
            *(
                "unsubscribed",
                "optout",
                "optedout",
                "withdrawn",
                "revoked",
                "refused",
                "declined",
                "denied",
                "objected",
            ),
            *("donotcontact", "donotemail", "abgemeldet", "widerrufen", "abgelehnt", "widersprochen", "desabonne"),
            *("desinscrit", "refuse", "baja", "rechazado", "cancelado", "disiscritto", "uitgeschreven"),
        ),
        WITHDRAWN,
    ),
}
# Columns whose yes means no.
_OPT_OUT = re.compile(r"opted ?out|optout|opt out|unsubscrib|do ?not|donot|^no ")


class RowConsent(NamedTuple):
    """What a row says of a channel: for which `purpose` (the name of its column), and whether it is allowed."""

    channel: str
    purpose: str
    state: str


class ConsentColumns:
    """The columns of a file that say whether a contact may be reached."""

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        self._columns: list[tuple[str, str, CellReader]] = [
            (place, channel, reader.reader(place)) for place, channel in PLACES.items() if place in reader.at
        ]
        self._opt_out = {
            place for place, _channel, _read in self._columns if _OPT_OUT.search(fold(_words(reader.column_of[place])))
        }

    def of(self, cells: Sequence[str]) -> list[RowConsent]:
        """Return what a row says; a word that is neither yes nor no says nothing."""
        found = []
        for place, channel, read in self._columns:
            text = self._reader.text(cells, place)
            column = self._reader.column_of[place]
            try:
                state = self._state(place, text, read) if text else None
            except InvalidField:
                self._reader.remarks.note(Remark.CHOICE_UNKNOWN, column, quoted(text))
                state = None
            if state is not None:
                found.append(RowConsent(channel, column.strip(), state))
        return found

    def _state(self, place: str, text: str, read: CellReader) -> str | None:
        """Return what `text` says; who did not opt out has not been asked. Raises InvalidField for another word."""
        said = _SAID.get(fold_key(text))
        if said is not None:
            return said
        if place in self._opt_out:
            return WITHDRAWN if read(text) else None
        return GIVEN if read(text) else WITHDRAWN


def _words(column: str) -> str:
    """Return the name of a column as words: `HasOptedOutOfEmail` and `email_opt_out` are several."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", column)


class Consents:
    """Adds to the ledger what rows say and it does not hold yet; `source` says how that is known."""

    def __init__(self, reader: RowReader, records: StoredRecords, source: str) -> None:
        self._reader = reader
        self._records = records
        self._source = source.strip()
        self._known: dict[bytes, set[tuple[Stored, ...]]] = {}
        self._waiting: list[list[Stored]] = []

    def know(self, records: Iterable[bytes]) -> None:
        """Read what the ledger holds of `records`, the contacts of the next rows that were there."""
        found = self._records.parts(CONSENT.name, "contact", _KNOWN, list(records))
        self._known = {record: {tuple(values) for _id, values in entries} for record, entries in found.items()}

    def add(self, record: bytes, told: Sequence[RowConsent], file: str) -> list[RowConsent]:
        """Take in what a row of `file` says of `record`; return what of it is new to the ledger.

        What was withdrawn stays so, and what is allowed without a source is as good as not asked.
        """
        known = self._known.setdefault(record, set())
        new = []
        for each in told:
            states = {state for state in (GIVEN, WITHDRAWN) if (each.channel, each.purpose, state) in known}
            if each.state == GIVEN and not self._source:
                self._reader.remarks.note(Remark.CONSENT_WITHOUT_SOURCE, each.purpose)
            elif each.state not in states and not (each.state == GIVEN and states):
                known.add((each.channel, each.purpose, each.state))
                source = self._source or file
                row = (record, each.purpose, each.channel, each.state, self._records.now_ms, source, None)
                self._waiting.append([new_id(), *row])
                new.append(each)
        return new

    def write(self) -> None:
        """Hand over what is new."""
        self._records.insert(CONSENT.name, ("id", *_COLUMNS), self._waiting)
        self._waiting = []
