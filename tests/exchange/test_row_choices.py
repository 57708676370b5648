"""What the user decides about single rows holds in the rehearsal and in the import, and the file stays as it is."""

from pathlib import Path
from uuid import UUID

import pytest

from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.row_choices import RowChoice, RowKey
from crm_desktop.exchange.run import import_files, rehearse
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal

THERE = "Name,E-Mail,Company,Job title\nDana,dana@acme.example,Acme,\nReed,reed@acme.example,Acme,Buyer\n"
NEWER = "Name,E-Mail,Company,Job title\nDana,dana@acme.example,Zoomit,Head\nReed,reed@acme.example,Acme,Seller\n"
BROKEN = "Name,E-Mail,Birthday\nDana,dana@acme.example,1990-02-31\nReed,reed@acme.example,1990-02-03\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def imported(journal: Journal, path: Path, text: str, on_match: str = "update", **rows: RowChoice) -> ImportReport:
    """Import `text` with the choices for rows named `row2` and so on, after a rehearsal that has to say the same."""
    path.write_text(text, encoding="utf-8")
    choices = {RowKey("", int(name.removeprefix("row"))): choice for name, choice in rows.items()}
    source = Source(path, "people", rows=choices)
    with journal.store.reader() as reader:
        before = rehearse(reader, journal.place, [source], ImportOptions(on_match=on_match))
    report = import_files(journal, [source], ImportOptions(on_match=on_match))
    assert before.total == report.total
    assert before.undecided == report.undecided
    return report


def jobs(journal: Journal) -> dict[str, str | None]:
    with journal.store.reader() as reader:
        return dict(reader.execute("SELECT name, job_title FROM contact WHERE kind = 'person' ORDER BY rid"))


def companies(journal: Journal) -> set[str]:
    with journal.store.reader() as reader:
        return {row[0] for row in reader.execute("SELECT name FROM contact WHERE kind = 'company'")}


def test_a_refused_row_comes_with_its_cells_and_is_imported_once_mended(journal: Journal, path: Path) -> None:
    report = imported(journal, path, BROKEN)
    (refused,) = report.refused
    assert refused.at == (path, None, ("", 2))
    assert refused.cells == {"Name": "Dana", "E-Mail": "dana@acme.example", "Birthday": "1990-02-31"}
    mended = imported(journal, path, BROKEN, row2=RowChoice({"Birthday": "1990-02-28"}))
    assert (mended.total.created, mended.total.rejected, mended.rejections) == (1, 0, [])
    assert path.read_text(encoding="utf-8") == BROKEN


def test_a_row_with_a_cell_too_many_is_mended_as_well(journal: Journal, path: Path) -> None:
    text = "Name,Job title\nDana,Buyer,surplus\n"
    (refused,) = imported(journal, path, text).refused
    assert refused.surplus == ["surplus"]
    assert imported(journal, path, text, row2=RowChoice({"Job title": "Buyer"})).total.created == 1
    assert jobs(journal) == {"Dana": "Buyer"}


def test_a_row_can_be_left_out(journal: Journal, path: Path) -> None:
    report = imported(journal, path, BROKEN, row2=RowChoice(left_out=True))
    assert (report.total.created, report.total.skipped, report.total.rejected) == (1, 1, 0)


def test_what_is_not_decided_yet_is_told_and_left_alone(journal: Journal, path: Path) -> None:
    imported(journal, path, THERE)
    report = imported(journal, path, NEWER, "ask")
    assert (report.undecided, report.total.skipped, report.total.updated) == (2, 2, 0)
    told = {(each.record, each.field): (each.before, each.after) for each in report.changes}
    assert told["Dana", "Company"] == ("Acme", "Zoomit")
    assert told["Reed", "Job title"] == ("Buyer", "Seller")
    assert jobs(journal) == {"Dana": None, "Reed": "Buyer"}
    assert companies(journal) == {"Acme"}


def test_new_rows_need_no_decision(journal: Journal, path: Path) -> None:
    imported(journal, path, THERE)
    report = imported(journal, path, THERE + "Mei,mei@acme.example,Acme,\nMei,mei@acme.example,Acme,Head\n", "ask")
    assert (report.undecided, report.total.created, report.total.updated) == (0, 1, 1)
    assert jobs(journal)["Mei"] == "Head"


def test_each_row_is_done_as_it_was_decided(journal: Journal, path: Path) -> None:
    imported(journal, path, THERE)
    report = imported(journal, path, NEWER, "ask", row2=RowChoice(on_match="update"), row3=RowChoice(on_match="fill"))
    assert (report.undecided, report.total.updated, report.total.unchanged) == (0, 1, 1)
    assert jobs(journal) == {"Dana": "Head", "Reed": "Buyer"}
    assert companies(journal) == {"Acme", "Zoomit"}
    another = imported(journal, path, NEWER, "ask", row3=RowChoice(on_match="create"))
    assert (another.total.created, another.total.unchanged) == (1, 1)


def test_a_row_is_the_record_that_the_user_says(journal: Journal, path: Path) -> None:
    imported(journal, path, "Name,Job title\nDana Whitfield,\n")
    with journal.store.reader() as reader:
        (record,) = reader.execute("SELECT id FROM contact WHERE kind = 'person'").fetchone()
    text = "Name,Job title\nD. Whitfeld,Head\n"
    report = imported(journal, path, text, row2=RowChoice(on_match="fill", record=record))
    assert report.total.updated == 1
    assert UUID(report.changes[0].id).bytes == record
    assert jobs(journal) == {"Dana Whitfield": "Head"}


def test_what_a_row_that_is_skipped_names_is_not_made(journal: Journal, path: Path) -> None:
    imported(journal, path, THERE)
    imported(journal, path, NEWER, "skip")
    assert companies(journal) == {"Acme"}
