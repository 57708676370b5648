"""An incoming call: who has this number, what was said last, and what is open."""

import re
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.schema.forms import Place
from crm_desktop.search.queries import search
from crm_desktop.values.phone import phone_digits, possible_phone
from crm_desktop.values.phone_forms import NORTH_AMERICA, from_north_america
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

FEWEST_DIGITS = 4
_MOST_CALLERS = 8
_LAST_CONTACTS = 5
# An extension in words that are no part of a number anywhere else.
_EXTENSION_SAID = re.compile(
    r"[\s,]*\b(?:durchwahl|dw|apparat|app|nebenstelle|nst)\b[.:]?\s*\d{1,6}\s*$", re.IGNORECASE
)
# and as it is mostly written; its digits are none of the number.
_EXTENSION_MARKED = re.compile(r"[\s,;]*(?:x|ext\.?|extension|#)\s*\d{1,7}\s*$", re.IGNORECASE)


class Caller(NamedTuple):
    """A contact with the number: the `label` of the phone, and for a person the company and job."""

    id: bytes
    kind: str
    name: str
    note: str
    phone: str
    exact: bool
    normal: str = ""

    def has(self, digits: str) -> bool:
        """Tell whether `digits` are a piece of the number, as it was written or with its country."""
        bare = digits.lstrip("0")
        return any(each in phone_digits(number) for number in (self.phone, self.normal) for each in (digits, bare))


class Talk(NamedTuple):
    """A contact that one had: its kind, when (milliseconds), and what it was about."""

    id: bytes
    kind: str
    at_ms: int
    subject: str


class Open(NamedTuple):
    """A deal or ticket that is open: its title, and the stage or status it is in."""

    id: bytes
    title: str
    state: str


class CallerCard(NamedTuple):
    """What one wants to know when somebody calls."""

    talks: list[Talk]
    deals: list[Open]
    tickets: list[Open]


def callers(reader: Connection, typed: str, place: Place) -> list[Caller]:
    """Return who has the number `typed`, in whatever format: the whole number first, else any piece of it.

    Raises InvalidField where fewer than FEWEST_DIGITS digits were typed.
    """
    typed = _EXTENSION_SAID.sub("", typed)
    if len(phone_digits(typed)) < FEWEST_DIGITS:
        raise InvalidField("phone", _("Type at least {n} digits of the number.").format(n=FEWEST_DIGITS))
    normal = possible_phone(typed, NORTH_AMERICA if from_north_america(typed, place.region) else place.region)
    if normal is not None:
        found = _with(reader, "p.normal = ?", (normal,), exact=True) or _at_other_extensions(reader, normal)
        if found:
            return found
    typed = _EXTENSION_MARKED.sub("", typed)
    bare = "".join(each for each in typed if each.isdigit() or each in "+() -/.")
    hits = search(reader, bare, place, "contacts", _MOST_CALLERS).hits
    digits = phone_digits(typed)
    found = [caller for hit in hits for caller in _best(_with(reader, "t.id = ?", (hit.id,), exact=False), digits)]
    return sorted(found, key=lambda each: not phone_digits(each.phone).endswith(digits))


def _at_other_extensions(reader: Connection, normal: str) -> list[Caller]:
    """Return who has the number `normal` but for its extension."""
    main = normal.partition(";")[0]
    return _with(reader, "(p.normal = ?1 OR p.normal BETWEEN ?1 || ';ext=' AND ?1 || ';ext=~')", (main,), exact=False)


def caller_card(reader: Connection, contact: bytes) -> CallerCard:
    """Return the last contacts with `contact`, also those in which they only took part, and what is open with them."""
    talks = reader.execute(
        "SELECT id, kind, at, coalesce(subject, '') FROM interaction WHERE (person = ?1 OR company = ?1 "
        "OR id IN (SELECT interaction FROM participant WHERE contact = ?1 AND removed_at IS NULL)) "
        "AND removed_at IS NULL AND coalesce(planned, 0) = 0 ORDER BY at DESC LIMIT ?2",
        (contact, _LAST_CONTACTS),
    )
    both = "(?1, (SELECT company FROM contact WHERE id = ?1))"
    deals = reader.execute(
        "SELECT d.id, d.title, coalesce((SELECT name FROM stage WHERE id = d.stage), '') FROM deal d "
        f"WHERE d.outcome = 'open' AND d.removed_at IS NULL AND (d.person = ?1 OR d.company IN {both}) "
        "ORDER BY d.expected_on IS NULL, d.expected_on LIMIT 20",
        (contact,),
    )
    tickets = reader.execute(
        "SELECT id, '#' || coalesce(number, '') || ' ' || subject, status FROM ticket "
        f"WHERE status NOT IN ('solved', 'closed') AND removed_at IS NULL AND (contact = ?1 OR company IN {both}) "
        "ORDER BY opened_at DESC LIMIT 20",
        (contact,),
    )
    return CallerCard(
        [Talk(row[0], str(row[1]), int(row[2]), str(row[3])) for row in talks],
        [Open(row[0], str(row[1] or ""), str(row[2])) for row in deals],
        [Open(row[0], str(row[1] or ""), str(row[2])) for row in tickets],
    )


def _best(numbers: list[Caller], digits: str) -> list[Caller]:
    """Return the one of a contact's `numbers` that the typed digits are in, at its end rather than elsewhere."""
    having = [each for each in numbers if each.has(digits)]
    return sorted(having, key=lambda each: not phone_digits(each.phone).endswith(digits))[:1]


def _with(reader: Connection, condition: str, values: tuple[str | bytes, ...], *, exact: bool) -> list[Caller]:
    rows = reader.execute(
        "SELECT t.id, t.kind, t.name, coalesce(t.job_title || ', ', '') || "
        "coalesce((SELECT c.name FROM contact c WHERE c.id = t.company), ''), p.value, coalesce(p.normal, '') "
        f"FROM contact_point p CROSS JOIN contact t ON t.id = p.contact WHERE p.kind = 'phone' "
        f"AND {condition} AND p.removed_at IS NULL AND t.removed_at IS NULL "
        "ORDER BY t.kind DESC, t.sort_name, p.is_primary DESC LIMIT ?",
        (*values, _MOST_CALLERS),
    )
    return [
        Caller(row[0], str(row[1]), str(row[2]), str(row[3]).strip(", "), str(row[4]), exact, str(row[5]))
        for row in rows
    ]
