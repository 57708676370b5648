"""Counts and other plain numbers in the language that is spoken."""

from crm_desktop.values.languages import locale_of
from crm_desktop.words import spoken_language


def shown_number(number: float, places: int = 0) -> str:
    """Return `number` with `places` decimals and its thousands apart: "1,234.5", in German "1.234,5"."""
    symbols = locale_of(spoken_language()).number_symbols["latn"]
    signs = str.maketrans({",": symbols["group"], ".": symbols["decimal"]})
    return f"{number:,.{places}f}".translate(signs)
