"""Edits that did not reach the others: the list, and what can be done with them."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.guard import guarded
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.errors import UnknownRecord
from crm_desktop.journal.clock import instant
from crm_desktop.journal.ids import id_text
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place, plain_value, shown_value
from crm_desktop.store.expressions import names_of
from crm_desktop.sync.set_aside import AsideEdit, AsideRecord, aside_records, put_away, take_back, try_again
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

Ids = Annotated[list[int], typer.Argument(metavar="ID…", help="The edits' ids, as `aside` lists them.")]
Put = Annotated[bool, typer.Option("--put-away", help="List what was put away.")]

Act = Callable[[Journal, Sequence[int]], None]


def list_aside(context: typer.Context, *, away: Put = False) -> None:
    """List the edits that were not taken: those that wait, or those that were put away."""
    if context.invoked_subcommand is not None:
        return
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        found = [(record, edit) for record in aside_records(reader, put_away=away) for edit in reversed(record.edits)]
        documents = [_document(reader, record, edit, workspace.place) for record, edit in found]
        rows = [_row(reader, record, edit, workspace.place) for record, edit in found]
    columns = [_("Id"), _("Record"), _("Field"), _("Value"), _("Why not"), _("When (UTC)")]

    def show() -> None:
        if rows:
            print_table(columns, rows, right=(0,))
        else:
            print_text(_("Nothing was put away.") if away else _("Every edit was taken."))

    call.output.result({"edits": documents}, show)


def retry(context: typer.Context, edits: Ids) -> None:
    """Write edits once more, as one step: they travel with the next exchange."""
    told = ngettext("{n} edit is made again.", "{n} edits are made again.", len(edits))
    _change(context, edits, away=False, act=try_again, told=told)


def put(context: typer.Context, edits: Ids) -> None:
    """Put edits away: they wait no more, and can be taken back."""
    told = ngettext("{n} edit was put away.", "{n} edits were put away.", len(edits))
    _change(context, edits, away=False, act=put_away, told=told)


def back(context: typer.Context, edits: Ids) -> None:
    """Let edits that were put away wait again."""
    told = ngettext("{n} edit waits again.", "{n} edits wait again.", len(edits))
    _change(context, edits, away=True, act=take_back, told=told)


def aside_commands() -> typer.Typer:
    """Return the commands on edits that were not taken: the list, and what can be done as its parts."""
    commands = typer.Typer(help="Edits that did not reach the others.", invoke_without_command=True)
    commands.callback(invoke_without_command=True)(guarded(list_aside))
    for name, command in (("retry", retry), ("put-away", put), ("take-back", back)):
        commands.command(name)(guarded(command))
    return commands


def _change(
    context: typer.Context,
    edits: Sequence[int],
    *,
    away: bool,
    act: Act,
    told: str,
) -> None:
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        with workspace.reader() as reader:
            known = {edit.seq for each in aside_records(reader, put_away=away) for edit in each.edits}
        for each in edits:
            if each not in known:
                raise UnknownRecord(
                    _("There is no such edit: {id}. `aside` and `aside --put-away` list them.").format(id=each)
                )
        act(workspace.journal, edits)
    call.output.result({"edits": list(edits)}, lambda: print_text(told.format(n=len(edits))))


def _document(reader: Connection, record: AsideRecord, edit: AsideEdit, place: Place) -> dict[str, object]:
    return {
        "id": edit.seq,
        "record": id_text(record.record),
        "table": record.table,
        "title": record.title,
        "here": record.here,
        "field": None if edit.field is None else edit.field.name,
        "value": _plain(reader, edit, place),
        "reason": edit.reason,
        "at": instant(edit.at_ms).isoformat().replace("+00:00", "Z"),
    }


def _row(reader: Connection, record: AsideRecord, edit: AsideEdit, place: Place) -> list[str]:
    label = _("New record") if edit.field is None else _(edit.field.label)
    when = instant(edit.at_ms).isoformat()[:16].replace("T", " ")
    return [str(edit.seq), record.title, label, _shown(reader, edit, place), edit.reason, when]


def _plain(reader: Connection, edit: AsideEdit, place: Place) -> object:
    if edit.field is None or edit.value is None:
        return None
    if isinstance(edit.value, bytes):
        return _name(reader, edit, edit.value) or id_text(edit.value)
    return plain_value(edit.field, edit.value, place.currency)


def _shown(reader: Connection, edit: AsideEdit, place: Place) -> str:
    if edit.field is None:
        return ""
    if edit.field.kind is FieldKind.LINK and isinstance(edit.value, bytes):
        return _name(reader, edit, edit.value)
    return shown_value(edit.field, edit.value, place)


def _name(reader: Connection, edit: AsideEdit, linked: bytes) -> str:
    target = edit.field.target if edit.field is not None else None
    return names_of(reader, target or "", [linked]).get(linked, "")
