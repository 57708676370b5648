"""Which row of a table names its columns, and what stands before it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from crm_desktop.words import _

FURTHEST_HEADER = 20  # rows: notes before a table are shorter
LONGEST_NAME = 60
_VALUE = re.compile(
    r"[^@\s]+@[^@\s]+\.[^@\s]+"  # e-mail
    r"|https?://\S+|www\.\S+"
    r"|[+-]?[\d(][\d\s.,/:()x+-]*"  # number, phone, day
    r"|\d{4}-\d\d-\d\d[T ].*"
)


class HeaderRow(NamedTuple):
    """`skipped` rows stand before the table; `present` says whether the next one names the columns, `reason` why."""

    skipped: int
    present: bool
    reason: str
    certain: bool


def find_header(rows: Sequence[Sequence[str]], is_known: Callable[[str], bool]) -> HeaderRow:
    """Return where the column names are in the first `rows` of a table; `is_known` tells usual names of columns."""
    skipped = _rows_before(rows)
    if skipped >= len(rows):
        return HeaderRow(skipped, present=False, reason=_("there are no rows"), certain=True)
    first, below = rows[skipped], [row for row in rows[skipped + 1 :] if any(row)]
    present, reason, certain = _judged(first, below, is_known)
    return HeaderRow(skipped, present, reason, certain)


def column_names(row: Sequence[str]) -> list[str]:
    """Return one name for each column: those of `row`, numbered where they are missing or repeated."""
    names: list[str] = []
    for number, cell in enumerate(row, 1):
        name = " ".join(cell.split()) or _("Column {n}").format(n=number)
        times = 2
        unique = name
        while unique in names:
            unique = f"{name} ({times})"
            times += 1
        names.append(unique)
    return names


def looks_like_value(cell: str) -> bool:
    """Tell whether `cell` is an address, a number or a day, and so no name of a column."""
    return bool(cell.strip()) and _VALUE.fullmatch(cell.strip()) is not None


def _rows_before(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows of notes and blank lines stand before the table."""
    width = Counter(len(row) for row in rows if row).most_common(1)[0][0] if any(rows) else 0
    count = 0
    while count < min(len(rows), FURTHEST_HEADER) and _is_note(rows, count, width):
        count += 1
    return 0 if count >= FURTHEST_HEADER else count


def _is_note(rows: Sequence[Sequence[str]], index: int, width: int) -> bool:
    row = rows[index]
    filled = sum(1 for cell in row if cell.strip())
    if filled == 0:
        # A blank line in a table of one column is an empty cell.
        return width > 1
    if width <= 1 or index + 1 >= len(rows):
        return False
    if filled == 1 and (len(row) == 1 or width > 2):
        return True
    following = rows[index + 1 : index + 10]
    blank = next((number for number, each in enumerate(following) if not any(each)), None)
    return len(row) < width and blank is not None and any(len(each) == width for each in following[blank:])


def _judged(
    first: Sequence[str], below: Sequence[Sequence[str]], is_known: Callable[[str], bool]
) -> tuple[bool, str, bool]:
    known = sum(1 for cell in first if is_known(cell))
    values = sum(1 for cell in first if looks_like_value(cell))
    if known > values and 4 * known >= len(first):
        return True, _("its first row holds usual names of columns"), True
    if values:
        return False, _("its first row holds values"), True
    filled = [cell.strip() for cell in first if cell.strip()]
    if not filled:
        return False, _("its first row is blank"), True
    distinct = len({cell.casefold() for cell in filled}) == len(filled)
    if any(len(cell) > LONGEST_NAME or "\n" in cell for cell in filled) or not distinct:
        return False, _("its first row does not look like names of columns"), False
    if not below or known or any(looks_like_value(cell) for row in below for cell in row):
        return True, _("its first row differs from the rows below"), True
    return True, _("its first row was taken as names of columns"), False
