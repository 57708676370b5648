"""A purchase in a typed line: what was bought, how many of it and for how much, in English and German."""

import re
from typing import NamedTuple

from crm_desktop.capture.kinds import FoundKind
from crm_desktop.capture.purchases import told_amount
from crm_desktop.capture.tokens import Line, Span
from crm_desktop.errors import InvalidField
from crm_desktop.schema.forms import Place
from crm_desktop.search.link_offers import offered_records
from crm_desktop.values.money import told_currency
from crm_desktop.values.names import fold_key
from crm_desktop.vault.driver import Connection

PURCHASE = "purchase"
_BEFORE_WHAT = frozenset({"bought", "purchased", "kaufte", "kauften"})
_BEHIND_WHAT = frozenset({"gekauft", "erworben"})
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
_SIGN = r"(?:[€$£]|EUR|USD|GBP|CHF|[Ee]uros?|[Dd]ollars?)"
_PRICE = re.compile(
    rf"\s(?P<how>at|à|a|@|for|(?:(?:für|zu|um)\s)?je|zu|für|um)\s+(?P<all>a total of |insgesamt |zusammen )?"
    rf"(?P<price>{_SIGN}?\s?\d[\d.,'’]*(?P<thousand>\s?k(?!\w))?\s?{_SIGN}?)"
    r"\s?(?P<more>each|apiece|per unit|pro stück|das stück|je stück|in total|in all|altogether|insgesamt|zusammen)?"
    r"(?![\w])",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:^|\s)(?:from us|bei uns|von uns|again)?\s*$", re.IGNORECASE)
_EACH = frozenset(
    {
        "at",
        "à",
        "a",
        "@",
        "je",
        "für je",
        "zu je",
        "um je",
        "each",
        "apiece",
        "per unit",
        "pro stück",
        "das stück",
        "je stück",
    }
)


class ToldPrice(NamedTuple):
    """An amount in minor units of `currency`: of one where `each`; `sure` where the words leave no other reading."""

    minor: int
    currency: str
    each: bool
    sure: bool


class FoundPurchase(NamedTuple):
    """What was bought and how many of it, at what price where one is told.

    `product` is the one that is meant, or None with `offers` (id and name) where several may be.
    """

    description: str
    quantity: float
    price: ToldPrice | None
    span: Span
    product: bytes | None = None
    offers: tuple[tuple[bytes, str], ...] = ()

    def unit_minor(self, *, each: bool | None = None) -> int | None:
        """Return the price of one, where the told price is that of `each`, or of all."""
        if self.price is None:
            return None
        of_one = self.price.each if each is None else each
        return self.price.minor if of_one else round(self.price.minor / self.quantity)


def bought_in(line: Line, rest: list[Span], place: Place, day: Span | None) -> tuple[FoundKind, FoundPurchase] | None:
    """Return the purchase that the clauses `rest` tell, beside the `day` in them.

    None where no number and no price says what was bought.
    """
    for clause in rest:
        for at in range(clause.first, clause.last):
            folded = line.tokens[at].folded
            if folded not in _BEFORE_WHAT and folded not in _BEHIND_WHAT:
                continue
            first, last = (at + 1, clause.last) if folded in _BEFORE_WHAT else (clause.first, at)
            span = _object(line, Span(first, last), behind=folded in _BEHIND_WHAT)
            price_behind = _text(line, Span(at + 1, clause.last), day) if last == at else ""
            found = span and _told(line, span, day, price_behind, place)
            if found:
                return FoundKind(PURCHASE, None, Span(at, at + 1)), found
    return None


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


def _object(line: Line, span: Span, *, behind: bool) -> Span | None:
    """Return where in `span` what was bought begins: with its number, else behind `hat`, or where the verb ended."""
    counted = next((at for at in range(span.first, span.last - 1) if _count(line, at) is not None), None)
    if counted is not None:
        return Span(counted, span.last)
    has = [at + 1 for at in range(span.first, span.last) if line.tokens[at].folded in ("hat", "haben")]
    first = (has[0] if has else span.last) if behind else span.first
    return Span(first, span.last) if first < span.last else None


def _told(line: Line, span: Span, day: Span | None, behind: str, place: Place) -> FoundPurchase | None:
    count = _count(line, span.first) if span.last - span.first > 1 else None
    text = _text(line, span, day)
    inside = _PRICE.search(text)
    price = inside or _PRICE.search(f" {behind}")
    told = _price(price, place) if price is not None else None
    if count is None and told is None:
        return None
    what = text if inside is None or told is None else text[: inside.start()]
    if count is not None:
        what = what[len(line.tokens[span.first].text) :].strip()
        unit = _UNIT.match(what)
        what = what if unit is None else what[unit.end() :]
    words = _TAIL.sub("", what).strip(" .,;:!")
    sure = told if told is None or (count or 1) > 1 else told._replace(sure=True)
    return FoundPurchase(words, float(count or 1), sure, span) if words else None


def _count(line: Line, at: int) -> int | None:
    """Return how many the token at `at` says, where something follows that can be counted."""
    token, following = line.tokens[at], line.tokens[at + 1]
    if not following.is_word and following.text not in ("×", "*"):
        return None
    before = line.tokens[at - 1].folded if at else ""
    if before in ("at", "for", "je", "zu", "fur", "um", "on", "am", "vor", "#"):
        return None
    return (token.number or None) if not token.is_word else _COUNTS.get(token.folded)


def _price(found: re.Match[str], place: Place) -> ToldPrice | None:
    typed = re.sub(r"(?i)\s?k(?!\w)|euros?|dollars?", "", found["price"]).strip().rstrip(".,")
    currency = told_currency(re.sub(r"(?i)euros?", "EUR", found["price"]), place.currency) or place.currency
    try:
        minor = told_amount(typed, currency, 1000 if found["thousand"] else 1)
    except InvalidField:
        return None
    how, more = found["how"].lower(), (found["more"] or "").lower()
    each = (more in _EACH) if more else how in _EACH
    return ToldPrice(minor, currency, each and not found["all"], bool(more or found["all"] or how in _EACH))


def _text(line: Line, span: Span, day: Span | None) -> str:
    """Return what is typed in `span`, without the `day`."""
    ends = [(span.first, span.last)]
    if day is not None and day.meets(span):
        ends = [(span.first, day.first), (day.last, span.last)]
    return " ".join(line.text[slice(*line.place(Span(*each)))] for each in ends if each[0] < each[1])
