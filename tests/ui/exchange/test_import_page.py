"""The import page on real files and a real workspace."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record, set_fields
from crm_desktop.exchange.full.writing import Author, write_full_export
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View, record_count
from crm_desktop.workspace import Workspace
from ui.exchange.import_page import ImportPage
from ui.kit.desk import Desk, Place
from ui.kit.labels import Text

COMPANIES = "account,sector,colour\nAcme,Retail,red\nZoomit,Medical,blue\n"
PEOPLE = "name,company,email\nDana,Acme,dana@acme.example\nReed,Nowhere,not an address\n"


@pytest.fixture
def page(qtbot: QtBot, screen: Desk) -> ImportPage:
    made = ImportPage(screen)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    written = [tmp_path / "accounts.csv", tmp_path / "contacts.csv"]
    for path, text in zip(written, (COMPANIES, PEOPLE), strict=True):
        path.write_text(text, encoding="utf-8")
    return written


def count(workspace: Workspace, kind: str) -> int:
    with workspace.reader() as reader:
        return record_count(reader, View(kind_named(kind)), workspace.place)


def rehearse(page: ImportPage, qtbot: QtBot, files: list[Path]) -> None:
    page.arrive(Place("import", None, {"paths": [str(each) for each in files]}))
    qtbot.waitUntil(lambda: page._rehearsal is not None)


def test_the_rehearsal_changes_nothing_and_the_import_does_as_it_said(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    rehearse(page, qtbot, files)
    assert page._rehearsal is not None
    assert [each.kind for each in page._rehearsal.files] == ["companies", "people"]
    people = page._rehearsal.report.kinds["people"]
    assert (people.read, people.created + people.rejected) == (2, 2)
    assert count(workspace, "companies") == 0
    page._start()
    qtbot.waitUntil(lambda: page._undo.isVisible())
    assert count(workspace, "people") == people.created
    wanted: list[Place] = []
    page.desk.place_wanted.connect(wanted.append)
    page._show.click()
    assert wanted == [Place("contacts", None, {"kind": "companies"})]
    page._undo_import()
    qtbot.waitUntil(lambda: count(workspace, "people") == 0)


def test_before_files_are_chosen_there_is_a_place_to_drop_them(page: ImportPage) -> None:
    assert page._zone.isVisible()
    assert not page._foot.isVisible()


def test_a_column_can_be_sent_elsewhere(page: ImportPage, qtbot: QtBot, files: list[Path]) -> None:
    rehearse(page, qtbot, files[:1])
    first = page._rehearsal
    assert first is not None
    assert {each.name: each.place for each in first.files[0].columns}["colour"] is None
    page._on_place("colour", "source")
    qtbot.waitUntil(lambda: page._rehearsal is not None and page._rehearsal is not first)
    assert page._rehearsal is not None
    assert {each.name: each.place for each in page._rehearsal.files[0].columns}["colour"] == "source"


def test_a_file_that_cannot_be_used_is_told_and_let_go(page: ImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "empty.csv"
    broken.write_text("", encoding="utf-8")
    page.take_files([broken])
    qtbot.waitUntil(lambda: page._sources == [])
    assert page._rehearsal is None


def test_refused_rows_can_be_saved(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "deals.csv"
    source.write_text(
        "opportunity_id,product,deal_stage,close_value\n1,Kit,Won,100\n2,Kit,Won,lots\n", encoding="utf-8"
    )
    rehearse(page, qtbot, [source])
    assert page._rehearsal is not None
    assert page._rehearsal.report.total.rejected == 1
    target = tmp_path / "refused.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page._save_refused_rows()
    qtbot.waitUntil(target.exists)
    assert "lots" in target.read_text(encoding="utf-8-sig")


def test_the_backup_before_a_bulk_is_named(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    add_record(workspace.journal, "company", {"name": "Acme"})
    path = tmp_path / "accounts.csv"
    path.write_text("account,sector\n" + "".join(f"Firm {n},Retail\n" for n in range(200)), encoding="utf-8")
    rehearse(page, qtbot, [path])
    page._start()
    qtbot.waitUntil(lambda: page._undo.isVisible())
    (backup,) = (workspace.folder / "backups").glob("*.crmbackup")
    assert any(backup.name in each.text() for each in page._panel.findChildren(Text))


def test_the_steps_lead_from_columns_over_duplicates_to_the_import(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    add_record(workspace.journal, "companies", {"name": "Acme", "sector": "Services"})
    rehearse(page, qtbot, files[:1])
    assert page._steps.current == 1
    page._next.click()
    assert page._steps.current == 2
    assert page._next.text() == "Import 2 records"
    before = page._rehearsal
    page._likely.choices["skip"].click()
    qtbot.waitUntil(lambda: page._rehearsal is not None and page._rehearsal is not before)
    assert page._next.text() == "Import 1 record"
    page._back.click()
    assert page._steps.current == 1
    page._next.click()
    page._next.click()
    qtbot.waitUntil(lambda: page._undo.isVisible())
    assert page._steps.current == 3
    with workspace.reader() as reader:
        assert reader.execute("SELECT sector FROM contact WHERE name = 'Acme'").fetchone() == ("Services",)


def test_cancelling_lets_the_files_go(page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace) -> None:
    rehearse(page, qtbot, files)
    page._cancel.click()
    assert page._zone.isVisible()
    assert count(workspace, "companies") == 0


def test_a_full_export_is_taken_back(page: ImportPage, qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    acme = add_record(workspace.journal, "companies", {"name": "Acme"})
    author = Author(workspace.journal.member, workspace.name, workspace.journal.clock())
    with workspace.reader() as reader:
        write_full_export(reader, workspace.files, tmp_path / "all.zip", author)
    set_fields(workspace.journal, acme, {"name": "Changed since"})
    rehearse(page, qtbot, [tmp_path / "all.zip"])
    page._next.click()
    assert page._next.text() == "Import 1 record"
    page._next.click()
    qtbot.waitUntil(lambda: page._undo.isVisible())
    with workspace.reader() as reader:
        assert reader.execute("SELECT name FROM contact WHERE id = ?", (acme,)).fetchone() == ("Acme",)
