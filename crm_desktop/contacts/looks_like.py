"""Who looks like a contact that is being typed or imported, judged by what the last search for duplicates kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from crm_desktop.contacts.match_search import judged, kept_neighbours
from crm_desktop.contacts.match_tables import COMPANY, Model, Pair, kept_model
from crm_desktop.errors import InvalidField
from crm_desktop.likeness.comparison import compare_of
from crm_desktop.likeness.keys import match_keys
from crm_desktop.likeness.reasons import reasons_of
from crm_desktop.likeness.terms import Terms
from crm_desktop.likeness.traits import Given, Traits, made_traits, traits_of_kind
from crm_desktop.likeness.weights import usual_weights
from crm_desktop.store.links import as_id
from crm_desktop.values.email import normal_email
from crm_desktop.values.names import fold
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


class Onlooker:
    """Holds new contacts of one kind against those that are there; made once for many, such as an import's rows."""

    def __init__(self, reader: Connection, kind: str) -> None:
        self._reader = reader
        self._kind = kind
        known = kept_model(reader, kind)
        self._model = _usual_model(reader, kind) if known is None else known[1]

    @property
    def alone(self) -> bool:
        """Whether nobody is there whom a new contact could look like."""
        row = self._reader.execute("SELECT 1 FROM contact WHERE kind = ? LIMIT 1", (self._kind,)).fetchone()
        return row is None

    def likely(self, traits: Traits, least: float) -> list[Pair]:
        """Return the pairs of `traits` with contacts that are there, scored `least` or more, the best first."""
        rids = sorted(set(self._neighbours(traits)))
        there = {each.rid: each for chunk in traits_of_kind(self._reader, self._kind, rids) for each in chunk}
        compare = compare_of(self._kind, self._model.terms)
        mine = traits._replace(rid=_TYPED)
        compared = (((_TYPED, rid), compare(mine, each)) for rid, each in there.items())
        pairs = judged(self._kind, self._model, compared, {**there, _TYPED: mine})
        return sorted((each for each in pairs if each.score >= least), key=lambda each: -each.score)

    def _neighbours(self, traits: Traits) -> Iterator[int]:
        for key in match_keys(self._kind, traits):
            yield from kept_neighbours(self._reader, self._kind, key)
        # what was added since the last search has no keys yet
        for email in traits.emails:
            yield from self._reached_by("email", email)
        yield from self._namesakes(traits.name)

    def _reached_by(self, way: str, normal: str) -> Iterator[int]:
        found = self._reader.execute(
            "SELECT c.rid FROM contact_point p JOIN contact c ON c.id = p.contact "
            "WHERE p.kind = ? AND p.normal = ? AND p.removed_at IS NULL LIMIT ?",
            (way, normal, _MOST_NAMESAKES),
        )
        return (row[0] for row in found)

    def _namesakes(self, name: str) -> Iterator[int]:
        """Yield who has the same name, or for a company one that begins as it does: its legal form may differ."""
        end = f"{name}{_LAST}" if self._kind == COMPANY else name
        found = self._reader.execute(
            "SELECT rid FROM contact WHERE kind = ? AND sort_name >= ? AND sort_name <= ? AND removed_at IS NULL "
            "ORDER BY sort_name LIMIT ?",
            (self._kind, name, end, _MOST_NAMESAKES),
        )
        return (row[0] for row in found)


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
    pairs = Onlooker(reader, kind).likely(made_traits(kind, given), LEAST_HINT)
    return [_look_alike(reader, kind, each) for each in pairs[:_MOST_HINTS]]


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


def _usual_model(reader: Connection, kind: str) -> Model:
    records = reader.execute("SELECT count(*) FROM contact WHERE kind = ? AND removed_at IS NULL", (kind,)).fetchone()[
        0
    ]
    return Model(usual_weights(kind, records), Terms(max(records, 1), {}, {}))
