"""Laptops with real files and a real PostgreSQL to whom anything may happen, and what everybody typed meanwhile."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg import sql

from crm_desktop.activities.actions import add_task
from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import CrmError, MayNotErase, ServerUnreachable
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.transaction import Stored
from crm_desktop.journal.undo import undo_last
from crm_desktop.privacy.erasing import erase_contact
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.same_numbers import same_numbers
from crm_desktop.store.sites import take_new_site
from crm_desktop.sync import exchange
from crm_desktop.sync.conflicts import clashed_records
from crm_desktop.sync.connection import Address, connect
from crm_desktop.sync.deciding import resolve
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.remote import Remote
from crm_desktop.tickets.actions import add_ticket, answer_ticket
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.sync.laptops import Firm, Laptop
from tests.sync.office import Office

FIELDS = ("job_title", "nickname", "notes")
# A field of people that the workspace added.
OWN = "shelf"
# What is watched of each kind of record: everything that somebody typed there.
WATCHED = {
    "contact": (*FIELDS, OWN),
    "contact_point": ("value",),
    "deal": ("title",),
    "ticket": ("subject", "resolution"),
    "ticket_message": ("body",),
    "task": ("title",),
}
PLACES = tuple((table, field) for table, fields in WATCHED.items() for field in fields)
# The workspace has one own field.
OWN_VALUE = "(SELECT value FROM json_each(contact.custom) LIMIT 1)"
ROUNDS = 8
_KEPT_TABLES = ("meta", "table_meta", "field_meta", "member")


class Typed(NamedTuple):
    """A value that somebody typed, and the values that they saw in its place."""

    person: str
    record: bytes
    field: str
    value: str
    seen: tuple[str, ...]


class Person:
    """Somebody with a laptop and a clock."""

    def __init__(self, name: str, laptop: Laptop, clock: MovedClock) -> None:
        self.name, self.laptop, self.clock = name, laptop, clock
        self.kept: tuple[Path, int] | None = None

    def fields(self) -> dict[tuple[bytes, str], str | None]:
        """Return what stands in the watched fields of all records."""
        found: dict[tuple[bytes, str], str | None] = {}
        with self.laptop.workspace.reader() as reader:
            for table, fields in WATCHED.items():
                columns = [OWN_VALUE if each == OWN else each for each in fields]
                for record, *values in reader.execute(f"SELECT id, {', '.join(columns)} FROM {table} ORDER BY id"):
                    found.update({(record, field): value for field, value in zip(fields, values, strict=True)})
        return found

    def records(self, table: str) -> list[bytes]:
        """Return the records of `table`, in the bin or not."""
        with self.laptop.workspace.reader() as reader:
            return [row[0] for row in reader.execute(f"SELECT id FROM {table} ORDER BY id")]

    def erased(self) -> set[bytes]:
        """Return the records that this laptop knows to be erased."""
        with self.laptop.workspace.reader() as reader:
            return {row[0] for row in reader.execute("SELECT id FROM erased")}

    def inbox(self) -> set[tuple[Any, ...]]:
        """Return the losers that wait for a decision, by record, field and clock."""
        found: set[tuple[Any, ...]] = set()
        with self.laptop.workspace.reader() as reader:
            waiting = "SELECT tbl, rid, fld, lose, lose_hlc, lose_site FROM conflict WHERE state = 0"
            for number, rid, *loser in reader.execute(waiting).fetchall():
                row = reader.execute(f"SELECT id FROM {BY_NUMBER[number].name} WHERE rid = ?", (rid,)).fetchone()
                found.add((row[0], *loser))
        return found

    def numbers_shared(self) -> set[int]:
        """Return the numbers that more than one ticket has."""
        twice = "SELECT number FROM ticket WHERE removed_at IS NULL AND number > 0 GROUP BY number HAVING count(*) > 1"
        with self.laptop.workspace.reader() as reader:
            return {row[0] for row in reader.execute(twice)}

    def numbers_told(self) -> set[int]:
        """Return those of them that stand in the inbox."""
        with self.laptop.workspace.reader() as reader:
            return {holders[0].number for holders in same_numbers(reader)}

    def waiting(self) -> int:
        """Return how many steps are not sent."""
        with self.laptop.workspace.reader() as reader:
            return unsent_count(reader)


class Cut(Remote):
    """A connection that breaks at the call number `at`: before the server hears of it, or after it has answered."""

    def __init__(self, address: Address, at: int, *, answered: bool) -> None:
        super().__init__(connect(address, autocommit=True))
        self._left, self._answered = at, answered

    def _ask(self, call: str, *arguments: object) -> Any:
        self._left -= 1
        if self._left == 0 and not self._answered:
            raise ServerUnreachable("cut")
        answer = super()._ask(call, *arguments)
        if self._left == 0:
            raise ServerUnreachable("cut")
        return answer


class World:
    """One office, and what happens in it."""

    def __init__(self, office: Office, template: Path, folder: Path) -> None:
        self.folder = folder
        self._open = ExitStack()
        self.firm = Firm(office, template, folder / "firm", MovedClock(datetime.now(UTC)))
        self._open.callback(self.firm.close)
        self.people = [Person("0", self.firm.first(), self.firm.clock)]
        add_own_field(self.people[0].laptop.journal, NewField("people", "Shelf", "text"))
        self.people[0].laptop.sync()
        self.typed: list[Typed] = []
        self.doubtful: set[int] = set()
        self.set_backs = 0
        self._count = 0
        with self._admin() as admin:
            admin.execute("DROP SCHEMA IF EXISTS kept CASCADE")

    def close(self) -> None:
        self._open.close()

    # what people do

    def act(self, person: Person, what: Callable[[], object]) -> None:
        """Let `person` do something, and note which values it put where."""
        person.clock.move(seconds=0.2)
        before = person.fields()
        what()
        for (record, field), value in person.fields().items():
            seen = before.get((record, field))
            if value != seen:
                self.typed.append(Typed(person.name, record, field, value or "", () if seen is None else (seen,)))

    def value(self) -> str:
        self._count += 1
        return f"value {self._count}"

    def add(self, person: Person) -> None:
        values = {"name": f"Person {self.value()}", "job_title": self.value()}
        self.act(person, lambda: add_contact(person.laptop.journal, "person", values))

    def add_beside(self, person: Person, number: int, table: str) -> None:
        """Add a record of `table` about one of the contacts, or a message to one of the tickets."""
        journal = person.laptop.journal
        contact = self.one(person, "contact", number)
        ticket = self.one(person, "ticket", number)
        value = self.value()
        point = {"kind": "email", "value": f"{value.replace(' ', '')}@acme.example"}
        acts: dict[str, Callable[[], object]] = {
            "deal": lambda: self._insert(person, "deal", {"title": value, "person": contact}),
            "task": lambda: add_task(journal, {"title": value, "person": contact}),
            "ticket": lambda: add_ticket(journal, {"subject": value, "contact": contact}),
            "ticket_message": lambda: answer_ticket(journal, ticket, value) if ticket else None,
            "contact_point": lambda: self._insert(person, table, {**point, "contact": contact}) if contact else None,
        }
        self.act(person, acts[table])

    def _insert(self, person: Person, table: str, values: Mapping[str, Stored]) -> None:
        with person.laptop.journal.transaction("Add") as tx:
            tx.insert(table, values)

    def edit(self, person: Person, number: int, field: str, table: str = "contact") -> None:
        record = self.one(person, table, number)
        if record is None:
            return
        if field in FIELDS:
            self.act(person, lambda: edit_contact(person.laptop.journal, record, {field: self.value()}))
        elif field != OWN or self._has_own(person):
            self.act(person, lambda: self._write(person, table, record, field))

    def _write(self, person: Person, table: str, record: bytes, field: str) -> None:
        with person.laptop.journal.transaction("Edit") as tx:
            tx.update(table, record, {field: self.value()})

    def _has_own(self, person: Person) -> bool:
        # whoever made it may have taken that back
        with person.laptop.workspace.reader() as reader:
            return OWN in {each.name for each in workspace_kinds(reader).own.get("contact", ())}

    def remove(self, person: Person, number: int, table: str) -> None:
        """Put a record into the bin, or take it out again."""
        record = self.one(person, table, number)
        if record is None:
            return
        with person.laptop.workspace.reader() as reader:
            removed = reader.execute(f"SELECT removed_at FROM {table} WHERE id = ?", (record,)).fetchone()[0]
        with person.laptop.journal.transaction("Restore" if removed else "Delete") as tx:
            (tx.restore if removed else tx.remove)(table, record)

    def erase(self, person: Person, number: int) -> None:
        """Erase a contact for ever."""
        contact = self.one(person, "contact", number)
        if contact is not None:
            # who never met the server does not know whether it may
            with suppress(MayNotErase):
                erase_contact(person.laptop.workspace, contact, "asked us to")

    def one(self, person: Person, table: str, number: int) -> bytes | None:
        records = person.records(table)
        return records[number % len(records)] if records else None

    def undo(self, person: Person) -> None:
        def undone() -> None:
            try:
                undo_last(person.laptop.journal)
            except CrmError:
                return  # somebody wrote since

        self.act(person, undone)

    def decide(self, person: Person, choice: str) -> None:
        """Decide the first conflict of the inbox."""
        with person.laptop.workspace.reader() as reader:
            clashed = clashed_records(reader)
            if not clashed:
                return
            clash = clashed[0].clashes[0]
            number, rid = reader.execute("SELECT tbl, rid FROM conflict WHERE cid = ?", (clash.cid,)).fetchone()
            record = reader.execute(f"SELECT id FROM {BY_NUMBER[number].name} WHERE rid = ?", (rid,)).fetchone()[0]
        if choice == "both" and not clash.can_join:
            choice = "mine"
        self.act(person, lambda: resolve(person.laptop.journal, {clash.cid: choice}))
        sides = tuple(str(each.value or "") for each in (clash.mine, clash.theirs))
        now = person.fields().get((record, clash.field.name))
        if now is not None:
            self.typed.append(Typed(person.name, record, clash.field.name, now, sides))

    # the network, and what breaks

    def sync(self, person: Person, cut_at: int = 0, *, answered: bool = True) -> None:
        """Let the laptop share; where `cut_at` is not nought the line breaks at that question."""
        with pytest.MonkeyPatch.context() as patch:
            if cut_at:
                patch.setattr(exchange, "reached", lambda address: Cut(address, cut_at, answered=answered))
            try:
                person.laptop.sync()
            except ServerUnreachable:
                assert cut_at

    def join(self) -> None:
        laptop = self.firm.another()
        self.people.append(Person(str(len(self.people)), laptop, self.firm.clock))

    def keep_copy(self, person: Person) -> None:
        """Back the laptop up."""
        self._count += 1
        target = self.folder / f"copy {self._count}" / person.laptop.workspace.folder.name
        with person.laptop.workspace.store.writing:
            person.laptop.workspace.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            shutil.copytree(
                person.laptop.workspace.folder, target, ignore=shutil.ignore_patterns("*lock*", "*-wal", "*-shm")
            )
        person.kept = (target, len(self.typed))

    def restore(self, person: Person) -> None:
        """Set the laptop back to its last backup; what was typed since may be gone with its disk."""
        if person.kept is None:
            return
        folder, since = person.kept
        person.kept = None
        person.laptop.workspace.close()
        person.laptop = self._opened(folder, person.clock)
        take_new_site(person.laptop.workspace.store.writer)
        self.doubtful |= {at for at, each in enumerate(self.typed) if at >= since and each.person == person.name}

    def copy(self, person: Person) -> None:
        """Copy the profile to another laptop, so that two have one site."""
        self.keep_copy(person)
        assert person.kept is not None
        clock = MovedClock(person.clock.now)
        twin = Person(str(len(self.people)), self._opened(person.kept[0], clock), clock)
        person.kept = None
        self.people.append(twin)

    def skew(self, person: Person, days: int) -> None:
        """Set a laptop's clock wrong, or right."""
        person.laptop.workspace.close()
        person.clock = MovedClock(datetime.now(UTC))
        person.clock.move(days=days)
        person.laptop = self._opened(person.laptop.workspace.folder, person.clock)

    def keep_server(self) -> None:
        """Back the server up."""
        with self._admin() as admin:
            admin.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
            for table in _tables(admin):
                admin.execute(sql.SQL("CREATE TABLE kept.{0} AS TABLE crm.{0}").format(sql.Identifier(table)))

    def set_server_back(self) -> None:
        """Set the server back to its last backup."""
        with self._admin() as admin, admin.transaction():
            if admin.execute("SELECT to_regnamespace('kept')").fetchone() == (None,):
                return
            admin.execute("SET session_replication_role = replica")
            for table in _tables(admin):
                name = sql.Identifier(table)
                admin.execute(sql.SQL("DELETE FROM crm.{}").format(name))
                admin.execute(sql.SQL("INSERT INTO crm.{0} SELECT * FROM kept.{0}").format(name))
        self.set_backs += 1

    # the end

    def settle(self) -> None:
        """Let everybody share without failures until all is still; then nothing may be lost or differ."""
        for number in range(ROUNDS):
            for person in self.people:
                self.sync(person)
            if number and self._is_still():
                break
        first = self.people[0]
        for person in self.people:
            assert person.waiting() == 0, f"{person.name} still has unsent steps"
            assert person.fields() == first.fields(), f"{person.name} and {first.name} differ"
            assert person.laptop.hash == first.laptop.hash, f"{person.name} and {first.name} differ"
            assert person.numbers_told() == person.numbers_shared(), f"{person.name} is not told of a number of two"
            if not self.set_backs:
                assert person.inbox() == first.inbox(), f"the inboxes of {person.name} and {first.name} differ"
        self._check_nothing_lost(self._check_erased())

    def _check_erased(self) -> set[bytes]:
        """Return what was erased anywhere; nobody may have anything of it."""
        erased = set().union(*(each.erased() for each in self.people))
        for person in self.people:
            there = {record for record, _field in person.fields()} & erased
            assert not there, f"{person.name} still has what was erased"
        return erased

    def _is_still(self) -> bool:
        prints = {(each.laptop.hash, frozenset(each.inbox()), each.waiting()) for each in self.people}
        return len(prints) == 1

    def _check_nothing_lost(self, erased: set[bytes]) -> None:
        texts: dict[tuple[bytes, str], list[str]] = {}
        for person in self.people:
            for (record, field), value in person.fields().items():
                texts.setdefault((record, field), []).extend((value or "").split("\n"))
            for record, _field, lost, *_clock in person.inbox():
                for field in {each for _table, each in PLACES}:
                    texts.setdefault((record, field), []).extend((lost or "").strip('"').split("\\n"))
        accounted = {(record, field, line) for (record, field), lines in texts.items() for line in lines}
        for at, each in enumerate(self.typed):
            if at not in self.doubtful or (each.record, each.field, each.value) in accounted:
                accounted |= {(each.record, each.field, line) for value in each.seen for line in value.split("\n")}
        for at, each in enumerate(self.typed):
            if each.record in erased:
                continue
            for line in filter(None, each.value.split("\n")):
                lost_line = (each.record, each.field, line) not in accounted
                assert at in self.doubtful or not lost_line, f"lost silently: {each}"

    def _opened(self, folder: Path, clock: MovedClock) -> Laptop:
        workspace = open_workspace(folder, PASSPHRASE, clock=clock)
        self._open.callback(workspace.close)
        return Laptop(workspace)

    def _admin(self) -> psycopg.Connection[Any]:
        office = self.firm.office
        return psycopg.connect(office.cluster.dsn(office.address.database), autocommit=True)


def _tables(admin: psycopg.Connection[Any]) -> list[str]:
    found = admin.execute("SELECT relname FROM pg_class WHERE relnamespace = 'crm'::regnamespace AND relkind = 'r'")
    return [name for (name,) in found.fetchall() if name not in _KEPT_TABLES]
