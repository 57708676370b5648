"""Cards that are taken apart as they stand hold what the careful reader finds in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.readers import whole_cards
from crm_desktop.exchange.readers.open_vcards import cards_apart, cards_with_care
from crm_desktop.exchange.readers.vcard_lines import Property, line_blocks, lines_in, properties_in
from crm_desktop.exchange.readers.whole_cards import PlainCards, pieces
from tests.exchange.shared_data import real_files

LINES = st.sampled_from(
    [
        *(b"BEGIN:VCARD", b"END:VCARD", b"begin:vcard", b"END:VCARD ", b"BEGIN:VCALENDAR", b"AGENT:", b"AGENT;X=1:a"),
        *(
            b"FN:Ana",
            b"FN:J\xc3\xbcrgen",
            b"FN:J\xfcrgen",
            b"TEL;TYPE=CELL:+1 2",
            b"item1.EMAIL:a@b.c",
            b"NOTE:one=",
            b"",
        ),
        *(
            b" folded",
            b"\tfolded",
            b"broken off",
            b"NOTE;QUOTED-PRINTABLE:a=",
            b"NOTE;ENCODING=QUOTED-PRINTABLE:=C3=BC",
        ),
        *(b"PHOTO;ENCODING=B:AAAA", b"NOTE;CHARSET=latin-1:\xfc", b'ADR;LABEL="a:b":;;c', b"NOTE", b"\xef\xbb\xbfFN:x"),
        *(b"END:VCARD\nBEGIN:VCARD", b"FN:a\nEND:VCARD\nBEGIN:VCARD", b"AGENT:BEGIN:VCARD\\nFN:b\\nEND:VCARD", b"  "),
    ]
)
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r", b"\r\r\n", b""])

Found = list[tuple[list[Property], str | None]]


def with_care(content: bytes) -> Found:
    return list(cards_with_care(properties_in(lines_in(line_blocks([content])), "cp1252")))


def in_blocks(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


@given(st.lists(st.tuples(LINES, ENDS), max_size=25), st.integers(1, 60))
def test_whatever_a_file_holds_is_found_as_the_careful_reader_finds_it(
    lines: list[tuple[bytes, bytes]], size: int
) -> None:
    content = b"".join(part for line in lines for part in line)
    assert list(cards_apart(line_blocks(in_blocks(content, size)), "cp1252")) == with_care(content)


@given(st.lists(st.tuples(LINES, ENDS), max_size=25), st.integers(1, 60))
def test_longer_pieces_than_any_card_are_read_on_from_wherever_they_were_cut(
    lines: list[tuple[bytes, bytes]], size: int
) -> None:
    content = b"".join(part for line in lines for part in line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole_cards, "LONGEST_CARD", 40)
        assert list(cards_apart(line_blocks(in_blocks(content, size)), "cp1252")) == with_care(content)


@pytest.mark.parametrize("path", real_files("05_vcards/*.vcf"), ids=lambda path: path.stem)
def test_each_real_file_is_taken_apart_alike(path: Path) -> None:
    content = path.read_bytes()
    for size in (len(content), 100):
        assert list(cards_apart(line_blocks(in_blocks(content, size)), "cp1252")) == with_care(content)


def test_plain_cards_need_no_care_and_neither_do_their_neighbours() -> None:
    plain = b"BEGIN:VCARD\nVERSION:3.0\nFN:J\xc3\xbcrgen\nTEL;TYPE=WORK,pref:+1 2\nEND:VCARD\n"
    folded = b"BEGIN:VCARD\nNOTE:a\n b\nEND:VCARD\n"
    cut = list(pieces([plain + folded + b"\n" + plain]))
    assert cut == [plain, folded + b"\n", plain]
    assert [PlainCards().properties(each) is not None for each in cut] == [True, False, True]
