"""A server from the owner's laptop: set up and upgraded, members added and stopped, and how it stands."""

import re
from collections.abc import Sequence
from itertools import chain, count
from typing import Any, NamedTuple

import psycopg

from crm_desktop.errors import CrmError, WrongUsage
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.member_actions import OWNER, note_role, save_member, set_active
from crm_desktop.schema.ours import UNNAMED_MEMBER
from crm_desktop.sync.binding import Binding, bind, binding, is_bound
from crm_desktop.sync.connection import Address, connected
from crm_desktop.sync.greeting import note_version
from crm_desktop.sync.joining import bind_owner, workspace_id
from crm_desktop.sync.server.roles import Login
from crm_desktop.sync.server.setup import new_password, set_up
from crm_desktop.sync.server.upgrade import Upgraded, upgrade
from crm_desktop.sync.server.versions import told_version
from crm_desktop.values.names import clean_text, fold
from crm_desktop.words import _

RIGHTS = ("owner", "manager", "sales", "service", "marketing", "read_only")
REPORTING = "reporting"
SIGHTS = ("me", "team", "all")
_LONGEST = 60
# The login of a member whose name has no letter that a login can have.
_NAMELESS = "member"
# What a server answers as JSON.
Reply = dict[str, Any]


class Wanted(NamedTuple):
    """A login to be made: for whom, with which rights, and which records it sees."""

    name: str
    rights: str = "sales"
    sees: str = "all"


class Credentials(NamedTuple):
    """A login that was just made; the password is shown once and kept nowhere but with the member."""

    address: Address
    member: str
    password: str


def login_name(name: str) -> str:
    """Return the usual login of the member called `name`: its letters and digits; a login stays as it is."""
    word = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:_LONGEST] or _NAMELESS
    word = word if word[0].isalpha() else f"m_{word}"
    return f"m_{word}" if word.startswith(("pg_", "crm_")) else word


def free_login(connection: psycopg.Connection, name: str) -> str:
    """Return a login for the member called `name` that the server does not have: the usual one, else with a number."""
    usual = login_name(name)
    found = connection.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", (usual[:_LONGEST],))
    taken = {str(row[0]) for row in found}
    numbered = (f"{usual[:_LONGEST]}_{n}" for n in count(2))
    return next(each for each in chain([usual], numbered) if each not in taken)


def prepare_server(journal: Journal, admin: Address, member: str, login: str | None = None) -> Credentials:
    """Set up the empty database at `admin` for the workspace, with `member` as its owner, and bind the workspace to it.

    `admin` names a role that owns the database and may create roles. Raises CrmError.
    """
    with journal.store.reader() as reader:
        if is_bound(reader):
            raise CrmError(_("This workspace is shared already. See how it stands with `server status`."))
    with connected(admin, setting_up=True) as connection:
        record = _founder_record(journal, member)
        founder = Login(login or free_login(connection, member), record.hex())
        _check_free(connection, founder.role)
        password = set_up(connection, workspace_id(journal), founder)
    address = admin._replace(user=founder.role, password=password)
    bind_owner(journal, address)
    journal.write_as(record)
    return Credentials(address, clean_text(member), password)


def add_member(journal: Journal, wanted: Wanted, login: str | None = None) -> Credentials:
    """Make a login on the server for `wanted`, and the member's record where there is none. Raises CrmError."""
    if wanted.rights not in (*RIGHTS, REPORTING) or wanted.sees not in SIGHTS:
        raise _no_such_rights((*RIGHTS, REPORTING))
    address = server_address(journal)
    with connected(address, autocommit=True) as connection:
        if wanted.rights == REPORTING:
            role = login or free_login(connection, wanted.name)
            password, verifier = new_password(connection, role)
            connection.execute("SELECT crm.add_reporter_v1(%s, %s)", (role, verifier))
        else:
            record = _member_record(journal, wanted.name, wanted.rights)
            role = login or _login_of(connection, record) or free_login(connection, wanted.name)
            password, verifier = new_password(connection, role)
            connection.execute(
                "SELECT crm.add_member_v1(%s, %s, %s, %s, %s::uuid[], %s)",
                (role, record.hex(), wanted.rights, wanted.sees, _teams(journal, record), verifier),
            )
    return Credentials(address._replace(user=role, password=""), clean_text(wanted.name), password)


