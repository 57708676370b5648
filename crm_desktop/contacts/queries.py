"""Lists of people and companies: pages by keyset where an index gives the order, else by an order worked out once."""

from array import array
from collections.abc import Collection, Sequence
from typing import NamedTuple

from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.expressions import field_expression, name_expression, rows_of_kind, sort_expression
from crm_desktop.store.filters import conditions_sql
from crm_desktop.store.record_query import PAGE, Row, View, record_page, view_fields
from crm_desktop.store.where import Where
from crm_desktop.vault.driver import Connection

_CHUNK = 500


class ContactRow(NamedTuple):
    """One contact of a list: `values` are the stored forms of the view's columns, `names` what its links are called."""

    rid: int
    id: bytes
    values: tuple[Stored, ...]
    names: tuple[str | None, ...]


class ContactPage(NamedTuple):
    """One page of a list; `next` is the cursor of the following page, or None at the end."""

    rows: list[ContactRow]
    next: str | None


class Total(NamedTuple):
    """How many contacts a view holds, and the sum of one of its fields."""

    contacts: int
    summed: int


def ordered_by_index(view: View) -> bool:
    """Return whether an index holds the order of `view`, so that each page costs the same however long the list is."""
    return not view.sorting or view.sorting[0].lstrip("-") == CONTACT.title


def contact_page(
    reader: Connection, view: View, place: Place, after: str | None = None, limit: int = PAGE
) -> ContactPage:
    """Return up to `limit` rows of `view` that follow the cursor `after`."""
    page = record_page(reader, view, place, after, limit)
    return ContactPage([_from_record(row) for row in page.rows], page.next)


def contact_order(reader: Connection, view: View, place: Place) -> "array[int]":
    """Return the rids of all contacts of `view` in its order; costs one pass over the table."""
    where = _where(view, place)
    keys: list[str] = []
    for name in view.sorting:
        key = sort_expression(CONTACT, view.kind.field(name.lstrip("-")))
        keys += [f"{key} IS NULL", f"{key}{' DESC' if name.startswith('-') else ''}"]
    # Rows are read in the order of the file: by the name index each would be a page of its own to decrypt.
    found = reader.execute(
        f"SELECT t.rid FROM contact t NOT INDEXED WHERE {rows_of_kind(view.kind, removed=view.removed)}{where.sql} "
        f"ORDER BY {', '.join((*keys, 't.sort_name', 't.rid'))}",
        where.values,
    )
    return array("q", (row[0] for row in found))


def contact_rows(reader: Connection, view: View, rids: Sequence[int]) -> list[ContactRow]:
    """Return the contacts `rids` with the columns of `view`, in that order; those that are not there are left out."""
    marks = ", ".join("?" * len(rids))
    found = {row.rid: row for row in _rows(reader, view, Where(f"t.rid IN ({marks})", tuple(rids)))}
    return [found[rid] for rid in rids if rid in found]


def contacts_shown(reader: Connection, view: View, place: Place, ids: Collection[bytes]) -> list[ContactRow]:
    """Return those of the contacts `ids` that `view` holds, in no order."""
    where = _where(view, place)
    rows: list[ContactRow] = []
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        chosen = f"t.id IN ({marks}) AND {rows_of_kind(view.kind, removed=view.removed)}{where.sql}"
        rows += _rows(reader, view, Where(chosen, (*chunk, *where.values)))
    return rows


def contact_total(reader: Connection, view: View, place: Place, field: str) -> Total:
    """Return how many contacts `view` holds and the sum of their `field`."""
    where = _where(view, place)
    summed = field_expression(CONTACT, view.kind.field(field))
    found = reader.execute(
        f"SELECT count(*), coalesce(sum({summed}), 0) FROM contact t "
        f"WHERE {rows_of_kind(view.kind, removed=view.removed)}{where.sql}",
        where.values,
    ).fetchone()
    return Total(int(found[0]), int(found[1]))


def contact_ids(reader: Connection, view: View, place: Place) -> list[bytes]:
    """Return the ids of all contacts of `view`."""
    where = _where(view, place)
    found = reader.execute(
        f"SELECT t.id FROM contact t WHERE {rows_of_kind(view.kind, removed=view.removed)}{where.sql}", where.values
    )
    return [row[0] for row in found]


def known_tags(reader: Connection, limit: int = 200) -> list[str]:
    """Return the tags that contacts have, those in use most first."""
    found = reader.execute(
        "SELECT value, count(*) AS uses FROM contact t, json_each(t.tags) "
        "WHERE t.tags IS NOT NULL AND t.removed_at IS NULL GROUP BY value ORDER BY uses DESC, value LIMIT ?",
        (limit,),
    )
    return [str(row[0]) for row in found]


def known_values(reader: Connection, field: str, limit: int = 200) -> list[str]:
    """Return the texts that contacts have in `field`, such as their sectors, those in use most first."""
    name = CONTACT.by_name[field].name
    found = reader.execute(
        f"SELECT {name}, count(*) AS uses FROM contact WHERE {name} IS NOT NULL AND removed_at IS NULL "
        f"GROUP BY {name} ORDER BY uses DESC, {name} LIMIT ?",
        (limit,),
    )
    return [str(row[0]) for row in found]


def _where(view: View, place: Place) -> Where:
    return conditions_sql(view.kind, view.conditions, place)


def _rows(reader: Connection, view: View, where: Where) -> list[ContactRow]:
    fields = view_fields(view)
    columns = [
        "t.rid",
        "t.id",
        *(field_expression(CONTACT, each) for each in fields),
        *(name_expression(CONTACT, each) for each in fields if each.kind is FieldKind.LINK),
    ]
    found = reader.execute(f"SELECT {', '.join(columns)} FROM contact t WHERE {where.sql}", where.values)
    rows: list[ContactRow] = []
    for rid, record, *rest in found:
        linked = iter(rest[len(fields) :])
        names = tuple(next(linked) if each.kind is FieldKind.LINK else None for each in fields)
        rows.append(ContactRow(rid, record, tuple(rest[: len(fields)]), names))
    return rows


def _from_record(row: Row) -> ContactRow:
    return ContactRow(row.rid, row.record, row.values, row.names)
