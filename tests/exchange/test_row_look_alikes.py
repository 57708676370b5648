"""An import tells which of its new contacts look like somebody who is there, and makes them all the same."""

from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.contacts.match_search import search_pairs
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.ids import id_text
from crm_desktop.journal.journal import Journal

ROWS = """Name,Email,Phone,Company
Dana Whitfeild,,(555) 014-2100,
Dana Whitfield,dana@acme.example,,
Priya Raman,priya@zoomit.example,,
"""


@pytest.fixture
def dana(journal: Journal) -> bytes:
    """Somebody who is there."""
    return add_contact(
        journal, "person", {"name": "Dana Whitfield", "email": "dana@acme.example", "phone": "+1 555 014 2100"}
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with a look-alike, the same by e-mail, and somebody else."""
    made = tmp_path / "people.csv"
    made.write_text(ROWS, encoding="utf-8")
    return made


def rehearsed(journal: Journal, path: Path) -> ImportReport:
    return import_files(journal, [Source(path, "people")], dry_run=True)


@pytest.mark.parametrize("searched", [True, False], ids=["after a search", "before any search"])
def test_a_look_alike_is_told_by_rehearsal_and_import_alike(
    journal: Journal, dana: bytes, path: Path, searched: bool
) -> None:
    if searched:
        search_pairs(journal.store, "person")
    rehearsal, report = rehearsed(journal, path), import_files(journal, [Source(path, "people")])
    assert rehearsal.total == report.total
    assert (report.total.created, report.total.updated, report.total.duplicates) == (2, 0, 1)
    (likely,) = rehearsal.likely
    assert likely == report.likely[0]
    assert (likely.row, likely.name, likely.id, likely.other) == (2, "Dana Whitfeild", id_text(dana), "Dana Whitfield")
    assert likely.reasons == ("same phone", "same first name, last names alike")
    assert likely.score > 0.9


def test_companies_are_told_by_their_name_without_the_legal_form(journal: Journal, tmp_path: Path) -> None:
    add_contact(journal, "company", {"name": "Gekko & Co", "phone": "+1 555 014 2177"})
    path = tmp_path / "companies.csv"
    path.write_text("Name,Phone,Website\nGecko and Co.,555-014-2177,\nPlexzap,,\n", encoding="utf-8")
    report = import_files(journal, [Source(path, "companies")], dry_run=True)
    assert [(each.name, each.other) for each in report.likely] == [("Gecko and Co.", "Gekko & Co")]


def test_a_first_import_looks_like_nobody(journal: Journal, path: Path) -> None:
    report = import_files(journal, [Source(path, "people")])
    assert (report.total.created, report.total.duplicates, report.likely) == (3, 0, [])


def test_other_records_have_no_look_alikes(journal: Journal, dana: bytes, tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text("Name,Code\nDana Whitfield,DW-1\n", encoding="utf-8")
    assert import_files(journal, [Source(path, "products")]).total.duplicates == 0
