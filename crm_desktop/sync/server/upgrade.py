"""Bringing an older server to what this program knows: in one transaction, and nothing that it holds goes."""

from typing import NamedTuple

from psycopg import Connection, sql
from psycopg.errors import InsufficientPrivilege, LockNotAvailable

from crm_desktop.errors import OtherWorkspace, ServerBusy, ServerRefused
from crm_desktop.sync.server.building import (
    bring_tables,
    describe,
    drop_functions,
    drop_reports,
    make_functions,
    make_reports,
)
from crm_desktop.sync.server.roles import make_roles
from crm_desktop.sync.server.setup import harden
from crm_desktop.sync.server.versions import THIS, Age, ServerVersion, told_version
from crm_desktop.words import _

# How long to wait until the calls of members that run just now have ended.
_PATIENCE = "30s"


class Upgraded(NamedTuple):
    """The versions of a server before and after."""

    before: ServerVersion
    after: ServerVersion


def upgrade(connection: Connection, workspace: str) -> Upgraded:
    """Bring the server of `workspace` that `connection` leads to up to date; one that is stays as it is.

    Raises OtherWorkspace, ServerBusy while members do not let go, and ServerRefused where the role may not, or the
    server is newer than this program.
    """
    try:
        with connection.transaction():
            before = _version(connection, workspace)
            if before.age is Age.NEWER:
                raise ServerRefused(
                    _("The server is newer than this program, so nothing was changed. Update the program.")
                )
            if before.age is Age.CURRENT:
                return Upgraded(before, before)
            _shut_out(connection)
            # somebody else may have upgraded meanwhile
            before = _version(connection, workspace)
            if before.age is Age.OLDER:
                _bring(connection, before)
            return Upgraded(before, THIS)
    except InsufficientPrivilege as error:
        raise ServerRefused(
            _(
                "The server does not let this role upgrade it: {reason}. Nothing was changed. Use the role that set "
                "it up, or a superuser such as postgres: `server upgrade postgresql://postgres@HOST/DATABASE`."
            ).format(reason=error.diag.message_primary or "")
        ) from error


def _version(connection: Connection, workspace: str) -> ServerVersion:
    found = connection.execute("SELECT to_regclass('crm.meta') IS NOT NULL").fetchone()
    row = None
    if found is not None and found[0]:
        row = connection.execute("SELECT to_jsonb(m) FROM crm.meta AS m").fetchone()
    if row is None:
        raise OtherWorkspace(_("This database serves no workspace. Check the address, or set it up first."))
    if row[0]["workspace"] != workspace:
        raise OtherWorkspace(_("This database serves another workspace. Nothing was changed. Check the address."))
    return told_version(row[0].get("version"), row[0].get("described"))


def _shut_out(connection: Connection) -> None:
    """Let no call of a member begin until the transaction ends: each asks first who calls."""
    connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(_PATIENCE)))
    try:
        connection.execute("LOCK TABLE crm.member IN ACCESS EXCLUSIVE MODE")
    except LockNotAvailable as error:
        raise ServerBusy(
            _("Members are in the middle of an exchange that does not end. Nothing was changed; try again later.")
        ) from error


def _bring(connection: Connection, before: ServerVersion) -> None:
    make_roles(connection)
    if connection.info.parameter_status("is_superuser") == "on":
        # making functions takes what is taken away from everybody at the end
        connection.execute("GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC")
    drop_reports(connection)
    drop_functions(connection)
    bring_tables(connection, before.version)
    make_functions(connection)
    describe(connection)
    make_reports(connection)
    harden(connection)
