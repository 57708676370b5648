"""A server whose database was moved to another machine, or that serves twice: laptops notice by themselves."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.connection import Address
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.server.setup import Founder, set_up
from tests.conftest import MovedClock
from tests.sync.cluster import Cluster
from tests.sync.conftest import ANNA
from tests.sync.laptops import Firm, Laptop, firm_of
from tests.sync.office import Office

_DATABASE = "office"


@pytest.fixture
def new_machine(cluster: Cluster) -> Iterator[Cluster]:
    """Another server, with nothing on it yet."""
    made = Cluster(cluster.programs)
    try:
        made.start()
        yield made
    finally:
        made.remove()


def dump(source: Cluster) -> tuple[bytes, bytes]:
    """Return the roles and the database, as the manual has them backed up."""
    source.needs("pg_dumpall", "pg_dump", "psql", "pg_restore")
    to = ("-h", source.folder, "-p", str(source.port), "-U", "postgres")
    roles = subprocess.run(
        [source.programs / "pg_dumpall", *to, "--roles-only"], user=source.user, check=True, capture_output=True
    )
    rows = subprocess.run(
        [source.programs / "pg_dump", *to, "-Fc", _DATABASE], user=source.user, check=True, capture_output=True
    )
    return roles.stdout, rows.stdout


def load(target: Cluster, dumped: tuple[bytes, bytes]) -> None:
    """Restore what `dump` returned on a server that has nothing."""
    to = ("-h", target.folder, "-p", str(target.port), "-U", "postgres")
    roles, rows = dumped
    subprocess.run(
        [target.programs / "psql", *to, "-q", "postgres"],
        input=roles,
        user=target.user,
        check=True,
        capture_output=True,
    )
    subprocess.run(
        [target.programs / "pg_restore", *to, "-C", "-d", "postgres"],
        input=rows,
        user=target.user,
        check=True,
        capture_output=True,
    )


def lead(laptop: Laptop, to: Cluster) -> None:
    """Let the name of the server lead the laptop to `to`."""
    laptop.workspace.store.writer.execute(
        "UPDATE server SET dsn = json_set(dsn, '$.host', ?, '$.port', ?)", (str(to.folder), to.port)
    )


def spend_transactions(cluster: Cluster, count: int) -> None:
    with closing(psycopg.connect(cluster.dsn(), autocommit=True)) as admin:
        for _each in range(count):
            admin.execute("SELECT pg_current_xact_id()")


def test_a_database_that_was_moved_by_dump_serves_on_without_a_word(
    firm: Firm, cluster: Cluster, new_machine: Cluster
) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    dumped = dump(cluster)
    # what comes between the dump and the move is what only laptops still have
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    first.sync()
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    load(new_machine, dumped)
    # a cursor of the old server would be empty for ever here: its transactions are all in the past
    spend_transactions(new_machine, 3000)
    for laptop in (first, second):
        lead(laptop, new_machine)
    for laptop in (second, first, second, first):
        laptop.sync()
    assert first.hash == second.hash
    assert second.one("SELECT job_title || nickname FROM contact WHERE id = ?", dana) == "BuyerDan"
    edit_contact(first.journal, dana, {"department": "Kitchens"})
    first.sync()
    second.sync()
    assert second.one("SELECT department FROM contact WHERE id = ?", dana) == "Kitchens"
    assert second.hash == first.hash
    for laptop in (first, second):
        with laptop.workspace.reader() as reader:
            assert (unsent_count(reader), count_conflicts(reader)) == (0, 0)


def test_two_servers_of_one_workspace_that_laptops_mix_up_lose_nothing(
    firm: Firm, cluster: Cluster, new_machine: Cluster
) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    load(new_machine, dump(cluster))
    lead(second, new_machine)
    # each works with a server of its own for a while, and both go to and fro
    for number in range(3):
        ben = add_contact(first.journal, "person", {"name": f"Ben {number}"})
        edit_contact(first.journal, dana, {"job_title": f"Buyer {number}"})
        first.sync()
        edit_contact(first.journal, ben, {"job_title": "Cook"})
        add_contact(second.journal, "person", {"name": f"Eve {number}"})
        edit_contact(second.journal, dana, {"nickname": f"Dan {number}"})
        second.sync()
        lead(first, new_machine if number % 2 == 0 else cluster)
        lead(second, cluster if number % 2 == 0 else new_machine)
        firm.clock.move(minutes=1)
        first.sync()
        second.sync()
    for laptop in (first, second):
        lead(laptop, new_machine)
    for laptop in (first, second, first, second):
        laptop.sync()
    assert first.hash == second.hash
    assert first.one("SELECT count(*) FROM contact") == 7
    assert first.one("SELECT job_title || nickname FROM contact WHERE id = ?", dana) == "Buyer 2Dan 2"
    for laptop in (first, second):
        with laptop.workspace.reader() as reader:
            assert (unsent_count(reader), count_conflicts(reader)) == (0, 0)


@pytest.fixture
def lone_firm(new_machine: Cluster, empty_workspace: Path, tmp_path: Path) -> Iterator[Firm]:
    """A firm whose server runs alone on its machine, so that nothing else uses up transactions."""
    with closing(psycopg.connect(new_machine.dsn(), autocommit=True)) as admin:
        admin.execute(f"CREATE DATABASE {_DATABASE}")
    with psycopg.connect(new_machine.dsn(_DATABASE)) as connection:
        set_up(connection, "Hartwell", Founder("anna", ANNA))
    office = Office(new_machine, Address(str(new_machine.folder), new_machine.port, _DATABASE, "anna"))
    with firm_of(office, empty_workspace, tmp_path, MovedClock(datetime.now(UTC))) as made:
        yield made
    office.close()


def test_a_machine_that_was_set_back_hides_nothing_that_came_since(lone_firm: Firm, new_machine: Cluster) -> None:
    first, second = lone_firm.first(), lone_firm.another()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    for laptop in (first, second):
        laptop.sync()
    picture = new_machine.folder / "picture"
    new_machine.stop()
    subprocess.run(["cp", "-a", new_machine.folder / "data", picture], check=True)
    new_machine.start()
    # only greetings come: they use up transactions and leave nothing by which a machine that was set back is noticed
    second.sync()
    spend_transactions(new_machine, 10)
    second.sync()
    new_machine.stop()
    shutil.rmtree(new_machine.folder / "data")
    picture.rename(new_machine.folder / "data")
    new_machine.start()
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    first.sync()
    spend_transactions(new_machine, 40)
    second.sync()
    assert second.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"
    assert second.hash == first.hash
