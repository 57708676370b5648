"""vCards of every version and client become rows with all that they hold."""

from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.card import CardTable
from crm_desktop.exchange.readers.open_vcards import open_vcards
from crm_desktop.exchange.source import ReadAs
from tests.exchange.shared_data import real_file, real_files
from tests.fuzz.tried import fuzzed

# How many cards the index of the shared files counts; where it is silent there is one.
COUNTED = {
    "John_Doe_ANDROID": 6,
    "gmail-list": 3,
    "rfc2426-example": 2,
    "android_v21_multiple_entry": 3,
    "thunderbird_export": 2,
    "monica_vcard_stub": 3,
}


@contextmanager
def opened(path: Path) -> Generator[CardTable, None, None]:
    with closing(open_vcards([path], path.name, ReadAs(), "US")) as table:
        yield table


def cards(path: Path) -> list[dict[str, str]]:
    """Return the filled places of each card that can be used."""
    with opened(path) as table:
        return [
            {name: cell for name, cell in zip(table.columns, row.cells, strict=True) if cell and name != "kind"}
            for row in table.rows()
            if row.problem is None
        ]


def real(name: str) -> dict[str, str]:
    return cards(real_file(f"05_vcards/{name}.vcf"))[0]


def card(tmp_path: Path, *lines: str, end: str = "\r\n") -> dict[str, str]:
    return cards(written(tmp_path, *lines, end=end))[0]


def written(tmp_path: Path, *lines: str, end: str = "\r\n") -> Path:
    path = tmp_path / "cards.vcf"
    path.write_bytes(end.join(["BEGIN:VCARD", *lines, "END:VCARD", ""]).encode())
    return path


@pytest.mark.parametrize("path", real_files("05_vcards/*.vcf"), ids=lambda path: path.stem)
def test_each_real_file_holds_as_many_cards_as_were_counted(path: Path) -> None:
    with opened(path) as table:
        rows = list(table.rows())
        assert len(rows) == COUNTED.get(path.stem, 1)
        assert [row.problem for row in rows] == [None] * len(rows)
        assert rows == list(table.rows())


def test_an_iphone_card_with_wrong_line_ends_is_read_whole() -> None:
    found = real("John_Doe_IPHONE")
    assert found["name"] == "Mr. John Richter James Doe Sr."
    assert {name: text for name, text in found.items() if name.startswith("phone")} == {
        "phone.1": "905-555-1234",
        "phone.1.label": "mobile",
        "phone.2": "905-666-1234",
        "phone.2.label": "home",
        "phone.3": "905-777-1234",
        "phone.3.label": "work",
        "phone.4": "905-888-1234",
        "phone.4.label": "home fax",
        "phone.5": "905-999-1234",
        "phone.5.label": "fax",
        "phone.6": "905-111-1234",
        "phone.6.label": "pager",
        "phone.7": "905-222-1234",
        "phone.7.label": "AssistantPhone",
    }
    assert found["photo"].startswith("data:image/jpeg;base64,/9j/")
    assert found["address.2.street"] == "Street4\nBuilding 6\nFloor 8"


def test_an_outlook_card_keeps_its_photo_and_its_people() -> None:
    found = real("John_Doe_MS_OUTLOOK")
    assert (found["job_title"], found["note.1"], found["note.1.label"]) == ("Money Counter", "20110113", "Anniversary")
    assert found["photo"].startswith("data:image/jpeg")
    assert (found["birthday"], found["message.1"]) == ("1980-03-22", "johny5@aol.com")


def test_quoted_printable_goes_on_over_lines() -> None:
    found = cards(real_file("05_vcards/John_Doe_ANDROID.vcf"))[3]
    assert found["family_name"] == " ".join("Ñ" * 11)
    assert found["notes"].count("Ñ") == 42


def test_japanese_cards_in_shift_jis_are_read() -> None:
    assert real("android_v21_japanese_1")["family_name"] == "安藤ロイド"


def test_names_with_commas_and_several_names_are_told_apart() -> None:
    assert real("John_Doe_EVOLUTION")["additional_names"] == "Richter, James"
    assert real("icaljs_vcard")["additional_names"] == "Philip Paul"


