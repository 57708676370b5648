"""The files that a report can be saved as."""

from pathlib import Path
from typing import NamedTuple

from crm_desktop.jobs import Progress
from crm_desktop.reports.report import Report
from crm_desktop.words import N_
from ui.reports.print_options import Wanted


class Format(NamedTuple):
    """One kind of file: its ending, what the command and the button say, and its keys."""

    ending: str
    label: str
    short: str
    keys: str = ""


FORMATS = (
    Format("pdf", N_("Export as PDF"), N_("Export PDF"), "Ctrl+E"),
    Format("xlsx", N_("Export as XLSX"), N_("XLSX")),
    Format("csv", N_("Export as CSV"), N_("CSV")),
)


def pdf_of(report: Report, wanted: Wanted, progress: Progress | None = None) -> bytes:
    """Return `report` as a PDF, in memory; runs in a worker."""
    # The PDF writer costs 0.2 s to import, which the first paint need not wait for.
    from crm_desktop.reports.pdf_report import Print, paper_of, pdf_bytes

    printed = Print(
        made_at=wanted.made_at,
        language=wanted.language,
        paper=paper_of(letter=wanted.letter),
        workspace_name=wanted.workspace_name,
        author=wanted.author,
        with_filters=wanted.with_filters,
        with_chart=wanted.with_chart,
        with_tables=wanted.with_tables,
        values_on_bars=wanted.values_on_bars,
        attach_numbers=wanted.attach_numbers,
        hide_names=wanted.hide_names,
        hide_amounts=wanted.hide_amounts,
    )
    return pdf_bytes(report, printed, progress)


def save_report(report: Report, path: Path, ending: str, wanted: Wanted, progress: Progress) -> None:
    """Write `report` to `path` in one go; cancelled, what was there before stays. Raises CrmError."""
    from crm_desktop.reports.sheets import csv_bytes, xlsx_bytes
    from crm_desktop.whole_files import write_whole

    match ending:
        case "pdf":
            content = pdf_of(report, wanted, progress)
        case "xlsx":
            content = xlsx_bytes(report, progress)
        case _:
            content = csv_bytes(report, progress)
    write_whole(path, content)
