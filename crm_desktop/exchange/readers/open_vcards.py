"""Opening vCard files, which are read from their start for each pass."""

from collections.abc import Generator, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.card import Card, CardTable, Group
from crm_desktop.exchange.readers.table import TableForm
from crm_desktop.exchange.readers.text_encoding import SAMPLE_BYTES, Encoding, detect_encoding, named_encoding
from crm_desktop.exchange.readers.vcard import card_from
from crm_desktop.exchange.readers.vcard_lines import (
    Property,
    line_blocks,
    lines_in,
    properties_in,
    unescaped,
    utf8_blocks,
)
from crm_desktop.exchange.readers.whole_cards import BOUNDS, MOST_PROPERTIES, PlainCards, is_whole, pieces
from crm_desktop.exchange.source import ReadAs
from crm_desktop.words import _

DEEPEST = 10  # cards in cards


def open_vcards(paths: Sequence[Path], name: str, read_as: ReadAs, region: str) -> CardTable:
    """Open the vCards at `paths` as the table `name`; raises UnreadableFile."""
    opened = [_File(path, _encoding(path, read_as, region), files.stamp(path)) for path in paths]
    encoding = opened[0].encoding
    form = TableForm("vcf", encoding.name, None, 0, {"encoding": encoding.reason}, [])
    return CardTable(name, form, partial(_cards_in_all, opened), partial(_check_all, opened))


class _File(NamedTuple):
    path: Path
    encoding: Encoding
    stamp: files.Stamp


def _encoding(path: Path, read_as: ReadAs, region: str) -> Encoding:
    with files.opened(path) as file:
        sample = files.first_bytes(file, SAMPLE_BYTES, path.name)
    if read_as.encoding:
        return named_encoding(read_as.encoding)
    return detect_encoding(sample, path.name, region, whole=len(sample) < SAMPLE_BYTES)


def _cards_in_all(opened: Sequence[_File]) -> Generator[Card | Group, None, None]:
    for each in opened:
        yield from _cards_in(each, several=len(opened) > 1)


def _check_all(opened: Sequence[_File]) -> None:
    for each in opened:
        files.check(each.path, each.stamp)


def _cards_in(opened: _File, *, several: bool) -> Generator[Card | Group, None, None]:
    """Yield the cards of one file; raises UnreadableFile where it is changed or cannot be read."""
    path, encoding = opened.path, opened.encoding.name
    try:
        with files.opened(path) as binary:
            blocks = utf8_blocks(binary, encoding)
            fallback = encoding if not encoding.startswith("utf") else "cp1252"
            for card in numbered_cards(line_blocks(blocks), fallback):
                yield card._replace(source=path.name) if several and isinstance(card, Card) else card
    except OSError as error:
        raise files.broken_off(path.name, error) from error
    files.check(path, opened.stamp)


def numbered_cards(blocks: Iterator[bytes], fallback: str) -> Generator[Card | Group, None, None]:
    """Yield the cards in `blocks`, numbered from 1; a card in a card comes first, as a card of its own."""
    for number, (card, problem) in enumerate(cards_apart(blocks, fallback), 1):
        made = card_from(number, card)
        yield made._replace(problem=problem) if problem is not None and isinstance(made, Card) else made


def cards_apart(blocks: Iterator[bytes], fallback: str) -> Iterator[tuple[list[Property], str | None]]:
    """Yield the properties of each card in `blocks`, and what is wrong with it."""
    plain, following = PlainCards(), pieces(blocks)
    for piece in following:
        found = plain.properties(piece)
        if found is not None:
            yield found, None
            continue
        cut = list(cards_with_care(properties_in(lines_in([piece]), fallback))) if is_whole(piece) else []
        if not cut or any(problem is not None for _card, problem in cut):
            # a card goes on beyond the next one, or is cut off: only reading on tells which
            yield from cards_with_care(properties_in(lines_in(chain([piece], following)), fallback))
            return
        yield from cut


def cards_with_care(properties: Iterator[Property]) -> Iterator[tuple[list[Property], str | None]]:
    """Yield what belongs to each card among `properties`, and what is wrong with it."""
    open_cards: list[list[Property]] = []
    for each in properties:
        if each.head.name not in BOUNDS:
            if open_cards and len(open_cards[-1]) < MOST_PROPERTIES:
                open_cards[-1].append(each)
            continue
        opens = each.head.name == "BEGIN" and each.value.strip().upper() == "VCARD"
        closes = each.head.name == "END" and each.value.strip().upper() == "VCARD"
        if opens and open_cards and not _holds_card(open_cards[-1]):
            # Its end is missing: the next card begins.
            yield open_cards.pop(), None
        if opens and len(open_cards) < DEEPEST:
            open_cards.append([])
        elif closes and open_cards:
            yield from _finished(open_cards)
        elif open_cards and each.head.name == "AGENT" and "BEGIN:VCARD" in each.value.upper():
            yield from _inner(each, open_cards[-1])
        elif open_cards and len(open_cards[-1]) < MOST_PROPERTIES:
            open_cards[-1].append(each)
    for card in reversed(open_cards):
        yield card, _("The card is cut off: the file ends before the card does.")


def _holds_card(card: list[Property]) -> bool:
    return bool(card) and card[-1].head.name == "AGENT" and not card[-1].value.strip()


def _finished(open_cards: list[list[Property]]) -> Iterator[tuple[list[Property], str | None]]:
    card = open_cards.pop()
    if open_cards and _holds_card(open_cards[-1]):
        name = next((each.value for each in card if each.head.name == "FN"), "")
        open_cards[-1][-1] = open_cards[-1][-1]._replace(value=name)
    yield card, None


def _inner(agent: Property, outer: list[Property]) -> Iterator[tuple[list[Property], str | None]]:
    """Yield the card that version 3.0 writes into one line of another."""
    lines = unescaped(agent.value, old=False).encode().splitlines()
    for card, problem in cards_with_care(properties_in(iter(lines), "cp1252")):
        name = next((each.value for each in card if each.head.name == "FN"), "")
        outer.append(agent._replace(value=name))
        yield card, problem
