"""Next steps and what was logged, on the page of one contact."""

from datetime import date, datetime, time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.contacts.merging import merge_contacts
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait, press, type_text
from tests.ui.contacts.test_record_page import entries, stored
from ui.contacts.draft import Draft
from ui.contacts.entry_dialog import EntryDialog
from ui.contacts.next_step import StepCard
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Place, Saying
from ui.kit.step_form import PlannedStep, StepForm


def test_a_call_is_logged_with_its_next_step_by_keyboard_alone(
    acme: ContactPage, world: World, workspace: Workspace, said: list[Saying], wait: Wait
) -> None:
    acme.log("call")
    composer = acme.timeline.composer
    composer._change(Draft("call", person=world.dana, minutes=15, kind_chosen=True))
    type_text(composer.text, "They confirm. Call back tomorrow")
    press(composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait()
    assert ("call", "They confirm. Call back tomorrow", world.dana) in {
        (each.kind, each.title, each.person) for each in entries(acme)
    }
    assert said[-1].text == "Call saved"
    planned = [task for task in stored(workspace, world.acme).tasks if task.title == "Call back"]
    assert [task.due_day for task in planned] == [date(2026, 5, 15)]
    assert composer.text.toPlainText() == ""


def test_a_recognised_step_can_be_taken_away(acme: ContactPage) -> None:
    composer = acme.timeline.composer
    type_text(composer.text, "Call back Friday")
    assert composer._read().step is not None
    composer._step.removed.emit()
    assert composer._read().step is None


def test_a_draft_is_kept_for_each_contact(acme: ContactPage, world: World, wait: Wait) -> None:
    type_text(acme.timeline.composer.text, "half a thought")
    acme.leave()
    acme.arrive(Place("contact", world.zoomit))
    wait()
    assert acme.timeline.composer.text.toPlainText() == ""
    acme.arrive(Place("contact", world.acme))
    wait()
    assert acme.timeline.composer.text.toPlainText() == "half a thought"


def test_a_draft_goes_along_when_its_contact_is_merged(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    type_text(acme.timeline.composer.text, "half a thought")
    acme.leave()
    acme.arrive(Place("contact", world.zoomit))
    wait()
    type_text(acme.timeline.composer.text, "and another")
    merge_contacts(workspace.journal, world.zoomit, [world.acme])
    acme.arrive(Place("contact", world.acme))
    wait()
    assert acme.timeline.composer.text.toPlainText() == "and another\n\nhalf a thought"


def test_nothing_is_logged_without_a_word(acme: ContactPage, said: list[Saying], wait: Wait) -> None:
    acme.timeline.composer._submit()
    wait()
    assert said == []


def test_an_entry_is_changed_and_deleted(
    acme: ContactPage, world: World, workspace: Workspace, said: list[Saying], wait: Wait
) -> None:
    (call,) = [entry for entry in entries(acme) if entry.kind == "call"]
    add_own_field(workspace.journal, NewField("activities", "Mood at the end", "text"))
    wait()
    dialog = EntryDialog(acme.desk, call, acme)
    wait()
    assert list(dialog.own.rows) == ["mood_at_the_end"]
    dialog._form.inputs["subject"].set_typed("Renewal of 60 workstations")
    dialog.accept()
    wait()
    assert "Renewal of 60 workstations" in {entry.title for entry in entries(acme)}
    (call,) = [entry for entry in entries(acme) if entry.kind == "call"]
    acme.timeline._remove(call)
    wait()
    assert not [entry for entry in entries(acme) if entry.kind == "call"]
    assert said[-1].undo


def test_a_change_of_an_entry_that_was_not_saved_is_there_again(
    acme: ContactPage, said: list[Saying], wait: Wait
) -> None:
    (call,) = [entry for entry in entries(acme) if entry.kind == "call"]

    def opened() -> EntryDialog:
        acme.timeline._open(call)
        wait()
        return next(each for each in acme.timeline.findChildren(EntryDialog) if each.isVisible())

    body = opened()._form.inputs["body"]
    body.set_typed("They asked for")
    QTest.keyClick(body.editor, Qt.Key.Key_Escape)
    assert "kept" in said[-1].text
    again = opened()
    assert again.kept.typed() == {"body": "They asked for"}
    assert again.kept.note.isVisible()
    again.reject()


def test_the_next_step_is_put_off_and_done(
    acme: ContactPage, world: World, workspace: Workspace, said: list[Saying], wait: Wait
) -> None:
    (task,) = stored(workspace, world.acme).tasks
    acme.parts.next_step._put_off(task, 1)
    wait()
    assert stored(workspace, world.acme).tasks[0].due_day == date(2026, 5, 15)
    acme.parts.next_step._complete(task)
    wait()
    assert stored(workspace, world.acme).tasks == ()
    assert said[-1].text == "“Check licence count” is done"
    model = acme.timeline._model
    told = [model.told(place) for place in range(model.rowCount())]
    assert "Done: Check licence count" in {each.title for each in told if each is not None}


def test_the_next_step_shows_its_time_and_keeps_it_when_it_is_changed(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    section = acme.parts.next_step
    (task,) = stored(workspace, world.acme).tasks
    section._complete(task)
    wait()
    section._add(PlannedStep("Call back", date(2026, 5, 20), time(10)))
    wait()
    (card,) = section.findChildren(StepCard)
    assert card.accessibleName() == "Next step: Call back, Wed 20 May, 10:00"
    (task,) = stored(workspace, world.acme).tasks
    section._edit(task)
    form = acme.findChildren(StepForm)[-1]
    assert form._form.inputs["clock"].value() == "10:00"
    form._form.inputs["title"].set_typed("Call back again")
    form._plan()
    wait()
    (task,) = stored(workspace, world.acme).tasks
    assert (task.title, task.due_at) == ("Call back again", datetime(2026, 5, 20, 10, tzinfo=workspace.place.zone))


def test_a_time_without_a_day_is_refused_beside_the_day(acme: ContactPage) -> None:
    acme.parts.next_step.plan()
    form = acme.findChildren(StepForm)[-1]
    form._form.inputs["title"].set_typed("Call")
    form._form.inputs["clock"].set_typed("10:00")
    form._plan()
    assert "needs a day" in form._form.inputs["due_day"]._error.text()
    form.close()
