"""Export records to a file."""

from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_text
from crm_desktop.cli.records import Where, view_of
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.words import _, ngettext


def export(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="people, companies, contacts, deals, products, tickets, activities, …")],
    out: Annotated[Path, typer.Option(help="The file; its ending says the format: .csv, .xlsx, .json, .ics.")],
    where: Where = None,
    sort: Annotated[list[str] | None, typer.Option(help="FIELD, or -FIELD for descending.")] = None,
    columns: Annotated[str | None, typer.Option(help="The fields to write, parted by commas.")] = None,
) -> None:
    """Write exactly the rows that `list` shows to a file."""
    # the writers of workbooks are needed here alone
    from crm_desktop.exchange.export import export_list

    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader, call.output.progress(_("Exporting")) as progress:
        view = view_of(workspace_kinds(reader).named(kind), where or (), sort or (), columns, workspace.place)
        count = export_list(reader, view, workspace.place, out, progress)
    told = ngettext("Wrote {n} record to {path}.", "Wrote {n} records to {path}.", count).format(n=count, path=out)
    call.output.result({"path": str(out), "count": count}, lambda: print_text(told))
