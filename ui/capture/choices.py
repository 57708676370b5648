"""What the user decided about a quick entry: which of several is meant, what was not meant at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time

from crm_desktop.capture.entries import Entry, EntryPurchase, EntryStep, bought_of, entry_of
from crm_desktop.capture.names import Named
from crm_desktop.capture.tokens import Span
from crm_desktop.capture.understood import Understood

KIND, DIRECTION, WHEN, MINUTES, STEP, DUE, DEAL, TICKET, PRODUCT, PRICE = (
    "kind",
    "direction",
    "when",
    "minutes",
    "step",
    "due",
    "deal",
    "ticket",
    "product",
    "price",
)


@dataclass(frozen=True)
class Choices:
    """Decisions by the piece and the words that they were made for; they stand while these words do.

    `records` holds the record chosen for a name, None where none was meant; `dropped` the pieces taken away;
    `moments` another reading of a day; `each` tells whether the price is that of one, where that was decided.
    """

    kind: str = ""
    direction: str = ""
    records: Mapping[tuple[str, str], bytes | None] = field(default_factory=dict)
    dropped: frozenset[tuple[str, str]] = frozenset()
    moments: Mapping[tuple[str, str], tuple[date, time | None]] = field(default_factory=dict)
    each: bool | None = None

    def choose(self, piece: str, words: str, record: bytes | None) -> "Choices":
        """Return the choices with `record` meant by `words`."""
        return replace(self, records={**self.records, (piece, words): record})

    def drop(self, piece: str, words: str) -> "Choices":
        """Return the choices without what `words` were taken for."""
        return replace(self, dropped=self.dropped | {(piece, words)})

    def read_as(self, piece: str, words: str, moment: tuple[date, time | None]) -> "Choices":
        """Return the choices with `words` meaning another `moment`."""
        return replace(self, moments={**self.moments, (piece, words): moment})


def words_of_span(said: Understood, span: Span | None) -> str:
    """Return the folded words that a piece was understood from."""
    return said.line.part(span) if span is not None and span.last > span.first else ""


def name_record(said: Understood, named: Named, choices: Choices) -> bytes | None:
    """Return the contact that `named` means now."""
    meant = named.contact.id if named.contact is not None else None
    return choices.records.get(("name", words_of_span(said, named.span)), meant)


def settled(said: Understood, choices: Choices) -> Entry:
    """Return what will be saved: what was understood, with the user's choices over it."""
    entry = entry_of(said)
    kind = choices.kind or entry.kind
    entry = entry._replace(
        kind=kind,
        direction=(choices.direction or entry.direction) if kind in ("call", "email", "letter", "message") else None,
        people=_people(said, choices),
        company=_company(said, choices),
        deal=_record(said, DEAL, choices),
        ticket=_record(said, TICKET, choices),
        step=_step(said, choices),
        purchase=_purchase(said, choices),
    )
    if entry.step is None and entry.kind is None:
        entry = entry._replace(kind="note")
    if (MINUTES, words_of_span(said, said.minutes_span)) in choices.dropped:
        entry = entry._replace(minutes=None)
    return _at(said, choices, entry)


def _at(said: Understood, choices: Choices, entry: Entry) -> Entry:
    if said.when is None:
        return entry
    key = (WHEN, words_of_span(said, said.when.span))
    if key in choices.dropped:
        return entry._replace(day=None, clock=None, planned=False)
    day, clock = choices.moments.get(key, (said.when.day, said.when.clock))
    return entry._replace(day=day, clock=clock)


def _people(said: Understood, choices: Choices) -> tuple[bytes, ...]:
    found = [name_record(said, each, choices) for each in said.people]
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _company(said: Understood, choices: Choices) -> bytes | None:
    found = [name_record(said, each, choices) for each in said.companies]
    return next((each for each in found if each is not None), None)


def _record(said: Understood, piece: str, choices: Choices) -> bytes | None:
    meant = said.deal if piece == DEAL else said.ticket
    if meant is None:
        return None
    return choices.records.get((piece, words_of_span(said, meant.span)), meant.record)


def _purchase(said: Understood, choices: Choices) -> EntryPurchase | None:
    found = said.purchase
    if found is None:
        return None
    words = words_of_span(said, found.span)
    product = choices.records.get((PRODUCT, words), found.product)
    dropped = (PRICE, words) in choices.dropped
    unit = None if dropped else found.unit_minor(each=choices.each)
    return bought_of(found)._replace(product=product, unit_minor=unit)


def _step(said: Understood, choices: Choices) -> EntryStep | None:
    step = said.step
    if step is None or (STEP, words_of_span(said, step.span)) in choices.dropped:
        return None
    if step.when is None:
        return EntryStep(step.title, step.kind)
    key = (DUE, words_of_span(said, step.when.span))
    return EntryStep(step.title, step.kind, *choices.moments.get(key, (step.when.day, step.when.clock)))
