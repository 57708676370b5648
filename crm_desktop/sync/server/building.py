"""What a server consists of: tables that grow by numbered steps; types, functions, policies and views made anew."""

import re
from collections.abc import Iterator
from pathlib import Path

from psycopg import Connection, sql
from psycopg.errors import DependentObjectsStillExist

from crm_desktop.errors import ServerRefused
from crm_desktop.schema.attachments import ATTACHMENT
from crm_desktop.schema.ours import MEMBER, PROFILE
from crm_desktop.sync.server.meta import field_meta, table_meta
from crm_desktop.sync.server.roles import ADMIN, MEMBERS, OWNER, READER, REPORTERS, REPORTS, act_as
from crm_desktop.sync.server.versions import DESCRIBED, VERSION
from crm_desktop.sync.server.views import report_statements
from crm_desktop.sync.wire import OLDEST_WIRE, WIRE
from crm_desktop.words import _

# Each script, and the role that its functions run as.
_SCRIPTS = (
    *(
        (name, OWNER)
        for name in ("types", "common", "batch", "merge", "quick", "push", "numbers", "chunks", "erase", "rights")
    ),
    ("members", ADMIN),
    ("hello", OWNER),
    ("pull", READER),
    ("page", READER),
)
_PLACES = {
    ":attachment": str(ATTACHMENT.number),
    ":content": str(ATTACHMENT.by_name["hash"].number),
    ":member": str(MEMBER.number),
    ":profile": f"'{{{', '.join(str(MEMBER.by_name[name].number) for name in PROFILE)}}}'",
}
_FOLDER = Path(__file__).parent
_STEP = re.compile(r"tables_([0-9]{4})[.]sql")


def make_schema(connection: Connection) -> None:
    """Make the schema `crm` with the tables of the first version."""
    connection.execute(sql.SQL("CREATE SCHEMA crm AUTHORIZATION {}").format(sql.Identifier(OWNER)))
    act_as(connection, OWNER)
    members, reports = sql.Identifier(MEMBERS), sql.Identifier(REPORTS)
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA crm TO {}, {}").format(members, reports))
    connection.execute(_script("tables_0001"))
    act_as(connection, None)


def bring_tables(connection: Connection, version: int) -> None:
    """Bring the tables of a server of `version` to what this program knows; what they hold stays."""
    act_as(connection, OWNER)
    for number, name in _steps():
        if number > version:
            connection.execute(_script(name))
    act_as(connection, None)


def make_functions(connection: Connection) -> None:
    """Make the types, functions and policies, none of which may be there, and let members call what is for them."""
    names = sql.SQL(", ").join(map(sql.Identifier, (OWNER, READER, ADMIN)))
    makers = sql.SQL(", ").join(map(sql.Identifier, (READER, ADMIN)))
    act_as(connection, OWNER)
    connection.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA crm TO {}").format(makers))
    for script, role in _SCRIPTS:
        act_as(connection, role)
        connection.execute("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
        connection.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO {}").format(names)
        )
        connection.execute(_script(script))
    _grant_calls(connection)
    act_as(connection, OWNER)
    connection.execute(sql.SQL("REVOKE CREATE ON SCHEMA crm FROM {}").format(makers))
    act_as(connection, None)


def drop_functions(connection: Connection) -> None:
    """Drop what `make_functions` makes: nothing of it holds anything."""
    act_as(connection, OWNER)
    policies = "SELECT polname, polrelid::regclass::text FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
    for policy, table in connection.execute(policies + "WHERE c.relnamespace = 'crm'::regnamespace").fetchall():
        connection.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(policy), sql.SQL(table)))
    act_as(connection, None)
    functions = "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = %s::regnamespace"
    _drop_all(connection, "FUNCTION", functions, "crm")
    types = "SELECT reltype::regtype::text FROM pg_class WHERE relkind = 'c' AND relnamespace = %s::regnamespace"
    _drop_all(connection, "TYPE", types, "crm")


def describe(connection: Connection) -> None:
    """Tell the server which tables and fields there are, and of which version it is now."""
    act_as(connection, OWNER)
    connection.execute("DELETE FROM crm.table_meta")
    connection.execute("DELETE FROM crm.field_meta")
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO crm.table_meta VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::int[]::smallint[], %s)",
            table_meta(),
        )
        cursor.executemany("INSERT INTO crm.field_meta VALUES (%s, %s, %s, %s, %s)", field_meta())
    connection.execute(
        "UPDATE crm.meta SET version = %s, described = %s, wire_min = %s, wire_max = %s",
        (VERSION, DESCRIBED, OLDEST_WIRE, WIRE),
    )
    act_as(connection, None)


def make_reports(connection: Connection) -> None:
    """Make the schema `report` with one view for each kind of record."""
    reports, reporters = sql.Identifier(REPORTS), sql.Identifier(REPORTERS)
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS report AUTHORIZATION {}").format(reports))
    act_as(connection, REPORTS)
    for statement in report_statements():
        connection.execute(statement)
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA report TO {}").format(reporters))
    connection.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA report TO {}").format(reporters))
    act_as(connection, None)


def drop_reports(connection: Connection) -> None:
    """Drop the views of the schema `report`; raises ServerRefused where something else is built on them."""
    owned = f"AND {{}} = '{REPORTS}'::regrole"
    views = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'v' AND relnamespace = %s::regnamespace "
    functions = "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = %s::regnamespace "
    try:
        _drop_all(connection, "VIEW", views + owned.format("relowner"), "report")
        _drop_all(connection, "FUNCTION", functions + owned.format("proowner"), "report")
    except DependentObjectsStillExist as error:
        raise ServerRefused(
            _(
                "Something else in the database is built on the views for reporting: {what}. Nothing was changed. "
                "Drop it, upgrade, and make it again."
            ).format(what=(error.diag.message_detail or "").splitlines()[0])
        ) from error


def _drop_all(connection: Connection, kind: str, query: str, schema: str) -> None:
    """Drop what `query` finds, in one statement, so that it does not matter what needs what."""
    found = [str(row[0]) for row in connection.execute(query.encode(), (schema,)).fetchall()]
    if found:
        connection.execute(f"DROP {kind} {', '.join(found)}".encode())


def _grant_calls(connection: Connection) -> None:
    """Let members call the functions that are meant for them, and no other."""
    found = connection.execute(
        "SELECT oid::regprocedure::text, proowner::regrole::text FROM pg_proc "
        "WHERE pronamespace = 'crm'::regnamespace AND proname ~ %s",
        ("_v[0-9]+$",),
    )
    for function, owner in found.fetchall():
        act_as(connection, owner)
        connection.execute(
            sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(function), sql.Identifier(MEMBERS))
        )


def _steps() -> Iterator[tuple[int, str]]:
    for path in sorted(_FOLDER.glob("tables_*.sql")):
        found = _STEP.fullmatch(path.name)
        if found is not None:
            yield int(found[1]), path.stem


def _script(name: str) -> bytes:
    text = (_FOLDER / f"{name}.sql").read_text("utf-8")
    for place, value in _PLACES.items():
        text = text.replace(place, value)
    return text.encode()
