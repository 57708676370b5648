"""Make the schema, the functions and the roles of a workspace in an empty PostgreSQL database."""

import secrets

from psycopg import Connection, sql
from psycopg.errors import InsufficientPrivilege

from crm_desktop.errors import ServerRefused
from crm_desktop.sync.server.building import bring_tables, describe, make_functions, make_reports, make_schema
from crm_desktop.sync.server.roles import ADMIN, OWNER, Login, act_as, make_roles
from crm_desktop.words import _

OLDEST_SERVER = 150000
Founder = Login
# Functions that everybody may call unless that is taken away: large objects and messages in the write-ahead log fill
# the disk, locks of one's own making use up the room for the locks of others.
_NOBODYS = "^(lo_|loread$|lowrite$|pg_advisory_|pg_try_advisory_|pg_logical_emit_message$|pg_export_snapshot$)"


def set_up(connection: Connection, workspace: str, founder: Login) -> str:
    """Make the empty database that `connection` leads to serve `workspace`; return the founder's password.

    Raises ServerRefused where the server is too old, the database is in use, or the role may not create roles.
    """
    with connection.transaction():
        _check_fit(connection)
        try:
            make_roles(connection)
            make_schema(connection)
            _begin(connection, workspace)
            bring_tables(connection, 1)
            make_functions(connection)
            describe(connection)
            make_reports(connection)
            harden(connection)
            return make_login(connection, founder, "owner")
        except InsufficientPrivilege as error:
            raise ServerRefused(
                _(
                    "The server does not let this role set up a workspace: {reason}. Use a role that owns the database "
                    "and may create roles, such as postgres."
                ).format(reason=error.diag.message_primary or "")
            ) from error


def make_login(connection: Connection, member: Login, rights: str) -> str:
    """Create the login of `member`, who sees everything, and return its password.

    The server keeps a SCRAM verifier and is never told the password itself.
    """
    password, verifier = new_password(connection, member.role)
    act_as(connection, ADMIN)
    connection.execute("SELECT crm.open_login(%s, %s, true)", (member.role, verifier))
    connection.execute(
        "INSERT INTO crm.member (role_name, id, rights, sees, can_erase) VALUES (%s, %s, %s, 'all', %s)",
        (member.role, member.record, rights, rights == "owner"),
    )
    act_as(connection, None)
    return password


def new_password(connection: Connection, role: str) -> tuple[str, str]:
    """Return a new password for `role`, and its verifier, which is all that travels."""
    password = secrets.token_urlsafe(24)
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return password, verifier.decode()


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
        "SELECT count(*) FROM pg_namespace n WHERE nspname IN ('crm', 'report') OR nspname = 'public' AND EXISTS "
        "(SELECT FROM pg_class WHERE relnamespace = n.oid)"
    ).fetchone()
    if found is None or found[0]:
        raise ServerRefused(_("The database is not empty. Create a new one for this workspace."))


def _begin(connection: Connection, workspace: str) -> None:
    act_as(connection, OWNER)
    connection.execute("INSERT INTO crm.meta (workspace, wire_min, wire_max) VALUES (%s, 0, 0)", (workspace,))
    act_as(connection, None)


def harden(connection: Connection) -> None:
    """Take away what PostgreSQL lets everybody do: connect, create, fill the disk with large objects, run code."""
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {} WITH GRANT OPTION").format(database, sql.Identifier(ADMIN))
    )
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    # what a laptop asked for before it was closed need not be computed to its end
    connection.execute(sql.SQL("ALTER DATABASE {} SET client_connection_check_interval = '10s'").format(database))
    hardened = connection.info.parameter_status("is_superuser") == "on"
    if hardened:
        connection.execute("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC")
        found = connection.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace "
            "AND proname ~ %s",
            (_NOBODYS,),
        )
        for (function,) in found.fetchall():
            connection.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(sql.SQL(function)))
        connection.execute(sql.SQL("ALTER DATABASE {} SET temp_file_limit = '4GB'").format(database))
    act_as(connection, OWNER)
    connection.execute("UPDATE crm.meta SET hardened = %s", (hardened,))
    act_as(connection, None)
