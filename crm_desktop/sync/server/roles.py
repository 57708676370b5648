"""The roles that nobody logs in as: who owns the tables, who reads for members, who may create logins."""

from typing import NamedTuple

from psycopg import Connection, sql

OWNER, READER, ADMIN, MEMBERS = "crm_owner", "crm_reader", "crm_admin", "crm_member"
REPORTS, REPORTERS = "crm_reports", "crm_report"
_WITHOUT_LOGIN = (OWNER, READER, ADMIN, MEMBERS, REPORTS, REPORTERS)


class Login(NamedTuple):
    """A member's login: the name of the role, and the member's record in hexadecimal."""

    role: str
    record: str


def make_roles(connection: Connection) -> None:
    """Create the roles without a login where the server has none yet, for they serve all its workspaces."""
    for name in _WITHOUT_LOGIN:
        if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,)).fetchone() is None:
            more = " CREATEROLE" if name == ADMIN else ""
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN" + more).format(sql.Identifier(name)))
    for name in (MEMBERS, REPORTERS):
        if not _has(connection, ADMIN, name, "MEMBER WITH ADMIN OPTION"):
            grant = sql.SQL("GRANT {} TO {} WITH ADMIN OPTION")
            connection.execute(grant.format(sql.Identifier(name), sql.Identifier(ADMIN)))
    for name in (OWNER, READER, ADMIN, REPORTS):
        # from PostgreSQL 16 on only who made a role, or a superuser, may take it on
        if not _has(connection, connection.info.user, name, "USAGE"):
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(name)))


def _has(connection: Connection, role: str, other: str, privilege: str) -> bool:
    found = connection.execute("SELECT pg_has_role(%s, %s, %s)", (role, other, privilege)).fetchone()
    return found is not None and bool(found[0])


def act_as(connection: Connection, role: str | None) -> None:
    """Go on as `role` until the transaction ends, or as oneself again."""
    if role is None:
        connection.execute("RESET ROLE")
    else:
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
