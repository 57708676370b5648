"""Which row of a table names its columns, and what stands before it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from crm_desktop.words import _

FURTHEST_HEADER = 20  # rows: notes before a table are shorter
LONGEST_NAME = 60
LONGEST_SHOWN = 80
HEADING_SIGN = " / "  # between the heading of a group of columns and the name of one
_VALUE = re.compile(
    r"[^@\s]+@[^@\s]+\.[^@\s]+"  # e-mail
    r"|https?://\S+|www\.\S+"
    r"|[+-]?[\d(][\d\s.,/:()x+-]*"  # number, phone, day
    r"|\d{4}-\d\d-\d\d[T ].*"
)


class HeaderRow(NamedTuple):
    """`skipped` rows stand before the table; the next `rows` (0: none) name the columns, `reason` says why."""

    skipped: int
    rows: int
    reason: str
    certain: bool


def find_header(rows: Sequence[Sequence[str]], is_known: Callable[[str], bool]) -> HeaderRow:
    """Return where the column names are in the first `rows` of a table; `is_known` tells usual names of columns."""
    skipped = _rows_before(rows)
    if skipped >= len(rows):
        return HeaderRow(skipped, 0, _("there are no rows"), certain=True)
    first, below = rows[skipped], [row for row in rows[skipped + 1 :] if any(row)]
    if skipped + 1 < len(rows) and is_grouped(first, rows[skipped + 1], is_known):
        return HeaderRow(skipped, 2, _("its first two rows hold names of columns and of groups of them"), certain=True)
    present, reason, certain = _judged(first, below, is_known)
    return HeaderRow(skipped, int(present), reason, certain)


def chosen_header(found: HeaderRow, *, chosen: bool | None) -> HeaderRow:
    """Return what was `found`, or what the user chose about there being a header row."""
    if chosen is None:
        return found
    return HeaderRow(
        found.skipped if chosen else 0, max(1, found.rows) if chosen else 0, _("you chose it"), certain=True
    )


def is_grouped(groups: Sequence[str], names: Sequence[str], is_known: Callable[[str], bool]) -> bool:
    """Tell whether `groups` are headings over some columns that the row below, `names`, names one by one."""
    if any(names) and all(not name or name == group for group, name in zip(groups, names, strict=False)):
        # the names again, as where cells of both rows are merged
        return len(groups) == len(names) and sum(map(is_known, names)) > 0
    cells = [each.strip() for each in names]
    filled = [each for each in cells if each]
    heads = [each.strip() for each in groups]
    if len(heads) != len(cells) or len(filled) < 2 or not any(heads) or any(map(looks_like_value, (*heads, *filled))):
        return False
    # A heading spans: the cell beside it is blank, while the names go on below.
    spans = any(head and not beside and under for head, beside, under in zip(heads, heads[1:], cells[1:], strict=False))
    known = sum(map(is_known, filled))
    return spans and all(map(any, zip(heads, cells, strict=True))) and known >= max(1, len(filled) // 2)


def joined_header(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the one row of names that the header `rows` make: each name with the heading above it."""
    if len(rows) < 2:
        return list(rows[0]) if rows else []
    groups, names = rows[-2], rows[-1]
    joined: list[str] = []
    heading = ""
    for group, name in zip(groups, names, strict=True):
        heading = group.strip() or (heading if name.strip() else "")
        both = heading and name.strip() and heading != name.strip()
        joined.append(f"{heading}{HEADING_SIGN}{name.strip()}" if both else heading or name)
    return joined


def notes_before(name: str, rows: Sequence[Sequence[str]]) -> list[str]:
    """Return what there is to tell about `rows` of notes before the column names of `name`."""
    text = " / ".join(" ".join(cell for cell in row if cell).strip() for row in rows if any(row))
    if not text:
        return []
    shown = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return [
        _("“{file}” has notes before its column names, which were left out: “{text}”.").format(file=name, text=shown)
    ]


def column_names(row: Sequence[str]) -> list[str]:
    """Return one name for each column: those of `row`, numbered where they are missing or repeated."""
    names: dict[str, None] = {}
    again: Counter[str] = Counter()
    for number, cell in enumerate(row, 1):
        name = " ".join(cell.split()) or _("Column {n}").format(n=number)
        unique = name
        while unique in names:
            again[name] += 1
            unique = f"{name} ({again[name] + 1})"
        names[unique] = None
    return list(names)


def looks_like_value(cell: str) -> bool:
    """Tell whether `cell` is an address, a number or a day, and so no name of a column."""
    return bool(cell.strip()) and _VALUE.fullmatch(cell.strip()) is not None


def _rows_before(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows of notes and blank lines stand before the table."""
    widths = Counter(len(row) for row in rows if row)
    width = max(widths, key=lambda each: (widths[each], each), default=0)
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
