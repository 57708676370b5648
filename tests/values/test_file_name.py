"""Names of files that every system takes, and sizes as they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.values.file_name import LONGEST, file_name, shown_size


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("plan.txt", "plan.txt"),
        ("a/b\\c:d.pdf", "a b c d.pdf"),
        ("..", ""),
        (".hidden", "hidden"),
        ("con.txt", "_con.txt"),
        ("Angebot für Müller.docx", "Angebot für Müller.docx"),
        ("x" * 300 + ".docx", "x" * (LONGEST - 5) + ".docx"),
    ],
)
def test_a_name_is_made_fit(typed: str, name: str) -> None:
    assert file_name(typed) == name


@given(st.text(max_size=300))
def test_no_name_leads_out_of_its_folder_or_is_too_long(typed: str) -> None:
    name = file_name(typed)
    assert len(name) <= LONGEST
    assert not set(name) & set('/\\:*?"<>|\n\0')
    assert not name.startswith(".")
    assert file_name(name) == name


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (422_000, "412 KB"), (1_500_000, "1.4 MB"), (2 << 30, "2.0 GB")],
)
def test_a_size_is_shown_in_three_digits(size: int, shown: str) -> None:
    assert shown_size(size, "en") == shown


def test_the_decimal_mark_is_that_of_the_language() -> None:
    assert shown_size(1_500_000, "de") == "1,4 MB"
