"""A list on paper: as a PDF, turned where it has many columns."""

from crm_desktop.jobs import Progress
from crm_desktop.reports.list_report import RECORDS, Listed, Sheet, list_report
from crm_desktop.reports.pdf_drawing import Paper
from crm_desktop.reports.pdf_report import Print, paper_of, write_pdf
from crm_desktop.reports.style import report_style
from crm_desktop.schema.forms import Place
from crm_desktop.vault.driver import Connection

# Columns beyond these want the paper turned.
UPRIGHT_COLUMNS = 5


def print_list(reader: Connection, listed: Listed, place: Place, sheet: Sheet, progress: Progress | None = None) -> int:
    """Write what `listed` shows as a PDF; return how many records there are. Cancelled, there is no file."""
    report = list_report(reader, listed, place)
    paper = _turned(paper_of(letter=report_style(reader, place.region).letter), len(report.tables[0].columns))
    wanted = Print(sheet.made_at, place.language, paper, sheet.workspace_name, sheet.author)
    write_pdf(report, sheet.path, wanted, progress)
    return int(str(report.raw_figures[RECORDS]))


def _turned(paper: Paper, columns: int) -> Paper:
    """Return `paper` so that a table of so many `columns` fits."""
    return Paper(paper.height, paper.width) if columns > UPRIGHT_COLUMNS else paper
