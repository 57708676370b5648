"""Names are cleaned, folded, composed and taken apart as people expect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.values.names import (
    NameParts,
    clean_text,
    compose_name,
    fold,
    fold_company,
    fold_key,
    fold_umlauts,
    initials,
    split_name,
)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_keys_of_keys_are_the_same_keys(text: str) -> None:
    assert fold_key(fold_key(text)) == fold_key(text)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text())
def test_cleaned_text_can_be_stored(text: str) -> None:
    assert "\x00" not in clean_text(text).encode().decode()


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_name_can_be_taken_apart(text: str) -> None:
    assert len(initials(text)) <= 2
    assert isinstance(split_name(text), NameParts)
    assert isinstance(fold_company(text), str)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Straße  MÜLLER", "strasse muller"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Ægir Đorđević", "aegir dordevic"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("O’Brien", "o'brien"),
        ("Ёлка Йод", "елка иод"),
        ("ΑΘΉΝΑ ς", "αθηνα σ"),
        ("أحمد", "احمد"),
        ("हिन्दी", "हिन्दी"),
        ("가나", "가나"),
        ("a\u200bb\u00adc", "abc"),
        ("\tTwo\n lines ", "two lines"),
    ],
)
def test_search_sees_through_accents_case_and_width(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Müller", "mueller"), ("Mu\u0308ller", "mueller"), ("Søren Åse", "soeren aase"), ("Muller", "muller")],
)
def test_umlauts_are_also_found_written_out(typed: str, folded: str) -> None:
    assert fold_umlauts(typed) == folded


def test_product_names_match_without_their_spaces() -> None:
    assert fold_key("GTX Pro") == fold_key("GTXPro") == fold_key("gtx-pro") == "gtxpro"


def test_a_key_of_signs_alone_stays_what_it_is() -> None:
    assert fold_key("!!!") != fold_key("???")


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Acme Corporation", "acme"),
        ("Acme, Inc.", "acme"),
        ("ACME Corp", "acme"),
        ("The Acme Company", "acme"),
        ("Müller & Söhne GmbH & Co. KG", "muller sohne"),
        ("Müller und Söhne GmbH", "muller sohne"),
        ("Fabrique S.A.R.L.", "fabrique"),
        ("Fabrique S. à r. l.", "fabrique"),
        ("Philips N.V.", "philips"),
        ("Booking B.V.", "booking"),
        ("Nokia Oyj", "nokia"),
        ("Volvo AB (publ)", "volvo ab publ"),
        ("Grupo Bimbo S.A.B. de C.V.", "grupo bimbo"),
        ("Cemex S.A. de C.V.", "cemex"),
        ("Kowalski Sp. z o.o.", "kowalski"),
        ("Tata Sdn. Bhd.", "tata"),
        ("ООО Ромашка", "ромашка"),
        ("トヨタ自動車株式会社", "トヨタ自動車"),
        ("Land’s End Inc", "lands end"),
        ("Coca-Cola", "coca cola"),
        ("हिन्दी Ltd.", "हिन्दी"),
        ("Corporation", "corporation"),
        ("AG", "ag"),
        ("Amazon.com, Inc.", "amazon com"),
        ("A. P. Møller - Mærsk A/S", "a p moller maersk"),
        ("Condax & Cole", "condax cole"),
        ("!!!", "!!!"),
    ],
)
def test_companies_match_without_their_legal_form(name: str, folded: str) -> None:
    assert fold_company(name) == folded


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("", NameParts()),
        ("Madonna", NameParts(given_name="Madonna")),
        ("Dana Whitfield", NameParts("", "Dana", "", "Whitfield", "")),
        ("Whitfield, Dana", NameParts("", "Dana", "", "Whitfield", "")),
        ("Whitfield, Dr. Dana Marie, PhD", NameParts("Dr.", "Dana", "Marie", "Whitfield", "PhD")),
        ("Prof. Dr. Anna Maria von der Heide", NameParts("Prof. Dr.", "Anna", "Maria", "von der Heide", "")),
        ("Ludwig van Beethoven", NameParts("", "Ludwig", "", "van Beethoven", "")),
        ("Van Morrison", NameParts("", "Van", "", "Morrison", "")),
        ("Oscar De La Hoya", NameParts("", "Oscar", "", "De La Hoya", "")),
        ("Maria del Carmen Lopez", NameParts("", "Maria", "del Carmen", "Lopez", "")),
        ("Martin Luther King Jr.", NameParts("", "Martin", "Luther", "King", "Jr.")),
        ("King, Martin Luther, Jr.", NameParts("", "Martin", "Luther", "King", "Jr.")),
        ("Sammy Davis, Jr.", NameParts("", "Sammy", "", "Davis", "Jr.")),
        ("Jack Ma", NameParts("", "Jack", "", "Ma", "")),
        ("Don Johnson", NameParts("", "Don", "", "Johnson", "")),
        ("Dr. Weber", NameParts("Dr.", "", "", "Weber", "")),
        ("Dipl.-Ing. Jörg Weiß", NameParts("Dipl.-Ing.", "Jörg", "", "Weiß", "")),
        ("Sra. Carmen Díaz", NameParts("Sra.", "Carmen", "", "Díaz", "")),
        ("de Gaulle, Charles", NameParts("", "Charles", "", "de Gaulle", "")),
    ],
)
def test_a_name_is_taken_apart(name: str, parts: NameParts) -> None:
    assert split_name(name) == parts


_WORD = st.from_regex(r"[A-Z][a-zé]{5,9}", fullmatch=True).filter(
    lambda word: not any(split_name(f"{word} Xxxxxx")[i] for i in (0, 4)) and split_name(f"Xxxxxx {word}").suffix == ""
)


@given(
    prefix=st.sampled_from(["", "Dr.", "Mrs", "Prof. Dr."]),
    first=_WORD,
    additional=st.one_of(st.just(""), _WORD),
    particle=st.sampled_from(["", "von ", "de la ", "van den "]),
    last=_WORD,
    suffix=st.sampled_from(["", "Jr.", "III", "PhD"]),
)
def test_a_composed_name_comes_apart_again(
    prefix: str, first: str, additional: str, particle: str, last: str, suffix: str
) -> None:
    parts = NameParts(prefix, first, additional, particle + last, suffix)
    assert split_name(compose_name(*parts)) == parts


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dana Whitfield", "DW"),
        ("Dr. Anna Maria von der Heide", "AH"),
        ("Martin Luther King Jr.", "MK"),
        ("Zoomit", "ZO"),
        ("Acme Corporation", "AC"),
        ("3M Company", "3C"),
        ("ßtest", "ST"),
        ("X", "X"),
        ("Galbolan Clinics (in the bin)", "GC"),
        ("Acme (Berlin)", "AC"),
        ("(none)", ""),
        ("", ""),
    ],
)
def test_initials_stand_for_a_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_cleaning_keeps_lines_and_drops_what_nobody_sees() -> None:
    assert clean_text("  a\x00b\r\nc\td\ufeff \u202etxt\u202c ") == "ab\nc\td txt"