def test_the_preferred_address_comes_first() -> None:
    found = real("kde_testfullvcard")
    assert (found["email.1"], found["email.2"]) == ("detective@sherlockholmes.com", "sherlock.holmes@gmail.com")
    assert found["phone.1"] == "+44-555-555-5555 ext. 5555"


def test_birthdays_may_lack_their_year(tmp_path: Path) -> None:
    assert real("rfc6350-example")["birthday"] == "--0203"
    assert card(tmp_path, "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-15")["birthday"] == "--04-15"
    assert card(tmp_path, "BDAY:19800512T000000Z")["birthday"] == "1980-05-12"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\r\r\n"])
def test_every_line_end_is_one(tmp_path: Path, end: str) -> None:
    found = card(tmp_path, "VERSION:3.0", "FN:Ana Roe", "NOTE:one", " \\ntwo", "EMAIL:ana@example.com", end=end)
    assert found == {"name": "Ana Roe", "notes": "one\ntwo", "email.1": "ana@example.com"}


def test_a_line_break_inside_of_a_value_does_not_lose_the_rest(tmp_path: Path) -> None:
    assert card(tmp_path, "VERSION:3.0", "NOTE:one", "two and", "three", "FN:Ana")["notes"] == "one\ntwo and\nthree"


def test_base64_that_is_not_indented_is_one_value(tmp_path: Path) -> None:
    found = card(tmp_path, "VERSION:2.1", "PHOTO;JPEG;BASE64:/9j/AAAA", "BBBB/CCC", "", "FN:Ana")
    assert found == {"photo": "data:image/jpeg;base64,/9j/AAAABBBB/CCC", "name": "Ana"}


def test_a_backslash_in_an_old_card_is_a_backslash(tmp_path: Path) -> None:
    found = card(tmp_path, "VERSION:2.1", "FN:Ana", "ORG:C:\\temp\\; Sons;Sales")
    assert (found["company"], found["department"]) == ("C:\\temp; Sons", "Sales")


def test_groups_give_labels(tmp_path: Path) -> None:
    found = card(tmp_path, "item1.TEL:555", "item1.X-ABLabel:_$!<Work>!$_", "item2.TEL:556", "item2.X-ABLabel:Boat")
    assert (found["phone.1.label"], found["phone.2.label"]) == ("work", "Boat")


def test_an_organization_alone_is_a_company(tmp_path: Path) -> None:
    path = written(tmp_path, "ORG:Acme;Sales", "X-ABShowAs:COMPANY", "N:;;;;", "FN:Acme")
    with opened(path) as table:
        row = dict(zip(table.columns, next(table.rows()).cells, strict=True))
    assert (row["kind"], row["name"]) == ("company", "Acme")


def test_a_card_in_a_card_is_a_card_of_its_own(tmp_path: Path) -> None:
    old = ("FN:Ana", "AGENT:", "BEGIN:VCARD", "FN:Bo", "END:VCARD", "TEL:555")
    new = ("VERSION:3.0", "FN:Ana", r"AGENT:BEGIN:VCARD\nVERSION:3.0\nFN:Bo\nEND:VCARD\n", "TEL:555")
    for lines in (old, new):
        found = cards(written(tmp_path, *lines))
        assert [each["name"] for each in found] == ["Bo", "Ana"]
        assert (found[1]["note.1"], found[1]["phone.1"]) == ("Bo", "555")


def test_a_card_without_an_end_ends_where_the_next_begins(tmp_path: Path) -> None:
    path = written(tmp_path, "FN:Ana", "BEGIN:VCARD", "FN:Bo")
    assert [each["name"] for each in cards(path)] == ["Ana", "Bo"]


def test_a_card_that_is_cut_off_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = written(tmp_path, "FN:Ana", "END:VCARD", "BEGIN:VCARD", "FN:Bo")
    path.write_bytes(path.read_bytes().removesuffix(b"END:VCARD\r\n"))
    with opened(path) as table:
        assert [row.problem for row in table.rows()] == [
            None,
            "The card is cut off: the file ends before the card does.",
        ]


