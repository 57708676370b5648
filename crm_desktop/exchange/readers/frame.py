"""What frames the rows of a table and is none: column names again, totals, notes about when it was exported."""

import re
from collections.abc import Generator, Iterator, Sequence

from crm_desktop.exchange.readers.table import TableRow
from crm_desktop.words import _, ngettext

LONGEST_FOOTER = 10  # rows
LONGEST_SHOWN = 80
_TOTALS = frozenset(
    {
        *("total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "total général", "somme"),
        *("suma", "total general", "totale", "totaal", "soma"),
    }
)
_NOTE = re.compile(
    r"\s*(?:-{2,}|={2,}|\*{2,}|(?:total|summe|gesamt|anzahl|count|rows|records|confidential|vertraulich|copyright|©|"
    r"generated|exported|report|printed|created|as of|page|end of|erstellt|exportiert|stand|seite|ende|"
    r"g[ée]n[ée]r[ée]|export[ée]|page|généré|exportado|generado|página|fin|esportato|pagina)\b).*",
    re.IGNORECASE | re.DOTALL,
)
_COUNT = re.compile(r"\s*(?:total|summe|gesamt|anzahl|count|somme|suma)\s*:.*\d.*", re.IGNORECASE)
_NUMBER = re.compile(r"[^\w]*[A-Z]{0,3}[\s\d.,'%()+€$£¥-]*\d[\s\d.,'%()+€$£¥-]*[A-Z]{0,3}", re.IGNORECASE)


class Frame:
    """Holds back what may stand below a table of `width` columns until the file ends or goes on.

    `header` are the names of its columns, which stand between the rows of files that were put together.
    """

    def __init__(self, header: Sequence[str] | None, width: int) -> None:
        self._header = header
        self._width = width
        self._again = 0
        self._left_out: list[str] = []

    def without(self, rows: Iterator[TableRow]) -> Generator[TableRow, None, None]:
        """Yield `rows` but for what is none of them."""
        held: list[TableRow] = []
        header, last = self._header, 0
        self._again = 0
        for row in rows:
            usual = row.problem is None and row.cells[0].lower() not in _TOTALS and (not held or any(row.cells))
            usual = usual and not _is_note_alone(row, below_gap=bool(held) or 0 < last < row.number - 1)
            if usual and row.cells == header:
                self._again += 1
            elif usual or not self._is_footer(row, held, last):
                yield from held
                held.clear()
                yield row
            else:
                held.append(row)
            last = row.number
        if len(held) > LONGEST_FOOTER:
            yield from held
            held.clear()
        self._left_out = [" ".join(cell for cell in row.cells if cell).strip() for row in held]

    def notes(self) -> list[str]:
        """Return what there is to tell about what was left out."""
        notes = []
        if self._again:
            notes.append(
                ngettext(
                    "The names of the columns stand {n} more time between the rows and were left out there.",
                    "The names of the columns stand {n} more times between the rows and were left out there.",
                    self._again,
                ).format(n=self._again)
            )
        text = " / ".join(each for each in self._left_out if each)
        if text:
            shown = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
            notes.append(
                _("Below the table stands what is no row of it; it was left out: “{text}”.").format(text=shown)
            )
        return notes

    def _is_footer(self, row: TableRow, held: list[TableRow], last: int) -> bool:
        filled = [cell for cell in row.cells if cell.strip()]
        if not filled:
            return bool(held)
        if filled[0].strip().lower() in _TOTALS and len(filled) <= (self._width + 1) // 2:
            return self._width > 1 and all(_NUMBER.fullmatch(cell) for cell in filled[1:])
        after_gap = bool(held) or 0 < last < row.number - 1
        alone = len(filled) == 1 and self._width > 1 and len(row.cells) <= self._width
        if row.problem is None:
            return alone and _is_note_alone(row, below_gap=after_gap)
        return alone and (after_gap or _NOTE.match(filled[0]) is not None)


def _is_note_alone(row: TableRow, *, below_gap: bool) -> bool:
    """Tell whether `row`, as wide as the table, holds a note below a gap, or a count such as `Total: 5`, and no more.

    Cells of a workbook's row are there though they are empty, and so they are in what a spreadsheet writes as text.
    """
    first = row.cells[0]
    if not (below_gap or ":" in first) or any(row.cells[1:]):
        return False
    return _COUNT.fullmatch(first) is not None or (below_gap and _NOTE.match(first) is not None)
