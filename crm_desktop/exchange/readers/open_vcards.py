"""Opening vCard files, which are read from their start for each pass."""

from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path

from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.card import Card, CardTable, Group
from crm_desktop.exchange.readers.table import TableForm
from crm_desktop.exchange.readers.text_encoding import SAMPLE_BYTES, detect_encoding, named_encoding
from crm_desktop.exchange.readers.vcard import card_from
from crm_desktop.exchange.readers.vcard_lines import Property, logical_lines, parsed, raw_lines, unescaped
from crm_desktop.exchange.source import ReadAs
from crm_desktop.words import _

MOST_PROPERTIES = 2000  # of one card
DEEPEST = 10  # cards in cards
_WIDE = ("utf-16", "utf-32")


def open_vcards(path: Path, read_as: ReadAs, region: str) -> CardTable:
    """Open the vCards at `path`; raises UnreadableFile."""
    with files.opened(path) as file:
        sample = files.first_bytes(file, SAMPLE_BYTES, path.name)
    encoding = (
        named_encoding(read_as.encoding)
        if read_as.encoding
        else detect_encoding(sample, path.name, region, whole=len(sample) < SAMPLE_BYTES)
    )
    form = TableForm("vcf", encoding.name, None, 0, {"encoding": encoding.reason}, [])
    return CardTable(path.name, form, partial(cards_in, path, encoding.name, files.stamp(path)))


def cards_in(path: Path, encoding: str, stamp: files.Stamp) -> Generator[Card | Group, None, None]:
    """Yield the cards of the file at `path`; raises UnreadableFile where it is changed or cannot be read."""
    try:
        with files.opened(path) as binary:
            lines = raw_lines(binary)
            if encoding.startswith(_WIDE):
                lines = _narrow(path, encoding)
            yield from numbered_cards(properties_in(lines, encoding))
    except OSError as error:
        raise files.broken_off(path.name, error) from error
    if files.stamp(path) != stamp:
        raise files.changed(path.name)


def properties_in(lines: Iterator[bytes], encoding: str) -> Iterator[Property]:
    """Yield the properties of all cards in `lines`; text that is not UTF-8 is read in `encoding`."""
    fallback = encoding if not encoding.startswith("utf") else "cp1252"
    for number, raw in logical_lines(lines):
        found = parsed(number, raw.removeprefix(b"\xef\xbb\xbf"), fallback)
        if found is not None:
            yield found


def numbered_cards(properties: Iterator[Property]) -> Generator[Card | Group, None, None]:
    """Yield the cards that `properties` make, numbered from 1; a card in a card comes first, as a card of its own."""
    for number, (card, problem) in enumerate(_cut(properties), 1):
        made = card_from(number, card)
        yield made._replace(problem=problem) if problem is not None and isinstance(made, Card) else made


def _cut(properties: Iterator[Property]) -> Iterator[tuple[list[Property], str | None]]:
    """Yield the properties of each card, and what is wrong with it."""
    open_cards: list[list[Property]] = []
    for each in properties:
        opens = each.name == "BEGIN" and each.value.strip().upper() == "VCARD"
        closes = each.name == "END" and each.value.strip().upper() == "VCARD"
        if opens and open_cards and not _holds_card(open_cards[-1]):
            # Its end is missing: the next card begins.
            yield open_cards.pop(), None
        if opens and len(open_cards) < DEEPEST:
            open_cards.append([])
        elif closes and open_cards:
            yield from _finished(open_cards)
        elif open_cards and each.name == "AGENT" and "BEGIN:VCARD" in each.value.upper():
            yield from _inner(each, open_cards[-1])
        elif open_cards and len(open_cards[-1]) < MOST_PROPERTIES:
            open_cards[-1].append(each)
    for card in reversed(open_cards):
        yield card, _("The card is cut off: the file ends before the card does.")


def _holds_card(card: list[Property]) -> bool:
    return bool(card) and card[-1].name == "AGENT" and not card[-1].value.strip()


def _finished(open_cards: list[list[Property]]) -> Iterator[tuple[list[Property], str | None]]:
    card = open_cards.pop()
    if open_cards and _holds_card(open_cards[-1]):
        name = next((each.value for each in card if each.name == "FN"), "")
        open_cards[-1][-1] = open_cards[-1][-1]._replace(value=name)
    yield card, None


def _inner(agent: Property, outer: list[Property]) -> Iterator[tuple[list[Property], str | None]]:
    """Yield the card that version 3.0 writes into one line of another."""
    lines = unescaped(agent.value, old=False).encode().splitlines()
    for card, problem in _cut(properties_in(iter(lines), "utf-8")):
        name = next((each.value for each in card if each.name == "FN"), "")
        outer.append(agent._replace(value=name))
        yield card, problem


def _narrow(path: Path, encoding: str) -> Iterator[bytes]:
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        for line in text:
            yield line.rstrip("\r\n").encode()
