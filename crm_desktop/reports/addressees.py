"""Whom letters and labels go to: those of a list who have a postal address and may be written to."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View
from crm_desktop.store.whole_list import record_rows
from crm_desktop.values.address import address_lines
from crm_desktop.vault.driver import Connection

_CHUNK = 500
# Withdrawn for one purpose is withdrawn: the newest entry of each purpose counts, and the strictest of them.
_REFUSED = (
    "coalesce(t.do_not_contact, 0) = 1 OR EXISTS (SELECT 1 FROM consent k WHERE k.contact = t.id "
    "AND k.channel = 'letter' AND k.state = 'withdrawn' AND k.removed_at IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.contact = k.contact AND n.channel = k.channel "
    "AND n.purpose = k.purpose AND n.removed_at IS NULL AND (n.at, n.rid) > (k.at, k.rid)))"
)
_PARTS = ("street", "city", "region", "postal_code", "country")
_COMPANYS = "company's "  # before the name of a part
_COMPANYS_PARTS = tuple(f"{_COMPANYS}{part}" for part in _PARTS)


class Addressee(NamedTuple):
    """Somebody who is written to: the address block line by line, and the words that letters put in."""

    lines: tuple[str, ...]
    words: Mapping[str, str]


class Addressees(NamedTuple):
    """Those who can be written to, and how many of the list cannot: no address, or no letters wanted."""

    found: list[Addressee]
    without_address: int
    refused: int


def addressees(reader: Connection, view: View, place: Place, only: frozenset[bytes] = frozenset()) -> Addressees:
    """Return the contacts that `view` shows as addressees, in its order, written as their country does.

    Of those, the ones among `only` where any are named.
    """
    ids = [row.record for row in record_rows(reader, view._replace(columns=("created_at",)), place, only)]
    found: list[Addressee] = []
    without = refused = 0
    for row in _rows(reader, ids):
        if row["refused"]:
            refused += 1
        elif (address := _address(row)) is None:
            without += 1
        else:
            found.append(_addressee(row, address, place))
    return Addressees(found, without, refused)


def _address(row: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the parts of the address of a row: the own one, else that of the company somebody works at."""
    for prefix in ("", _COMPANYS):
        parts = tuple(row[f"{prefix}{part}"] for part in _PARTS)
        if any(text for part, text in zip(_PARTS, parts, strict=True) if part not in ("region", "country")):
            return parts
    return None


def _addressee(row: Mapping[str, str], address: tuple[str, ...], place: Place) -> Addressee:
    names = [row["name"], row["company"]] if row["kind"] == "person" else [row["name"]]
    street, city, region, postal_code, country = address
    lines = address_lines(street, city, region, postal_code, country, place.region, language=place.language)
    words = {name: row[name] for name in ("name", "prefix", "given_name", "family_name", "company")}
    words["city"] = city
    return Addressee((*(each for each in names if each), *lines), words)


def _rows(reader: Connection, ids: Sequence[bytes]) -> Iterator[dict[str, str]]:
    names = ("kind", "name", "prefix", "given_name", "family_name", "company", "refused", *_PARTS, *_COMPANYS_PARTS)
    own, companys = (", ".join(f"{table}.{part}" for part in _PARTS) for table in ("p", "q"))
    for start in range(0, len(ids), _CHUNK):
        chunk = json.dumps([each.hex() for each in ids[start : start + _CHUNK]])
        rows = reader.execute(
            "SELECT t.kind, t.name, t.prefix, t.given_name, t.family_name, "
            f"(SELECT c.name FROM contact c WHERE c.id = t.company), CASE WHEN {_REFUSED} THEN 'x' ELSE '' END, "
            f"{own}, {companys} FROM json_each(?) j "
            "CROSS JOIN contact t ON t.id = unhex(j.value) LEFT JOIN contact_point p ON p.contact = t.id "
            "AND p.kind = 'address' AND p.is_primary = 1 AND p.removed_at IS NULL "
            "LEFT JOIN contact_point q ON q.contact = t.company "
            "AND q.kind = 'address' AND q.is_primary = 1 AND q.removed_at IS NULL ORDER BY j.key",
            (chunk,),
        )
        for row in rows:
            yield {name: str(value or "") for name, value in zip(names, row, strict=True)}
