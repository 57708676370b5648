"""How the cells of a text table are set apart: delimiter, quotes, spaces."""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.words import _

DELIMITERS = (",", ";", "\t", "|")
# Some programs write these; a text has them now and then as well, so that each row needs as many.
RARE_DELIMITERS = ("^", "~", "¦", "\x1f")
LONGEST_CELL = 64 * 1024 * 1024  # characters: longer than any real cell, short enough for memory
ENOUGH_ROWS = 200
HEADER_BONUS = 1.25  # names of columns seldom hold a comma


class Dialect(NamedTuple):
    """How cells are separated and quoted, and why that was taken; rows that are quoted whole are `parted` once more."""

    delimiter: str
    reason: str
    certain: bool
    quote: str = '"'
    escape: str | None = None
    skips_spaces: bool = False
    lines_before: int = 0
    parted: bool = False


def dialect_reader(lines: Iterable[str], dialect: Dialect, *, strict: bool = True) -> Iterator[list[str]]:
    """Return the cells of `lines` row by row; a strict one raises csv.Error where quotes do not match."""
    # The limit belongs to the whole process and is 128 KiB unless raised; a mail in a cell is longer.
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        skipinitialspace=dialect.skips_spaces,
        strict=strict,
    )


def detect_dialect(lines: Sequence[str], ending: str) -> Dialect:
    """Return the dialect of a table whose first whole lines are `lines`, in a file whose name ends in `ending`."""
    if lines and (named := re.fullmatch(r"sep=(.)\s*", lines[0])):
        return _quoting(lines[1:], Dialect(named[1], _("the first line names it"), certain=True, lines_before=1))
    if ending in {".tsv", ".tab"}:
        return _quoting(lines, Dialect("\t", _("the file's name says so"), certain=True))
    scores = {each: _score(lines, each) for each in DELIMITERS}
    scores |= {each: _score(lines, each) for each in RARE_DELIMITERS if _parts_evenly(lines, each)}
    best = max(scores, key=lambda each: scores[each])
    if scores[best] == 0:
        return _quoting(lines, Dialect(",", _("there is one column only"), certain=True))
    others = max(score for each, score in scores.items() if each != best)
    clear = scores[best] > 1.1 * others
    return _quoting(lines, Dialect(best, _("it cuts the rows most evenly"), certain=clear))


def named_dialect(delimiter: str, lines: Sequence[str]) -> Dialect:
    """Return the dialect with the delimiter that the user named; raises UnreadableFile where it cannot be one."""
    sign = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(delimiter.lower(), delimiter)
    if len(sign) != 1 or sign in '"\r\n':
        raise UnreadableFile(
            _("“{sign}” cannot separate cells. Name one sign, such as ; or tab.").format(sign=delimiter)
        )
    return _quoting(lines, Dialect(sign, _("you chose it"), certain=True))


def sample_rows(lines: Sequence[str], dialect: Dialect) -> list[list[str]]:
    """Return the rows of `lines`, as far as the sample goes and its quotes match."""
    rows: list[list[str]] = []
    reader = dialect_reader(lines, dialect, strict=False)
    for row in reader:
        rows.append(row)
        if len(rows) >= ENOUGH_ROWS:
            break
    return rows


def _score(lines: Sequence[str], delimiter: str) -> float:
    widths = _widths(lines, Dialect(delimiter, "", certain=False))
    if not widths:
        return 0.0
    width, rows = Counter(widths).most_common(1)[0]
    evenness = rows / len(widths)
    return evenness * math.sqrt(width - 1) * (HEADER_BONUS if widths[0] == width else 1)


def _parts_evenly(lines: Sequence[str], delimiter: str) -> bool:
    """Tell whether `delimiter` parts all of several rows into equally many cells."""
    if not all(delimiter in line for line in lines if line.strip()):
        return False
    widths = _widths(lines, Dialect(delimiter, "", certain=False))
    return len(widths) > 1 and len(set(widths)) == 1


def _widths(lines: Sequence[str], dialect: Dialect) -> list[int]:
    return [len(row) for row in sample_rows(lines, dialect) if row]


def _quoting(lines: Sequence[str], dialect: Dialect) -> Dialect:
    """Return `dialect` with other quotes where the sample only then falls into even rows, or all names are in them."""
    text = "".join(lines)
    single = dialect._replace(quote="'")
    if lines and _is_in_single_quotes(lines[0], dialect.delimiter):
        dialect = next((each for each in (single, single._replace(escape="\\")) if _even(lines, each)), dialect)
    if _even(lines, dialect):
        return dialect
    tries = [dialect._replace(skips_spaces=True)] if re.search(re.escape(dialect.delimiter) + ' +"', text) else []
    if '\\"' in text:
        tries.append(dialect._replace(escape="\\"))
    if '"' not in text and "'" in text:
        tries.append(single)
    return next((each for each in tries if _even(lines, each)), dialect)


def _is_in_single_quotes(line: str, delimiter: str) -> bool:
    """Tell whether each cell of `line` begins and ends with a single quote."""
    cells = [cell.strip() for cell in line.split(delimiter)]
    return all(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in cells)


def _even(lines: Sequence[str], dialect: Dialect) -> bool:
    """Tell whether all rows of the sample have one width and matching quotes."""
    widths: set[int] = set()
    try:
        for row in dialect_reader(lines, dialect):
            widths.update([len(row)] if row else [])
    except csv.Error as error:
        # The sample may end inside a cell.
        if "unexpected end of data" not in str(error):
            return False
    return len(widths) <= 1
