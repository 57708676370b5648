"""How wide a table's columns are and how their cells are written."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from crm_desktop.reports.number_words import NumberWords, cell_writer
from crm_desktop.reports.pdf_text import Face, Typesetter
from crm_desktop.reports.report import Cell, ColumnKind, ReportColumn, ReportTable, Row

TEXT_SIZE = 7.125
COLUMN_GAP = 9.0
LEAST_TEXT = 30.0
SWATCH_ROOM = 9.6
LEFT_KINDS = frozenset((ColumnKind.TEXT, ColumnKind.DAY, ColumnKind.INSTANT))


class Place(NamedTuple):
    """A column on the page: its edges, its side, and what turns its cells into words."""

    column: ReportColumn
    left: float
    right: float
    flush_right: bool
    write: Callable[[Cell], str]

    @property
    def room(self) -> float:
        """The width that a cell's words may take."""
        return self.right - self.left


def placed_columns(
    table: ReportTable, sample: Sequence[Row], numbers: NumberWords, typesetter: Typesetter, edges: tuple[float, float]
) -> list[Place]:
    """Return the columns of `table` between `edges`: by their shares, or by what `sample` needs."""
    writers = [cell_writer(column, numbers) for column in table.columns]
    left, right = edges
    if all(column.share for column in table.columns):
        whole = sum(column.share for column in table.columns)
        widths = [column.share * (right - left) / whole for column in table.columns]
    else:
        wanted = [_wanted(table, at, sample, write, typesetter) for at, write in enumerate(writers)]
        widths = _shared_out(table.columns, wanted, right - left)
    places: list[Place] = []
    for at, (column, write, width) in enumerate(zip(table.columns, writers, widths, strict=True)):
        flush_right = column.kind not in LEFT_KINDS
        after_right = at > 0 and places[-1].flush_right
        start = left + (COLUMN_GAP if after_right else 0) + (SWATCH_ROOM if at == 0 and table.swatches else 0)
        before_left = at + 1 < len(widths) and not flush_right
        end = left + width - (COLUMN_GAP if before_left else 0)
        places.append(Place(column, start, end, flush_right, write))
        left += width
    return places


def _wanted(
    table: ReportTable, at: int, sample: Sequence[Row], write: Callable[[Cell], str], typesetter: Typesetter
) -> float:
    """Return the width that the column `at` asks for: its widest cell in `sample`, and the gap."""
    total = [write(table.total[at])] if table.total else []
    bold = [table.columns[at].title, *total]
    widths = [typesetter.width(text, Face.SEMI_BOLD, TEXT_SIZE) for text in bold]
    widths += [typesetter.plain(write(row[at])).width * TEXT_SIZE for row in sample]
    swatch = SWATCH_ROOM if at == 0 and table.swatches else 0
    # words between two columns keep away from both
    kinds = [column.kind in LEFT_KINDS for column in table.columns[max(at - 1, 0) : at + 1]]
    gaps = 2 if kinds == [False, True] else 1
    return max(widths) + gaps * COLUMN_GAP + swatch


def _shared_out(columns: Sequence[ReportColumn], wanted: Sequence[float], room: float) -> list[float]:
    """Return `wanted` grown or shrunk to fill `room`: text columns give and take, figures stay whole if they can."""
    stretchy = [column.kind is ColumnKind.TEXT for column in columns]
    if not any(stretchy):
        return [room * width / sum(wanted) for width in wanted]
    fixed = sum(width for width, stretches in zip(wanted, stretchy, strict=True) if not stretches)
    flexible = sum(wanted) - fixed
    left = room - fixed
    least = LEAST_TEXT * sum(stretchy)
    if left < least:
        squeeze = (room - least) / fixed
        return [LEAST_TEXT if stretches else width * squeeze for width, stretches in zip(wanted, stretchy, strict=True)]
    return [width * left / flexible if stretches else width for width, stretches in zip(wanted, stretchy, strict=True)]
