"""A file that is imported again after contacts were merged does not bring them back."""

from pathlib import Path

import pytest

from crm_desktop.contacts.merging import merge_contacts, unmerge
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.vault.driver import Row

COMPANIES = """Account ID,Company,Phone
1,Umbrella Corporation,+1 555 014 2100
2,Umbrella Inc. Raccoon,+1 555 014 2100
"""
PEOPLE = """Name,Email,Phone,Company
Robert Bligh,rob@bligh.example,+44 20 7946 0111,
Bob Bligh,bob@other.example,+44 20 7946 0111,
Rob Bleigh,,,Bligh Boats
"""
DEALS = """Deal ID,Deal name,Account ID,Amount
77,Gas masks,2,1000
"""


def rows(journal: Journal, sql: str) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql).fetchall()


@pytest.fixture
def companies(tmp_path: Path) -> Path:
    """A file with one company, there twice."""
    path = tmp_path / "accounts.csv"
    path.write_text(COMPANIES, encoding="utf-8")
    return path


@pytest.fixture
def merged(journal: Journal, companies: Path) -> bytes:
    """The company that stays after both were imported and merged."""
    import_files(journal, [Source(companies, "companies")])
    keep, other = (row[0] for row in rows(journal, "SELECT id FROM contact ORDER BY rid"))
    merge_contacts(journal, keep, [other])
    return bytes(keep)


def test_the_same_file_changes_nothing(journal: Journal, companies: Path, merged: bytes) -> None:
    report = import_files(journal, [Source(companies, "companies")])
    assert report.total == Counts(read=2, unchanged=1, skipped=1)
    assert report.batch is None


def test_without_ids_the_old_name_leads_to_the_one_that_stays(journal: Journal, tmp_path: Path, merged: bytes) -> None:
    path = tmp_path / "names.csv"
    path.write_text("Company,Sector\nUmbrella Inc. Raccoon,pharmacy\n", encoding="utf-8")
    report = import_files(journal, [Source(path, "companies")])
    assert (report.total.created, report.total.skipped) == (0, 1)


def test_links_by_the_old_id_lead_to_the_one_that_stays(journal: Journal, tmp_path: Path, merged: bytes) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(DEALS, encoding="utf-8")
    import_files(journal, [Source(path, "deals")])
    assert rows(journal, "SELECT company FROM deal") == [(merged,)]


def test_once_parted_both_are_known_again(journal: Journal, companies: Path, merged: bytes) -> None:
    unmerge(journal, merged)
    assert import_files(journal, [Source(companies, "companies")]).total == Counts(read=2, unchanged=2)


@pytest.mark.parametrize("kept", [0, 1])
def test_people_who_were_merged_are_neither_renamed_nor_made_again(journal: Journal, tmp_path: Path, kept: int) -> None:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    import_files(journal, [Source(path, "people")])
    found = rows(journal, "SELECT id, name FROM contact WHERE kind = 'person' ORDER BY rid")
    keep, name = found.pop(kept)
    merge_contacts(journal, keep, [row[0] for row in found])
    report = import_files(journal, [Source(path, "people")])
    assert report.total == Counts(read=3, unchanged=1, skipped=2)
    assert report.batch is None
    assert rows(journal, "SELECT name FROM contact WHERE kind = 'person' AND removed_at IS NULL") == [(name,)]
