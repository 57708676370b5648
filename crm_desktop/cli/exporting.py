"""Export records to a file."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.call import Call, call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_text
from crm_desktop.cli.records import Where, shown_columns, view_of
from crm_desktop.errors import WrongUsage
from crm_desktop.exchange.exported import Exported, origin
from crm_desktop.exchange.vcard_writer import CardVersion
from crm_desktop.jobs import Progress
from crm_desktop.store.list_words import filter_words
from crm_desktop.store.record_query import View
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from crm_desktop.workspace import Workspace

EVERYTHING = "all"
PDF = ".pdf"


def export(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="all, or people, companies, contacts, deals, products, tickets, …")],
    out: Annotated[
        Path,
        typer.Option(
            help="The file; its ending says the format: .csv, .tsv, .xlsx, .json, .vcf, .ics, .pdf; .zip for all."
        ),
    ],
    where: Where = None,
    sort: Annotated[list[str] | None, typer.Option(help="FIELD, or -FIELD for descending.")] = None,
    columns: Annotated[str | None, typer.Option(help="The fields to write, parted by commas.")] = None,
    group: Annotated[str | None, typer.Option(help="The field whose values rows are gathered by.")] = None,
    card_version: Annotated[
        CardVersion, typer.Option(help="The version of cards (.vcf): 3.0 is read everywhere, 4.0 says more.")
    ] = CardVersion.THREE,
) -> None:
    """Write exactly the rows that `list` shows to a file."""
    # the writers of workbooks are needed here alone
    from crm_desktop.exchange.export import export_list

    call = call_of(context)
    if kind == EVERYTHING:
        _export_everything(call, out)
        return
    with opened(call) as workspace, workspace.reader() as reader, call.output.progress(_("Exporting")) as progress:
        view = view_of(reader, kind, (where or (), sort or (), columns), workspace.place)
        view = _gathered(view, group) if group else view
        if out.suffix.lower() == PDF:
            done = Exported(_print(reader, view, workspace, out, progress), filter_words(reader, view, workspace.place))
        else:
            told = origin(_(view.kind.label), workspace.name, workspace.member_name, _now(workspace))
            done = export_list(reader, view, workspace.place, out, progress, origin=told, cards=card_version)
    document = {"path": str(out), "count": done.records, "filter": done.filtered}
    call.output.result(document, lambda: print_text("\n".join(_sentences(done, out))))


def _sentences(done: Exported, out: Path) -> Iterator[str]:
    told = ngettext("Wrote {n} record to {path}.", "Wrote {n} records to {path}.", done.records)
    yield told.format(n=done.records, path=out)
    if done.filtered:
        yield _("Filter: {filter}").format(filter=done.filtered)


def _now(workspace: Workspace) -> datetime:
    return workspace.journal.clock().astimezone(workspace.place.zone)


def _gathered(view: View, name: str) -> View:
    """Return `view` with its rows gathered by the field `name`, which it shows as well; raises WrongUsage."""
    view.kind.field(name)
    columns = view.columns if not view.columns or name in view.columns else (*view.columns, name)
    return view._replace(gathered=name, columns=columns)


def _print(reader: Connection, view: View, workspace: Workspace, out: Path, progress: Progress) -> int:
    # the writer of PDF is needed here alone
    from crm_desktop.reports.list_print import print_list
    from crm_desktop.reports.list_report import Listed, Sheet

    view = view._replace(columns=tuple(shown_columns(view)))
    sheet = Sheet(out, _now(workspace), workspace.name, workspace.member_name)
    return print_list(reader, Listed(_(view.kind.label), view), workspace.place, sheet, progress)


def _export_everything(call: Call, out: Path) -> None:
    from crm_desktop.exchange.full.writing import Author, write_full_export

    if out.suffix.lower() != ".zip":
        raise WrongUsage(_("Everything is written to one ZIP file. Give a name that ends in .zip."))
    with opened(call) as workspace, workspace.reader() as reader, call.output.progress(_("Exporting")) as progress:
        author = Author(workspace.journal.member, workspace.name, workspace.journal.clock())
        done = write_full_export(reader, workspace.files, out, author, progress)
    if done.missing_files:
        told = ngettext("{n} file is not on this computer.", "{n} files are not on this computer.", done.missing_files)
        call.output.say(told.format(n=done.missing_files))
    call.output.say(_("It is not encrypted. Keep it where nobody else can read it."))
    told = ngettext("Wrote {n} record to {path}.", "Wrote {n} records to {path}.", done.records)
    document = {"path": str(out), "count": done.records, "files": done.files, "content_hash": done.hash}
    call.output.result(document, lambda: print_text(told.format(n=done.records, path=out)))
