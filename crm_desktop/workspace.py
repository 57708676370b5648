"""The one place where the core is put together: create, open and close a workspace."""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from crm_desktop.activities.rollup import CONTACT_ROLLUP
from crm_desktop.contacts.match_schema import MATCHES
from crm_desktop.errors import CrmError, NotAWorkspace, OlderWorkspace
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import Clock, system_clock
from crm_desktop.journal.journal import Journal, Listener
from crm_desktop.journal.transaction import Commit, Transaction
from crm_desktop.journal.undo import redo_last, undo_last
from crm_desktop.pipeline.standard import add_standard_pipeline
from crm_desktop.schema.forms import Place
from crm_desktop.schema.ours import CUSTOM_FIELD, UNNAMED_MEMBER
from crm_desktop.search.index import SEARCH_INDEX, SEARCH_TERMS
from crm_desktop.settings import SETTINGS, Scope
from crm_desktop.store.derived import make_derived, stale_derived
from crm_desktop.store.file_store import FILES, FileStore
from crm_desktop.store.migrations import HEAD, check_known, migrate, schema_version
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.own_indexes import OWN_INDEXES
from crm_desktop.store.same_numbers import SAME_NUMBERS
from crm_desktop.store.sites import local_value, mute, set_local_value
from crm_desktop.store.store import Store
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.sync.copies import keep_copies_apart
from crm_desktop.sync.inbox import INBOX
from crm_desktop.sync.ledger import erase_again, is_purge_due, ledger_folders, settle_erasures, settle_soon
from crm_desktop.vault.argon import Argon
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.lock import WorkspaceLock
from crm_desktop.vault.rekey import finish_replacing
from crm_desktop.vault.replacing import finish_restore
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.slots import create_keys, open_with_passphrase, open_with_recovery_key
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.vault.strength import check_strength
from crm_desktop.words import _

DERIVED = (CONTACT_ROLLUP, SEARCH_INDEX, SEARCH_TERMS, MATCHES, OWN_INDEXES, INBOX, SAME_NUMBERS)
DATABASE = "crm.db"
SUFFIX = ".crm"
KEY_MADE = "recovery_key_made"
PASSPHRASE_CHANGED = "passphrase_changed"


