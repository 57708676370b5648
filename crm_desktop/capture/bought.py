"""A purchase in a typed line: what was bought or sold, how many of it and for how much, in English and German."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.capture.kinds import FoundKind
from crm_desktop.capture.prices import ToldPrice, price_alone, price_in
from crm_desktop.capture.tokens import Line, Span
from crm_desktop.schema.forms import Place
from crm_desktop.search.link_offers import offered_records
from crm_desktop.values.names import fold_key
from crm_desktop.vault.driver import Connection

PURCHASE = "purchase"
_BOUGHT_BEFORE_WHAT = frozenset({"bought", "purchased", "kaufte", "kauften"})
_BOUGHT_BEHIND_WHAT = frozenset({"gekauft", "erworben"})
# With a price, this says no less.
_TOOK = frozenset({"took", "takes", "nahm", "nimmt"})
# What we sold is what they bought: these say so of ourselves,
_SOLD_BEFORE_WHAT = frozenset({"sold", "verkaufte", "verkauften"})
_SOLD_BEHIND_WHAT = frozenset({"verkauft"})
_BEFORE_WHAT = _BOUGHT_BEFORE_WHAT | _SOLD_BEFORE_WHAT | _TOOK
_BEHIND_WHAT = _BOUGHT_BEHIND_WHAT | _SOLD_BEHIND_WHAT
# with nobody else before them who could have sold it.
_WE = frozenset({"i", "we", "ich", "wir", "have", "ve", "i've", "we've", "i’ve", "we’ve", "habe", "haben", "hab"})
_JUST = frozenset({"just", "finally", "also", "eben", "gerade", "endlich", "heute", "gestern", "today", "yesterday"})
_THEY = frozenset({"hat", "has", "was", "were", "wurde", "wurden", "wird", "werden", "nicht", "not", "will", "want"})
_TO = frozenset({"to", "an"})
_COUNTS = {
    **dict.fromkeys(("a", "an", "another", "one", "ein", "eine", "einen", "eins"), 1),
    **dict.fromkeys(("two", "zwei", "zwo"), 2),
    **dict.fromkeys(("three", "drei"), 3),
    **dict.fromkeys(("four", "vier"), 4),
    **dict.fromkeys(("five", "funf"), 5),
    **dict.fromkeys(("six", "sechs"), 6),
    **dict.fromkeys(("ten", "zehn"), 10),
    **dict.fromkeys(("dozen", "dutzend"), 12),
}
_UNIT = re.compile(r"(?:x|×|\*|pcs\.?|units?(?: of)?|pieces?(?: of)?|st[uü]ck|stk\.?)\s+(?=\S)", re.IGNORECASE)
_TAIL = re.compile(r"(?:^|\s)(?:from us|bei uns|von uns|again)?\s*$", re.IGNORECASE)


class FoundPurchase(NamedTuple):
    """What was bought and how many of it, at what price where one is told.

    `product` is the one that is meant, or None with `offers` (id and name) where several may be. `complete` tells
    that its words say nothing else.
    """

    description: str
    quantity: float
    price: ToldPrice | None
    span: Span
    product: bytes | None = None
    offers: tuple[tuple[bytes, str], ...] = ()
    complete: bool = False

    @property
    def asks_price(self) -> bool:
        """Whether the told price may as well be that of one as of all."""
        return self.price is not None and not self.price.sure

    def unit_minor(self, *, each: bool | None = None) -> int | None:
        """Return the price of one, where the told price is that of `each`, or of all."""
        if self.price is None:
            return None
        of_one = self.price.each if each is None else each
        return self.price.minor if of_one else round(self.price.minor / self.quantity)


class _Reading(NamedTuple):
    """A line that is read without the `day` in it; prices are in `currency` where none is said."""

    line: Line
    day: Span | None
    currency: str

    def text(self, span: Span) -> str:
        """Return what is typed in `span`, without the day."""
        ends = [(span.first, span.last)]
        if self.day is not None and self.day.meets(span):
            ends = [(span.first, self.day.first), (self.day.last, span.last)]
        return " ".join(self.line.text[slice(*self.line.place(Span(*each)))] for each in ends if each[0] < each[1])


def bought_in(line: Line, rest: list[Span], place: Place, day: Span | None) -> tuple[FoundKind, FoundPurchase] | None:
    """Return the purchase that the clauses `rest` tell, beside the `day` in them.

    None where no number and no price says what was bought.
    """
    reading = _Reading(line, day, place.currency)
    for number, clause in enumerate(rest):
        after = reading.text(rest[number + 1]) if number + 1 < len(rest) else ""
        for at in range(clause.first, clause.last):
            found = _at_verb(reading, clause, at, after)
            if found is not None:
                return FoundKind(PURCHASE, None, Span(at, at + 1)), found
    return None


def bought_whole(line: Line, rest: Sequence[Span], place: Place, day: Span | None) -> FoundPurchase | None:
    """Return the purchase that the clauses `rest` are, where it is known that they are one: 2 GTX Pro for 3,000."""
    newline = line.text.find("\n")
    first_line = [each for each in rest if newline < 0 or line.tokens[each.first].start < newline]
    # a comma is as likely part of what was bought
    places = range(first_line[0].first, first_line[-1].last) if first_line else ()
    telling = [at for at in places if not _says_nothing(line, at, day)]
    if not telling:
        return None
    found = _told(_Reading(line, day, place.currency), Span(telling[0], first_line[-1].last), "", "")
    return found and found._replace(complete=found.complete and len(first_line) == len(line.clauses))


def with_product(reader: Connection, found: FoundPurchase) -> FoundPurchase:
    """Return `found` with the product that it names, or those that it may mean."""
    wanted = found.description
    offers = offered_records(reader, "product", wanted)
    if not offers and wanted.endswith("s"):
        wanted = wanted[:-1]
        offers = offered_records(reader, "product", wanted)
    same = [each for each in offers if fold_key(each.title) == fold_key(wanted)]
    named = tuple((each.record, each.title) for each in (same or offers))
    return found._replace(product=same[0].record if len(same) == 1 else None, offers=named)


def _says_nothing(line: Line, at: int, day: Span | None) -> bool:
    """Tell whether the token at `at` is no part of what was bought: a sign, the `day`, the verb before it."""
    token = line.tokens[at]
    return not token.text[0].isalnum() or token.folded in _BEFORE_WHAT or (day is not None and day.holds(at))


def _sold_by_others(reading: _Reading, clause: Span, at: int) -> bool:
    """Konex sold us a press, hat zwei Filialen verkauft, wurde verkauft: that is no purchase of theirs."""
    tokens, day = reading.line.tokens, reading.day
    before = [tokens[each].folded for each in range(clause.first, at) if day is None or not day.holds(each)]
    if tokens[at].folded in _SOLD_BEFORE_WHAT:
        return not (_WE | _JUST).issuperset(before)
    return tokens[at].folded in _SOLD_BEHIND_WHAT and not _THEY.isdisjoint(before)


def _at_verb(reading: _Reading, clause: Span, at: int, after: str) -> FoundPurchase | None:
    """Return the purchase that the verb at `at` of `clause` tells; its price may be all of the clause `after` it."""
    line, folded = reading.line, reading.line.tokens[at].folded
    behind = folded in _BEHIND_WHAT
    if not (behind or folded in _BEFORE_WHAT) or _sold_by_others(reading, clause, at):
        return None
    span = _object(line, Span(clause.first, at) if behind else Span(at + 1, clause.last), behind=behind)
    if span is None:
        return None
    to = next((each for each in range(span.first + 1, span.last - 1) if _names_buyer(line, each)), span.last)
    to = to if folded in _SOLD_BEFORE_WHAT | _SOLD_BEHIND_WHAT else span.last
    verb_last = Span(at + 1, clause.last) if behind else Span(span.last, span.last)
    rest = " ".join(each for each in (reading.text(Span(to, span.last)), reading.text(verb_last)) if each)
    found = _told(reading, Span(span.first, to), rest, after)
    counted = _count(line, span.first) is not None
    priced = found is not None and found.price is not None
    return found if ((counted and priced) if folded in _TOOK else (counted or priced)) else None


def _object(line: Line, span: Span, *, behind: bool) -> Span | None:
    """Return where in `span` what was bought begins: with its number, else behind `hat`, or where the verb ended."""
    inside = (at for at in range(span.first, span.last - 1) if not (behind and line.tokens[at].folded in _TO))
    first = next((at for at in inside if _count(line, at) is not None), None)
    if first is None:
        has = [at + 1 for at in range(span.first, span.last) if line.tokens[at].folded in ("hat", "haben")]
        first = (has[0] if has else span.last) if behind else span.first
    return Span(first, span.last) if first < span.last else None


def _names_buyer(line: Line, at: int) -> bool:
    """Tell whether the token at `at` stands before whom something was sold to."""
    return line.tokens[at].folded in _TO and line.tokens[at + 1].text[0].isupper()


def _told(reading: _Reading, span: Span, behind: str, after: str) -> FoundPurchase | None:
    """Return the purchase in `span`; its price may stand in the words `behind` it, or be the clause `after` them."""
    token = reading.line.tokens[span.first]
    count = _count(reading.line, span.first) if span.last - span.first > 1 else None
    text = reading.text(span)
    inside = price_in(text, reading.currency)
    led = inside or price_in(f" {behind}", reading.currency)
    price = led.price if led is not None else price_alone(behind, reading.currency)
    price = price or price_alone(after, reading.currency)
    what = text if inside is None else text[: inside.start]
    if count is not None:
        what = what[len(token.text) :].strip()
        unit = _UNIT.match(what)
        what = what if unit is None else what[unit.end() :]
    words = _TAIL.sub("", what).strip(" .,;:!")
    sure = price if price is None or (count or 1) > 1 else price._replace(sure=True)
    complete = inside is None or not _TAIL.sub("", text[inside.end :]).strip(" .,;:!")
    return FoundPurchase(words, float(count or 1), sure, span, complete=complete) if words else None


def _count(line: Line, at: int) -> int | None:
    """Return how many the token at `at` says, where something follows that can be counted."""
    if at + 1 >= len(line.tokens):
        return None
    token, following = line.tokens[at], line.tokens[at + 1]
    if not following.is_word and following.text not in ("×", "*"):
        return None
    before = line.tokens[at - 1].folded if at else ""
    if before in ("at", "for", "je", "zu", "fur", "um", "on", "am", "vor", "#"):
        return None
    return (token.number or None) if not token.is_word else _COUNTS.get(token.folded)
