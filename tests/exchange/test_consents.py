"""Consent comes with rows where its source is told, and never in place of a refusal."""

from pathlib import Path

import pytest

from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last

PEOPLE = "Name,E-Mail,Newsletter\nDana,dana@acme.example,Y\nReed,reed@acme.example,N\nMei,mei@acme.example,\n"
FAIR = "Trade fair 2026"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def imported(journal: Journal, path: Path, text: str, source: str = "") -> ImportReport:
    path.write_text(text, encoding="utf-8")
    options = ImportOptions(consent_source=source)
    before = import_files(journal, [Source(path)], options, dry_run=True)
    report = import_files(journal, [Source(path)], options)
    assert before.total == report.total
    return report


def ledger(journal: Journal) -> list[tuple[object, ...]]:
    with journal.store.reader() as reader:
        return reader.execute(
            "SELECT c.name, e.channel, e.purpose, e.state, e.source FROM consent e JOIN contact c ON c.id = e.contact "
            "WHERE e.removed_at IS NULL ORDER BY e.rid"
        ).fetchall()


def test_consent_is_noted_with_its_source_for_the_purpose_that_its_column_names(journal: Journal, path: Path) -> None:
    imported(journal, path, PEOPLE, FAIR)
    assert ledger(journal) == [
        ("Dana", "email", "Newsletter", "given", FAIR),
        ("Reed", "email", "Newsletter", "withdrawn", FAIR),
    ]
    assert imported(journal, path, PEOPLE, FAIR).total.unchanged == 3


def test_without_a_source_a_yes_is_as_good_as_not_asked_and_a_no_counts(journal: Journal, path: Path) -> None:
    report = imported(journal, path, PEOPLE)
    assert ledger(journal) == [("Reed", "email", "Newsletter", "withdrawn", "people.csv")]
    assert any("“Newsletter”: consent needs a source" in each for each in report.warnings)


def test_what_was_withdrawn_is_not_given_back_by_a_file(journal: Journal, path: Path) -> None:
    imported(journal, path, PEOPLE.replace(",Y", ",N"), FAIR)
    report = imported(journal, path, PEOPLE.replace("example,N", "example,Y"), "Older list")
    assert report.total.updated == 0
    assert {each[3] for each in ledger(journal)} == {"withdrawn"}


def test_a_refusal_takes_the_place_of_a_consent_and_is_told_as_a_change(journal: Journal, path: Path) -> None:
    imported(journal, path, PEOPLE, FAIR)
    report = imported(journal, path, PEOPLE.replace(",Y", ",no"), FAIR)
    assert [(each.record, each.field, each.after) for each in report.changes] == [
        ("Dana", "Consent: Newsletter", "Withdrawn")
    ]
    undo_last(journal)
    assert ("Dana", "email", "Newsletter", "withdrawn", FAIR) not in ledger(journal)


def test_the_words_of_mailing_programs_are_understood(journal: Journal, path: Path) -> None:
    said = ["subscribed", "Opt-in", "double opt-in", "unsubscribed", "opted out", "abgemeldet", "désabonné", "perhaps"]
    rows = "".join(f"P{number},p{number}@acme.example,{word}\n" for number, word in enumerate(said))
    report = imported(journal, path, f"Name,E-Mail,Newsletter\n{rows}", FAIR)
    assert [each[3] for each in ledger(journal)] == ["given"] * 3 + ["withdrawn"] * 4
    assert any("“perhaps”" in each for each in report.warnings)


@pytest.mark.parametrize("column", ["HasOptedOutOfEmail", "Do not email", "Unsubscribed from all email"])
def test_a_yes_of_who_opted_out_is_a_no_and_a_no_says_nothing(journal: Journal, path: Path, column: str) -> None:
    imported(journal, path, PEOPLE.replace("Newsletter", column), FAIR)
    assert ledger(journal) == [("Dana", "email", column, "withdrawn", FAIR)]
