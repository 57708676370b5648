"""What an exchange failed of, in kinds: the headline is said by the kind, the reason stands below it."""

from enum import StrEnum

from crm_desktop.errors import (
    ClockAhead,
    CrmError,
    NoMember,
    OtherWire,
    OtherWorkspace,
    ProgramTooOld,
    ServerBusy,
    ServerFull,
    ServerReadOnly,
    ServerRefused,
    ServerTooOld,
    ServerUnreachable,
    UnprovenServer,
    UnsafeServer,
    WrongPassword,
)
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _

# Which kind the last exchange failed of; empty where it went well.
_TROUBLE = "sync_trouble"


class Trouble(StrEnum):
    """Of which kind it is that an exchange failed."""

    UNREACHED = "unreached"
    BUSY = "busy"
    PASSWORD = "password"
    MEMBER = "member"
    UNPROVEN = "unproven"
    UNSAFE = "unsafe"
    DATABASE = "database"
    OLD_PROGRAM = "old_program"
    OLD_SERVER = "old_server"
    VERSIONS = "versions"
    READ_ONLY = "read_only"
    FULL = "full"
    CLOCK = "clock"
    REFUSED = "refused"
    HERE = "here"

    @property
    def words(self) -> str:
        """What happened, in a few words; the reason stands below them."""
        return _(_WORDS[self])

    @property
    def passes(self) -> bool:
        """Whether it passes by itself; all else waits for somebody to do something."""
        return self in (Trouble.UNREACHED, Trouble.BUSY)


_WORDS = {
    Trouble.UNREACHED: N_("Server not reached"),
    Trouble.BUSY: N_("Server is busy"),
    Trouble.PASSWORD: N_("Password refused"),
    Trouble.MEMBER: N_("You are not let in"),
    Trouble.UNPROVEN: N_("Certificate refused"),
    Trouble.UNSAFE: N_("No safe way there"),
    Trouble.DATABASE: N_("Wrong database"),
    Trouble.OLD_PROGRAM: N_("Program is too old"),
    Trouble.OLD_SERVER: N_("Server is too old"),
    Trouble.VERSIONS: N_("Versions do not fit"),
    Trouble.READ_ONLY: N_("Server takes no edits"),
    Trouble.FULL: N_("Server has no room"),
    Trouble.CLOCK: N_("The clock is ahead"),
    Trouble.REFUSED: N_("Server refused"),
    Trouble.HERE: N_("The last sync failed"),
}

# The first that fits counts: an error that is of two kinds is of the narrower one.
_KINDS: tuple[tuple[type[CrmError], Trouble], ...] = (
    (ServerUnreachable, Trouble.UNREACHED),
    (ServerBusy, Trouble.BUSY),
    (WrongPassword, Trouble.PASSWORD),
    (NoMember, Trouble.MEMBER),
    (UnprovenServer, Trouble.UNPROVEN),
    (UnsafeServer, Trouble.UNSAFE),
    (OtherWorkspace, Trouble.DATABASE),
    (ProgramTooOld, Trouble.OLD_PROGRAM),
    (ServerTooOld, Trouble.OLD_SERVER),
    (OtherWire, Trouble.VERSIONS),
    (ServerReadOnly, Trouble.READ_ONLY),
    (ServerFull, Trouble.FULL),
    (ClockAhead, Trouble.CLOCK),
    (ServerRefused, Trouble.REFUSED),
)


def trouble_of(error: CrmError) -> Trouble:
    """Return of which kind `error` is."""
    return next((trouble for kind, trouble in _KINDS if isinstance(error, kind)), Trouble.HERE)


def note_trouble(connection: Connection, error: CrmError | None) -> None:
    """Note of which kind the `error` is that an exchange ended with; None where it went well."""
    wanted = "" if error is None else trouble_of(error)
    if (local_value(connection, _TROUBLE) or "") != wanted:
        set_local_value(connection, _TROUBLE, wanted)


def noted_trouble(reader: Connection) -> Trouble:
    """Return of which kind it is that the last exchange failed; an older program noted none."""
    noted = local_value(reader, _TROUBLE)
    return Trouble(noted) if noted in set(Trouble) else Trouble.HERE
