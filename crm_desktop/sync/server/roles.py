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
    connection.execute(
        sql.SQL("GRANT {}, {} TO {} WITH ADMIN OPTION").format(
            sql.Identifier(MEMBERS), sql.Identifier(REPORTERS), sql.Identifier(ADMIN)
        )
    )
    if connection.info.parameter_status("is_superuser") != "on":
        for name in (OWNER, READER, ADMIN, REPORTS):
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(name)))


def act_as(connection: Connection, role: str | None) -> None:
    """Go on as `role` until the transaction ends, or as oneself again."""
    if role is None:
        connection.execute("RESET ROLE")
    else:
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
