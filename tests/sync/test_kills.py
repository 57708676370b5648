"""A laptop that is killed in the middle of an exchange, and a server that is, lose nothing that was saved."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import ServerRefused, ServerUnreachable
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE
from tests.sync.laptops import Firm, Laptop

_KILLS = 5
# Edits one contact and exchanges, again and again; each edit is told once it is saved.
_WORK = """
import sys
from pathlib import Path
from crm_desktop.contacts.actions import edit_contact
from crm_desktop.sync.exchange import sync_once
from crm_desktop.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]), sys.argv[2])
number = int(sys.argv[4])
while True:
    number += 1
    edit_contact(workspace.journal, bytes.fromhex(sys.argv[3]), {"nickname": str(number)})
    print(number, flush=True)
    sync_once(workspace)
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
    program = [sys.executable, "-c", _WORK, str(folder), PASSPHRASE, dana.hex(), str(last)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline()]
        time.sleep(dice.uniform(0.02, 0.6))
        process.kill()
        told += process.stdout.readlines()
    return max([last, *(int(each) for each in told if each.strip())])


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
