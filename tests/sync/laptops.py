"""Laptops with real encrypted workspaces that share through a real PostgreSQL."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from crm_desktop.store.content_hash import content_hash
from crm_desktop.sync.connection import Address
from crm_desktop.sync.exchange import Synced, sync_once
from crm_desktop.sync.joining import bind_owner, join, workspace_id
from crm_desktop.sync.renaming import become_another
from crm_desktop.sync.server.setup import Founder, make_login
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.sync.office import Office

PASSWORD = "only for these tests"


class Laptop:
    """One open workspace on a computer of its own."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.journal = workspace.journal

    def sync(self) -> Synced:
        """Send and take in once."""
        return sync_once(self.workspace)

    @property
    def hash(self) -> str:
        """The fingerprint of what it holds."""
        with self.workspace.reader() as reader:
            return content_hash(reader).all

    def one(self, query: str, *values: object) -> object:
        """Return the first column of the first row of `query`."""
        with self.workspace.reader() as reader:
            row = reader.execute(query, values).fetchone()
        return None if row is None else row[0]


class Firm:
    """The office and its laptops; the first belongs to Anna, who owns the workspace."""

    def __init__(self, office: Office, template: Path, folder: Path, clock: MovedClock) -> None:
        self.office, self.clock = office, clock
        self._template, self._folder = template, folder
        self._open = ExitStack()
        self._count = 0

    def first(self) -> Laptop:
        """Return Anna's laptop, whose workspace the server was prepared for."""
        return self.prepare(self._laptop())

    def prepare(self, made: Laptop) -> Laptop:
        """Let the server be that of the workspace of `made`, as Anna's; return the laptop."""
        workspace, member = workspace_id(made.journal), made.one("SELECT id FROM member")
        assert isinstance(member, bytes)
        with psycopg.connect(self.office.dsn, autocommit=True) as admin:
            admin.execute("UPDATE crm.meta SET workspace = %s", (workspace,))
            admin.execute("UPDATE crm.member SET id = %s WHERE role_name = 'anna'", (member.hex(),))
            admin.execute(sql.SQL("ALTER ROLE anna PASSWORD {}").format(sql.Literal(PASSWORD)))
        bind_owner(made.journal, self.address("anna", PASSWORD))
        return made

    def another(self, role: str = "anna", password: str = PASSWORD) -> Laptop:
        """Return a new laptop that joins as `role`; the first exchange downloads everything."""
        made = self._laptop()
        join(made.journal, self.address(role, password))
        return made

    def unbound(self) -> Laptop:
        """Return a laptop with a new workspace that shares with nobody."""
        return self._laptop()

    def add_member(self, role: str, record: bytes, rights: str = "sales") -> str:
        """Make the login of a member who sees all, and return its password."""
        with psycopg.connect(self.office.dsn) as admin:
            return make_login(admin, Founder(role, record.hex()), rights)

    def address(self, role: str, password: str) -> Address:
        """Return how `role` reaches the server."""
        return self.office.address._replace(user=role, password=password)

    def close(self) -> None:
        """Close all laptops."""
        self._open.close()

    def _laptop(self) -> Laptop:
        self._count += 1
        folder = self._folder / f"{self._count}" / self._template.name
        shutil.copytree(self._template, folder)
        workspace = open_workspace(folder, PASSPHRASE, clock=self.clock)
        self._open.callback(workspace.close)
        with workspace.journal.bookkeeping() as connection:
            become_another(connection)
        return Laptop(workspace)


@contextmanager
def firm_of(office: Office, template: Path, folder: Path, clock: MovedClock) -> Iterator[Firm]:
    """Lend a firm whose laptops are closed at the end."""
    made = Firm(office, template, folder, clock)
    try:
        yield made
    finally:
        made.close()
