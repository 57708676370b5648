"""Amounts that a column gives in thousands or millions, as the name of the column tells or the user says."""

import re

from crm_desktop.exchange.word_lines import word_lines
from crm_desktop.values.names import fold
from crm_desktop.words import _

UNITS = {"thousands": 1000, "millions": 1_000_000, "billions": 1_000_000_000}
_WORDS = """
thousands: thousand, thousands, 000s, tsd, tausend, teur, tusd, tchf, keur, kusd, kchf, milliers, miles, migliaia,
  duizend
millions: million, millions, mio, mill, mn, mln, mm, meur, musd, mchf, millionen, millones, milioni, miljoen, milhões
billions: billion, billions, bn, mrd, milliarde, milliarden, milliard, milliards, miliardi
"""
_MEANT = {fold(word): unit for unit, words in word_lines(_WORDS) for word in words}
# A letter alone means a unit only beside a currency, in brackets or after “in”.
_LETTERS = {"k": "thousands", "t": "thousands", "m": "millions", "b": "billions"}
_MONEY = r"(?:[$€£¥]|usd|eur|gbp|chf|jpy|cad|aud)"
_LETTER = re.compile(
    rf"{_MONEY}\s*([kmb])\b|\b([ktmb])\s*{_MONEY}(?!\w)|\(\s*([kmb])\s*\)|\bin\s+([kmb])\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
# What goes with a unit in a name, and says nothing else.
_ABOUT = re.compile(rf"\bin\s+(?={_MONEY}|\W|$)|{_MONEY}(?!\w)|[()\[\],;:.]", re.IGNORECASE)


def unit_in(column: str) -> str:
    """Return the unit that the name of `column` tells: thousands, millions or billions; empty for none."""
    letter = _LETTER.search(column)
    if letter is not None:
        return _LETTERS[next(each for each in letter.groups() if each).lower()]
    return next((_MEANT[word] for each in _WORD.findall(column) if (word := fold(each)) in _MEANT), "")


def without_unit(column: str) -> str:
    """Return the name of `column` without the unit of its amounts, and the currency beside that."""
    if not unit_in(column):
        return column
    words = _WORD.sub(lambda found: "" if fold(found[0]) in _MEANT else found[0], _LETTER.sub(" ", column))
    return " ".join(_ABOUT.sub(" ", words).split())


def unit_label(unit: str) -> str:
    """Return how people call `unit`, in the language being spoken."""
    labels = {"thousands": _("in thousands"), "millions": _("in millions"), "billions": _("in billions")}
    return labels.get(unit, _("as written"))