def change_member(journal: Journal, name: str, rights: str | None = None, sees: str | None = None) -> Reply:
    """Give the member called `name`, or the login `name`, other `rights` or another sight (None: as it was).

    It holds from the member's next call on; what leaves their sight leaves their laptops with the next exchange. Return
    which login it was, and what it may and sees now. Raises CrmError.
    """
    if (rights or RIGHTS[0]) not in RIGHTS or (sees or SIGHTS[0]) not in SIGHTS:
        raise _no_such_rights(RIGHTS)
    with connected(server_address(journal), autocommit=True) as connection:
        status = _called(connection, "SELECT crm.status_v1()")
        record, login = _named(journal, status, name)
        if record is None:
            raise WrongUsage(_("“{name}” is a login for reporting tools, which has no rights.").format(name=name))
        erases = None if rights is None else rights == OWNER
        teams = _teams(journal, record)
        statement = "SELECT crm.set_member_v1(%s, %s, %s, %s::uuid[], %s)"
        _called(connection, statement, login, rights, sees, teams, erases)
        after = _called(connection, "SELECT crm.status_v1()")
    if rights is not None:
        _note_rights(journal, record, rights)
    found = next(each for each in after["members"] if each["login"] == login)
    return {"login": login, "role": found["rights"], "sees": found["sees"]}


def renew_password(journal: Journal, name: str) -> Credentials:
    """Give the member called `name`, or the login `name`, another password; the former one lets nobody in any more.

    Raises CrmError.
    """
    bound = bound_to(journal)
    with connected(bound.address, autocommit=True) as connection:
        record, login = _named(journal, _called(connection, "SELECT crm.status_v1()"), name)
        if record is None:
            raise WrongUsage(
                _("“{name}” is a login for reporting tools: remove it, and add it with a new one.").format(name=name)
            )
        password, verifier = new_password(connection, login)
        _called(connection, "SELECT crm.set_password_v1(%s, %s)", login, verifier)
    if login == bound.address.user:
        with journal.bookkeeping() as here:
            renewed = bound._replace(address=bound.address._replace(password=password))
            bind(here, renewed, milliseconds(journal.clock()))
    with journal.store.reader() as reader:
        row = reader.execute("SELECT name FROM member WHERE id = ?", (record,)).fetchone()
    return Credentials(bound.address._replace(user=login, password=""), name if row is None else str(row[0]), password)


def remove_member(journal: Journal, name: str) -> Reply:
    """Stop the login of the member called `name`, or the login `name`, at once; the member's records stay.

    Return which login it was, and how many of its connections were ended. Raises CrmError.
    """
    with connected(server_address(journal), autocommit=True) as connection:
        status = _called(connection, "SELECT crm.status_v1()")
        record, login = _named(journal, status, name)
        removed = _called(connection, "SELECT crm.remove_member_v1(%s)", login)
    if record is not None and _works(journal, record):
        set_active(journal, record, "no")
    return removed


def server_status(journal: Journal) -> Reply:
    """Return how the server stands: version, size, members with their devices, as far as this member may know."""
    with connected(server_address(journal), autocommit=True) as connection:
        found = _called(connection, "SELECT crm.status_v1()")
    told = told_version(found.get("version"), found.get("described"))
    return {**found, **told._asdict(), "age": told.age.value}


def upgrade_server(journal: Journal, admin: Address) -> Upgraded:
    """Bring the workspace's server to what this program knows, as the role that `admin` names. Raises CrmError."""
    workspace = bound_to(journal).workspace
    with connected(admin, setting_up=True) as connection:
        done = upgrade(connection, workspace)
    with journal.bookkeeping() as connection_here:
        note_version(connection_here, done.after)
    return done


def server_address(journal: Journal) -> Address:
    """Return where the workspace shares; raises NotShared."""
    return bound_to(journal).address


def bound_to(journal: Journal) -> Binding:
    """Return with which server the workspace shares, and how; raises NotShared."""
    with journal.store.reader() as reader:
        return binding(reader)


