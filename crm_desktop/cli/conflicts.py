"""What two people wrote into one field, and numbers that two records have: the list, and the decision."""

from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.guard import guarded
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.errors import UnknownRecord
from crm_desktop.journal.clock import instant
from crm_desktop.journal.ids import id_text
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Plain, Stored, plain_value, shown_value
from crm_desktop.store.expressions import names_of
from crm_desktop.store.same_numbers import Holder, same_numbers
from crm_desktop.sync.conflicts import BOTH, MINE, THEIRS, Clash, ClashedRecord, clashed_records
from crm_desktop.sync.deciding import resolve
from crm_desktop.sync.numbering import Renumbered, give_new_number, renumbered
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

Id = Annotated[int, typer.Argument(metavar="ID", help="The conflict's id, as `conflicts` lists it.")]
ShownRecord = Annotated[str, typer.Argument(metavar="ID", help="The record's id, as `conflicts numbers` lists it.")]
Choice = Annotated[str, typer.Argument(metavar="mine|theirs|both", help="What is to stand.")]


def list_conflicts(context: typer.Context) -> None:
    """List what waits for a decision."""
    if context.invoked_subcommand is not None:
        return
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        records = clashed_records(reader)
        documents = [
            _document(reader, record, clash, workspace.place) for record in records for clash in record.clashes
        ]
        rows = [_row(reader, record, clash, workspace.place) for record in records for clash in record.clashes]
        same = len(same_numbers(reader))
    columns = [
        _("Id"),
        _("Record"),
        _("Field"),
        _("Before"),
        _("Mine"),
        _("Theirs"),
        _("Their author"),
        _("When (UTC)"),
    ]

    def show() -> None:
        if rows:
            print_table(columns, rows, right=(0,))
        if same:
            told = ngettext("{n} number is that of several records", "{n} numbers are those of several records", same)
            print_text(_("{told}: see `conflicts numbers`.").format(told=told.format(n=same)))
        if not (rows or same):
            print_text(_("No conflict waits."))

    call.output.result({"conflicts": documents}, show)


def decide(context: typer.Context, conflict: Id, choice: Choice) -> None:
    """Decide a conflict: mine, theirs, or both."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        resolve(workspace.journal, {conflict: choice})
    call.output.result({"resolved": conflict, "choice": choice}, lambda: print_text(_("Decided.")))


def list_numbers(context: typer.Context) -> None:
    """List the records whose number another has as well, and those that got another for it."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        holders = [each for several in same_numbers(reader) for each in several]
        anew = renumbered(reader)
    rows = [[str(each.number), each.title, id_text(each.record)] for each in holders]

    def show() -> None:
        if rows:
            print_table([_("Number"), _("Record"), _("Id")], rows, right=(0,))
        for each in anew:
            told = _("Two had number {before}: “{title}” is number {number} now")
            if each.kept_by is not None:
                told = _("Two had number {before}: “{keeper}” keeps it, “{title}” is number {number} now")
            print_text(told.format(before=each.before, keeper=each.keeper, title=each.title, number=each.number))
        if not (rows or anew):
            print_text(_("Every number is that of one record."))

    documents = [_same_document(each) for each in holders]
    call.output.result({"records": documents, "renumbered": [_anew_document(each) for each in anew]}, show)


