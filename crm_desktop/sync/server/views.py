"""Views for reporting tools: each table with its fields by name and type, read-only, and only what is not private."""

from collections.abc import Iterator

from psycopg import sql

from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.sync.server.meta import shared_tables

_WHOLE = {FieldKind.NUMBER, FieldKind.MONEY, FieldKind.PERCENT, FieldKind.MINUTES}
# No device checks what another wrote, so a value of the wrong kind is empty here instead of an error for all.
_HELPERS = """
CREATE FUNCTION report.whole(value jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'number' AND abs(value::numeric) < 9e18 THEN value::bigint END $$;
CREATE FUNCTION report.number(value jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'number' THEN value::numeric END $$;
CREATE FUNCTION report.instant(value jsonb) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'number' AND value::numeric BETWEEN -6e13 AND 2e14
        THEN timestamptz '1970-01-01 00:00:00+00' + value::numeric * interval '1 millisecond' END $$;
CREATE FUNCTION report.day(value text) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN value::date END;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN NULL;
END $$;
CREATE FUNCTION report.id(value text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN value ~ '^[0-9a-fA-F]{32}$' THEN value::uuid END $$;
"""


def report_statements() -> Iterator[sql.Composed | sql.SQL]:
    """Yield what makes the schema `report`, run as the role that owns it."""
    yield sql.SQL(_HELPERS)
    for table in shared_tables():
        yield _view(table)


def _view(table: RecordTable) -> sql.Composed:
    columns = [sql.SQL("r.id"), *(_column(each) for each in table.stored_fields if each.name != "custom")]
    columns.append(sql.SQL("report.instant(r.doc -> 'created_at') AS created_at"))
    own = sql.SQL(
        "(SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f "
        "WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields"
    )
    return sql.SQL("CREATE VIEW report.{} WITH (security_barrier) AS SELECT {} FROM crm.row r WHERE r.tbl = {}").format(
        sql.Identifier(table.name), sql.SQL(", ").join([*columns, own]), sql.Literal(table.number)
    )


def _column(field: Field) -> sql.Composed:
    number = sql.Literal(str(field.number))
    return sql.SQL("{} AS {}").format(sql.SQL(_read(field)).format(number), sql.Identifier(field.name))


def _read(field: Field) -> str:
    match field.kind:
        case FieldKind.LINK:
            return "report.id(r.doc ->> {})"
        case FieldKind.INSTANT:
            return "report.instant(r.doc -> {})"
        case FieldKind.DAY:
            return "report.day(r.doc ->> {})"
        case FieldKind.DECIMAL:
            return "report.number(r.doc -> {})"
        case FieldKind.YES_NO:
            return "coalesce(r.doc ->> {} IN ('1', 'true'), false)"
        case kind if kind in _WHOLE:
            return "report.whole(r.doc -> {})"
        case _:
            return "r.doc ->> {}"
