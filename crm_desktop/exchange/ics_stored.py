"""Items of a calendar put beside what is stored: new, changed since, the same, or taken back."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from crm_desktop.activities.due import occurrence_key, zone_named
from crm_desktop.exchange.ics_components import SYSTEM
from crm_desktop.exchange.ics_own import left_as, own_id, own_record, unsaid
from crm_desktop.exchange.ics_reader import CalendarItem, Guest, unstamped
from crm_desktop.exchange.id_table import ID_BYTES
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.known import Known
from crm_desktop.exchange.links import Links, external_ids
from crm_desktop.exchange.match import EXTERNAL, KeyIndex
from crm_desktop.exchange.overruled import Overruled, row_ref
from crm_desktop.exchange.stored_records import StoredRecords
from crm_desktop.journal.ids import new_id
from crm_desktop.schema.activities import INTERACTION, TASK
from crm_desktop.schema.forms import Stored
from crm_desktop.values.recurrence import recurrence_from_text
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_

CANCELLED = N_("Cancelled events that were not here and were left out: {examples} ({n}×).")
OVERRULED = N_("Left out, because a later entry of the same import stands in its place: {examples} ({n}×).")
OLDER = N_("Older than what is here already, so it was left as it is: {examples} ({n}×).")
# What the file says nothing about stays as it is here.
_OURS = frozenset({"owner", "removed_at", "custom", "deal", "ticket", "mood", "assignee", "external_ids"})
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    table.name: tuple(each.name for each in table.stored_fields) for table in (INTERACTION, TASK)
}
_TITLES = {"interaction": "subject", "task": "title"}


class Ruling(NamedTuple):
    """How a calendar is imported: as `member`, what happens `on_match`, what is `overruled`, the number of its file."""

    member: bytes | None
    on_match: str
    overruled: Overruled
    file: int


class CalendarRecords:
    """Where the items of one calendar go; new records are held back until `write`, so that they go in bulk."""

    def __init__(self, links: Links, records: StoredRecords, ruling: Ruling) -> None:
        self.remarks: dict[str, list[str]] = {}
        self._connection: Connection = links.connection
        self._known: Known = links.known
        self._named = links.named
        self._records = records
        self._member = ruling.member
        self._place = links.place
        self._zone = links.place.zone
        self._on_match = ruling.on_match
        self._overruled, self._file, self._number = ruling.overruled, ruling.file, 0
        self._new: dict[str, dict[bytes, dict[str, Stored]]] = {"interaction": {}, "task": {}}
        self._participants: list[list[Stored]] = []
        self._people: dict[str, tuple[bytes, bytes | None] | None] = {}

    def put(self, item: CalendarItem, counts: Counts) -> None:
        """Plan what becomes of `item`, and count it."""
        self._number += 1
        if self._overruled.silent(_identity(item), self._row):
            self._remark(OVERRULED, item)
            counts.unchanged += 1
            return
        index: KeyIndex = self._named(item.table)
        keys = [(f"{EXTERNAL}{SYSTEM}", item.key)]
        found = index.find(keys) or own_record(self._connection, item, self._place)
        if item.cancelled:
            self._take_back(item, found, counts)
        elif found is None or self._on_match == "create":
            record = new_id()
            index.add(record, keys)
            self._new[item.table][record] = self._values(item, {}) | {"external_ids": external_ids(keys)}
            self._join(record, item.guests, set())
            self._note_touched(item)
            counts.created += 1
        elif self._on_match == "skip":
            counts.skipped += 1
        else:
            self._change(item, found, counts)

    def write(self) -> None:
        """Write the records that are new."""
        for table, rows in self._new.items():
            columns = ("id", *_COLUMNS[table])
            values = [[record, *(row.get(name) for name in columns[1:])] for record, row in rows.items()]
            self._records.insert(table, columns, values)
            rows.clear()
        self._records.insert("participant", ("id", "interaction", "contact"), self._participants)
        self._participants = []

    def _change(self, item: CalendarItem, record: bytes, counts: Counts) -> None:
        stored = self._stored(item.table, record)
        is_own = not stored.get("calendar_parts") and record not in self._new[item.table]
        if is_own and left_as(self._connection, item, record, self._place):
            counts.unchanged += 1
            return
        before = json.loads(str(stored.get("calendar_parts") or "{}")).get("component", "")
        now = json.loads(str(item.values["calendar_parts"]))["component"]
        if unstamped(before) == unstamped(now):
            counts.unchanged += 1
            return
        if _changed_at(before) > _changed_at(now):
            self._remark(OLDER, item)
            counts.skipped += 1
            return
        values = self._values(item, stored)
        if is_own:
            values = unsaid(stored, values, self._zone.key)
        if self._overwrite(item.table, record, stored, values):
            self._note_touched(item)
            counts.updated += 1
        else:
            counts.unchanged += 1
        self._join(record, item.guests, self._taking_part(item.table, record))

    def _take_back(self, item: CalendarItem, found: bytes | None, counts: Counts) -> None:
        """Take a cancelled event away, or leave one that is cancelled out of its series."""
        done = self._leave_out(item)
        if found is not None:
            removed = {"removed_at": self._records.now_ms}
            done = self._overwrite(item.table, found, self._stored(item.table, found), removed) or done
            self._note_touched(item)
        if done is None:
            self._remark(CANCELLED, item)
            counts.skipped += 1
        elif done:
            counts.updated += 1
        else:
            counts.unchanged += 1

    def _leave_out(self, item: CalendarItem) -> bool | None:
        """Leave `item` out of its series; return whether that changes it, None where it is of none that is here."""
        series = self._series_of(item)
        if series is None or item.occurrence is None:
            return None
        stored = self._stored(item.table, series)
        if not stored.get("recurrence"):
            return None
        zone = zone_named(stored.get("zone"), self._zone)
        rule = recurrence_from_text(str(stored["recurrence"]), zone)
        excluded = tuple(sorted({*rule.excluded, item.occurrence.in_zone(zone)}))
        return self._overwrite(item.table, series, stored, {"recurrence": rule._replace(excluded=excluded).text})

    def _values(self, item: CalendarItem, stored: Mapping[str, Stored]) -> dict[str, Stored]:
        """Return all values of the record: what the file does not say is empty, but for what it cannot say."""
        values: dict[str, Stored] = {name: None for name in _COLUMNS[item.table] if name not in _OURS}
        values |= {"person": stored.get("person"), "company": stored.get("company")}
        values |= item.values
        if item.occurrence is not None:
            values |= self._in_series(item)
        person = next((found for each in item.guests if (found := self._person(each.email)) is not None), None)
        if person is not None:
            values |= {"person": person[0], "company": person[1]}
        if not stored and self._member is not None:
            values |= {"owner": self._member} | ({"assignee": self._member} if item.table == "task" else {})
        return values

    def _in_series(self, item: CalendarItem) -> dict[str, Stored]:
        """Return which one of which series `item` changes."""
        if item.occurrence is None:
            return {}
        series = self._series_of(item)
        zone = item.occurrence.zone
        if series is not None:
            zone = zone_named(self._stored(item.table, series).get("zone"), zone)
        key = occurrence_key(item.occurrence.in_zone(zone), whole_day=item.occurrence.whole_day)
        return {"series": series, "occurrence": key}

    def _series_of(self, item: CalendarItem) -> bytes | None:
        found = self._named(item.table).find([(f"{EXTERNAL}{SYSTEM}", item.uid)])
        return found or own_id(self._connection, item.table, item.uid)

    def _overwrite(self, table: str, record: bytes, stored: Mapping[str, Stored], values: Mapping[str, Stored]) -> bool:
        changed = {name: value for name, value in values.items() if stored.get(name) != value}
        if record in self._new[table]:
            self._new[table][record] |= changed
        elif changed:
            self._records.update(table, tuple(changed), [[*changed.values(), record]])
        return bool(set(changed) - {"calendar_parts"})

    @property
    def _row(self) -> bytes:
        """What the item is known by in all passes."""
        return row_ref(self._file, self._number)

    def _note_touched(self, item: CalendarItem) -> None:
        """Note that `item` stands: one before it with the same UID, in whichever file, is overruled."""
        self._overruled.stand(_identity(item), self._row, item.table)

    def _stored(self, table: str, record: bytes) -> dict[str, Stored]:
        if record in self._new[table]:
            return self._new[table][record]
        columns = _COLUMNS[table]
        return dict(zip(columns, self._records.values(table, columns, [record])[record], strict=True))

    def _join(self, record: bytes, guests: Sequence[Guest], there: set[Stored]) -> None:
        """Let the people among `guests` take part, but for the first, with whom it is."""
        people = dict.fromkeys(found[0] for each in guests if (found := self._person(each.email)) is not None)
        for person in list(people)[1:]:
            if person not in there:
                self._participants.append([new_id(), record, person])

    def _taking_part(self, table: str, record: bytes) -> set[Stored]:
        if table != "interaction" or record in self._new[table]:
            return set()
        found = self._records.parts("participant", "interaction", ("contact",), [record])
        return {values[0] for _part, values in found.get(record, [])}

    def _person(self, email: str) -> tuple[bytes, bytes | None] | None:
        """Return the one person with that address and their company; members of the workspace are no customers."""
        if email not in self._people:
            found = self._connection.execute(
                "SELECT DISTINCT c.id, c.company FROM contact_point p JOIN contact c ON c.id = p.contact "
                "WHERE p.kind = 'email' AND p.normal = ?1 AND p.removed_at IS NULL AND c.removed_at IS NULL "
                "AND c.kind = 'person' AND NOT EXISTS (SELECT 1 FROM member WHERE lower(email) = ?1) LIMIT 2",
                (email,),
            ).fetchall()
            self._people[email] = (found[0][0], found[0][1]) if len(found) == 1 else None
        return self._people[email]

    def _remark(self, sentence: str, item: CalendarItem) -> None:
        self.remarks.setdefault(sentence, []).append(str(item.values.get(_TITLES[item.table]) or item.uid))


def _identity(item: CalendarItem) -> bytes:
    return sha256(f"{item.table} {item.key}".encode()).digest()[:ID_BYTES]


def _changed_at(component: str) -> str:
    """Return when the component was changed last, as it is written: it sorts by time."""
    lines = (line for line in component.split("\n") if line.upper().startswith("LAST-MODIFIED"))
    return next((line.rpartition(":")[2] for line in lines), "")
