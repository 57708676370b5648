"""Erasing a contact for ever: the one act that cannot be taken back."""

from typing import NamedTuple, Protocol

from crm_desktop.errors import InvalidField, UnknownRecord
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.remark import remark
from crm_desktop.privacy.going import all_going, going
from crm_desktop.privacy.rights import check_may_erase
from crm_desktop.store.file_store import FileStore
from crm_desktop.sync.binding import is_bound
from crm_desktop.sync.erasing import erase
from crm_desktop.sync.erasures import call_back_erased, want_erased
from crm_desktop.sync.ledger import ledger_folders, note_erasures, settle_erasures
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

LONGEST_REASON = 2000
_LEAST_LETTERS = 3


class Erasable(Protocol):
    """What erasing needs of an open workspace."""

    @property
    def journal(self) -> Journal:
        """The write path of the workspace."""
        ...

    @property
    def files(self) -> FileStore:
        """The contents of the workspace's attachments."""
        ...


class Erasure(NamedTuple):
    """What was done: how many records are gone, and whether a server is still to be told.

    `settled` says that nothing of them is left in the files; else that is done when the workspace is next left alone.
    """

    records: int
    waits: bool
    settled: bool = False


def erase_contact(file: Erasable, contact: bytes, reason: str, *, progress: Progress | None = None) -> Erasure:
    """Erase `contact` as `erase_rows` does, and leave nothing of it in the files; others save meanwhile."""
    done = erase_rows(file, contact, reason)
    return done._replace(settled=settle_erasures(file.journal, file.files, progress))


def erase_rows(file: Erasable, contact: bytes, reason: str) -> Erasure:
    """Erase `contact` for ever, with all that belongs to it or is about it alone, because of `reason`.

    The history keeps that it was done, when and by whom. It needs no server: one that is shared with is told at the
    next exchange. What may be left of it in the rest of pages is left to whoever settles erasures. Raises
    UnknownRecord, MayNotErase, and InvalidField for a reason that is none or names the contact; nothing is done then.
    """
    journal = file.journal
    now_ms = milliseconds(journal.clock())
    with journal.receiving() as incoming:
        connection = incoming.connection
        company = _checked(connection, contact, reason, journal.member)
        wanted, gone = going(connection, contact), all_going(connection, contact)
        call_back_erased(connection, gone)
        count = erase(incoming, wanted, now_ms)
        waits = is_bound(connection)
        if waits:
            want_erased(connection, wanted, reason.strip(), now_ms)
        label = _("Erase a company for ever") if company else _("Erase a person for ever")
        remark(connection, label, journal.member, now_ms)
    with journal.store.reader() as reader:
        note_erasures(reader, ledger_folders(reader, file.files.path.parent))
    return Erasure(count, waits)


def _checked(connection: Connection, contact: bytes, reason: str, member: bytes | None) -> bool:
    """Return whether the contact is a company, after looking at all that speaks against erasing it."""
    row = connection.execute("SELECT name, kind FROM contact WHERE id = ?", (contact,)).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no such contact here. It may have been erased."))
    check_may_erase(connection, member)
    if not reason.strip():
        raise InvalidField("reason", _("Say why: it is all that stays."))
    if len(reason) > LONGEST_REASON:
        raise InvalidField("reason", _("The reason is too long. Say it in a sentence."))
    words = {each for each in fold(str(row[0] or "")).split() if len(each) >= _LEAST_LETTERS}
    if words & set(fold(reason).split()):
        raise InvalidField("reason", _("The reason stays, so it may not name the contact."))
    return bool(row[1] == "company")
