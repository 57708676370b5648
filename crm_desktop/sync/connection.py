"""The way to the office server: encrypted and proven beyond this computer, and its refusals in plain words."""

import ipaddress
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

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
    ServerRefused,
    ServerSetBack,
    ServerUnreachable,
    SiteTaken,
    WrongUsage,
)
from crm_desktop.words import N_, _

CONNECT_SECONDS = 10
_KNOWN_PARTS = frozenset({"host", "port", "dbname", "user", "password", "sslrootcert"})
_ENCRYPTED = MappingProxyType({"sslmode": "verify-full", "channel_binding": "require", "gssencmode": "disable"})

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
        NoMember,
        N_("The office server refused the password: it is another one, or this member was removed. Ask the owner."),
    ),
    "3D000": (OtherWorkspace, N_("The office server has no such database: {said}. Check the address.")),
    "3F000": (OtherWorkspace, N_("This database serves no workspace. Check the address, or set it up first.")),
    "42883": (OtherWorkspace, N_("This database serves no workspace of this version. Check the address.")),
    "25006": (ServerRefused, N_("The office server only lets us read for now. Changes wait until it takes them.")),
    "53100": (ServerRefused, N_("The disk of the office server is full. Changes wait; tell who looks after it.")),
    "53200": (ServerRefused, N_("The office server is out of memory. Changes wait; tell who looks after it.")),
}


# What PostgreSQL says to a call whose functions and types were dropped while it waited.
_MADE_ANEW = ("cache lookup failed", "could not open relation with OID")


class Address(NamedTuple):
    """Where a workspace's server is, who asks, and the certificate (PEM) of the authority that vouches for it."""

    host: str
    port: int
    database: str
    user: str
    password: str = ""
    authority: str = ""

    @property
    def local(self) -> bool:
        """Whether nothing leaves this computer on the way: a socket in a folder, or the loopback."""
        return is_local(self.host)


def is_local(host: str) -> bool:
    """Return whether `host` is this computer."""
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address_from(dsn: str) -> Address:
    """Return the address that `dsn` spells, as a URL or as `host=… dbname=…`; raises WrongUsage."""
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError as error:
        raise WrongUsage(
            _("“{dsn}” is no address of a database. Write postgresql://USER@HOST/DATABASE.").format(
                dsn=_without_password(dsn)
            )
        ) from error
    unknown = sorted(parts.keys() - _KNOWN_PARTS - {"sslmode", "channel_binding"})
    if unknown:
        raise WrongUsage(_("The address holds what is not used here: {parts}.").format(parts=", ".join(unknown)))
    if not parts.get("host") or not parts.get("dbname"):
        raise WrongUsage(_("The address names no host or no database. Write postgresql://USER@HOST/DATABASE."))
    root = parts.get("sslrootcert")
    return Address(
        str(parts["host"]),
        int(parts.get("port") or 5432),
        str(parts["dbname"]),
        str(parts.get("user") or ""),
        str(parts.get("password") or ""),
        certificate(Path(str(root))) if root else "",
    )


@contextmanager
def connected(address: Address, *, autocommit: bool = False) -> Iterator[psycopg.Connection]:
    """Lend a connection to the server; what goes wrong on it is raised in plain words."""
    with refusals():
        connection = connect(address, autocommit=autocommit)
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def connect(address: Address, *, autocommit: bool = False) -> psycopg.Connection:
    """Open a connection to the server, which the caller closes.

    Beyond this computer it is encrypted, the server proves its name, and the password is bound to its certificate;
    there is no weaker way. Raises ServerUnreachable and ServerRefused.
    """
    with refusals(), _authority_file(address) as root:
        encryption: dict[str, str] = {} if address.local else {**_ENCRYPTED, "sslrootcert": root}
        parts = make_conninfo(
            host=address.host,
            port=address.port,
            dbname=address.database,
            user=address.user or None,
            password=address.password or None,
            connect_timeout=CONNECT_SECONDS,
            application_name="crm-desktop",
            # a laptop that was carried away notices within a minute that nobody answers
            keepalives_idle=20,
            keepalives_interval=10,
            keepalives_count=3,
            tcp_user_timeout=60_000,
            **encryption,
        )
        return psycopg.connect(parts, autocommit=autocommit)


