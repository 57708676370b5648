"""Text that a spreadsheet must not take for a formula."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # wide ones count in some languages


def safe_cell(text: str) -> str:
    """Return `text` for a CSV cell: what a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_SIGNS) else text


def original_text(cell: str) -> str:
    """Return the text that `safe_cell` made `cell` of, so that our own files come back as they were."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_SIGNS) else cell
