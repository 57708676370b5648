"""Whether this file is still the copy that was opened here last: a nonce kept outside of it tells.

Two copies that write under one site number could not be told apart. A file that was copied to another computer or into
another folder, with or without what is kept outside, takes a new number before it writes anything.
"""

import json
import secrets
import sys
import uuid
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_state_path

from crm_desktop.program import PROGRAM
from crm_desktop.store.sites import COPY_NONCE, local_value, own_site, set_local_value, take_new_site
from crm_desktop.sync.renaming import become_another
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.durable import replace_durably

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


class _Note(NamedTuple):
    """What is kept outside of the file, under its site number: the nonce, where the file lay, and on which computer."""

    nonce: str
    folder: str
    machine: str


def notes_folder() -> Path:
    """Return where this computer keeps what it knows of copies; nothing there tells what is in them."""
    return user_state_path(PROGRAM, appauthor=False) / "copies"


def keep_copies_apart(connection: Connection, folder: Path) -> bool:
    """Make the file that was opened in `folder` a copy of its own where it is not the one that is known here.

    Returns whether it was. Nothing of what waits to be sent is lost: it is sent as that of the new copy.
    """
    inside, site = local_value(connection, COPY_NONCE), own_site(connection)
    here = _Note(inside or secrets.token_hex(16), str(folder.resolve()), _machine())
    known = _read(site)
    if inside is not None and known == here:
        return False
    another = inside is not None and (known is None or _is_other(known, here))
    connection.execute("BEGIN IMMEDIATE")
    try:
        if another:
            be_another_copy(connection)
            here = here._replace(nonce=secrets.token_hex(16))
        # outside first: a note of a number that no file has harms nobody
        _write(own_site(connection), here)
        set_local_value(connection, COPY_NONCE, here.nonce)
        connection.execute("COMMIT")
    except OSError:
        # where nothing can be kept outside, the server still notices copies
        connection.execute("ROLLBACK")
        return False
    return another


def be_another_copy(connection: Connection) -> None:
    """Tell the edits of this file apart, from now on, from those of the file that it was made from."""
    # asked here: what knows of servers loads their driver, which opening a workspace need not wait for
    if connection.execute("SELECT 1 FROM server").fetchone() is not None:
        # what waits to be sent is sent as that of the new copy
        become_another(connection)
    else:
        # with no server the steps keep the names by which parcels know them
        take_new_site(connection)


def _is_other(known: _Note, here: _Note) -> bool:
    """Tell whether the file that is known lies elsewhere; one that is not there any more was moved."""
    if (known.nonce, known.machine) != (here.nonce, here.machine):
        return True
    return known.folder != here.folder and Path(known.folder).is_dir()


def _read(site: int) -> _Note | None:
    try:
        kept = json.loads((notes_folder() / f"{site}.json").read_text("utf-8"))
        return _Note(*(str(kept[name]) for name in _Note._fields))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(site: int, note: _Note) -> None:
    folder = notes_folder()
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{site}.new"
    fresh.write_text(json.dumps(note._asdict()), "utf-8")
    replace_durably(fresh, folder / f"{site}.json")


def _machine() -> str:
    """Return what tells this computer from others, and nothing else of it."""
    return sha256(f"{PROGRAM} {_machine_id()}".encode()).hexdigest()[:32]


def _machine_id() -> str:
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for path in _MACHINE_IDS:
        if path.is_file():
            return path.read_text("ascii").strip()
    return str(uuid.getnode())
