from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from crm_desktop.activities.actions import log_interaction
from crm_desktop.acts import add_record, remove_records, set_fields
from crm_desktop.bulk import tag_chosen
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.history import Narrowing
from crm_desktop.privacy.erasing import erase_contact
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.chosen import Chosen
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock
from tests.ui.shell.conftest import Quiet
from ui.kit.buttons import Button
from ui.kit.desk import Place
from ui.kit.fields.fact_row import FactRow
from ui.kit.focus_ring import wants_ring
from ui.shell.history_panel import HistoryPanel
from ui.shell.window import Window

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def show(window: Window, quiet: Quiet, record: bytes | None = None) -> HistoryPanel:
    if record is not None:
        window.go(Place("contact", record))
        quiet()
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Y, CTRL_SHIFT)
    quiet()
    assert window.deck is not None
    return window.deck.history


def said(panel: HistoryPanel) -> list[str]:
    return [item.accessibleName() for item in panel.items]


def button(panel: HistoryPanel, text: str) -> Button:
    return next(each for each in panel.findChildren(Button) if each.text() == text)


def test_the_panel_tells_the_record_s_changes_newest_first(
    opened: Window, workspace: Workspace, acme: bytes, clock: MovedClock, quiet: Quiet
) -> None:
    clock.move(minutes=1)
    set_fields(workspace.journal, acme, {"sector": "Retail"})
    panel = show(opened, quiet, acme)

    assert said(panel) == ["You changed Sector", "You added Acme Corporation"]


def test_a_name_without_end_is_told_by_its_beginning(opened: Window, workspace: Workspace, quiet: Quiet) -> None:
    add_contact(workspace.journal, "company", {"name": "Wort " * 2000})
    assert len(said(show(opened, quiet))[0]) < 100


def test_a_call_logged_with_a_person_is_in_her_history(
    opened: Window, workspace: Workspace, acme: bytes, clock: MovedClock, quiet: Quiet
) -> None:
    dana = add_contact(workspace.journal, "person", {"name": "Dana Whitfield", "company": acme})
    clock.move(minutes=1)
    log_interaction(workspace.journal, {"kind": "call", "subject": "Renewal", "person": dana, "company": acme})
    panel = show(opened, quiet, dana)
    assert said(panel) == ["You added Renewal", "You added Dana Whitfield"]


