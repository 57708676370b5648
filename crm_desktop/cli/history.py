"""Who changed what, and taking it back."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.cli.record_words import record_from_text
from crm_desktop.errors import CrmError, UndoWouldOverwrite
from crm_desktop.journal.clock import instant
from crm_desktop.journal.history import FieldChange, HistoryStep, Narrowing, history_page, record_history
from crm_desktop.journal.ids import id_text
from crm_desktop.journal.undo import undo_last, undo_step
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Plain, plain_value
from crm_desktop.schema.own import Kinds
from crm_desktop.store.expressions import names_of
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

STEPS = 100


def history(
    context: typer.Context,
    record: Annotated[str | None, typer.Argument(metavar="[ID]", help="A record's id; else everything.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most steps.")] = STEPS,
    before: Annotated[int | None, typer.Option(help="Only steps older than this one.")] = None,
) -> None:
    """Show who changed what, newest first."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        if record is None:
            steps = history_page(reader, before, limit)
        else:
            steps = record_history(reader, record_from_text(record), before, limit, Narrowing(linked=True))
        kinds = workspace_kinds(reader)
        documents = [_step(reader, kinds, each, workspace.place) for each in steps]
    call.output.result({"steps": documents}, lambda: _print(steps, documents))


def undo(
    context: typer.Context,
    step: Annotated[int | None, typer.Argument(metavar="[STEP]", help="The step to take back; else the last.")] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Also write over newer edits.")] = False,
) -> None:
    """Take back the last step, or the one that is named."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        try:
            undone = undo_last(workspace.journal) if step is None else undo_step(workspace.journal, step, force=force)
        except UndoWouldOverwrite as refused:
            # the edits that would be lost are the result, whatever happens to them
            call.output.refuse(_("{reason} Use --force to do it all the same.").format(reason=refused))
            newer = refused.newer
            call.output.result({"undone": None, "newer": newer}, lambda: _print_newer(newer))
            call.exit_code = refused.exit_code
            return
    if undone is None:
        raise CrmError(_("There is nothing to take back."))
    document = {"undone": {"step": undone.step, "label": undone.label}, "newer": []}
    call.output.result(document, lambda: print_text(_("Took back “{label}”.").format(label=undone.label)))


def _step(reader: Connection, kinds: Kinds, step: HistoryStep, place: Place) -> dict[str, object]:
    return {
        "step": step.step,
        "label": step.label,
        "member": step.member,
        "device": f"{step.site:08x}",
        "own": step.own,
        "at": instant(step.at_ms).isoformat().replace("+00:00", "Z"),
        "undoes": step.undoes,
        "stands": step.stands,
        "total": step.total,
        "changes": [_change(reader, kinds, each, place) for each in step.changes],
    }


def _change(reader: Connection, kinds: Kinds, change: FieldChange, place: Place) -> dict[str, object]:
    told: dict[str, object] = {
        "id": None if change.record is None else id_text(change.record),
        "table": change.table,
        "title": change.title,
        "field": change.field,
        "before": None,
        "after": None,
    }
    if change.field is None:
        return {**told, "created": change.rows}
    field = kinds.field(change.table, change.field)
    currency = _currency(reader, change, place) if field.kind is FieldKind.MONEY else place.currency
    before, after = (_plain(reader, field, value, currency) for value in (change.before, change.after))
    return {**told, "before": before, "after": after}


def _plain(reader: Connection, field: Field, value: str | int | float | bytes | None, currency: str) -> Plain:
    if isinstance(value, bytes):
        return names_of(reader, field.target or "", [value]).get(value) or id_text(value)
    return None if value is None else plain_value(field, value, currency)


def _currency(reader: Connection, change: FieldChange, place: Place) -> str:
    if "currency" not in BY_NAME[change.table].by_name or change.record is None:
        return place.currency
    row = reader.execute(f"SELECT currency FROM {change.table} WHERE id = ?", (change.record,)).fetchone()
    return str(row[0]) if row and row[0] else place.currency


def _print(steps: Sequence[HistoryStep], documents: Sequence[Mapping[str, object]]) -> None:
    rows = [
        [
            str(step.step),
            str(document["at"])[:19].replace("T", " "),
            step.member,
            step.label if step.stands else _("{label} (taken back)").format(label=step.label),
            str(step.total),
        ]
        for step, document in zip(steps, documents, strict=True)
    ]
    print_table([_("Step"), _("When (UTC)"), _("Who"), _("What"), _("Changes")], rows, right=(0, 4), brief=True)


def _print_newer(newer: Sequence[str]) -> None:
    for each in newer:
        print_text(each)
