"""The way to the office server: encrypted and proven beyond this computer, and its refusals in plain words."""

import ipaddress
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from crm_desktop.errors import WrongUsage
from crm_desktop.sync.line import Line
from crm_desktop.sync.refusals import refusals
from crm_desktop.words import _

CONNECT_SECONDS = 10
_KNOWN_PARTS = frozenset({"host", "port", "dbname", "user", "password", "sslrootcert"})
_ENCRYPTED = MappingProxyType({"sslmode": "verify-full", "channel_binding": "require", "gssencmode": "disable"})


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
def connected(address: Address, *, autocommit: bool = False, setting_up: bool = False) -> Iterator[psycopg.Connection]:
    """Lend a connection to the server; what goes wrong on it is raised in plain words.

    They are for a member, or for whoever is `setting_up` the server.
    """
    with refusals(address.user if setting_up else None):
        connection = connect(address, autocommit=autocommit, setting_up=setting_up)
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def connect(address: Address, *, autocommit: bool = False, setting_up: bool = False) -> Line:
    """Open a connection to the server, which the caller closes.

    Beyond this computer it is encrypted, the server proves its name, and the password is bound to its certificate;
    there is no weaker way. Raises ServerUnreachable and ServerRefused.
    """
    with refusals(address.user if setting_up else None), _authority_file(address) as root:
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
        return Line.connect(parts, autocommit=autocommit)


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
