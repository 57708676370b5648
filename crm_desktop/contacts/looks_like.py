"""Who looks like a contact that is being typed or imported, judged by what the last search for duplicates kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from crm_desktop.contacts.match_schema import COMPANY
from crm_desktop.contacts.match_tables import Pair
from crm_desktop.contacts.onlooker import KeptKeys, Onlooker
from crm_desktop.errors import InvalidField
from crm_desktop.likeness.reasons import reasons_of
from crm_desktop.likeness.traits import Given, made_traits
from crm_desktop.store.links import as_id
from crm_desktop.values.email import normal_email
from crm_desktop.values.names import fold, fold_company
from crm_desktop.values.phone import possible_phone
from crm_desktop.vault.driver import Connection, Row

# What is typed is little, so that less than usual is worth a hint.
LEAST_HINT = 0.3
_MOST_HINTS = 3
_MOST_NAMESAKES = 20
_ADDRESS = ("street", "city", "postal_code")
# Below every rid: a contact that is not there yet comes first in its pairs.
_TYPED = -1
_LAST = "\U0010ffff"


class LookAlike(NamedTuple):
    """A contact that looks like what was typed; `note` tells it from others of its name."""

    id: bytes
    name: str
    note: str
    score: float
    reasons: Sequence[str]


def looks_like(reader: Connection, kind: str, typed: Mapping[str, str], region: str) -> list[LookAlike]:
    """Return the few contacts of `kind` that look most like what was `typed` into the fields of a new one."""
    name = typed.get("name", "").strip()
    points = list(_typed_points(typed, region))
    if not name and not points:
        return []
    given = Given(
        _TYPED,
        fold(name) if kind == "person" else name,
        birthday=typed.get("birthday") or None,
        company=as_id(typed.get("company", "")),
        vat_id=typed.get("vat_id") or None,
        website=typed.get("website") or None,
        points=points,
    )
    traits = made_traits(kind, given)
    # what was added since the last search has no keys yet
    beside = [*_reached_by(reader, traits.emails), *_namesakes(reader, kind, given.name)]
    judge = Onlooker(reader, kind, KeptKeys(reader, kind))
    pairs = judge.likely([traits], LEAST_HINT, {_TYPED: beside}).get(_TYPED, [])
    return [_look_alike(reader, kind, each) for each in pairs[:_MOST_HINTS]]


def _reached_by(reader: Connection, emails: Sequence[str]) -> Iterator[int]:
    for email in emails:
        for row in reader.execute(
            "SELECT c.rid FROM contact_point p JOIN contact c ON c.id = p.contact "
            "WHERE p.kind = 'email' AND p.normal = ? AND p.removed_at IS NULL LIMIT ?",
            (email, _MOST_NAMESAKES),
        ):
            yield row[0]


def _namesakes(reader: Connection, kind: str, name: str) -> Iterator[int]:
    """Yield who has the same name, or for a company one that begins as it does: its legal form may differ."""
    first = fold_company(name) if kind == COMPANY else name
    found = reader.execute(
        "SELECT rid FROM contact WHERE kind = ? AND sort_name >= ? AND sort_name <= ? AND removed_at IS NULL "
        "ORDER BY sort_name LIMIT ?",
        (kind, first, f"{first}{_LAST}" if kind == COMPANY else first, _MOST_NAMESAKES),
    )
    return (row[0] for row in found)


def _typed_points(typed: Mapping[str, str], region: str) -> Iterator[Row]:
    """Yield what was typed of the ways to reach a contact, as rows of points; half an address is none yet."""
    with suppress(InvalidField):
        yield b"", "email", normal_email(typed.get("email", "")), None, None, None
    phone = possible_phone(typed.get("phone", ""), region)
    if phone is not None:
        yield b"", "phone", phone, None, None, None
    if any(typed.get(each) for each in _ADDRESS):
        yield b"", "address", None, *(typed.get(each) or None for each in _ADDRESS)


def _look_alike(reader: Connection, kind: str, pair: Pair) -> LookAlike:
    record, name, company, sector = reader.execute(
        "SELECT c.id, c.name, (SELECT o.name FROM contact o WHERE o.id = c.company), c.sector FROM contact c "
        "WHERE c.rid = ?",
        (pair.second,),
    ).fetchone()
    return LookAlike(record, str(name), str(company or sector or ""), pair.score, reasons_of(kind, pair.levels))
