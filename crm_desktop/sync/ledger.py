"""The ledger of erasures, kept outside of the encrypted file so that no older backup brings anybody back.

It holds nothing but fingerprints of ids. It lies on this computer, for every copy of the workspace that is opened here,
and beside the backups, for whoever restores one of them elsewhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from platformdirs import user_state_path

from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.program import PROGRAM
from crm_desktop.schema.catalogue import SHARED
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.store.workspace_settings import backup_folder
from crm_desktop.sync.erasing import PURGE_DUE, Erased, drop_contents, erase
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.durable import replace_durably
from crm_desktop.words import ngettext

SUFFIX = ".erased"
# How often the file is begun anew where somebody saved meanwhile; after that it waits for a quiet moment.
_TRIES = 3
# Files up to this size are written anew in a third of a second.
AT_ONCE_BYTES = 32 << 20
_APPLIED = "ledger_applied"


def local_ledger() -> Path:
    """Return where this computer keeps its ledgers, whatever workspace they are of."""
    return user_state_path(PROGRAM, appauthor=False) / "erasures"


def ledger_folders(reader: Connection, folder: Path) -> list[Path]:
    """Return where the ledger of the workspace in `folder` is kept."""
    return [local_ledger(), backup_folder(reader, folder)]


def note_erasures(reader: Connection, folders: Iterable[Path]) -> None:
    """Write what is erased in the file into the ledger; a folder that is not there now gets it another time."""
    name = _name(reader)
    marks = {_mark(row[0]) for row in reader.execute("SELECT id FROM erased")}
    if name is None or not marks:
        return
    for folder in folders:
        known = _read(folder / name)
        if not marks <= known:
            try:
                _write(folder / name, known | marks)
            except OSError:
                continue


def erase_again(journal: Journal, folders: Sequence[Path]) -> int:
    """Erase what the ledger holds and the file shows, because it is older; return how many records that were."""
    with journal.store.reader() as reader:
        name = _name(reader)
        marks = set[str]() if name is None else set().union(*(_read(folder / name) for folder in folders))
        state = _mark("".join(sorted(marks)).encode())
        if not marks or local_value(reader, _APPLIED) == state:
            return 0
        back = [each for each in _records(reader) if _mark(each.record) in marks]
    with journal.receiving() as incoming:
        count = erase(incoming, back, milliseconds(journal.clock()))
        set_local_value(incoming.connection, _APPLIED, state)
    with journal.store.writing:
        # what was erased must not stay in the log beside the file
        journal.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return count


def settle_erasures(journal: Journal, files: FileStore, progress: Progress | None = None) -> bool:
    """After something was erased: write it into the ledger, drop the contents that were kept with it, purge the files.

    Others save meanwhile. Return whether all is done: where that is stopped half-way, or somebody saves all the time,
    it is to be done again, for which `is_purge_due` tells.
    """
    with journal.store.reader() as reader:
        note_erasures(reader, ledger_folders(reader, files.path.parent))
    drop_contents(journal, files)
    with journal.store.rewriting:
        with journal.store.reader() as reader:
            due = local_value(reader, PURGE_DUE)
        return not due or _purged(journal, files, due, progress)


def settle_soon(journal: Journal, files: FileStore) -> bool:
    """Settle erasures as `settle_erasures` does, but leave a large file to whoever finishes that later.

    Return whether all is done.
    """
    if journal.store.path.stat().st_size <= AT_ONCE_BYTES:
        return settle_erasures(journal, files)
    with journal.store.reader() as reader:
        note_erasures(reader, ledger_folders(reader, files.path.parent))
        due = is_purge_due(reader)
    drop_contents(journal, files)
    return not due


def _purged(journal: Journal, files: FileStore, due: str, progress: Progress | None) -> bool:
    if not files.purge(progress):
        return False
    if not any(journal.purge(progress) for _try in range(_TRIES)):
        return False
    with journal.bookkeeping() as connection:
        if local_value(connection, PURGE_DUE) == due:
            set_local_value(connection, PURGE_DUE, "")
    return True


def is_purge_due(reader: Connection) -> bool:
    """Tell whether something was erased, and the file still may hold what is left of it."""
    return bool(local_value(reader, PURGE_DUE))


def erased_again_words(count: int) -> str:
    """Return what is told where `count` records of a backup had been erased since."""
    return ngettext(
        "{n} record that was erased since the backup was made has been erased again.",
        "{n} records that were erased since the backup was made have been erased again.",
        count,
    ).format(n=count)


def last_erasure_ms(reader: Connection) -> int | None:
    """Return when something was last erased, None where nothing ever was."""
    latest = reader.execute("SELECT max(at) FROM erased").fetchone()[0]
    return None if latest is None else int(latest)


def _records(reader: Connection) -> Iterator[Erased]:
    for table in SHARED:
        for (record,) in reader.execute(f"SELECT id FROM {table.name}"):
            yield Erased(table.number, record)


def _name(reader: Connection) -> str | None:
    """Return what the ledger of this workspace is called: by its founder's id, which is in all of its backups.

    The founder came first; by their ids others may be older, as those of every sample workspace are, who are the same.
    """
    founder = reader.execute("SELECT id FROM member ORDER BY rid LIMIT 1").fetchone()
    return None if founder is None else f"{_mark(b'ledger' + founder[0])}{SUFFIX}"


def _mark(text: bytes) -> str:
    return sha256(text).hexdigest()[:32]


def _read(path: Path) -> set[str]:
    try:
        return set(path.read_text("ascii").split())
    except (OSError, ValueError):
        return set()


def _write(path: Path, marks: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text("\n".join([*sorted(marks), ""]), "ascii")
    replace_durably(fresh, path)
