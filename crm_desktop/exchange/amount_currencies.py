"""The currency that the name of a column of amounts tells, as `Umsatz CHF`, `Price (USD)` and `Amount in €` do."""

import re

from crm_desktop.values.money import currencies_of, is_currency
from crm_desktop.values.name_words import word_set

_SIGNS = "$€£¥￥₹₽₺₩₪฿₫₦₱"
_WORD = re.compile(rf"(?:\b[A-Za-z]{{1,2}})?[{_SIGNS}]|[^\W\d_]+")
# Other codes are words as well, such as ALL and TOP: they count in capitals alone.
_USUAL = word_set("usd eur gbp chf jpy cad aud sek nok dkk pln czk huf inr cny brl mxn zar euro euros")
_THOUSANDS = re.compile(r"[TKM](?=[A-Z]{3}$)")  # as in TEUR
_BEFORE = frozenset({"in", "en", "à", "of"})
_AROUND = re.compile(r"[()\[\],;:./_-]")


def currency_in(column: str) -> str:
    """Return the code or sign of a currency in the name of `column`; empty where there is none, or several."""
    told = {code for word in _WORD.findall(column) if (code := _code(word))}
    return told.pop() if len(told) == 1 else ""


def without_currency(column: str) -> str:
    """Return the name of `column` without a currency, and what stands around that."""
    if not currency_in(column):
        return column
    words = _AROUND.sub(" ", _WORD.sub(lambda found: "" if _code(found[0]) else found[0], column)).split()
    while len(words) > 1 and words[-1].lower() in _BEFORE:
        words.pop()
    return " ".join(words)


def _code(word: str) -> str:
    """Return the sign or code that `word` is; empty where it is none."""
    if word[-1] in _SIGNS:
        return word if currencies_of(word) else word[-1]
    bare = _THOUSANDS.sub("", word)
    known = currencies_of(bare) if bare.lower() in _USUAL else is_currency(bare) and bare.isupper()
    if not known:
        return ""
    return next(iter(currencies_of(bare)))
