"""Exporting what a filter leaves."""

import csv
from pathlib import Path

import pypdfium2
from PySide6.QtWidgets import QFileDialog

from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.store.chosen import Chosen
from tests.conftest import PASSPHRASE, MovedClock
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait
from ui.contacts.list_page import ContactsPage
from ui.kit.asked_again import AskAgainDialog
from ui.kit.desk import Saying
from ui.kit.lists.exporting import Export, ask_and_export, export_to


def test_the_selected_rows_are_exported_with_the_columns_shown(
    people: ContactsPage, world: World, tmp_path: Path, said: list[Saying], wait: Wait
) -> None:
    path = tmp_path / "People.csv"
    state = people.head.state.with_columns(("name", "email"))
    export_to(people.desk, people, Export(state, Chosen((world.dana,)), 1), path)
    wait()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["name"], row["email"]) for row in rows] == [("Dana Whitfield", "dana.whitfield@acme.example")]
    assert said[-1].text == "1 record written to People.csv"


def test_a_gathered_list_is_written_with_its_columns_alone_group_after_group(
    people: ContactsPage, world: World, tmp_path: Path, said: list[Saying], wait: Wait
) -> None:
    state = people.head.state.with_columns(("name",)).with_sorting(("-name",)).with_grouping("company")
    state = state.with_conditions(conditions_from_text("name not contains priya", state.kind, people.desk.place))
    export_to(people.desk, people, Export(state, Chosen(), 2), tmp_path / "People.csv")
    wait()
    with (tmp_path / "People.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["Dana Whitfield", "Aaron Feld"]
    assert list(rows[0]) == ["id", "kind", "name", "currency"]
    assert said[-1].text == "2 records written to People.csv · Filter: Name does not contain priya"


def test_the_list_is_printed_as_pdf_under_the_name_of_its_view(
    people: ContactsPage, tmp_path: Path, said: list[Saying], wait: Wait
) -> None:
    path = tmp_path / "People.pdf"
    export_to(people.desk, people, Export(people.head.state, Chosen(), 3), path)
    wait()
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    for words in ("People", "3 people", "Dana Whitfield", "IT purchasing manager"):
        assert words in text
    assert said[-1].text == "3 records written to People.pdf"


def test_before_anything_is_written_the_count_and_the_filter_are_told(people: ContactsPage, wait: Wait) -> None:
    people.desk.file.confirmed_at = people.desk.now()
    wanted = conditions_from_text("name not contains priya", people.head.state.kind, people.desk.place)
    state = people.head.state.with_conditions(wanted)
    ask_and_export(people.desk, people, Export(state, Chosen(), 2))
    wait()
    dialog = people.findChildren(QFileDialog)[-1]
    assert dialog.windowTitle() == "Export People · 2 people · Filter: Name does not contain priya"
    dialog.reject()
    wait()


def test_personal_data_are_exported_once_the_passphrase_is_typed_again(
    people: ContactsPage, clock: MovedClock, wait: Wait
) -> None:
    people.files.export()
    wait()
    assert people.findChild(QFileDialog) is None
    (asking,) = people.findChildren(AskAgainDialog)
    asking.passphrase.setText(PASSPHRASE)
    asking.accept()
    wait()
    (place,) = people.findChildren(QFileDialog)
    place.reject()
    wait()
    clock.move(minutes=6)
    people.files.export()
    wait()
    assert people.findChild(QFileDialog) is None
    (asking,) = people.findChildren(AskAgainDialog)
    asking.reject()
    wait()


def test_print_asks_for_a_pdf_and_export_offers_every_form(people: ContactsPage, wait: Wait) -> None:
    people.desk.file.confirmed_at = people.desk.now()
    people.files.print_out()
    wait()
    dialog = people.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.nameFilters() == ["PDF (*.pdf)"]
    assert dialog.defaultSuffix() == "pdf"
    dialog.reject()
    wait()
    people.files.export()
    wait()
    dialog = people.findChildren(QFileDialog)[-1]
    assert len(dialog.nameFilters()) == 6
    assert dialog.selectedFiles()[0].endswith(f"People {people.desk.today().isoformat()}.csv")
    dialog.reject()
    wait()


def test_cards_are_written_in_the_version_that_was_chosen(people: ContactsPage, tmp_path: Path, wait: Wait) -> None:
    people.desk.file.confirmed_at = people.desk.now()
    for name_filter, version in (("Cards, version 4.0 (*.vcf)", "4.0"), ("Cards (*.vcf)", "3.0")):
        people.files.export()
        wait()
        dialog = people.findChildren(QFileDialog)[-1]
        dialog.selectNameFilter(name_filter)
        dialog.fileSelected.emit(str(tmp_path / "People.vcf"))
        wait()
        assert f"VERSION:{version}" in (tmp_path / "People.vcf").read_text(encoding="utf-8")
        dialog.reject()
        wait()
