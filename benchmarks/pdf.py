"""Table PDFs against the same texts drawn bare on reportlab's canvas."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.measured import Measured, side_by_side
from crm_desktop.reports.number_words import NumberWords, cell_writer
from crm_desktop.reports.pdf_report import Print, pdf_bytes
from crm_desktop.reports.report import ColumnKind, Report, ReportColumn, ReportTable, Row
from crm_desktop.resource_files import resource

ROWS_A_PAGE = 45
MEMORY_GOAL_MB = 130
FIRST_DAY = date(2025, 1, 1)
COLUMNS = (
    ReportColumn("name", "Name", share=19),
    ReportColumn("company", "Company", share=21),
    ReportColumn("city", "City", share=12),
    ReportColumn("email", "E-mail", share=23),
    ReportColumn("day", "Last contact", ColumnKind.DAY, share=12),
    ReportColumn("amount", "Won amount", ColumnKind.MONEY, "EUR", share=13),
)
LEFTS = (40.0, 143.0, 257.0, 329.0, 442.0)
RIGHT = 555.0
PRINT = Print(datetime(2026, 5, 14, 9, 41, tzinfo=UTC), "en", workspace_name="Bench", author="Bench")


def pdf_figures() -> list[Measured]:
    """Return the rows for the results: 100 and 500 pages, and how the time grows between them."""
    pdfmetrics.registerFont(TTFont("Bare", str(resource("fonts/Inter-Regular.ttf")), shapable=False))
    hundred, five_hundred = _against_canvas(100), _against_canvas(500)
    growth = five_hundred.value_s / 5
    linear = Measured("table PDF, 500 pages / 5 × 100 pages", growth, hundred.value_s, growth / hundred.value_s, 1.15)
    return [hundred, five_hundred, linear, _memory()]


def sample_rows(pages: int) -> Iterator[Row]:
    """Yield different rows for about `pages` pages, one after the other."""
    for number in range(pages * ROWS_A_PAGE):
        yield (
            f"Margarete Köhler {number}",
            f"Hartwell Parts {number % 977} GmbH",
            ("Łódź", "Zürich", "Αθήνα", "Москва", "Bordeaux", "Leeds", "Göteborg")[number % 7],
            f"m.koehler{number}@example.org",
            FIRST_DAY + timedelta(days=number % 700),
            number * 1237 % 9_000_000,
        )


def table_pdf(pages: int) -> bytes:
    """Return a PDF with one table of about `pages` pages, its rows read from an iterator."""
    table = ReportTable("people", "People", COLUMNS, sample_rows(pages))
    return pdf_bytes(Report("people", "People", tables=(table,)), PRINT)


def bare_pdf(texts: list[list[str]]) -> bytes:
    """Return the same `texts` at about the same places, with nothing else."""
    content = BytesIO()
    canvas = Canvas(content, pageCompression=1, invariant=1)
    for start in range(0, len(texts), ROWS_A_PAGE):
        canvas.setFont("Bare", 7.125)
        for at, row in enumerate(texts[start : start + ROWS_A_PAGE]):
            y = 780 - at * 15.75
            for x, text in zip(LEFTS, row[:-1], strict=True):
                canvas.drawString(x, y, text)
            canvas.drawRightString(RIGHT, y, row[-1])
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def sample_texts(pages: int) -> list[list[str]]:
    """Return the rows for about `pages` pages in words."""
    writers = [cell_writer(column, NumberWords("en")) for column in COLUMNS]
    return [[write(cell) for write, cell in zip(writers, row, strict=True)] for row in sample_rows(pages)]


def _against_canvas(pages: int) -> Measured:
    texts = sample_texts(pages)
    return side_by_side(f"table PDF, {pages} pages", lambda: table_pdf(pages), lambda: bare_pdf(texts), 1.4)


def _memory() -> Measured:
    """Return the most memory that a process of its own took for 500 pages, in MB instead of seconds."""
    script = (
        "from pathlib import Path; from benchmarks.pdf import table_pdf; table_pdf(500);"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout
    used = int(output) / 1024
    return Measured("table PDF, 500 pages, MB of memory", used, MEMORY_GOAL_MB, used / MEMORY_GOAL_MB, 1.0)


if __name__ == "__main__":
    for row in pdf_figures():
        print(f"{row.name:45} {row.value_s:8.3f} {row.limit_s:8.3f} {row.ratio:6.2f}× (goal ≤ {row.goal})")
