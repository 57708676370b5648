"""What was typed into the search box, taken apart."""

import re
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.schema.forms import Place
from crm_desktop.search.forms import sought_forms, sought_signs, typed_words
from crm_desktop.values.money import minor_from_text
from crm_desktop.values.names import clean_text, fold
from crm_desktop.values.phone import phone_digits, possible_phone

# Words past these are left out: nobody types them, but somebody pastes a letter.
MOST_WORDS = 12
FEWEST_DIGITS = 4
_TICKET_NUMBER = re.compile(r"#(\d{1,15})")
_AMOUNT = re.compile(r"[$€£¥](<=|>=|<|>|=|)(\d[\d.,'\u00a0]*)([kKmM]?)")
_THOUSANDS = {"": 1, "k": 1_000, "m": 1_000_000}
_NUMBER_PIECE = re.compile(r"[+(/.\-]*\d[\d()/.\-]*")


class Amount(NamedTuple):
    """A condition on an amount in minor units of the workspace's currency."""

    op: str
    minor: int


class Word(NamedTuple):
    """One typed word: `forms` are the folded spellings under which it may stand."""

    typed: str
    forms: tuple[str, ...]


class Number(NamedTuple):
    """A run of digits: a piece of a phone number, stored as one of `digits`, or `words` such as a postal code."""

    digits: tuple[str, ...]
    words: tuple[Word, ...]


class Asked(NamedTuple):
    """A question to the search: everything in it must fit a hit. `whole` is all of it folded."""

    whole: str
    words: tuple[Word, ...] = ()
    numbers: tuple[Number, ...] = ()
    ticket: int | None = None
    amount: Amount | None = None
    email: str | None = None

    @property
    def all_words(self) -> tuple[Word, ...]:
        """The words, with those that the numbers may be."""
        return self.words + tuple(word for number in self.numbers for word in number.words)

    @property
    def empty(self) -> bool:
        """Whether nothing was asked."""
        return not (self.words or self.numbers or self.amount) and self.ticket is None

    @property
    def short(self) -> bool:
        """Whether a sign says which records are meant, such as `#12`."""
        return self.ticket is not None or self.amount is not None


def asked_from_text(text: str, place: Place, *, plain: bool = False) -> Asked:
    """Take apart the `text` of the search box: `#12` is a ticket, `$>5000` the amount of a deal, digits a phone.

    With `plain` these signs mean nothing but themselves.
    """
    words: list[Word] = []
    numbers: list[Number] = []
    ticket: int | None = None
    amount: Amount | None = None
    email: str | None = None
    number: list[str] = []
    for piece in [*clean_text(text).split()[:MOST_WORDS], ""]:
        if _NUMBER_PIECE.fullmatch(piece):
            number.append(piece)
            continue
        if number:
            _add_number(words, numbers, " ".join(number), place)
            number = []
        found = None if plain else _TICKET_NUMBER.fullmatch(piece)
        compared = None if plain else _amount(piece, place)
        if found is not None:
            ticket = int(found[1])
        elif compared is not None:
            amount = compared
        else:
            words.extend(_words(piece))
            email = piece.lower() if "@" in piece[1:] else email
    if not words and not numbers and ticket is None and amount is None:
        words = [Word(each, (each,)) for each in sought_signs(text)[:MOST_WORDS]]
    return Asked(fold(text), tuple(words), tuple(numbers), ticket, amount, email)


def _words(piece: str) -> list[Word]:
    """Return the words of `piece`; single letters beside others, as in `O'Brien`, only blur the search."""
    typed = typed_words(piece)
    if not piece.isascii() and [fold(each) for each in typed] != typed_words(fold(piece)):
        # loose accents, fractions and letters in circles are cut otherwise once they are folded
        typed = typed_words(fold(piece))
    whole = [each for each in typed if len(each) > 1] or typed
    return [Word(each, sought_forms(each)) for each in whole]


def _add_number(words: list[Word], numbers: list[Number], text: str, place: Place) -> None:
    """Take `text` as a piece of a phone number where it is long enough, else as words such as a house number."""
    pieces = _words(text)
    if len(phone_digits(text)) < FEWEST_DIGITS:
        words.extend(pieces)
        return
    dialled = dict.fromkeys(each for each in _dialled(text, place) if len(each) >= FEWEST_DIGITS)
    numbers.append(Number(tuple(dialled), tuple(pieces)))


def _dialled(text: str, place: Place) -> list[str]:
    """Return the digits of `text` as typed, and without what is dialled before a number from home or from abroad."""
    digits = phone_digits(text)
    bare = phone_digits(text.replace("(0)", ""))
    known = possible_phone(text, place.region)
    return [*([phone_digits(known)] if known else []), digits, bare.removeprefix("00"), bare.removeprefix("0")]


def _amount(piece: str, place: Place) -> Amount | None:
    found = _AMOUNT.fullmatch(piece)
    if found is None:
        return None
    op, number, thousands = found.groups()
    try:
        minor = minor_from_text(number, place.currency, None)
    except InvalidField:
        return None
    return Amount(op or "=", minor * _THOUSANDS[thousands.lower()])
