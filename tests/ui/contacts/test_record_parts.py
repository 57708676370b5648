"""The parts of the record page: jobs, relationships, trees, purchases, what is known, promised and allowed."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crm_desktop.activities.timeline_sql import Source
from crm_desktop.acts import add_record, set_fields
from crm_desktop.contacts.actions import edit_contact
from crm_desktop.contacts.known_facts import add_fact
from crm_desktop.contacts.paths import connection_between
from crm_desktop.contacts.promises import add_promise
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.contacts.relations import add_relationship
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.products.purchases import add_purchase
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait
from ui.contacts.lines import Line
from ui.contacts.part_dialog import PartDialog
from ui.contacts.path_dialog import PathDialog
from ui.contacts.record_page import ContactPage
from ui.contacts.relation_dialog import RelationDialog
from ui.contacts.section import Section
from ui.files.given import given_paths
from ui.kit.desk import Desk, Place, Saying
from ui.kit.fields.fact_row import FactRow
from ui.kit.menus import MenuAct
from ui.kit.own_form import OwnForm
from ui.kit.removing import RemovalDialog


def stored(workspace: Workspace, contact: bytes) -> ContactRecord:
    with workspace.reader() as reader:
        found = contact_record(reader, contact, workspace.place)
    assert found is not None
    return found


def lines(part: QWidget) -> list[str]:
    return [line.accessibleName() for line in part.findChildren(Line) if not line.isHidden()]


def run(acts: tuple[MenuAct, ...] | list[MenuAct], label: str) -> None:
    next(act for act in acts if act.label == label).run()


def asked(part: Section, values: dict[str, str]) -> PartDialog:
    """Type `values` into the form that `part` opened, and save it."""
    (dialog,) = [each for each in part.findChildren(PartDialog) if each.isVisible()]
    for name, text in values.items():
        dialog.form.inputs[name].set_typed(text)
    dialog.accept()
    return dialog


def opened(page: ContactPage, contact: bytes, wait: Wait) -> None:
    page.arrive(Place("contact", contact))
    wait()


def test_a_person_is_given_a_second_job_which_becomes_the_main_one(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    opened(acme, world.dana, wait)
    jobs = acme.parts.jobs
    assert lines(jobs) == ["Acme Corporation, IT purchasing manager"]
    jobs._ask_new()
    (dialog,) = jobs.findChildren(PartDialog)
    dialog.form.inputs["company"].set_typed("Zoomit")
    wait()
    asked(jobs, {"job_title": "Adviser", "from_day": "2024-01-01"})
    wait()
    assert lines(jobs) == ["Acme Corporation, IT purchasing manager, Main", "Zoomit, Adviser, since 2024"]
    record = stored(workspace, world.dana)
    run(list(jobs.acts(record, record.jobs[1])), "Make main job")
    wait()
    assert lines(jobs)[0] == "Zoomit, Adviser, since 2024, Main"
    record = stored(workspace, world.dana)
    run(list(jobs.acts(record, record.jobs[1])), "End today")
    wait()
    assert lines(jobs)[1] == "Acme Corporation, IT purchasing manager, until 2026"


def test_who_left_the_company_is_shown_among_the_former_people(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    people = acme.parts.people
    record = stored(workspace, world.acme)
    run(list(people.acts(record, record.people[1])), "Left the company today")
    wait()
    assert lines(people) == ["Aaron Feld, Finance director"]
    assert lines(acme.parts.former) == ["Dana Whitfield, IT purchasing manager, until 2026"]


def test_a_relationship_of_an_own_kind_is_added_and_changed(
    acme: ContactPage, world: World, workspace: Workspace, said: list[Saying], wait: Wait
) -> None:
    opened(acme, world.dana, wait)
    relations = acme.parts.relations
    relations.ask_new()
    wait()
    (dialog,) = relations.findChildren(RelationDialog)
    dialog._ask_kind()
    (kind,) = dialog.findChildren(PartDialog)
    kind.form.inputs["outward"].set_typed("Trains")
    kind.form.inputs["inward"].set_typed("Trained by")
    kind.accept()
    wait()
    assert dialog.kind.typed() == "Trains"
    dialog.form.inputs["to_contact"].set_typed("Aaron Feld")
    wait()
    dialog.accept()
    wait()
    assert lines(relations) == ["Aaron Feld, Trains"]
    assert said[-1].text == "Relationship added"
    opened(acme, world.aaron, wait)
    assert lines(relations) == ["Dana Whitfield, Trained by"]
    (relation,) = stored(workspace, world.aaron).relations
    relations._with_kinds(relation)
    wait()
    (dialog,) = [each for each in relations.findChildren(RelationDialog) if each.isVisible()]
    assert dialog.kind.typed() == "Trained by"
    dialog.form.inputs["note"].set_typed("Every spring")
    dialog.accept()
    wait()
    (relation,) = stored(workspace, world.aaron).relations
    assert (relation.note, relation.outward) == ("Every spring", False)
    run(list(relations.acts(relation)), "End today")
    wait()
    assert lines(relations) == ["Dana Whitfield, Trained by, until 2026"]


def test_the_way_to_somebody_is_shown_step_by_step(
    acme: ContactPage, world: World, workspace: Workspace, visited: list[Place], wait: Wait
) -> None:
    add_relationship(workspace.journal, {"from_contact": world.aaron, "to_contact": world.priya, "kind": "spouse of"})
    opened(acme, world.acme, wait)
    acme.parts.relations.ask_path()
    (dialog,) = acme.parts.relations.findChildren(PathDialog)
    dialog.look_for(world.priya)
    wait()
    assert lines(dialog) == ["Acme Corporation", "Employs as Finance director, Aaron Feld", "Spouse of, Priya Raman"]
    dialog.findChildren(Line)[2].click()
    assert visited[-1] == Place("contact", world.priya)
    with workspace.reader() as reader:
        assert len(connection_between(reader, world.acme, world.priya).ties) == 2


def test_enter_in_a_field_saves_a_part_and_looks_for_a_way(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    opened(acme, world.dana, wait)
    acme.parts.promises.ask_new()
    (part,) = acme.parts.promises.findChildren(PartDialog)
    assert part.focusWidget() is not None
    part.form.inputs["text"].set_typed("Send the report")
    QTest.keyClick(part.form.inputs["text"].editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait()
    assert [each.text for each in stored(workspace, world.dana).promises] == ["Send the report"]
    acme.parts.relations.ask_path()
    (way,) = acme.parts.relations.findChildren(PathDialog)
    way._other.set_typed("Acme Corporation")
    wait()
    QTest.keyClick(way._other.editor, Qt.Key.Key_Return)
    wait()
    assert lines(way)[0] == "Dana Whitfield"


def test_a_tree_shows_its_figures_and_refuses_a_circle(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    tree = acme.parts.tree
    edit_contact(workspace.journal, world.zoomit, {"parent": world.acme})
    wait()
    assert lines(tree) == ["Zoomit, $0 open, $0 won"]
    opened(acme, world.zoomit, wait)
    assert lines(tree) == ["Acme Corporation, Parent company"]
    tree._ask()
    (dialog,) = tree.findChildren(PartDialog)
    dialog.form.inputs["company"].set_typed("Acme Corporation")
    wait()
    dialog.accept()
    wait()
    assert "belongs to this company already" in dialog.form.inputs["company"]._error.text()
    dialog.reject()
    (branch,) = stored(workspace, world.acme).subsidiaries
    run(list(tree.acts(branch)), "Take out of the tree")
    wait()
    assert lines(tree) == []


def test_a_supplier_shows_what_it_supplies(
    acme: ContactPage, world: World, workspace: Workspace, visited: list[Place], wait: Wait
) -> None:
    supplies = acme.parts.supplies
    assert not supplies.isVisible()
    product = add_record(workspace.journal, "products", {"name": "GTX Basic", "cost": "40"})
    set_fields(workspace.journal, world.acme, {"roles": "customer, supplier"})
    set_fields(workspace.journal, product, {"supplier": world.acme.hex()})
    wait()
    assert supplies.isVisible()
    assert lines(supplies) == ["GTX Basic, $40"]
    supplies.findChildren(Line)[0].click()
    assert visited[-1] == Place("products", product)


def test_a_new_purchase_asks_the_own_fields_of_purchases(
    acme: ContactPage, screen: Desk, workspace: Workspace, wait: Wait
) -> None:
    screen.act(add_own_field, NewField("purchases", "Rack", "text"))
    wait()
    purchases = acme.parts.purchases
    purchases.ask_new()
    (dialog,) = purchases.findChildren(PartDialog)
    (own,) = dialog.findChildren(OwnForm)
    own.inputs["rack"].set_typed("R 12")
    asked(purchases, {"description": "Label printer", "quantity": "2"})
    wait()
    with workspace.reader() as reader:
        assert reader.execute("SELECT custom LIKE '%R 12%' FROM purchase").fetchall() == [(1,)]


def test_a_purchase_is_added_serviced_and_deleted(
    acme: ContactPage, world: World, workspace: Workspace, said: list[Saying], wait: Wait
) -> None:
    purchases = acme.parts.purchases
    purchases.ask_new()
    asked(purchases, {"description": "Label printer", "quantity": "2", "next_service_on": "2026-05-01"})
    wait()
    assert lines(purchases) == ["Label printer, × 2, Service 13 days late"]
    assert purchases._aside.text() == "1 service late"
    (line,) = stored(workspace, world.acme).purchases
    run(list(purchases.acts(line)), "Service done…")
    asked(purchases, {})
    wait()
    (line,) = stored(workspace, world.acme).purchases
    assert line.next_service_on == date(2027, 5, 14)
    run(list(purchases.acts(line)), "Delete")
    wait()
    assert lines(purchases) == []
    assert said[-1] == Saying("Purchase deleted", undo=True)


def test_a_purchase_is_changed_from_the_timeline(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    add_purchase(workspace.journal, {"customer": world.acme, "description": "Label printer"})
    wait()
    (entry,) = [each for each in acme.timeline._model.entries if each.source is Source.PURCHASE]
    acme.timeline._open(entry)
    wait()
    asked(acme.parts.purchases, {"serial": "C-5"})
    wait()
    assert [line.serial for line in stored(workspace, world.acme).purchases] == ["C-5"]
    acme.timeline._remove(entry)
    wait()
    assert lines(acme.parts.purchases) == []


def test_what_is_known_goes_grey_with_age_and_is_confirmed(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    known = acme.parts.known
    add_fact(
        workspace.journal,
        {"contact": world.acme, "text": "Counts stock in June", "source": "Visit", "learned_on": "2024-02-01"},
    )
    wait()
    assert lines(known) == ["Counts stock in June, Visit, 1 Feb 2024: still true?"]
    (fact,) = stored(workspace, world.acme).facts
    run(list(known.acts(fact)), "Still true today")
    wait()
    assert lines(known) == ["Counts stock in June, Visit, Today"]
    known.ask_new()
    asked(known, {"text": "Pays within ten days", "source": "Aaron"})
    wait()
    assert lines(known)[0] == "Pays within ten days, Aaron, Today"


def test_one_thing_that_is_not_known_is_offered_to_be_filled_in(acme: ContactPage, wait: Wait) -> None:
    known = acme.parts.known
    known.missing_wanted.emit("employees")
    row = acme.parts.facts._rows["employees"]
    assert isinstance(row, FactRow)
    assert row.editing


def test_a_promise_is_noted_kept_and_reopened(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    promises = acme.parts.promises
    add_promise(workspace.journal, {"text": "Send the catalogue", "person": world.dana, "due_day": "2026-05-12"})
    wait()
    assert lines(promises) == ["Send the catalogue, 2 days late, to Dana Whitfield"]
    assert promises._aside.text() == "1 overdue"
    (promise,) = stored(workspace, world.acme).promises
    run(list(promises.acts(promise)), "Kept")
    wait()
    assert lines(promises) == ["Send the catalogue, Kept 14 May, to Dana Whitfield"]
    promises.ask_new()
    asked(promises, {"text": "A visit in June", "due_day": "2026-06-01"})
    wait()
    assert lines(promises)[0] == "A visit in June, Due 1 Jun"


def test_consent_is_noted_and_withdrawn_channel_by_channel(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    consent = acme.parts.consent
    assert lines(consent) == ["Email: Not asked", "Phone: Not asked", "Letter: Not asked"]
    run(list(consent.acts("phone")), "Note consent…")
    asked(consent, {"purpose": "Offers", "source": "Customer contract"})
    wait()
    assert lines(consent)[1] == "Phone: Yes, Customer contract, 14 May 2026"
    run(list(consent.acts("phone")), "Note withdrawal…")
    asked(consent, {"source": "Said on the phone"})
    wait()
    assert lines(consent)[1] == "Phone: No, withdrawn 14 May 2026"
    edit_contact(workspace.journal, world.acme, {"do_not_contact": 1})
    wait()
    assert lines(consent)[0] == "Email: No, not to be contacted"


def test_a_part_that_another_window_changed_is_not_overwritten_unseen(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    made = add_purchase(workspace.journal, {"customer": world.acme, "description": "Label printer"})
    wait()
    (line,) = stored(workspace, world.acme).purchases
    acme.parts.purchases.ask_changed(line)
    set_fields(workspace.journal, made, {"serial": "A-17"})
    wait()
    dialog = asked(acme.parts.purchases, {"serial": "B-99"})
    wait()
    assert "“A-17” was written here meanwhile" in dialog.form.inputs["serial"]._error.text()
    dialog.accept()
    wait()
    assert [each.serial for each in stored(workspace, world.acme).purchases] == ["B-99"]


def test_nothing_can_be_changed_of_a_contact_in_the_bin(acme: ContactPage, wait: Wait) -> None:
    acme.remove()
    wait()
    acme.findChildren(RemovalDialog)[-1].accept()
    wait()
    changing = [each for each in acme.parts.relations._acts if not each.isHidden()]
    assert changing == []
    assert {action.name for action in acme.commands() if not action.why_not} >= {"path", "graph"}


def test_the_menu_of_a_line_opens_by_its_dots_and_the_rest_opens_the_line(
    acme: ContactPage, visited: list[Place], wait: Wait
) -> None:
    line = acme.parts.people.findChildren(Line)[0]
    wanted: list[object] = []
    line.menu_wanted.disconnect()
    line.menu_wanted.connect(wanted.append)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line._dots().center())
    assert (len(wanted), visited) == (1, [])
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    assert (len(wanted), len(visited)) == (1, 1)


def test_the_first_file_of_a_contact_is_listed_at_once(acme: ContactPage, wait: Wait, tmp_path: Path) -> None:
    plan = tmp_path / "Plan.txt"
    plan.write_text("Two readers", encoding="utf-8")
    files = acme.parts.files
    assert not files.list.isVisible()
    files.list.add(given_paths([str(plan)]))
    wait()
    assert [line.row.name for line in files.list.lines] == ["Plan.txt"]
    assert files.list.isVisible()
