"""The workspace's own fields: list, add, change, put away, bring back, copy."""

from collections.abc import Sequence
from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.guard import guarded
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import Document, print_table, print_text
from crm_desktop.cli.records import typed_fields
from crm_desktop.errors import UnknownRecord, WrongUsage
from crm_desktop.journal.field_actions import (
    EXTENSIBLE,
    FIELD_TYPES,
    NewField,
    add_own_field,
    edit_own_field,
    remove_own_field,
    restore_own_field,
)
from crm_desktop.journal.field_checks import choices_named
from crm_desktop.journal.field_copy import copy_own_values
from crm_desktop.journal.ids import id_from_text, id_text
from crm_desktop.schema.field import Choice
from crm_desktop.store.own_field_rows import OwnFieldRow, own_field_rows
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

Field = Annotated[str, typer.Argument(metavar="FIELD", help="KIND.NAME, or the field's id.")]


def list_fields(
    context: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="Only those of people, deals, …")] = None,
) -> None:
    """List the workspace's own fields, those put away too."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        rows = [each for each in own_field_rows(reader) if kind in (None, each.record_kind)]
    call.output.result({"fields": [_document(each) for each in rows]}, lambda: _print(rows))


def add_field(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help=", ".join(EXTENSIBLE))],
    label: Annotated[str, typer.Argument(help="What the field is called.")],
    *,
    type_: Annotated[str, typer.Option("--type", help=", ".join(FIELD_TYPES))] = "text",
    choice: Annotated[list[str] | None, typer.Option(help="A word to choose from; give it again for each.")] = None,
    target: Annotated[str | None, typer.Option(help="The kind of record that a link points to.")] = None,
    formula: Annotated[str, typer.Option(help="What a formula computes, such as 'amount * 0.1'.")] = "",
    hint: Annotated[str, typer.Option(help="A word on what to type.")] = "",
    required: Annotated[bool, typer.Option("--required", help="A new record needs a value.")] = False,
    personal: Annotated[bool, typer.Option("--personal", help="It says something about a person.")] = False,
) -> None:
    """Add a field; it is there at once, in lists, forms, filters, imports and exports."""
    call = call_of(context)
    wanted = NewField(kind, label, type_, tuple(choice or ()), target, formula, hint, required, personal)
    with opened(call, writing=True) as workspace:
        made = add_own_field(workspace.journal, wanted)
        with workspace.reader() as reader:
            row = next(each for each in own_field_rows(reader) if each.id == made)
    told = _("Added {field}.").format(field=f"{row.record_kind}.{row.name}")
    call.output.result(_document(row), lambda: print_text(told))


def change_field(
    context: typer.Context,
    field: Field,
    changes: Annotated[
        list[str], typer.Argument(metavar="WHAT=VALUE…", help="label, help, formula, required, personal, choices=a,b,c")
    ],
) -> None:
    """Change a field; its name and type stay, its values too."""
    typed = typed_fields(changes)
    words = typed.pop("choices", None)
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        with workspace.reader() as reader:
            found = _found(reader, field)
        choices = None if words is None else choices_named(words.split(","), found.choices)
        edit_own_field(workspace.journal, found.id, typed, choices)
        with workspace.reader() as reader:
            row = _found(reader, id_text(found.id))
    call.output.result(_document(row), lambda: print_text(_("Changed {field}.").format(field=field)))


def rename_a_choice(
    context: typer.Context,
    field: Field,
    choice: Annotated[str, typer.Argument(help="The choice as it is called now.")],
    label: Annotated[str, typer.Argument(help="What it is called from now on.")],
) -> None:
    """Rename a choice wherever it is shown."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        with workspace.reader() as reader:
            found = _found(reader, field)
        renamed = next((each for each in found.choices if choice in (each.label, each.value)), None)
        if renamed is None:
            known = ", ".join(each.label for each in found.choices)
            raise UnknownRecord(
                _("There is no choice “{choice}”. Choices: {known}.").format(choice=choice, known=known)
            )
        choices = [each if each is not renamed else Choice(each.value, label) for each in found.choices]
        edit_own_field(workspace.journal, found.id, {}, choices)
        with workspace.reader() as reader:
            row = _found(reader, id_text(found.id))
    call.output.result(_document(row), lambda: print_text(_("Changed {field}.").format(field=field)))


