"""A laptop that is killed in the middle of an exchange, and a server that is, lose nothing that was saved."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import IO

import psycopg

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import ServerRefused, ServerUnreachable
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE
from tests.sync.cluster import Cluster
from tests.sync.laptops import Firm, Laptop

_KILLS = 5
NICKNAME = "27"
# Edits one contact and exchanges, again and again; each edit is told once it is saved, and again once it was sent.
_WORK = """
import sys
from contextlib import suppress
from pathlib import Path
from crm_desktop.contacts.actions import edit_contact
from crm_desktop.errors import ServerRefused, ServerUnreachable
from crm_desktop.sync.exchange import sync_once
from crm_desktop.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]), sys.argv[2])
number = int(sys.argv[4])
while True:
    number += 1
    edit_contact(workspace.journal, bytes.fromhex(sys.argv[3]), {"nickname": str(number)})
    print("saved", number, flush=True)
    with suppress(ServerRefused, ServerUnreachable):
        sync_once(workspace)
        print("sent", number, flush=True)
"""


def test_a_laptop_that_is_killed_while_it_exchanges_loses_nothing(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    folder = first.workspace.folder
    first.workspace.close()
    dice, last = Random(3), 0
    for _kill in range(_KILLS):
        last = killed(folder, dana, last, dice)
        second.sync()
    again = Laptop(open_workspace(folder, PASSPHRASE))
    for laptop in (again, second):
        laptop.sync()
    assert again.hash == second.hash
    assert int(str(second.one("SELECT nickname FROM contact WHERE id = ?", dana))) >= last
    edits = "SELECT count(*) FROM change WHERE op = 2"
    assert again.one(edits) == second.one(edits)
    with again.workspace.reader() as reader:
        assert (unsent_count(reader), count_conflicts(reader)) == (0, 0)
    again.workspace.close()


def killed(folder: Path, dana: bytes, last: int, dice: Random) -> int:
    """Work on the workspace in a process that is killed at a random moment; return the last edit that it told."""
    with working(folder, dana, last) as told:
        told.wait()
        time.sleep(dice.uniform(0.02, 0.6))
    return told.last("saved", last)


class Told:
    """What a working process told so far."""

    def __init__(self, lines: IO[str]) -> None:
        self._lines: list[str] = []
        self._first = threading.Event()
        self._reading = threading.Thread(target=self._read, args=(lines,))
        self._reading.start()

    def wait(self) -> None:
        """Wait until something was told."""
        assert self._first.wait(60)

    def ended(self) -> None:
        """Wait until all was heard of a process that has ended."""
        self._reading.join()

    def last(self, word: str, otherwise: int = 0) -> int:
        """Return the last number that was told with `word`."""
        return max([otherwise, *(int(each.split()[1]) for each in list(self._lines) if each.startswith(f"{word} "))])

    def _read(self, lines: IO[str]) -> None:
        for line in lines:
            self._lines.append(line)
            self._first.set()


@contextmanager
def working(folder: Path, dana: bytes, last: int) -> Iterator[Told]:
    """Work on the workspace in another process meanwhile, which is killed at the end."""
    program = [sys.executable, "-c", _WORK, str(folder), PASSPHRASE, dana.hex(), str(last)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = Told(process.stdout)
        try:
            yield told
            assert process.poll() is None
        finally:
            process.kill()
            told.ended()


def test_a_server_that_is_killed_at_any_moment_loses_nothing_that_it_answered(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    folder, cluster = first.workspace.folder, firm.office.cluster
    first.workspace.close()
    dice = Random(4)
    with working(folder, dana, 0) as told:
        for _kill in range(_KILLS):
            before = told.last("sent")
            while told.last("sent") == before:
                time.sleep(0.01)
            time.sleep(dice.uniform(0.0, 0.4))
            cluster.kill()
            sent = told.last("sent")
            cluster.start()
            assert nickname_on(cluster, dana) >= sent
    saved = told.last("saved")
    again = Laptop(open_workspace(folder, PASSPHRASE))
    for laptop in (again, second, again):
        laptop.sync()
    assert again.hash == second.hash
    edits = second.one("SELECT count(*) FROM change WHERE op = 2")
    assert isinstance(edits, int)
    assert saved <= edits <= saved + 1
    assert edits == again.one("SELECT count(*) FROM change WHERE op = 2")
    assert second.one("SELECT nickname FROM contact WHERE id = ?", dana) == str(edits)
    with again.workspace.reader() as reader:
        assert (unsent_count(reader), count_conflicts(reader)) == (0, 0)
    again.workspace.close()


def nickname_on(cluster: Cluster, dana: bytes) -> int:
    with psycopg.connect(cluster.dsn("office")) as admin:
        row = admin.execute("SELECT doc ->> %s FROM crm.row WHERE id = %s", (NICKNAME, dana.hex())).fetchone()
    return int(row[0] or 0) if row is not None else 0


def test_a_server_that_is_killed_and_comes_back_loses_nothing(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    cluster = firm.office.cluster
    for number in range(3):
        edit_contact(first.journal, dana, {"nickname": str(number)})
        first.sync()
        edit_contact(first.journal, dana, {"job_title": str(number)})
        cluster.stop("immediate")
        try:
            first.sync()
        except (ServerUnreachable, ServerRefused):
            with first.workspace.reader() as reader:
                assert unsent_count(reader) == 1
        else:
            raise AssertionError("the server was gone")
        cluster.start()
    for laptop in (first, second):
        laptop.sync()
    assert first.hash == second.hash
    assert second.one("SELECT nickname || job_title FROM contact WHERE id = ?", dana) == "22"
