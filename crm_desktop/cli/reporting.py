"""Make reports."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.call import Call, call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.errors import WrongUsage
from crm_desktop.words import _
from crm_desktop.workspace import Workspace

if TYPE_CHECKING:
    from crm_desktop.reports.report import Report

FILTER = "where"
ENDINGS = (".pdf", ".xlsx", ".csv", ".json")


def report(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The report; else all are listed.")] = None,
    out: Annotated[Path | None, typer.Option(help="The file: .pdf, .xlsx, .csv or .json.")] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--param", metavar="K=V", help="A parameter; 'where=…' is a filter as of `list`, and several must all hold."
        ),
    ] = None,
) -> None:
    """List the reports with their parameters, or make one."""
    call = call_of(context)
    if name is None:
        _list(call)
        return
    # the reports and what they draw with are needed here alone
    from crm_desktop.reports.catalogue import made_report, report_named, typed_parameters, with_own_fields
    from crm_desktop.reports.known_parameters import check_names
    from crm_desktop.reports.report_json import report_document
    from crm_desktop.store.own_fields import workspace_kinds

    if out is not None and out.suffix.lower() not in ENDINGS:
        raise WrongUsage(
            _("{path} has no ending that says the format. Use one of {endings}.").format(
                path=out, endings=" ".join(ENDINGS)
            )
        )
    kind = report_named(name)
    with opened(call) as workspace:
        place = workspace.place
        now = datetime.now(UTC).astimezone(place.zone)
        with workspace.reader() as reader:
            known = with_own_fields(kind, workspace_kinds(reader))
            typed = typed_parameters(known, _pairs(parameters or ()), place)
            check_names(reader, kind.records, typed, place)
            made = made_report(reader, kind, typed, place, now.date())
            if out is not None:
                _write(made, out, workspace, now, call)
            # rows may be read while they are written, so the document is made inside
            document = {"path": str(out)} if out is not None else report_document(made)
    if out is not None:
        call.output.result(document, lambda: print_text(_("The report is at {path}.").format(path=out)))
    else:
        call.output.result(document, lambda: _print(document))


def _list(call: Call) -> None:
    from crm_desktop.reports.catalogue import REPORTS

    document = {
        "reports": [
            {
                "name": each.name,
                "title": _(each.title),
                "about": _(each.about),
                "parameters": [
                    {
                        "name": parameter.name,
                        "label": _(parameter.label),
                        "kind": parameter.kind.value,
                        "default": None if parameter.default is None else str(parameter.default),
                        "choices": [choice.value for choice in parameter.choices],
                    }
                    for parameter in each.parameters
                ],
            }
            for each in REPORTS
        ]
    }
    rows = [[each.name, _(each.title), ", ".join(known.name for known in each.parameters)] for each in REPORTS]
    call.output.result(document, lambda: print_table([_("Name"), _("Report"), _("Parameters")], rows))


def _write(made: "Report", out: Path, workspace: Workspace, now: datetime, call: Call) -> None:
    with call.output.progress(_("Writing")) as progress:
        match out.suffix.lower():
            case ".pdf":
                # reportlab and its fonts cost a third of a second
                from crm_desktop.reports.pdf_report import Print, paper_of, write_pdf
                from crm_desktop.reports.style import report_style

                with workspace.reader() as reader:
                    style = report_style(reader, workspace.place.region)
                wanted = Print(
                    now,
                    workspace.place.language,
                    paper_of(letter=style.letter),
                    workspace.name,
                    workspace.member_name,
                    with_chart=style.with_chart,
                    values_on_bars=style.values_on_bars,
                    hide_names=style.hide_names,
                )
                write_pdf(made, out, wanted, progress)
            case ".json":
                from crm_desktop.reports.report_json import write_json

                write_json(made, out)
            case ending:
                from crm_desktop.reports.sheets import write_csv, write_xlsx

                (write_csv if ending == ".csv" else write_xlsx)(made, out, progress)


def _pairs(parameters: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in parameters:
        name, sign, value = text.partition("=")
        if not sign:
            raise WrongUsage(_("“{text}” is not K=V, such as period=this_year.").format(text=text))
        name, value = name.strip(), value.strip()
        several = name == FILTER and name in pairs
        pairs[name] = f"({pairs[name]}) and ({value})" if several else value
    return pairs


def _print(document: Mapping[str, object]) -> None:
    print_text(str(document["title"]))
    figures = document["figures"]
    if isinstance(figures, dict) and figures:
        print_table([_("Figure"), _("Value")], [[name, _cell(value)] for name, value in figures.items()], right=(1,))
    tables = document["tables"]
    for table in tables if isinstance(tables, list) else ():
        titles = [str(column["title"]) for column in table["columns"]]
        rows = [[_cell(cell) for cell in row] for row in table["rows"]]
        print_table(titles, rows, right=[at for at, each in enumerate(table["columns"]) if each["kind"] != "text"])


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return f"{value.get('amount')} {value.get('currency')}"
    return "" if value is None else str(value)
