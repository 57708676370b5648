"""What the tests of the server do with it: devices that push and pull by hand."""

import json
import time
import uuid
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import psycopg
from psycopg import sql

from crm_desktop.journal.clock import COUNTER_BITS
from crm_desktop.sync.connection import Address
from crm_desktop.sync.refusals import refusals
from crm_desktop.sync.wire import WIRE
from tests.sync.cluster import Cluster

CONTACT, POINT, DEAL, INTERACTION, PRODUCT, VIEW, SETTING = 1, 2, 12, 5, 8, 20, 21
NAME, JOB, NOTES, OWNER, REMOVED = 21, 28, 54, 1, 2
PASSWORD = "only for these tests"
Reply = dict[str, Any]


def new_record() -> str:
    """Return a record id in hexadecimal."""
    return uuid.uuid4().hex


class Device:
    """One laptop's connection: it keeps a site, a clock and the number of its last push."""

    def __init__(self, connection: psycopg.Connection, site: int) -> None:
        self.connection, self.site = connection, site
        self.pushed = 0
        self.cursor: str | None = None
        self.greeting = self.call("hello_v1", site, f"laptop {site}")
        self.epoch = self.greeting["epoch"]
        self._hlc = 0

    def call(self, function: str, *arguments: object) -> Any:
        """Call a server function and return what it answers."""
        marks = sql.SQL(", ").join([sql.Placeholder()] * len(arguments))
        with refusals():
            statement = sql.SQL("SELECT crm.{}({})").format(sql.Identifier(function), marks)
            row = self.connection.execute(statement, arguments).fetchone()
        return None if row is None else row[0]

    def stamp(self, ahead_ms: int = 0) -> int:
        """Return the next clock of this device."""
        self._hlc = max(self._hlc + 1, int(time.time() * 1000) + ahead_ms << COUNTER_BITS)
        return self._hlc

    def add(self, table: int, record: str, values: Mapping[int | str, object], hlc: int | None = None) -> Reply:
        """Push one new row."""
        at = hlc or self.stamp()
        return self.push([step(0, at)], [[table, record, at, 1, _keyed(values), {}, 0]])

    def write(
        self, table: int, record: str, field: int, value: object, base: Sequence[Any] | None, hlc: int | None = None
    ) -> tuple[Reply, list[int]]:
        """Push one value; return the answer and the clock of the value."""
        at = hlc or self.stamp()
        bases = {} if base is None else {str(field): list(base)}
        reply = self.push([step(0, at)], [[table, record, at, 2, {str(field): value}, bases, 0]])
        return reply, [at, self.site]

    def push(self, steps: Sequence[object], changes: Sequence[object], **other: Any) -> Reply:
        """Push a batch; `other` replaces what would be sent."""
        text = other.get("text") or json.dumps({"steps": steps, "changes": changes}, separators=(",", ":"))
        n = other.get("n", self.pushed + 1)
        reply: Reply = self.call(
            "push_v1",
            other.get("site", self.site),
            n,
            other.get("id", uuid.uuid4()),
            other.get("epoch", self.epoch),
            other.get("wire", WIRE),
            other.get("digest", sha256(text.encode()).digest()),
            text,
        )
        self.pushed = max(self.pushed, n)
        return reply

    def pull(self, lim: int = 5000, *, own: bool = False) -> Reply:
        """Pull everything that is new, all pages as one; `own`: but for what this device pushed."""
        self.connection.commit()
        whole: Reply = {}
        after = None
        self.connection.autocommit = False
        self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        while True:
            asked = (self.cursor, self.epoch, None, after and json.dumps(after), lim)
            page = self.call("pull_v1", *asked, self.site, self.pushed) if own else self.call("pull_v1", *asked)
            for name, value in page.items():
                whole[name] = [*whole.get(name, []), *value] if isinstance(value, list) and name != "after" else value
            after = page["after"]
            if after is None:
                break
        self.connection.commit()
        self.connection.isolation_level = None
        self.connection.autocommit = True
        self.cursor = whole["cursor"]
        return whole

    def rows(self, table: int = CONTACT) -> dict[str, Reply]:
        """Return the documents of a table that this device gets, by id."""
        return {row[1]: row[2] for row in self.page(table)}

    def page(self, table: int = CONTACT, after: str | None = None, lim: int = 5000) -> list[Any]:
        """Return the rows of a table that this device gets, those behind an id, as they travel."""
        return [row for row in self.lines(table, after, lim) if row[0] == table]

    def lines(self, table: int, after: str | None, lim: int) -> list[Any]:
        """Return the rows behind a place, and their steps, as they travel."""
        with refusals():
            found = self.connection.execute("SELECT crm.page_v1(%s, %s, %s)", (table, after, lim)).fetchall()
        return [json.loads(line) for (line,) in found]


class Office:
    """A database that serves a workspace, and the devices that are connected to it."""

    def __init__(self, cluster: Cluster, address: Address) -> None:
        self.cluster, self.address = cluster, address
        self._open: list[psycopg.Connection] = []
        self._sites = iter(range(1, 1000))

    @property
    def dsn(self) -> str:
        """How the superuser reaches the database."""
        return self.cluster.dsn(self.address.database)

    def admin(self) -> psycopg.Connection:
        """Return a connection of the superuser, which the office closes."""
        return self._kept(psycopg.connect(self.dsn, autocommit=True))

    def member(self, role: str, rights: str = "sales", sees: str = "all", *teams: str) -> str:
        """Add a member as Anna would, with PASSWORD; return the id of the member's record."""
        record = new_record()
        asker = self.as_role("anna")
        verifier = asker.pgconn.encrypt_password(PASSWORD.encode(), role.encode(), b"scram-sha-256").decode()
        with refusals():
            asker.execute(
                "SELECT crm.add_member_v1(%s, %s, %s, %s, %s::uuid[], %s)",
                (role, record, rights, sees, list(teams), verifier),
            )
        return record

    def login(self, role: str) -> psycopg.Connection:
        """Return a connection on which `role` logged in with PASSWORD."""
        return self._kept(
            psycopg.connect(self.cluster.dsn(self.address.database, user=role, password=PASSWORD), autocommit=True)
        )

    def device(self, role: str = "anna", site: int | None = None) -> Device:
        """Return a laptop of the member whose database role is `role`."""
        return Device(self.as_role(role), site or next(self._sites))

    def as_role(self, role: str) -> psycopg.Connection:
        """Return a connection on which the session is that of `role`, as if it had logged in."""
        connection = self._kept(psycopg.connect(self.dsn, autocommit=True))
        connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier(role)))
        return connection

    def close(self) -> None:
        """Close all connections."""
        for each in self._open:
            each.close()

    def _kept(self, connection: psycopg.Connection) -> psycopg.Connection:
        self._open.append(connection)
        return connection


def step(number: int, hlc: int, label: str = "Edit", undoes: Sequence[int] | None = None) -> list[object]:
    """Return a step as it travels."""
    return [number, hlc, hlc >> COUNTER_BITS, label, undoes, 1]


def _keyed(values: Mapping[int | str, object]) -> dict[str, object]:
    return {str(name): value for name, value in values.items()}
