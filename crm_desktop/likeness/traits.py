"""What a contact is told apart by, folded and ready to be compared; read from the file a chunk at a time."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from crm_desktop.likeness.sounds import street_words
from crm_desktop.values.email import FREE_MAIL
from crm_desktop.values.name_words import word_set
from crm_desktop.values.names import fold, fold_company, split_name
from crm_desktop.values.phone import phone_digits
from crm_desktop.values.web import web_domain
from crm_desktop.vault.driver import Connection, Row

CHUNK = 1000
# Mailboxes of an office: who shares one is not the same person.
SHARED_MAILBOXES = word_set(
    """
    info office contact kontakt hello hallo mail email post sales verkauf vertrieb support service admin webmaster
    kundenservice billing buchhaltung rechnung accounting jobs hr marketing press presse team enquiries inquiries
    reception empfang welcome noreply no-reply postmaster contacto contatto commercial ventas
    """
)
_LEAST_DIGITS = 6
_COMPARED_DIGITS = 9  # from the end: what comes before is the country's code, written or not
_BETWEEN = re.compile(r"[\W_]+")
_KEPT = 50_000


class Traits(NamedTuple):
    """One contact; texts are folded, what is missing is empty. `name` of a company is without its legal form."""

    rid: int
    name: str = ""
    given: str = ""
    family: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    street: tuple[str, ...] = ()
    city: str = ""
    postal_code: str = ""
    birthday: str = ""
    company: bytes = b""
    vat_id: str = ""


class Given(NamedTuple):
    """What is known of a contact: `points` are rows of contact, kind, normal form, street, city and postal code."""

    rid: int
    name: str
    given_name: str | None = None
    family_name: str | None = None
    birthday: str | None = None
    company: bytes | None = None
    vat_id: str | None = None
    website: str | None = None
    points: Sequence[Row] = ()


_OWN = len(Given._fields) - 1

_COLUMNS = "c.id, c.rid, c.sort_name, c.given_name, c.family_name, c.birthday, c.company, c.vat_id, c.website"
_COMPANY_COLUMNS = _COLUMNS.replace("c.sort_name", "c.name")
# The index that they are read by puts the primary ones last.
_POINTS = (
    "SELECT contact, kind, coalesce(normal, value), street, city, postal_code FROM contact_point "
    "WHERE contact IN ({marks}) AND removed_at IS NULL AND kind IN ('email', 'phone', 'address')"
)


def traits_of_kind(reader: Connection, kind: str, rids: Iterable[int] | None = None) -> Iterator[list[Traits]]:
    """Yield the traits of the contacts of `kind` that are not in the bin, in chunks; `rids` narrows them."""
    # a person's folded name is kept beside it; a company's still has its legal form, whose dots tell it
    columns = _COMPANY_COLUMNS if kind == "company" else _COLUMNS
    where = f"c.kind = '{kind}' AND c.removed_at IS NULL"
    if rids is None:
        rows = iter(reader.execute(f"SELECT {columns} FROM contact c NOT INDEXED WHERE {where}"))
        while chunk := list(islice(rows, CHUNK)):
            yield _with_points(reader, kind, chunk)
        return
    wanted = iter(rids)
    while part := list(islice(wanted, CHUNK)):
        marks = ", ".join("?" * len(part))
        found = reader.execute(f"SELECT {columns} FROM contact c WHERE c.rid IN ({marks}) AND {where}", part)
        yield _with_points(reader, kind, found.fetchall())


def made_traits(kind: str, given: Given) -> Traits:
    """Return the traits of a contact of `kind`."""
    return _traits(kind, given, given.points)


def _traits(kind: str, row: Sequence[Any], points: Sequence[Row]) -> Traits:
    """Return the same of a `row` that begins as Given does, with its `points`."""
    rid, name, given_name, family_name, birthday, company, vat_id, website = row[:_OWN]
    if kind == "company":
        name, first, last = _plain(fold_company(name)), "", ""
    else:
        first, last = _folded(given_name or ""), _folded(family_name or "")
        if not first and not last:
            parts = split_name(name)
            first, last = _folded(parts.given_name), _folded(parts.family_name)
    emails: list[str] = []
    phones: list[str] = []
    domains: list[str] = []
    street: tuple[str, ...] = ()
    city = postal_code = ""
    for _contact, sort, value, street_text, city_text, code in points:
        if sort == "email":
            mailbox, _at, domain = value.partition("@")
            if mailbox not in SHARED_MAILBOXES:
                emails.append(value)
            if domain not in FREE_MAIL:
                domains.append(domain)
        elif sort == "phone":
            digits = phone_digits(value)[-_COMPARED_DIGITS:]
            if len(digits) >= _LEAST_DIGITS:
                phones.append(digits)
        else:
            street = street_words(fold(street_text)) if street_text else ()
            city, postal_code = _folded(city_text or ""), _folded(code or "").replace(" ", "")
    if website:
        own = web_domain(website)
        if own and own not in FREE_MAIL and own not in domains:
            domains.append(own)
    vat = _folded(vat_id).replace(" ", "") if vat_id else ""
    numbers = tuple(emails), tuple(phones), tuple(domains)
    # what `_make` does, at a third of its time
    return tuple.__new__(
        Traits, (rid, name, first, last, *numbers, street, city, postal_code, birthday or "", company or b"", vat)
    )


def _with_points(reader: Connection, kind: str, rows: Sequence[Row]) -> list[Traits]:
    marks = ", ".join("?" * len(rows))
    points: dict[bytes, list[Row]] = {}
    for point in reader.execute(_POINTS.format(marks=marks), [row[0] for row in rows]):
        found = points.get(point[0])
        if found is None:
            points[point[0]] = [point]
        else:
            found.append(point)
    return [_traits(kind, row[1:], points.get(row[0], ())) for row in rows]


@lru_cache(_KEPT)
def _folded(text: str) -> str:
    return _plain(fold(text))


def _plain(folded: str) -> str:
    return folded if folded.isalnum() else _BETWEEN.sub(" ", folded.replace("'", "")).strip()
