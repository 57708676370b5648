"""Make the schema, the functions and the roles of a workspace in an empty PostgreSQL database."""

import secrets
from pathlib import Path
from typing import NamedTuple

from psycopg import Connection, sql
from psycopg.errors import InsufficientPrivilege

from crm_desktop.errors import ServerRefused
from crm_desktop.sync.server.meta import field_meta, table_meta
from crm_desktop.sync.wire import WIRE
from crm_desktop.words import _

OLDEST_SERVER = 150000
OWNER_ROLE, MEMBERS_ROLE = "crm_owner", "crm_member"
_SCRIPTS = ("tables", "common", "batch", "merge", "push", "hello", "pull", "page")
_FUNCTIONS = Path(__file__).parent


class Founder(NamedTuple):
    """Who owns the workspace: the name of the database role, and the member's record in hexadecimal."""

    role: str
    record: str


def set_up(connection: Connection, workspace: str, founder: Founder) -> str:
    """Make the empty database that `connection` leads to serve `workspace`; return the founder's password.

    Raises ServerRefused where the server is too old, the database is in use, or the role may not create roles.
    """
    with connection.transaction():
        _check_fit(connection)
        try:
            _make_roles(connection)
            _make_schema(connection, workspace)
            _harden(connection)
            return make_login(connection, founder, "owner")
        except InsufficientPrivilege as error:
            raise ServerRefused(
                _(
                    "The server does not let this role set up a workspace: {reason}. Use a role that owns the database "
                    "and may create roles, such as postgres."
                ).format(reason=error.diag.message_primary or "")
            ) from error


def make_login(connection: Connection, member: Founder, rights: str) -> str:
    """Create the login of `member` and return its password, which the server keeps as a SCRAM verifier only."""
    password = secrets.token_urlsafe(24)
    verifier = connection.pgconn.encrypt_password(password.encode(), member.role.encode(), b"scram-sha-256")
    role = sql.Identifier(member.role)
    made = sql.SQL("CREATE ROLE {} LOGIN NOINHERIT CONNECTION LIMIT 8 PASSWORD {}")
    connection.execute(made.format(role, sql.Literal(verifier.decode())))
    connection.execute(sql.SQL("ALTER ROLE {} INHERIT").format(role))
    connection.execute(sql.SQL("ALTER ROLE {} SET idle_in_transaction_session_timeout = '60s'").format(role))
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(MEMBERS_ROLE), role))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(_database(connection), role))
    connection.execute(
        "INSERT INTO crm.member (role_name, id, rights, sees, can_erase) VALUES (%s, %s, %s, 'all', true)",
        (member.role, member.record, rights),
    )
    return password


def _check_fit(connection: Connection) -> None:
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        raise ServerRefused(
            _("The server is PostgreSQL {version}; sharing needs version 15 or newer.").format(version=version // 10000)
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise ServerRefused(
            _("The database keeps text as {encoding}. Create one with the encoding UTF8.").format(encoding=encoding)
        )
    found = connection.execute(
        "SELECT count(*) FROM pg_namespace n WHERE nspname = 'crm' OR nspname = 'public' AND EXISTS "
        "(SELECT FROM pg_class WHERE relnamespace = n.oid)"
    ).fetchone()
    if found is None or found[0]:
        raise ServerRefused(_("The database is not empty. Create a new one for this workspace."))


def _make_roles(connection: Connection) -> None:
    for name in (OWNER_ROLE, MEMBERS_ROLE):
        if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,)).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))
    if connection.info.parameter_status("is_superuser") != "on":
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER_ROLE)))


def _make_schema(connection: Connection, workspace: str) -> None:
    owner, members = sql.Identifier(OWNER_ROLE), sql.Identifier(MEMBERS_ROLE)
    connection.execute(sql.SQL("CREATE SCHEMA crm AUTHORIZATION {}").format(owner))
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(owner))
    connection.execute("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA crm TO {}").format(members))
    for name in _SCRIPTS:
        connection.execute((_FUNCTIONS / f"{name}.sql").read_bytes())
    for (function,) in connection.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'crm'::regnamespace AND proname LIKE %s",
        (r"%\_v1",),
    ).fetchall():
        connection.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(function), members))
    connection.execute(
        "INSERT INTO crm.meta (workspace, wire_min, wire_max) VALUES (%s, %s, %s)", (workspace, WIRE, WIRE)
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO crm.table_meta VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::int[]::smallint[], %s)",
            table_meta(),
        )
        cursor.executemany("INSERT INTO crm.field_meta VALUES (%s, %s, %s, %s, %s)", field_meta())
    connection.execute("RESET ROLE")


def _harden(connection: Connection) -> None:
    """Take away what PostgreSQL lets everybody do: connect, create, fill the disk with large objects, run code."""
    database = _database(connection)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    hardened = connection.info.parameter_status("is_superuser") == "on"
    if hardened:
        connection.execute("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC")
        for (function,) in connection.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace "
            "AND (proname LIKE %s OR proname IN ('loread', 'lowrite'))",
            (r"lo\_%",),
        ).fetchall():
            connection.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(sql.SQL(function)))
    connection.execute("UPDATE crm.meta SET hardened = %s", (hardened,))


def _database(connection: Connection) -> sql.Identifier:
    return sql.Identifier(connection.info.dbname)
