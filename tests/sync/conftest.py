"""A PostgreSQL of the tests' own, and databases that serve a workspace."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from psycopg import sql

from crm_desktop.sync.connection import Address
from crm_desktop.sync.parcel_devices import trust
from crm_desktop.sync.server.setup import Founder, set_up
from tests.conftest import MovedClock
from tests.sync.cluster import Cluster, binaries
from tests.sync.laptops import Firm, firm_of
from tests.sync.office import Office
from tests.sync.vans import NAMES, Van

_DATABASE = "office"
ANNA = "0000000000007000800000000000a11a"
_KEPT = ("meta", "table_meta", "field_meta", "member")


class Clerk(NamedTuple):
    """How a role that owns a database and is no superuser reaches it."""

    dsn: str


@pytest.fixture
def laptops(empty_workspace: Path, tmp_path: Path, clock: MovedClock) -> Iterator[list[Van]]:
    """Three laptops with one workspace, each of which took the cards of the others."""
    made: list[Van] = []
    for name in NAMES:
        shutil.copytree(empty_workspace, tmp_path / name / empty_workspace.name)
        made.append(Van(tmp_path / name / empty_workspace.name, name, clock))
    for here, there in permutations(made, 2):
        trust(here.journal, there.card())
    yield made
    for each in made:
        each.workspace.close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server with a database that serves a workspace."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    made = Cluster(programs)
    try:
        made.start()
        with closing(psycopg.connect(made.dsn(), autocommit=True)) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_DATABASE)))
        with psycopg.connect(made.dsn(_DATABASE)) as connection:
            set_up(connection, "Hartwell", Founder("anna", ANNA))
        yield made
    finally:
        made.remove()


def emptied_office(cluster: Cluster) -> Office:
    """Return the database without what a test before put into it."""
    _empty(cluster)
    return Office(cluster, Address(str(cluster.folder), cluster.port, _DATABASE, "anna"))


@pytest.fixture
def office(cluster: Cluster) -> Iterator[Office]:
    """A database that serves the workspace Hartwell, whose owner is Anna; others are added by the test."""
    made = emptied_office(cluster)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def firm(office: Office, empty_workspace: Path, tmp_path: Path) -> Iterator[Firm]:
    """An office whose laptops share one workspace; their clocks go right until a test moves them."""
    with firm_of(office, empty_workspace, tmp_path, MovedClock(datetime.now(UTC))) as made:
        yield made


@pytest.fixture
def clerk(cluster: Cluster) -> Iterator[Clerk]:
    """A server of its own, where a role that is no superuser owns an empty database and may create roles."""
    fresh = Cluster(cluster.programs)
    try:
        fresh.start()
        with closing(psycopg.connect(fresh.dsn(), autocommit=True)) as admin:
            admin.execute("CREATE ROLE clerk LOGIN CREATEROLE PASSWORD 'clerk'")
            admin.execute("CREATE DATABASE empty OWNER clerk")
        yield Clerk(fresh.dsn("empty", user="clerk", password="clerk"))
    finally:
        fresh.remove()


@pytest.fixture
def empty_database(cluster: Cluster) -> Iterator[str]:
    """The name of a database with nothing in it; logins that are made for it go with it."""
    name = "empty"
    _empty(cluster)
    with closing(psycopg.connect(cluster.dsn(), autocommit=True)) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield name
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            for login in _logins(admin):
                admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(login)))


def _logins(admin: psycopg.Connection) -> list[str]:
    found = admin.execute("SELECT rolname FROM pg_roles WHERE rolname !~ '^(pg_|crm_|postgres$|anna$)'")
    return [str(row[0]) for row in found.fetchall()]


def _empty(cluster: Cluster) -> None:
    """Take out what a test left: making a database anew takes longer than most tests."""
    with psycopg.connect(cluster.dsn(_DATABASE), autocommit=True) as admin:
        # whoever was killed may still be at it on the server
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        tables = admin.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'crm'::regnamespace AND relkind = 'r'"
        )
        for (name,) in tables.fetchall():
            if name not in _KEPT:
                admin.execute(sql.SQL("DELETE FROM crm.{}").format(sql.Identifier(name)))
        admin.execute("DELETE FROM crm.member WHERE role_name <> 'anna'")
        admin.execute(
            "UPDATE crm.member SET rights = 'owner', sees = 'all', active = true, file_bytes = 0, "
            "can_erase = true, teams = '{}'"
        )
        for name in _logins(admin):
            statement = "SET ROLE crm_admin; REVOKE CONNECT ON DATABASE {} FROM {}; RESET ROLE; DROP ROLE {}"
            role = sql.Identifier(name)
            admin.execute(sql.SQL(statement).format(sql.Identifier(_DATABASE), role, role))