def renumber(context: typer.Context, record: ShownRecord) -> None:
    """Give a record whose number another has as well a new one."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        with workspace.reader() as reader:
            holders = [each for several in same_numbers(reader) for each in several if id_text(each.record) == record]
        if not holders:
            raise UnknownRecord(_("There is no such record. `conflicts numbers` lists those that share a number."))
        number = give_new_number(workspace.journal, holders[0])
    given = _("It is number {number} now.").format(number=number)
    none = _("There is no free number until the office server grants more. Sync first.")
    call.output.result({"id": record, "number": number}, lambda: print_text(none if number is None else given))


def conflict_commands() -> typer.Typer:
    """Return the commands on conflicts: the list, and its decisions as a part."""
    commands = typer.Typer(help="What two people wrote into one field.", invoke_without_command=True)
    commands.callback(invoke_without_command=True)(guarded(list_conflicts))
    commands.command("resolve")(guarded(decide))
    commands.command("numbers")(guarded(list_numbers))
    commands.command("renumber")(guarded(renumber))
    return commands


def _same_document(holder: Holder) -> dict[str, object]:
    return {"table": holder.table, "id": id_text(holder.record), "title": holder.title, "number": holder.number}


def _anew_document(each: Renumbered) -> dict[str, object]:
    told = {"table": each.table, "id": id_text(each.record), "title": each.title}
    return {**told, "before": each.before, "number": each.number}


def _document(reader: Connection, record: ClashedRecord, clash: Clash, place: Place) -> dict[str, object]:
    values = {name: _plain(reader, clash.field, value, place) for name, value in _values(clash).items()}
    return {
        "id": clash.cid,
        "record": id_text(record.record),
        "table": record.table,
        "title": record.title,
        "field": clash.field.name,
        **values,
        **(_meanwhile(reader, record, clash, place) if clash.is_removal else {}),
        "member": clash.theirs.member_name,
        "device": clash.theirs.device,
        "at": instant(clash.theirs.at_ms).isoformat().replace("+00:00", "Z"),
        "stands": MINE if clash.mine.counts else THEIRS,
        "choices": [MINE, THEIRS, *([BOTH] if clash.can_join else [])],
    }


def _row(reader: Connection, record: ClashedRecord, clash: Clash, place: Place) -> list[str]:
    if clash.is_removal:
        shown = ["", *(_outcome(reader, clash, each.value, place) for each in (clash.mine, clash.theirs))]
    else:
        shown = [_shown(reader, clash.field, value, place) for value in _values(clash).values()]
    when = instant(clash.theirs.at_ms).isoformat()[:16].replace("T", " ")
    return [str(clash.cid), record.title, _(clash.field.label), *shown, clash.theirs.member_name, when]


def _values(clash: Clash) -> dict[str, Stored]:
    return {"base": clash.base, "mine": clash.mine.value, "theirs": clash.theirs.value}


def _meanwhile(reader: Connection, record: ClashedRecord, clash: Clash, place: Place) -> dict[str, object]:
    return {"edited": _edited(reader, record, clash, place), "parts": _parts(reader, record, clash, place)}


def _edited(reader: Connection, record: ClashedRecord, clash: Clash, place: Place) -> dict[str, Plain]:
    own = [each for each in clash.edited if each.table == record.table]
    return {each.field.name: _plain(reader, each.field, each.value, place) for each in own}


def _parts(reader: Connection, record: ClashedRecord, clash: Clash, place: Place) -> list[dict[str, Plain]]:
    """Return what was written into parts of a removed record, such as its numbers."""
    return [
        {"table": each.table, "field": each.field.name, "value": _plain(reader, each.field, each.value, place)}
        for each in clash.edited
        if each.table != record.table
    ]


def _outcome(reader: Connection, clash: Clash, removed_at: Stored, place: Place) -> str:
    """Return what becomes of the record where it stays removed, or comes back with what was written meanwhile."""
    if removed_at is not None:
        return _("deleted")
    edits = [f"{each.label}: {_shown(reader, each.field, each.value, place)}" for each in clash.edited]
    return _("kept") if not edits else _("kept, with {edits}").format(edits=", ".join(edits))


def _plain(reader: Connection, field: Field, value: Stored, place: Place) -> Plain:
    if isinstance(value, bytes):
        return names_of(reader, field.target or "", [value]).get(value) or id_text(value)
    return None if value is None else plain_value(field, value, place.currency)


def _shown(reader: Connection, field: Field, value: Stored, place: Place) -> str:
    if field.kind is FieldKind.LINK and isinstance(value, bytes):
        return names_of(reader, field.target or "", [value]).get(value, "")
    return shown_value(field, value, place)