class Workspace:
    """An open workspace: reads through `reader()`, writes through `journal`, keeps attachments' bytes in `files`.

    `kinds` are its kinds of record.
    """

    def __init__(self, folder: Path, secret: bytes, store: Store, lock: WorkspaceLock | None, clock: Clock) -> None:
        self.folder = folder
        self.secret = secret
        self.store = store
        self.files = FileStore(folder, raw_key(secret, FILES), read_only=store.read_only)
        self.files.elsewhere = self._content_elsewhere
        self._lock = lock
        with store.reader() as reader:
            self.name = setting_value(reader, "name") or folder.stem
            self.place = _place(reader, clock)
            self.member_name = _member_name(reader, self.place.member)
            self.kinds = workspace_kinds(reader)
        store.now = lambda: clock().astimezone(self.place.zone)
        self.journal = Journal(store, DERIVED, clock, self.place)
        self.journal.on_commit(self._take_up_fields)
        self.journal.member = self.place.member
        # what a ledger outside of the file says was erased, and this older file still showed
        self.erased_again = 0

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed through this opening."""
        return self.store.read_only

    def reread(self) -> None:
        """Take up name, place and user where settings were changed since the workspace was opened."""
        with self.store.reader() as reader:
            self.name = setting_value(reader, "name") or self.folder.stem
            self.place = _place(reader, self.journal.clock)
            self.member_name = _member_name(reader, self.place.member)
            self.kinds = workspace_kinds(reader)
        self.journal.place = self.place

    def act_as(self, member: bytes | None) -> None:
        """Write and ask as `member` from now on."""
        self.place = self.place._replace(member=member)
        self.journal.place, self.journal.member = self.place, member

    def _take_up_fields(self, commit: Commit) -> None:
        # Whoever hears of a commit after this finds the own fields as they are now.
        if CUSTOM_FIELD.name in commit.touched:
            with self.store.reader() as reader:
                self.kinds = workspace_kinds(reader)

    def _content_elsewhere(self, content: bytes) -> Iterator[bytes]:
        """Yield the chunks of `content` from the server that the workspace shares with; raises MissingContent."""
        # the driver of the server is needed by few workspaces
        from crm_desktop.sync.contents import content_from_server

        return content_from_server(self, content)

    def reader(self) -> AbstractContextManager[Connection]:
        """Lend a read-only connection for the length of a block."""
        return self.store.reader()

    def on_commit(self, listener: Listener) -> None:
        """Call `listener` after each commit, in the thread that wrote."""
        self.journal.on_commit(listener)

    def undo_last(self) -> str | None:
        """Take back the last step that stands; return its label, or None when there is none."""
        undone = undo_last(self.journal)
        return None if undone is None else undone.label

    def redo_last(self) -> str | None:
        """Do again what was undone last; return its label, or None when there is none."""
        redone = redo_last(self.journal)
        return None if redone is None else redone.label

    @property
    def has_erasures_due(self) -> bool:
        """Whether something was erased, and the file still may hold what is left of it."""
        with self.reader() as reader:
            return is_purge_due(reader)

    def finish_erasures(self, progress: Progress | None = None) -> bool:
        """Leave nothing of what was erased in the files, while others save; return whether that is done."""
        return settle_erasures(self.journal, self.files, progress)

    def _finish_small_erasures(self) -> None:
        """Finish what takes no time that one notices, when the file is opened or closed."""
        if self.has_erasures_due:
            settle_soon(self.journal, self.files)

    def close_files(self) -> None:
        """Close both files; the lock is kept."""
        self.files.close()
        self.store.close()

    def close(self) -> None:
        """Close the files and give the lock back."""
        if not (self.read_only or self.store.closed):
            # what cannot be done now is done at the next opening
            with suppress(CrmError):
                self._finish_small_erasures()
        self.close_files()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def create_workspace(
    folder: Path,
    passphrase: str,
    settings: Mapping[str, str] | None = None,
    *,
    member: str = "",
    clock: Clock = system_clock,
    argon: Argon | None = None,
) -> Workspace:
    """Create the workspace `folder` and open it; its `secret` is what the recovery kit is printed from.

    Raises WeakPassphrase, and CrmError when something is there already or the place cannot be written.
    """
    if folder.suffix != SUFFIX:
        raise CrmError(
            _("A workspace is a folder whose name ends in .crm, such as {name}.crm.").format(name=folder.name)
        )
    check_strength(passphrase, [folder.stem, member])
    _make_folder(folder)
    lock = WorkspaceLock(folder)
    lock.acquire()
    secret = new_secret()
    connection = connect(folder / DATABASE, raw_key(secret), create=True)
    # SQLAlchemy costs 0.2 s, which opening a workspace need not pay
    from crm_desktop.store.creation import create_tables

    create_tables(connection, DERIVED)
    connection.close()
    create_keys(folder, passphrase, secret, argon=argon)
    workspace = Workspace(folder, secret, Store(folder / DATABASE, raw_key(secret)), lock, clock)
    _seed(workspace.journal, {"name": folder.stem, **(settings or {})}, member)
    for made in (KEY_MADE, PASSPHRASE_CHANGED):
        set_local_value(workspace.store.writer, made, clock().isoformat())
    workspace.close()
    return opened_with(folder, secret, clock=clock)


def open_workspace(
    folder: Path,
    passphrase: str | None = None,
    *,
    recovery_key: str | None = None,
    read_only: bool = False,
    clock: Clock = system_clock,
) -> Workspace:
    """Open the workspace `folder` with its passphrase or its recovery key.

    Raises WrongPassphrase, WrongRecoveryKey, DamagedWorkspace, NotAWorkspace, NewerWorkspace, WorkspaceOpenElsewhere.
    """
    if not (folder / DATABASE).is_file():
        # a power cut may have stopped a restore between its two renames
        finish_restore(folder)
    if not (folder / DATABASE).is_file():
        raise NotAWorkspace(
            _("{path} is not a workspace: it holds no {file}. Choose a folder that ends in .crm.").format(
                path=folder, file=DATABASE
            )
        )
    with _locked(folder, when=not read_only) as lock:
        if recovery_key is not None:
            secret = open_with_recovery_key(folder, recovery_key)
        else:
            secret = open_with_passphrase(folder, passphrase or "")
        return _opened(folder, secret, lock, clock, read_only=read_only)


def opened_with(folder: Path, secret: bytes, *, read_only: bool = False, clock: Clock = system_clock) -> Workspace:
    """Open the workspace `folder` with its recovery `secret`, which was unlocked before."""
    with _locked(folder, when=not read_only) as lock:
        return _opened(folder, secret, lock, clock, read_only=read_only)


def _opened(folder: Path, secret: bytes, lock: WorkspaceLock | None, clock: Clock, *, read_only: bool) -> Workspace:
    """Return the open workspace, from which is gone what was erased while this file lay elsewhere."""
    opened = Workspace(folder, secret, _current_store(folder, secret, read_only=read_only, clock=clock), lock, clock)
    if not read_only:
        with opened.reader() as reader:
            folders = ledger_folders(reader, folder)
        opened.erased_again = erase_again(opened.journal, folders)
        opened._finish_small_erasures()
    return opened


@contextmanager
def _locked(folder: Path, *, when: bool) -> Iterator[WorkspaceLock | None]:
    """Take the lock for a workspace that the block opens; where the block fails it is given back."""
    if not when:
        yield None
        return
    lock = WorkspaceLock(folder)
    lock.acquire()
    try:
        # a power cut may have stopped a change of the recovery key
        finish_replacing(folder)
        yield lock
    except BaseException:
        lock.release()
        raise


def _current_store(folder: Path, secret: bytes, *, read_only: bool, clock: Clock) -> Store:
    """Open the file, after bringing it to the newest schema where it is older."""
    key = raw_key(secret)
    path = folder / DATABASE
    store = Store(path, key, read_only=read_only)
    with store.reader() as reader:
        version = schema_version(reader)
        stale = version == HEAD and stale_derived(reader, DERIVED)
    if version == HEAD and not stale:
        if not read_only:
            with store.writing:
                keep_copies_apart(store.writer, folder)
        return store
    store.close()
    check_known(version)
    if read_only:
        raise OlderWorkspace(
            _("This workspace is of an older version. Open it for writing once, so that it is brought up to date.")
        )
    if version != HEAD:
        _back_up_first(folder, secret, clock)
        migrate(path, key, DERIVED)
    store = Store(path, key)
    if version != HEAD:
        _promote(store)
    if stale:
        store.writer.execute("BEGIN IMMEDIATE")
        make_derived(store.writer, DERIVED)
        store.writer.execute("COMMIT")
    keep_copies_apart(store.writer, folder)
    return store


def _promote(store: Store) -> None:
    """Put in its place what a newer program had sent before this one was brought up to date."""
    # it is needed once for each new version
    from crm_desktop.sync.promotion import promote_unknown

    connection = store.writer
    connection.execute("BEGIN IMMEDIATE")
    mute(connection)
    if promote_unknown(connection):
        connection.execute("DELETE FROM derived")
        make_derived(connection, DERIVED)
    connection.execute("UPDATE ctx SET apply = 0")
    connection.execute("COMMIT")


def _back_up_first(folder: Path, secret: bytes, clock: Clock) -> None:
    """Make a verified backup of a file that is about to be brought to a newer schema."""
    # The backup's parts are not needed where nothing has to be migrated.
    from crm_desktop.vault.backup import back_up

    store = Store(folder / DATABASE, raw_key(secret))
    try:
        back_up(store.writer, folder, secret, folder / "backups", clock(), Progress())
    finally:
        store.close()


def _make_folder(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise CrmError(_("{path} exists already. Choose another name or place.").format(path=folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "backups").mkdir(exist_ok=True)
    except OSError as error:
        raise CrmError(
            _("The workspace could not be made at {path}: {reason}. Choose a place you may write to.").format(
                path=folder, reason=error.strerror
            )
        ) from error


def _seed(journal: Journal, settings: Mapping[str, str], member: str) -> None:
    with journal.transaction(_("Create workspace")) as tx:
        for declared in SETTINGS:
            if declared.name in settings:
                _keep_setting(tx, declared.scope, declared.name, settings[declared.name])
        own = tx.insert("member", {"name": member or _(UNNAMED_MEMBER), "role": "owner"})
        set_local_value(tx.connection, "member", own.hex())
        add_standard_pipeline(tx)


def _keep_setting(tx: Transaction, scope: Scope, name: str, value: str) -> None:
    if scope is Scope.DEVICE:
        set_local_value(tx.connection, f"setting.{name}", value)
    else:
        tx.insert("setting", {"name": name, "value": json.dumps(value)})


def _member_name(reader: Connection, member: bytes | None) -> str:
    row = reader.execute("SELECT name FROM member WHERE id = ?", (member,)).fetchone()
    return "" if row is None else str(row[0])


def _place(reader: Connection, clock: Clock) -> Place:
    member = local_value(reader, "member")
    return Place(
        language=setting_value(reader, "language"),
        region=setting_value(reader, "region"),
        currency=setting_value(reader, "currency"),
        zone=ZoneInfo(setting_value(reader, "zone")),
        clock=clock,
        member=None if member is None else bytes.fromhex(member),
    )
