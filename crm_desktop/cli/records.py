"""List, show, add, change and remove records."""

from collections.abc import Sequence
from typing import Annotated

import typer

from crm_desktop.acts import add_record, record_kind, remove_records, restore_records, set_fields
from crm_desktop.cli.call import Call, call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.cli.record_parts import record_parts, timeline
from crm_desktop.cli.record_words import (
    found_record,
    print_record,
    record_document,
    record_from_text,
    row_id,
    shown_cell,
)
from crm_desktop.contacts.merging import leads_to
from crm_desktop.errors import WrongUsage
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.tree import Filter
from crm_desktop.journal.ids import id_text
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place
from crm_desktop.store.along import coming_back
from crm_desktop.store.near_names import known_names
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import PAGE, Page, View, plain_record, record_count, record_page, view_fields
from crm_desktop.store.table_words import counted_by_table
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

_SHOWN = {
    "people": ("name", "company", "job_title", "email", "phone", "city"),
    "companies": ("name", "sector", "phone", "city", "country", "open_deals"),
    "contacts": ("name", "kind", "email", "phone", "city"),
    "deals": ("title", "company", "stage", "amount", "probability", "expected_on", "outcome"),
    "products": ("code", "name", "category", "price"),
    "tickets": ("number", "subject", "status", "priority", "contact", "opened_at"),
    "activities": ("at", "kind", "subject", "person", "company"),
    "tasks": ("title", "due_day", "person", "company", "done_at"),
    "files": ("name", "size", "media_type", "contact", "deal", "ticket"),
}
_MOST_COLUMNS = 8
# Not told unless asked for by name: the text of a book.
_LEFT_OUT = {"files": ("text",)}
_NUMBERS = {FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.MONEY, FieldKind.PERCENT, FieldKind.MINUTES}

# --where, --sort and --columns as they are given.
Options = tuple[Sequence[str], Sequence[str], str | None]
Fields = Annotated[list[str], typer.Argument(metavar="FIELD=VALUE…", help="Fields and their values.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="The records' ids.")]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where", help="A filter, such as 'rating = A and has deals (amount > 5000)'; several must all hold."
    ),
]


def list_(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="people, companies, contacts, deals, products, tickets, activities, …")],
    where: Where = None,
    sort: Annotated[list[str] | None, typer.Option(help="FIELD, or -FIELD for descending.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most rows.")] = PAGE,
    after: Annotated[str | None, typer.Option(help="The cursor of the page before.")] = None,
    columns: Annotated[str | None, typer.Option(help="The fields to show, parted by commas.")] = None,
) -> None:
    """List records."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        place = workspace.place
        view = view_of(reader, kind, (where or (), sort or (), columns), place)
        page = record_page(reader, view, place, after, limit)
        count = record_count(reader, view, place)
    document = {"count": count, "rows": [plain_record(view, row, place) for row in page.rows], "next": page.next}
    call.output.result(document, lambda: _print_page(view, page, count, place))


def show(
    context: typer.Context,
    record: Annotated[str, typer.Argument(metavar="ID", help="The record's id.")],
    *,
    timeline_too: Annotated[bool, typer.Option("--timeline", help="With what happened, newest first.")] = False,
) -> None:
    """Show one record with its points, relations and lines; one that was merged shows what it became."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        place = workspace.place
        wanted = leads_to(reader, record_from_text(record))
        view, row = found_record(reader, wanted, place)
        parts = record_parts(reader, view.kind, wanted, place)
        happened = timeline(reader, view.kind, wanted, place) if timeline_too else None
    document = {**plain_record(view, row, place), **parts, **({} if happened is None else {"timeline": happened})}

    def print_all() -> None:
        print_record(view, row, place)
        for name, lines in {**parts, "timeline": happened or []}.items():
            if lines:
                keys = [each for each in lines[0] if not each.endswith("id")]
                print_text(name)
                print_table(keys, [[_text(line.get(key)) for key in keys] for line in lines])

    call.output.result(document, print_all)


def add(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="people, companies, deals, tickets, activities, tasks, …")],
    fields: Fields,
) -> None:
    """Add a record."""
    call = call_of(context)
    typed = typed_fields(fields)
    with opened(call, writing=True) as workspace:
        record = add_record(workspace.journal, kind, typed)
        with workspace.reader() as reader:
            document = record_document(reader, record, workspace.place)
    call.output.result(document, lambda: print_text(_("Added {id}.").format(id=id_text(record))))


def set_(
    context: typer.Context,
    record: Annotated[str, typer.Argument(metavar="ID", help="The record's id.")],
    fields: Fields,
) -> None:
    """Change fields of a record; FIELD= empties one."""
    call = call_of(context)
    wanted, typed = record_from_text(record), typed_fields(fields)
    with opened(call, writing=True) as workspace:
        set_fields(workspace.journal, wanted, typed)
        with workspace.reader() as reader:
            document = record_document(reader, wanted, workspace.place)
    call.output.result(document, lambda: print_text(_("Changed {id}.").format(id=record)))


