"""What the office server refuses, in plain words: those for a member, and those for whoever sets the server up."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg

from crm_desktop.errors import (
    BadCall,
    ClockAhead,
    CrmError,
    NewEpoch,
    NoMember,
    NotAllowed,
    OtherWire,
    OtherWorkspace,
    PushGap,
    RowsUnknown,
    ServerBusy,
    ServerFull,
    ServerReadOnly,
    ServerRefused,
    ServerSetBack,
    ServerUnreachable,
    SiteTaken,
    UnprovenServer,
    UnsafeServer,
    WrongPassword,
)
from crm_desktop.words import N_, _

_REFUSALS: Mapping[str, tuple[type[ServerRefused], str]] = {
    "CR001": (NewEpoch, N_("The office server began anew; this device compares its records with it.")),
    "CR002": (OtherWire, N_("The office server and this program speak different versions. Update the older one.")),
    "CR003": (BadCall, N_("The office server refused what was sent as malformed: {said}.")),
    "CR004": (SiteTaken, N_("The office server knows this copy of the workspace as another one: {said}.")),
    "CR005": (PushGap, N_("The office server lacks an earlier message of this device; it is sent again.")),
    "CR006": (ClockAhead, N_("The clock of this device is ahead of the office server's. Set it right.")),
    "CR007": (ServerSetBack, N_("The office server was set back to an earlier state; what it lacks is sent again.")),
    "CR008": (ServerBusy, N_("The office server is busy. Nothing is lost; it is tried again.")),
    "CR009": (RowsUnknown, N_("The office server lacks records that were changed; they are sent whole.")),
    "CR010": (NotAllowed, N_("The office server does not allow this: {said}.")),
    "55P03": (ServerBusy, N_("Another device is writing the same records. Nothing is lost; it is tried again.")),
    "40P01": (ServerBusy, N_("Another device is writing the same records. Nothing is lost; it is tried again.")),
    "40001": (ServerBusy, N_("Another device is writing the same records. Nothing is lost; it is tried again.")),
    "53300": (ServerBusy, N_("The office server has no connection free. It is tried again later.")),
    "42501": (
        NoMember,
        N_("The office server does not take you for a member of this workspace. Ask its owner to add you."),
    ),
    "28000": (NoMember, N_("The office server does not let this member in. Ask the workspace's owner.")),
    "28P01": (
        WrongPassword,
        N_("The office server refused the password: it is another one, or this member was removed. Ask the owner."),
    ),
    "3D000": (OtherWorkspace, N_("The office server has no such database: {said}. Check the address.")),
    "3F000": (OtherWorkspace, N_("This database serves no workspace. Check the address, or set it up first.")),
    "42883": (OtherWorkspace, N_("This database serves no workspace of this version. Check the address.")),
    "25006": (ServerReadOnly, N_("The office server only lets us read for now. Changes wait until it takes them.")),
    "53100": (ServerFull, N_("The disk of the office server is full. Changes wait; tell who looks after it.")),
    "53200": (ServerFull, N_("The office server is out of memory. Changes wait; tell who looks after it.")),
}


# What PostgreSQL says to a call whose functions and types were dropped while it waited.
_MADE_ANEW = ("cache lookup failed", "could not open relation with OID")


@contextmanager
def refusals(setting_up: str | None = None) -> Iterator[None]:
    """Raise what PostgreSQL says in the block as one of the errors that the user can understand.

    It is told to whoever sets the server up as the role `setting_up`, else to a member.
    """
    try:
        yield
    except psycopg.Error as error:
        raise told(error, setting_up) from error


def told(error: psycopg.Error, setting_up: str | None = None) -> CrmError:
    """Return `error` in plain words for a member, or for whoever sets the server up as the role `setting_up`."""
    said = (error.diag.message_primary or str(error)).strip()
    code, detail = error.sqlstate or "", error.diag.message_detail or ""
    if code in _REFUSALS:
        kind, text = _REFUSALS[code]
        return kind(_(text).format(said=said), code, detail)
    if code == "XX000" and any(words in said for words in _MADE_ANEW):
        # a call that waited while the functions were made anew
        return ServerBusy(_("The office server is being upgraded. Nothing is lost; it is tried again."), code, detail)
    if not code and isinstance(error, psycopg.OperationalError):
        return _not_connected(said, setting_up)
    if code[:2] in ("08", "57"):
        return ServerUnreachable(_("The office server ended the connection: {said}.").format(said=said))
    return ServerRefused(
        _("The office server refused: {said} ({code}).").format(said=said, code=code or "-"), code, detail
    )


# It is said to nobody who does not prove the password.
_CLOSED = N_(
    "The office server does not let this member in any more: the workspace’s owner removed them. What was not sent "
    "stays here, and is sent when the owner adds them again."
)
_NOT_FROM_HERE = N_("The office server does not let this member in from here: {said}.")
# What libpq says where no connection comes about at all: there is no code then.
_NO_WAY: tuple[tuple[str, type[ServerRefused], str], ...] = (
    ("password authentication failed", WrongPassword, _REFUSALS["28P01"][1]),
    ("no password supplied", WrongPassword, N_("The office server asks for a password. Give the one of this member.")),
    ("is not permitted to log in", NoMember, _CLOSED),
    ("no pg_hba.conf entry", NoMember, _NOT_FROM_HERE),
    ("authentication failed for user", NoMember, _NOT_FROM_HERE),
    ("permission denied for database", NoMember, _REFUSALS["42501"][1]),
    ('database "', OtherWorkspace, _REFUSALS["3D000"][1]),
    ("too many clients", ServerBusy, _REFUSALS["53300"][1]),
    ("too many connections", ServerBusy, _REFUSALS["53300"][1]),
    ("remaining connection slots", ServerBusy, _REFUSALS["53300"][1]),
    (
        "does not match host name",
        UnprovenServer,
        N_("The server’s certificate is for another host, so this may not be the office server: {said}."),
    ),
    (
        "certificate verify failed",
        UnprovenServer,
        N_(
            "The server’s certificate is not vouched for by the authority of the invite, or it does not hold on the "
            "day that this computer’s clock tells, {today}. Set the clock right; if it is, do not go on, and ask the "
            "owner."
        ),
    ),
    (
        "does not support SSL",
        UnsafeServer,
        N_("The server offers no encryption, and nothing is sent without it. Switch TLS on at the server."),
    ),
    (
        "channel binding",
        UnsafeServer,
        N_("The server does not bind the password to its certificate. It must keep passwords as scram-sha-256."),
    ),
    (
        "root certificate file",
        UnsafeServer,
        N_(
            "There is no certificate of an authority to check the server by. Open the invite of the workspace again, "
            "or name the file with the certificate; in an address, `?sslrootcert=FILE` does."
        ),
    ),
)


# The same to whoever sets the server up: there is no owner yet, and it is a role of PostgreSQL that asks.
_NO_WAY_TO_SET_UP: tuple[tuple[str, type[ServerRefused], str], ...] = (
    (
        "password authentication failed",
        WrongPassword,
        N_(
            "The server refused the password of the role “{role}”. Type it again; whoever looks after PostgreSQL "
            "gives it a new one with `ALTER ROLE {role} PASSWORD '…'`."
        ),
    ),
    (
        "Peer authentication failed",
        ServerRefused,
        N_(
            "By this socket the server lets the role “{role}” in only for the system user of that name. Write "
            "localhost as the host in the address, and give the password of the role."
        ),
    ),
    (
        "no password supplied",
        WrongPassword,
        N_("The server asks for a password. Give the one of the role “{role}”."),
    ),
    (
        "is not permitted to log in",
        NoMember,
        N_("The role “{role}” may not log in. Use one that may, and that may create roles, such as postgres."),
    ),
    (
        "no pg_hba.conf entry",
        NoMember,
        N_("The server does not let the role “{role}” in from here. Allow it in pg_hba.conf: {said}."),
    ),
    (
        "permission denied for database",
        NoMember,
        N_("The role “{role}” may not connect to this database. Use the one that owns it, or postgres."),
    ),
    ('database "', OtherWorkspace, N_("The server has no such database. Create it first, empty: {said}.")),
    (
        "certificate verify failed",
        UnprovenServer,
        N_(
            "The server’s certificate is not vouched for by the authority whose certificate was given, or it does not "
            "hold on the day that this computer’s clock tells, {today}. Give the certificate of the authority that "
            "signed it, and set the clock right; if both are, this may not be the office server."
        ),
    ),
    (
        "root certificate file",
        UnsafeServer,
        N_(
            "There is no certificate of an authority to check the server by. Name the file with it; in an address, "
            "`?sslrootcert=FILE` does."
        ),
    ),
)


def _not_connected(said: str, setting_up: str | None) -> CrmError:
    line, role = " ".join(said.split()), setting_up or ""
    for words, kind, text in (*(() if setting_up is None else _NO_WAY_TO_SET_UP), *_NO_WAY):
        if words in line:
            return kind(_(text).format(said=line, role=role, today=datetime.now(UTC).date()))
    if setting_up is not None:
        return ServerUnreachable(
            _(
                "The server cannot be reached: {said}. Check its name and port, and that PostgreSQL listens there."
            ).format(said=line)
        )
    return ServerUnreachable(
        _("The office server cannot be reached: {said}. Work goes on here; it is tried again.").format(said=line)
    )
