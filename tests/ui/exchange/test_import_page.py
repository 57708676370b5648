"""The import page on real files and a real workspace."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record, set_fields
from crm_desktop.exchange.full.writing import Author, write_full_export
from crm_desktop.exchange.source import LEFT_OUT
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View, record_count
from crm_desktop.values.day import DateOrder
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE
from ui.exchange.import_page import ImportPage
from ui.exchange.mend_dialog import MendDialog
from ui.kit.asked_again import AskAgainDialog
from ui.kit.desk import Place
from ui.kit.labels import Text


def count(workspace: Workspace, kind: str) -> int:
    with workspace.reader() as reader:
        return record_count(reader, View(kind_named(kind)), workspace.place)


def rehearse(page: ImportPage, qtbot: QtBot, files: list[Path]) -> None:
    page.arrive(Place("import", None, {"paths": [str(each) for each in files]}))
    qtbot.waitUntil(lambda: page.rehearsal is not None)


def import_all(page: ImportPage, qtbot: QtBot) -> None:
    """Go through the steps that are left, and wait for the end."""
    while not page.wizard.foot.undo.isVisible():
        qtbot.waitUntil(lambda: page.wizard.foot.next.isEnabled() or page.wizard.foot.undo.isVisible())
        page.go_on()
        qtbot.wait(10)


def test_the_rehearsal_changes_nothing_and_the_import_does_as_it_said(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    rehearse(page, qtbot, files)
    assert page.rehearsal is not None
    assert [each.kind for each in page.rehearsal.files] == ["companies", "people"]
    people = page.rehearsal.report.kinds["people"]
    assert (people.read, people.created + people.rejected) == (2, 2)
    assert count(workspace, "companies") == 0
    page.go_on()
    page.go_on()
    qtbot.waitUntil(lambda: page.wizard.foot.undo.isVisible())
    assert count(workspace, "people") == people.created
    wanted: list[Place] = []
    page.desk.place_wanted.connect(wanted.append)
    page.wizard.foot.show_records.click()
    assert wanted == [Place("contacts", None, {"kind": "companies"})]
    page.undo_import()
    qtbot.waitUntil(lambda: count(workspace, "people") == 0)


def test_the_import_is_taken_back_though_something_else_was_done_since(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    rehearse(page, qtbot, files[:1])
    import_all(page, qtbot)
    add_record(workspace.journal, "people", {"name": "Reed"})
    page.wizard.foot.undo.click()
    qtbot.waitUntil(page.wizard.zone.isVisible)
    assert (count(workspace, "companies"), count(workspace, "people")) == (0, 1)


def test_newer_edits_are_asked_about_and_the_import_stays_until_then(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    rehearse(page, qtbot, files[:1])
    import_all(page, qtbot)
    with workspace.reader() as reader:
        (acme,) = reader.execute("SELECT id FROM contact WHERE name = 'Acme'").fetchone()
    set_fields(workspace.journal, acme, {"sector": "Robots"})
    with qtbot.waitSignal(page.desk.undo_refused) as asked:
        page.wizard.foot.undo.click()
    assert asked.args is not None
    error, step = asked.args
    assert error.newer == ["Acme: Sector was changed by “Edit Acme”"]
    assert step is not None
    assert page.wizard.foot.undo.isVisible()
    assert count(workspace, "companies") == 2


def test_before_files_are_chosen_there_is_a_place_to_drop_them(page: ImportPage) -> None:
    assert page.wizard.zone.isVisible()
    assert not page.wizard.foot.isVisible()


def test_a_column_can_be_sent_elsewhere(page: ImportPage, qtbot: QtBot, files: list[Path]) -> None:
    rehearse(page, qtbot, files[:1])
    first = page.rehearsal
    assert first is not None
    assert {each.name: each.place for each in first.files[0].columns}["colour"] is None
    page.wizard.columns.changed.emit("colour", "source")
    qtbot.waitUntil(lambda: page.rehearsal is not None and page.rehearsal is not first)
    assert page.rehearsal is not None
    assert {each.name: each.place for each in page.rehearsal.files[0].columns}["colour"] == "source"


def test_a_file_that_cannot_be_used_is_told_and_let_go(page: ImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "empty.csv"
    broken.write_text("", encoding="utf-8")
    page.take_files([broken])
    qtbot.waitUntil(lambda: page.chosen.sources == [])
    assert page.rehearsal is None


def test_refused_rows_are_saved_once_the_passphrase_is_typed_again(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "deals.csv"
    source.write_text(
        "opportunity_id,product,deal_stage,close_value\n1,Kit,Won,100\n2,Kit,Won,lots\n", encoding="utf-8"
    )
    rehearse(page, qtbot, [source])
    assert page.rehearsal is not None
    assert page.rehearsal.report.total.rejected == 1
    target = tmp_path / "refused.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.save_refused_rows()
    qtbot.waitUntil(lambda: bool(page.findChildren(AskAgainDialog)))
    assert not target.exists()
    (asking,) = page.findChildren(AskAgainDialog)
    asking.passphrase.setText(PASSPHRASE)
    asking.accept()
    qtbot.waitUntil(target.exists)
    assert "lots" in target.read_text(encoding="utf-8-sig")


def test_the_backup_before_a_bulk_is_named(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    add_record(workspace.journal, "company", {"name": "Acme"})
    path = tmp_path / "accounts.csv"
    path.write_text("account,sector\n" + "".join(f"Firm {n},Retail\n" for n in range(200)), encoding="utf-8")
    rehearse(page, qtbot, [path])
    page.go_on()
    page.go_on()
    qtbot.waitUntil(lambda: page.wizard.foot.undo.isVisible())
    (backup,) = (workspace.folder / "backups").glob("*.crmbackup")
    assert any(backup.name in each.text() for each in page.wizard.panel.findChildren(Text))


def test_the_steps_lead_from_columns_over_duplicates_to_the_import(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    add_record(workspace.journal, "companies", {"name": "Acme", "sector": "Services"})
    rehearse(page, qtbot, files[:1])
    assert page.wizard.steps.current == 1
    page.wizard.foot.next.click()
    assert page.wizard.steps.current == 2
    assert page.wizard.foot.next.text() == "Import 2 records"
    before = page.rehearsal
    page.wizard.panel.on_match.buttons["skip"].click()
    qtbot.waitUntil(lambda: page.rehearsal is not None and page.rehearsal is not before)
    assert page.wizard.foot.next.text() == "Import 1 record"
    page.wizard.foot.back.click()
    assert page.wizard.steps.current == 1
    page.wizard.foot.next.click()
    page.wizard.foot.next.click()
    qtbot.waitUntil(lambda: page.wizard.foot.undo.isVisible())
    assert page.wizard.steps.current == 3
    with workspace.reader() as reader:
        assert reader.execute("SELECT sector FROM contact WHERE name = 'Acme'").fetchone() == ("Services",)


def test_cancelling_lets_the_files_go(page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace) -> None:
    rehearse(page, qtbot, files)
    page.wizard.foot.cancel.click()
    assert page.wizard.zone.isVisible()
    assert count(workspace, "companies") == 0


def test_a_full_export_is_taken_back(page: ImportPage, qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    acme = add_record(workspace.journal, "companies", {"name": "Acme"})
    author = Author(workspace.journal.member, workspace.name, workspace.journal.clock())
    with workspace.reader() as reader:
        write_full_export(reader, workspace.files, tmp_path / "all.zip", author)
    set_fields(workspace.journal, acme, {"name": "Changed since"})
    rehearse(page, qtbot, [tmp_path / "all.zip"])
    page.wizard.foot.next.click()
    assert page.wizard.foot.next.text() == "Import 1 record"
    page.wizard.foot.next.click()
    qtbot.waitUntil(lambda: page.wizard.foot.undo.isVisible())
    with workspace.reader() as reader:
        assert reader.execute("SELECT name FROM contact WHERE id = ?", (acme,)).fetchone() == ("Acme",)


def test_days_that_can_be_read_in_two_ways_are_asked_before_anything_goes_on(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Birthday\nDana,03/04/2017\n", encoding="utf-8")
    rehearse(page, qtbot, [path])
    assert page.wizard.question.isVisible()
    assert not page.wizard.foot.next.isEnabled()
    assert [each.text() for each in page.wizard.question.buttons.values()] == ["3 Apr 2017", "4 Mar 2017"]
    page.wizard.question.buttons[DateOrder.DMY].click()
    qtbot.waitUntil(page.wizard.foot.next.isEnabled)
    assert not page.wizard.question.isVisible()
    import_all(page, qtbot)
    with workspace.reader() as reader:
        assert reader.execute("SELECT birthday FROM contact").fetchone() == ("2017-04-03",)


def test_a_refused_row_is_mended_in_place_and_goes_in(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    path = tmp_path / "people.csv"
    text = "Name,Birthday\nDana,1990-02-31\nReed,1990-02-03\nMei,1990-13-03\n"
    path.write_text(text, encoding="utf-8")
    rehearse(page, qtbot, [path])
    page.mend_first()
    dialog = page.findChild(MendDialog)
    assert dialog is not None
    assert next(iter(dialog.lines)) == "Birthday"
    line = dialog.lines["Birthday"]
    line.selectAll()
    QTest.keyClicks(line, "1990-02-28")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.chosen.mended == 1 and page.trial.fresh)
    assert page.rehearsal is not None
    page.wizard.panel.refused.leave_wanted.emit(page.rehearsal.report.refused[0])
    qtbot.waitUntil(lambda: page.chosen.mended == 2 and page.trial.fresh)
    import_all(page, qtbot)
    with workspace.reader() as reader:
        found = reader.execute("SELECT name, birthday FROM contact ORDER BY rid").fetchall()
    assert found == [("Dana", "1990-02-28"), ("Reed", "1990-02-03")]
    assert path.read_text(encoding="utf-8") == text


def test_mended_rows_can_be_taken_as_they_are_again(page: ImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Birthday\nDana,1990-02-31\nReed,\n", encoding="utf-8")
    rehearse(page, qtbot, [path])
    assert page.rehearsal is not None
    page._leave_out(page.rehearsal.report.refused[0])
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.rehearsal.report.total.rejected == 0
    page.wizard.panel.refused.forget_wanted.emit()
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.rehearsal.report.total.rejected == 1


def test_each_row_that_is_here_is_decided_on_with_keys(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    for name in ("Acme", "Zoomit", "Plexzap"):
        add_record(workspace.journal, "companies", {"name": name, "sector": "Services"})
    path = tmp_path / "accounts.csv"
    path.write_text("account,sector\nAcme,Retail\nZoomit,Medical\nPlexzap,Software\n", encoding="utf-8")
    rehearse(page, qtbot, [path])
    page.wizard.panel.on_match.buttons["ask"].click()
    qtbot.waitUntil(lambda: page.trial.fresh)
    page.go_on()
    assert not page.wizard.foot.next.isEnabled()
    acts = {each.name: each.run for each in page.commands()}
    acts["overwrite"]()
    acts["skip"]()
    qtbot.waitUntil(page.wizard.foot.next.isEnabled)
    assert page.rehearsal is not None
    assert page.rehearsal.report.undecided == 1
    import_all(page, qtbot)
    with workspace.reader() as reader:
        found: dict[str, str] = dict(reader.execute("SELECT name, sector FROM contact"))
    assert found == {"Acme": "Retail", "Zoomit": "Services", "Plexzap": "Services"}


def test_changes_are_shown_field_by_field_and_can_be_filtered(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    for number in range(250):
        add_record(workspace.journal, "companies", {"name": f"Firm {number}", "sector": "Services"})
    path = tmp_path / "accounts.csv"
    path.write_text("account,sector\n" + "".join(f"Firm {n},Retail\n" for n in range(250)), encoding="utf-8")
    rehearse(page, qtbot, [path])
    page.go_on()
    rows = page.wizard.rows
    assert rows._span.text() == "1–200 of 250"
    first = rows.detail.table.item(0, 1), rows.detail.table.item(0, 2)
    assert [each.text().strip() for each in first if each is not None] == ["Services", "Retail"]
    rows._later.click()
    assert rows._span.text() == "201–250 of 250"
    rows.filter.setText("firm 24")
    assert rows._span.text() == "1–11 of 11"


def test_a_row_that_looks_like_somebody_can_be_said_to_be_them(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    dana = add_record(
        workspace.journal, "people", {"name": "Dana Whitfield", "phone": "+1 212 555 0142", "birthday": "1980-02-03"}
    )
    path = tmp_path / "people.csv"
    path.write_text("Name,Phone,Birthday,Job title\nDana Whitfeld,+1 212 555 0142,1980-02-03,Head\n", encoding="utf-8")
    rehearse(page, qtbot, [path])
    assert page.rehearsal is not None
    assert page.rehearsal.report.total.duplicates == 1
    page.go_on()
    assert page.wizard.rows.tabs.current == "alike"
    page.wizard.rows.decide("fill")
    qtbot.waitUntil(lambda: page.trial.fresh)
    import_all(page, qtbot)
    assert count(workspace, "people") == 1
    with workspace.reader() as reader:
        assert reader.execute("SELECT job_title FROM contact WHERE id = ?", (dana,)).fetchone() == ("Head",)


def test_the_place_of_a_column_keeps_the_focus_when_the_check_has_run_again(
    page: ImportPage, qtbot: QtBot, files: list[Path]
) -> None:
    rehearse(page, qtbot, files[:1])
    box = page.wizard.columns._boxes[1].place
    box.setFocus()
    box.setCurrentIndex(box.findData("source"))
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.wizard.columns._boxes[1].place is box
    assert box.currentData() == "source"


def test_consent_is_imported_with_the_source_that_is_typed(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,E-Mail,Newsletter\nDana,dana@acme.example,Y\n", encoding="utf-8")
    rehearse(page, qtbot, [path])
    source = page.wizard.panel.consent
    assert source.isVisible()
    QTest.keyClicks(source.line, "Trade fair 2026")
    qtbot.waitUntil(lambda: page.chosen.consent_source == "Trade fair 2026" and page.trial.fresh)
    import_all(page, qtbot)
    assert not source.isVisible()
    with workspace.reader() as reader:
        found = reader.execute("SELECT purpose, channel, state, source FROM consent").fetchall()
    assert found == [("Newsletter", "email", "given", "Trade fair 2026")]


def test_a_table_that_tells_nothing_is_taken_in_once_its_kind_is_said(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace, tmp_path: Path
) -> None:
    odd = tmp_path / "list.csv"
    odd.write_text("label,remark\nNarvarra,calls back\nZoomit,none\n", encoding="utf-8")
    rehearse(page, qtbot, [files[0], odd, files[1]])
    kinds = {"accounts.csv": "companies", "contacts.csv": "people", "list.csv": LEFT_OUT}
    assert page.rehearsal is not None
    assert {each.name: each.kind for each in page.rehearsal.files} == kinds
    number = [each.name for each in page.rehearsal.files].index("list.csv")
    page.wizard.tabs.chosen.emit(str(number))
    assert (page.wizard.kind.currentData(), page.wizard.columns.isVisible()) == (LEFT_OUT, True)
    page.wizard.kind.setCurrentIndex(page.wizard.kind.findData("companies"))
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.rehearsal.files[number].kind == "companies"
    page.chosen.send(number, "label", "name")
    page.trial.again()
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.rehearsal.report.kinds["companies"].created == 3
    import_all(page, qtbot)
    assert count(workspace, "companies") == 3


def test_a_table_is_left_out_and_taken_in_again_where_it_stands(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    rehearse(page, qtbot, files)
    assert page.rehearsal is not None
    for kind, read in ((LEFT_OUT, ["people"]), ("companies", ["companies", "people"]), (LEFT_OUT, ["people"])):
        page.wizard.kind.setCurrentIndex(page.wizard.kind.findData(kind))
        qtbot.waitUntil(lambda: page.trial.fresh)
        assert [each.kind for each in page.rehearsal.files] == [kind, "people"]
        assert list(page.rehearsal.report.kinds) == read
        assert page.wizard.kind.currentData() == kind
    import_all(page, qtbot)
    assert (count(workspace, "companies"), count(workspace, "people")) == (1, 1)


def test_where_all_is_left_out_the_page_says_so(page: ImportPage, qtbot: QtBot, files: list[Path]) -> None:
    rehearse(page, qtbot, files[:1])
    page.wizard.kind.setCurrentIndex(page.wizard.kind.findData(LEFT_OUT))
    qtbot.waitUntil(lambda: page.trial.stopped)
    assert any("All is left out." in each.text() for each in page.wizard.panel.findChildren(Text))
    page.wizard.kind.setCurrentIndex(page.wizard.kind.findData("companies"))
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.rehearsal is not None
    assert page.rehearsal.report.total.created == 2