@contextmanager
def refusals() -> Iterator[None]:
    """Raise what PostgreSQL says in the block as one of the errors that the user can understand."""
    try:
        yield
    except psycopg.Error as error:
        raise told(error) from error


def told(error: psycopg.Error) -> CrmError:
    """Return `error` in plain words."""
    said = (error.diag.message_primary or str(error)).strip()
    code, detail = error.sqlstate or "", error.diag.message_detail or ""
    if code in _REFUSALS:
        kind, text = _REFUSALS[code]
        return kind(_(text).format(said=said), code, detail)
    if code == "XX000" and any(words in said for words in _MADE_ANEW):
        # a call that waited while the functions were made anew
        return ServerBusy(_("The office server is being upgraded. Nothing is lost; it is tried again."), code, detail)
    if not code and isinstance(error, psycopg.OperationalError):
        return _not_connected(said)
    if code[:2] in ("08", "57"):
        return ServerUnreachable(_("The office server ended the connection: {said}.").format(said=said))
    return ServerRefused(
        _("The office server refused: {said} ({code}).").format(said=said, code=code or "-"), code, detail
    )


# What libpq says where no connection comes about at all: there is no code then.
_NO_WAY: tuple[tuple[str, type[ServerRefused], str], ...] = (
    ("password authentication failed", NoMember, _REFUSALS["28P01"][1]),
    ("no password supplied", NoMember, N_("The office server asks for a password. Give the one of this member.")),
    ("is not permitted to log in", NoMember, _REFUSALS["28000"][1]),
    ("no pg_hba.conf entry", NoMember, N_("The office server does not let this member in from here: {said}.")),
    ("permission denied for database", NoMember, _REFUSALS["42501"][1]),
    ('database "', OtherWorkspace, _REFUSALS["3D000"][1]),
    ("too many clients", ServerBusy, _REFUSALS["53300"][1]),
    ("too many connections", ServerBusy, _REFUSALS["53300"][1]),
    ("remaining connection slots", ServerBusy, _REFUSALS["53300"][1]),
    (
        "does not match host name",
        ServerRefused,
        N_("The server’s certificate is for another host, so this may not be the office server: {said}."),
    ),
    (
        "certificate verify failed",
        ServerRefused,
        N_("The server’s certificate is not vouched for by the authority of the invite. Do not go on; ask the owner."),
    ),
    (
        "does not support SSL",
        ServerRefused,
        N_("The server offers no encryption, and nothing is sent without it. Switch TLS on at the server."),
    ),
    (
        "channel binding",
        ServerRefused,
        N_("The server does not bind the password to its certificate. It must keep passwords as scram-sha-256."),
    ),
    (
        "root certificate file",
        ServerRefused,
        N_(
            "There is no certificate of an authority to check the server by. Open the invite of the workspace again, "
            "or name the file with the certificate; in an address, `?sslrootcert=FILE` does."
        ),
    ),
)


def _not_connected(said: str) -> CrmError:
    line = " ".join(said.split())
    for words, kind, text in _NO_WAY:
        if words in line:
            return kind(_(text).format(said=line))
    return ServerUnreachable(
        _("The office server cannot be reached: {said}. Work goes on here; it is tried again.").format(said=line)
    )


@contextmanager
def _authority_file(address: Address) -> Iterator[str]:
    """Lend the certificate of the authority as a file, which is the only form that libpq reads; it is no secret."""
    if address.local or not address.authority:
        yield "no-authority"
        return
    with tempfile.TemporaryDirectory(prefix="crm-authority-") as folder:
        path = Path(folder) / "authority.pem"
        path.write_text(address.authority, "ascii")
        yield str(path)


def certificate(path: Path) -> str:
    """Return the certificates (PEM) that the file `path` holds; raises WrongUsage."""
    try:
        text = path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUsage(_("The certificate {path} cannot be read.").format(path=path)) from error
    if "-----BEGIN CERTIFICATE-----" not in text:
        raise WrongUsage(_("{path} holds no certificate. Give the one of the authority, as PEM.").format(path=path))
    return text


def _without_password(dsn: str) -> str:
    return dsn.split("@")[-1]