def remove_field(context: typer.Context, field: Field) -> None:
    """Put a field away: it is shown nowhere, its values stay with the records."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        with workspace.reader() as reader:
            found = _found(reader, field)
        remove_own_field(workspace.journal, found.id)
    told = _("Put away {field}. `field restore` brings it back with its values.").format(field=field)
    call.output.result({"removed": id_text(found.id)}, lambda: print_text(told))


def restore_field(context: typer.Context, field: Field) -> None:
    """Show a field again that was put away, with its values."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        with workspace.reader() as reader:
            found = _found(reader, field)
        restore_own_field(workspace.journal, found.id)
    call.output.result({"restored": id_text(found.id)}, lambda: print_text(_("{field} is back.").format(field=field)))


def copy_field(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="people, deals, …")],
    source: Annotated[str, typer.Argument(metavar="FROM", help="The field to read.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The own field to write.")],
) -> None:
    """Copy the values of one field into another, where they fit and nothing is there yet."""
    call = call_of(context)
    with opened(call, writing=True) as workspace, call.output.progress(_("Copying")) as progress:
        copied = copy_own_values(workspace.journal, kind, source, target, progress=progress)
    document = {
        "copied": copied.copied,
        "refused": copied.refused,
        "first": [{"id": id_text(each.record), "text": each.text, "reason": each.reason} for each in copied.first],
    }

    def show() -> None:
        told = ngettext("Copied {n} value.", "Copied {n} values.", copied.copied)
        print_text(told.format(n=copied.copied))
        for each in copied.first:
            print_text(f"{id_text(each.record)}: {each.reason}")

    call.output.result(document, show)


_COMMANDS = (
    ("list", list_fields),
    ("add", add_field),
    ("set", change_field),
    ("rename-choice", rename_a_choice),
    ("remove", remove_field),
    ("restore", restore_field),
    ("copy", copy_field),
)


def field_commands() -> typer.Typer:
    """Return the commands on the workspace's own fields, as one command with parts."""
    commands = typer.Typer(help="The workspace's own fields.", no_args_is_help=True)
    for name, command in _COMMANDS:
        commands.command(name)(guarded(command))
    return commands


def _found(reader: Connection, named: str) -> OwnFieldRow:
    """Return the field called `named`, one in use before one put away; raises UnknownRecord and WrongUsage."""
    record = id_from_text(named)
    fitting = [
        each
        for each in own_field_rows(reader)
        if each.id == record or named in (f"{each.record_kind}.{each.name}", each.name)
    ]
    if not fitting:
        raise UnknownRecord(_("There is no field “{field}”. `field list` shows those there are.").format(field=named))
    if len(fitting) > 1:
        raise WrongUsage(
            _("“{field}” fits several fields: {fields}. Name one with its kind.").format(
                field=named, fields=", ".join(f"{each.record_kind}.{each.name}" for each in fitting)
            )
        )
    return fitting[0]


def _document(row: OwnFieldRow) -> Document:
    return {
        "id": id_text(row.id),
        "kind": row.record_kind,
        "name": row.name,
        "label": row.label,
        "type": row.kind,
        "choices": [each.label for each in row.choices],
        "target": row.target,
        "formula": row.formula,
        "help": row.help,
        "required": row.required,
        "personal": row.personal,
        "removed": row.removed,
    }


def _print(rows: Sequence[OwnFieldRow]) -> None:
    lines = [
        [f"{each.record_kind}.{each.name}", each.label, each.kind, _("put away") if each.removed else ""]
        for each in rows
    ]
    print_table([_("Field"), _("Label"), _("Type"), _("State")], lines)