def remove(
    context: typer.Context,
    records: Ids,
    with_open: Annotated[
        bool, typer.Option("--with-open", help="Also their open deals and tickets that are about nobody else.")
    ] = False,
) -> None:
    """Put records into the bin with what goes along, as one step."""
    call = call_of(context)
    wanted = [record_from_text(each) for each in records]
    with opened(call, writing=True) as workspace:
        remove_records(workspace.journal, wanted, asked=with_open)
        with workspace.reader() as reader:
            along = _went_along(reader, wanted)
    told = ngettext("Put {n} record into the bin.", "Put {n} records into the bin.", len(wanted)).format(n=len(wanted))
    if along:
        told += " " + _("Went along: {what}.").format(what=", ".join(counted_by_table(along)))
    removed = [id_text(each) for each in wanted]
    call.output.result({"removed": removed, "along": along}, lambda: print_text(told))


def _went_along(reader: Connection, records: Sequence[bytes]) -> dict[str, int]:
    """Return how many records of each table went into the bin with `records`."""
    chosen = set(records)
    found: dict[str, set[bytes]] = {}
    for record in records:
        for name, ids in coming_back(reader, record_kind(reader, record)[0].table.name, [record]).items():
            found.setdefault(name, set()).update(each for each in ids if each not in chosen)
    return {name: len(ids) for name, ids in found.items() if ids}


def restore_from_bin(call: Call, records: Sequence[str]) -> None:
    """Take records out of the bin, as one step."""
    wanted = [record_from_text(each) for each in records]
    with opened(call, writing=True) as workspace:
        restore_records(workspace.journal, wanted)
    told = ngettext("Took {n} record out of the bin.", "Took {n} records out of the bin.", len(wanted))
    call.output.result({"restored": [id_text(each) for each in wanted]}, lambda: print_text(told.format(n=len(wanted))))


def view_of(reader: Connection, kind_name: str, options: Options, place: Place) -> View:
    """Return the view of the records called `kind_name` that `options` describe; raises WrongUsage."""
    kind, (where, sort, columns) = workspace_kinds(reader).named(kind_name), options
    names = tuple(each.strip() for each in columns.split(",")) if columns else ()
    for name in (*names, *(each.lstrip("-") for each in sort)):
        kind.field(name)
    return View(kind, _conditions(reader, where, kind, place), tuple(sort), names or _usual_columns(kind))


def _conditions(reader: Connection, where: Sequence[str], kind: Kind, place: Place) -> tuple[Filter, ...]:
    """Return the filters on records of `kind` that the options --where spell; raises WrongUsage."""
    for text in where:
        if not text.strip():
            raise WrongUsage(_("--where is empty. Leave it out to list everything."))
    named = known_names(reader)
    return tuple(each for text in where for each in conditions_from_text(text, kind, place, named))


def typed_fields(pairs: Sequence[str]) -> dict[str, str]:
    """Return the fields that FIELD=VALUE `pairs` name; raises WrongUsage."""
    typed: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise WrongUsage(_("“{text}” is not FIELD=VALUE, such as name=Dana.").format(text=pair))
        typed[name.strip()] = value
    return typed


def _print_page(view: View, page: Page, count: int, place: Place) -> None:
    shown = shown_columns(view)
    fields = view_fields(view)
    places = [at for at, field in enumerate(fields) if field.name in shown]
    places.sort(key=lambda at: shown.index(fields[at].name))
    rows = [
        [*(shown_cell(fields[at], row.values[at], row.called[at], place, row) for at in places), row_id(row)]
        for row in page.rows
    ]
    right = [position for position, at in enumerate(places) if fields[at].kind in _NUMBERS]
    print_table([*(_(fields[at].label) for at in places), "id"], rows, right=right, brief=True)
    told = ngettext("{n} of {count} record", "{n} of {count} records", count)
    print_text(told.format(n=len(rows), count=count))
    if page.next is not None:
        print_text(_("More with --after {cursor}").format(cursor=page.next))


def shown_columns(view: View) -> Sequence[str]:
    """Return the fields of which people read a list: those that were asked for, else the usual few."""
    asked = view.columns if view.columns != _usual_columns(view.kind) else ()
    return asked or _SHOWN.get(view.kind.name) or [each.name for each in view.kind.table.fields][:_MOST_COLUMNS]


def _usual_columns(kind: Kind) -> tuple[str, ...]:
    """Return the fields that are told where none was asked for; an empty tuple for all."""
    left_out = _LEFT_OUT.get(kind.name)
    return tuple(each.name for each in kind.fields if each.name not in left_out) if left_out else ()


def _text(value: object) -> str:
    return "" if value is None else str(value)