def test_lists_of_cards_become_tags(tmp_path: Path) -> None:
    group = (
        "END:VCARD",
        "BEGIN:VCARD",
        "KIND:group",
        "FN:Friends",
        "MEMBER:urn:uuid:7",
        "MEMBER:mailto:bo@example.com",
    )
    bo = ("END:VCARD", "BEGIN:VCARD", "FN:Bo", "EMAIL:bo@example.com", "CATEGORIES:old")
    found = cards(written(tmp_path, "UID:urn:uuid:7", "FN:Ana", *group, *bo))
    assert [(each["name"], each["tags"]) for each in found] == [("Ana", "Friends"), ("Bo", "old, Friends")]


def test_what_has_no_place_is_told(tmp_path: Path) -> None:
    with opened(written(tmp_path, "FN:Ana", "GEO:1;2", "X-PET:dog")) as table:
        list(table.rows())
        assert table.notes() == ["What has no place here and is left out: GEO (1×), X-PET (1×)."]


def test_an_encoding_that_nobody_knows_is_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "ana.vcf"
    path.write_bytes(b"BEGIN:VCARD\nFN;CHARSET=utf\0-8:An\xc3\xa1\nEND:VCARD\n")
    with opened(path) as table:
        assert [row.cells[table.columns.index("name")] for row in table.rows()] == ["Aná"]


def test_utf_16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.vcf"
    path.write_bytes("BEGIN:VCARD\r\nFN:Zoë\r\nEND:VCARD\r\n".encode("utf-16"))
    assert cards(path) == [{"name": "Zoë"}]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "FN:Ana")
    with opened(path) as table:
        written(tmp_path, "FN:Ana", "NOTE:changed")
        with pytest.raises(UnreadableFile, match="changed while it was being read"):
            list(table.rows())


NAMES = st.sampled_from(
    ["FN", "N", "TEL", "ADR", "ORG", "NOTE", "EMAIL", "BDAY", "PHOTO", "AGENT", "X-ABLABEL", "item1.URL"]
)
PARAMS = st.sampled_from(
    ["", ";HOME", ";TYPE=work,pref", ";ENCODING=QUOTED-PRINTABLE", ";BASE64", ';X="a:b', ";CHARSET=klingon"]
)
LINES = st.tuples(NAMES, PARAMS, st.text(max_size=30)).map(lambda parts: f"{parts[0]}{parts[1]}:{parts[2]}")
NOISE = st.one_of(LINES, st.text(max_size=20), st.sampled_from(["BEGIN:VCARD", "END:VCARD", " folded", "=", ""]))


@given(lines=st.lists(NOISE, max_size=12), end=st.sampled_from(["\n", "\r\n", "\r"]), length=st.integers(11, 400))
@fuzzed("vCard", 300)
def test_whatever_stands_in_a_card_it_is_read_or_refused(
    tmp_path: Path, lines: list[str], end: str, length: int
) -> None:
    path = tmp_path / "noise.vcf"
    content = end.join(["BEGIN:VCARD", *lines, "END:VCARD"])
    path.write_bytes(content.encode("utf-8", "surrogatepass")[:length])
    try:
        with opened(path) as table:
            first = list(table.rows())
            again = list(table.rows())
    except UnreadableFile:
        return
    assert first == again
    assert all(len(row.cells) == len(table.columns) for row in first)


def test_a_book_that_is_too_large_to_be_kept_is_read_again_to_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "FN:Ada", "END:VCARD", "BEGIN:VCARD", "FN:Bo", "TEL;CELL:1")
    with opened(path) as kept:
        rows = list(kept.rows())
    monkeypatch.setattr("crm_desktop.exchange.readers.card.KEPT_BYTES", 10)
    with opened(path) as table:
        assert list(table.rows()) == rows
        assert len(rows) == 2


@pytest.mark.parametrize("kept_bytes", [10, 1 << 20])
def test_a_book_that_changes_between_two_readings_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_bytes: int
) -> None:
    monkeypatch.setattr("crm_desktop.exchange.readers.card.KEPT_BYTES", kept_bytes)
    path = written(tmp_path, "FN:Ada")
    with opened(path) as table:
        path.write_bytes(path.read_bytes() * 2)
        with pytest.raises(UnreadableFile, match="changed"):
            list(table.rows())