def test_before_and_after_stand_beside_each_other(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    set_fields(workspace.journal, acme, {"sector": "Retail"})
    panel = show(opened, quiet, acme)

    names = [each.accessibleName() for each in panel.items[0].findChildren(QLabel)]
    assert "Sector: Technology, then Retail" in names


def test_an_older_value_is_restored_over_newer_steps(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    set_fields(workspace.journal, acme, {"sector": "Retail"})
    set_fields(workspace.journal, acme, {"employees": "20"})
    panel = show(opened, quiet, acme)
    button(panel, "Restore “Technology”").click()
    quiet()

    with workspace.reader() as reader:
        assert reader.execute("SELECT sector, employees FROM contact WHERE id = ?", (acme,)).fetchone() == (
            "Technology",
            20,
        )
    assert said(panel)[0] == "You changed Sector"


def test_the_newest_step_is_undone_from_the_panel(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    set_fields(workspace.journal, acme, {"sector": "Retail"})
    panel = show(opened, quiet, acme)
    button(panel, "Undo").click()
    quiet()

    with workspace.reader() as reader:
        assert reader.execute("SELECT sector FROM contact WHERE id = ?", (acme,)).fetchone()[0] == "Technology"


def test_a_bulk_step_stands_together_and_is_undone_for_all(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    others = [add_record(workspace.journal, "company", {"name": name}) for name in ("Isdom", "Konex")]
    tag_chosen(workspace.journal, kind_named("people"), Chosen((acme, *others)), "Q3 budget")
    panel = show(opened, quiet)

    assert said(panel)[0] == "You changed Tags of 3 records"
    lines = [each.accessibleName() for each in panel.items[0].findChildren(QLabel)]
    assert {f"{name}: empty, then Q3 budget" for name in ("Acme Corporation", "Isdom", "Konex")} <= set(lines)
    button(panel, "Undo in all 3 records").click()
    quiet()
    with workspace.reader() as reader:
        assert reader.execute("SELECT count(*) FROM contact WHERE tags IS NOT NULL").fetchone()[0] == 0


def test_deleting_is_told_and_restored(opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet) -> None:
    remove_records(workspace.journal, [acme])
    panel = show(opened, quiet)
    assert said(panel)[0] == "You deleted Acme Corporation"

    button(panel, "Restore").click()
    quiet()
    with workspace.reader() as reader:
        assert reader.execute("SELECT removed_at FROM contact WHERE id = ?", (acme,)).fetchone()[0] is None


def test_steps_of_one_field_can_be_shown_alone(opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet) -> None:
    set_fields(workspace.journal, acme, {"sector": "Retail"})
    set_fields(workspace.journal, acme, {"employees": "20"})
    panel = show(opened, quiet, acme)
    panel.filters.narrowing = Narrowing(field="employees")
    panel.filters.changed.emit()
    quiet()

    assert said(panel) == ["You changed Employees"]


def test_other_computers_show_only_what_was_written_before_this_copy(opened: Window, quiet: Quiet) -> None:
    panel = show(opened, quiet)
    panel.filters.narrowing = Narrowing(here=False)
    panel.filters.changed.emit()
    quiet()

    # the file was copied to here after it was made, so what was written before came from another computer
    assert said(panel) == ["The program: Create workspace"]


def test_undo_over_a_newer_edit_is_asked_about_first(
    opened: Window, workspace: Workspace, acme: bytes, clock: MovedClock, quiet: Quiet
) -> None:
    set_fields(workspace.journal, acme, {"sector": "Retail", "employees": "10"})
    clock.now += timedelta(minutes=1)
    set_fields(workspace.journal, acme, {"employees": "20"})
    panel = show(opened, quiet, acme)
    asked: list[str] = []
    assert opened.deck is not None
    desk = opened.deck.desk
    desk.undo_refused.connect(lambda error, _step: asked.extend(error.newer))
    desk.undo_refused.disconnect(opened.deck._forced.ask)
    panel.items[1].undo_wanted.emit()
    quiet()

    assert asked == ["Acme Corporation: Employees was changed by “Edit Acme Corporation”"]


def test_older_steps_are_read_when_the_end_is_near(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    for number in range(30):
        set_fields(workspace.journal, acme, {"employees": str(number)})
    panel = show(opened, quiet, acme)
    first = len(panel.items)
    panel.scroll_to_end()
    quiet()

    assert first == 20
    assert len(panel.items) == 31


def test_the_panel_follows_what_is_saved(opened: Window, acme: bytes, quiet: Quiet) -> None:
    panel = show(opened, quiet, acme)
    assert opened.session is not None
    opened.session.desk.act(set_fields, acme, {"sector": "Retail"})
    quiet()

    assert said(panel)[0] == "You changed Sector"


def test_esc_closes_the_panel(opened: Window, quiet: Quiet) -> None:
    panel = show(opened, quiet)
    QTest.keyClick(panel, Qt.Key.Key_Escape)

    assert not panel.isVisible()
    assert [each for each in opened.findChildren(QDialog) if each.isVisible()] == []


def test_the_focus_is_seen_where_it_was_when_esc_closes_the_panel(opened: Window, acme: bytes, quiet: Quiet) -> None:
    opened.go(Place("contact", acme))
    quiet()
    QTest.keyClick(QApplication.focusWidget() or opened, Qt.Key.Key_E)
    before = QApplication.focusWidget()
    assert isinstance(before, FactRow)
    panel = show(opened, quiet)
    QTest.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Escape)

    assert QApplication.focusWidget() is before
    assert wants_ring(before)


def test_a_value_that_was_not_there_is_taken_away_again(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    set_fields(workspace.journal, acme, {"founded_year": "1986"})
    set_fields(workspace.journal, acme, {"employees": "20"})
    panel = show(opened, quiet, acme)
    next(each for each in panel.items[1].findChildren(Button) if each.text() == "Empty it again").click()
    quiet()

    with workspace.reader() as reader:
        assert reader.execute("SELECT founded_year FROM contact WHERE id = ?", (acme,)).fetchone()[0] is None


def test_fields_of_a_record_and_of_its_addresses_are_told_together(
    opened: Window, workspace: Workspace, acme: bytes, clock: MovedClock, quiet: Quiet
) -> None:
    set_fields(workspace.journal, acme, {"email": "old@acme.example", "street": "1 Mill Lane"})
    clock.move(minutes=1)
    set_fields(workspace.journal, acme, {"language": "fr", "email": "new@acme.example", "street": "2 Mill Lane"})
    panel = show(opened, quiet, acme)
    assert said(panel)[0] == "You changed 3 fields"
    names = [each.accessibleName() for each in panel.items[0].findChildren(QLabel)]
    assert "Language: empty, then French" in names
    assert "Email: old@acme.example, then new@acme.example" in names


def test_of_an_erasure_it_tells_only_that_it_was_done_and_offers_nothing_to_take_back(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    dana = add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    erase_contact(workspace, dana, "asked us to")
    panel = show(opened, quiet)
    assert said(panel)[:2] == ["You: Erase a person for ever", "You: …"]
    assert panel.items[0].findChildren(Button) == panel.items[1].findChildren(Button) == []
    assert not any("Dana" in label.text() for label in panel.findChildren(QLabel))
