"""A report as a PDF: in memory for the preview, or as a file."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from crm_desktop.jobs import Progress
from crm_desktop.reports.number_words import NumberWords
from crm_desktop.reports.pdf_chart import draw_chart
from crm_desktop.reports.pdf_document import Imprint, PdfDocument
from crm_desktop.reports.pdf_drawing import A4, LETTER, Paper
from crm_desktop.reports.pdf_page import PageWords, ReportPages
from crm_desktop.reports.pdf_table import draw_table
from crm_desktop.reports.report import Report
from crm_desktop.reports.report_names import without_names
from crm_desktop.reports.sheets import csv_bytes
from crm_desktop.values.languages import locale_of
from crm_desktop.whole_files import write_whole
from crm_desktop.words import spoken


class Print(NamedTuple):
    """How a report is printed: `made_at` is in the user's zone, parts can be left out, the numbers can go inside."""

    made_at: datetime
    language: str = "en"
    paper: Paper = A4
    workspace_name: str = ""
    author: str = ""
    with_filters: bool = True
    with_chart: bool = True
    with_tables: bool = True
    values_on_bars: bool = False
    attach_numbers: bool = False
    hide_names: bool = False
    hide_amounts: bool = False


def paper_of(*, letter: bool) -> Paper:
    """Return the paper, Letter or A4."""
    return LETTER if letter else A4


def pdf_bytes(report: Report, wanted: Print, progress: Progress | None = None) -> bytes:
    """Return `report` as a PDF file's content; the same arguments give the same bytes."""
    mirrored = locale_of(wanted.language).text_direction == "rtl"
    imprint = Imprint(report.title, wanted.author, report.subtitle, wanted.language, wanted.made_at)
    document = PdfDocument(imprint, wanted.paper, mirrored=mirrored)
    with spoken(wanted.language):
        shown = _as_wanted(report, wanted)
        if wanted.attach_numbers:
            document.attach(f"{report.name}.csv", csv_bytes(shown), "text/csv")
        words = PageWords(wanted.workspace_name, wanted.author, wanted.made_at)
        numbers = NumberWords(wanted.language, wanted.made_at.tzinfo, hides_amounts=wanted.hide_amounts)
        pages = ReportPages(document, shown, words, numbers)
        pages.follow(progress or Progress())
        pages.figures(shown.figures)
        if shown.chart is not None:
            draw_chart(pages, shown.chart, values_on_bars=wanted.values_on_bars)
        for table in shown.tables if wanted.with_tables else ():
            draw_table(pages, table)
        pages.finish()
    return document.content()


def write_pdf(report: Report, path: Path, wanted: Print, progress: Progress | None = None) -> None:
    """Write `report` to `path` in one go: a cancelled or failed run leaves what was there before."""
    write_whole(path, pdf_bytes(report, wanted, progress))


def _as_wanted(report: Report, wanted: Print) -> Report:
    """Return `report` without what was left out or hidden."""
    shown = without_names(report) if wanted.hide_names else report
    if wanted.attach_numbers:  # the rows are read twice
        shown = replace(shown, tables=tuple(replace(table, rows=tuple(table.rows)) for table in shown.tables))
    filters = shown.filters if wanted.with_filters else ()
    return replace(shown, filters=filters, chart=shown.chart if wanted.with_chart else None)