def _called(connection: psycopg.Connection, statement: str, *arguments: object) -> Reply:
    row = connection.execute(statement.encode(), arguments).fetchone()
    return dict(row[0]) if row is not None else {}


def _check_free(connection: psycopg.Connection, role: str) -> None:
    if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is not None:
        raise CrmError(_("The server has a login “{login}” already. Give another one.").format(login=role))


def _founder_record(journal: Journal, name: str) -> bytes:
    """Return the owner's record: the user's own, which gets its name here where it has none, else the one so called.

    Raises WrongUsage where the user has another name: what is theirs alone would not be taken from somebody else.
    """
    with journal.store.reader() as reader:
        own = reader.execute("SELECT name, sort_name FROM member WHERE id = ?", (journal.member,)).fetchone()
        taken = reader.execute(
            "SELECT 1 FROM member WHERE sort_name = ? AND removed_at IS NULL", (fold(clean_text(name)),)
        ).fetchone()
    named = own is not None and own[0] not in (UNNAMED_MEMBER, _(UNNAMED_MEMBER))
    if named and own[1] != fold(clean_text(name)):
        told = _(
            "This workspace is that of {own}, who becomes its owner on the server: give --member “{own}”. "
            "Settings, Members gives another name."
        )
        raise WrongUsage(told.format(own=own[0]))
    if journal.member is None or named or own is None or taken is not None:
        return _member_record(journal, name, OWNER)
    return save_member(journal, journal.member, {"name": name, "role": OWNER})


def _member_record(journal: Journal, name: str, rights: str) -> bytes:
    """Return the record of the member called `name`, made or given the role `rights` where it differs."""
    with journal.store.reader() as reader:
        row = reader.execute(
            "SELECT id, role, coalesce(active, 1) FROM member WHERE sort_name = ? AND removed_at IS NULL",
            (fold(clean_text(name)),),
        ).fetchone()
    if row is None:
        return save_member(journal, None, {"name": name, "role": rights})
    record, role, active = row
    if role != rights:
        save_member(journal, record, {"name": name, "role": rights})
    if not active:
        set_active(journal, record, "yes")
    return bytes(record)


def _no_such_rights(roles: Sequence[str]) -> WrongUsage:
    told = _("There are no such rights. Roles: {roles}. What a member sees: {sights}.")
    return WrongUsage(told.format(roles=", ".join(roles), sights=", ".join(SIGHTS)))


def _note_rights(journal: Journal, record: bytes, rights: str) -> None:
    """Write the role that a member has now into the record of the member."""
    with journal.store.reader() as reader:
        row = reader.execute("SELECT role FROM member WHERE id = ?", (record,)).fetchone()
    if row is not None and row[0] != rights:
        note_role(journal, record, rights)


def _teams(journal: Journal, record: bytes) -> list[str]:
    with journal.store.reader() as reader:
        row = reader.execute("SELECT team FROM member WHERE id = ?", (record,)).fetchone()
    return [] if row is None or row[0] is None else [row[0].hex()]


def _named(journal: Journal, status: Reply, name: str) -> tuple[bytes | None, str]:
    """Return the record and the login of the member called `name`, by the member's name or the login."""
    with journal.store.reader() as reader:
        rows = reader.execute("SELECT id FROM member WHERE sort_name = ?", (fold(clean_text(name)),)).fetchall()
    records = {bytes(row[0]).hex() for row in rows}
    for each in status["members"]:
        if each["id"] in records or each["login"] == name:
            return bytes.fromhex(each["id"]), str(each["login"])
    if name in status["reporters"]:
        return None, name
    raise CrmError(_("The server has no member called “{name}”. See `server status`.").format(name=name))


def _login_of(connection: psycopg.Connection, record: bytes) -> str | None:
    """Return the login that the member of `record` has or had."""
    members = _called(connection, "SELECT crm.status_v1()")["members"]
    return next((str(each["login"]) for each in members if each["id"] == record.hex()), None)


def _works(journal: Journal, record: bytes) -> bool:
    with journal.store.reader() as reader:
        row = reader.execute("SELECT coalesce(active, 1) FROM member WHERE id = ?", (record,)).fetchone()
    return row is not None and bool(row[0])
