"""Text that a spreadsheet must not take for a formula, and numbers that it must not take for numbers."""

import re

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # wide ones count in some languages
# A postal code, phone number or id with an apostrophe before it is shown by spreadsheets without one.
_DIGITS = re.compile(r"\d{3}[\d ]*")


def safe_cell(text: str) -> str:
    """Return `text` for a CSV cell: what a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_SIGNS) or _is_marked(text) else text


def original_text(cell: str) -> str:
    """Return the text that `safe_cell`, or another program, made `cell` of, so that files come back as they were."""
    marked = _is_marked(cell) or (cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_SIGNS))
    return cell[1:] if marked else cell


def _is_marked(text: str) -> bool:
    return text.startswith("'") and _DIGITS.fullmatch(text.lstrip("'")) is not None
