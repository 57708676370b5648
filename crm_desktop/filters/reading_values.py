"""The values of a comparison read from a filter's text: in quotes, or bare up to where another condition begins."""

import re
from collections.abc import Callable

from crm_desktop.filters.operators import LISTING, RANGING
from crm_desktop.filters.scanning import Scanner
from crm_desktop.filters.texts import QUOTED, list_text, unquoted
from crm_desktop.words import _

_JOIN = re.compile(r"(?<=\s)(?:and|or)\b", re.IGNORECASE)


def read_values(scan: Scanner, op: str, begins_condition: Callable[[int], bool], *, inside: bool) -> str:
    """Return what stands after `op`: one value, or the list text of several; `inside` a group `)` ends it.

    A bare value ends before an `and` or `or` after which `begins_condition`. Raises ValueError, with `scan` at the
    place that is wrong.
    """
    reader = _Values(scan, begins_condition, inside=inside)
    if op in LISTING:
        return list_text(reader.listed())
    return list_text(reader.ranged()) if op in RANGING else reader.one()


class _Values:
    def __init__(self, scan: Scanner, begins_condition: Callable[[int], bool], *, inside: bool) -> None:
        self._scan = scan
        self._begins_condition = begins_condition
        self._inside = inside

    def listed(self) -> list[str]:
        """Return the values that begin here, with parentheses around them or without."""
        begun = self._scan.at
        if self._scan.take("("):
            values = _Values(self._scan, self._begins_condition, inside=True).bare_list()
            if self._scan.take(")") and self._ended():
                return values
            self._scan.at = begun  # the parentheses are part of a value, as in a phone number
        return self.bare_list()

    def bare_list(self) -> list[str]:
        """Return the values that begin here."""
        values = [self.one(",")]
        while self._scan.take(","):
            values.append(self.one(","))
        return values

    def ranged(self) -> list[str]:
        first = self.one("and")
        if not self._scan.take_word("and"):
            raise ValueError(_("Between needs two values: write “between A and B”."))
        return [first, self.one()]

    def _ended(self) -> bool:
        return self._scan.ended or self._scan.sees(")") or self._scan.word() in ("and", "or")

    def one(self, end: str = "") -> str:
        """Return the value that begins here; a bare one ends before `end`, too."""
        self._scan.skip()
        if self._scan.sees('"'):
            return self._quoted()
        begun = self._scan.at
        stop = self._end_of_bare(end)
        value = self._scan.text[begun:stop].strip()
        if not value:
            raise ValueError(_('A value is missing here. Write "" for an empty text.'))
        self._scan.at = stop
        return value

    def _quoted(self) -> str:
        found = self._scan.match(QUOTED)
        if found is None:
            raise ValueError(_("This quote is never closed."))
        return unquoted(found[1])

    def _end_of_bare(self, end: str) -> int:
        text, inner = self._scan.text, 0
        for at in range(self._scan.at, len(text)):
            sign = text[at]
            if inner == 0 and self._ends_at(at, sign, end):
                return at
            inner += (sign == "(") - (sign == ")" and inner > 0)
        return len(text)

    def _ends_at(self, at: int, sign: str, end: str) -> bool:
        if (sign == ")" and self._inside) or (sign == "," and end == ","):
            return True
        return sign in "aAoO" and self._joins_at(at, end)

    def _joins_at(self, at: int, end: str) -> bool:
        found = _JOIN.match(self._scan.text, at)
        return found is not None and (found[0].lower() == end or self._begins_condition(found.end()))
