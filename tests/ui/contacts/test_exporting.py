"""Exporting what a filter leaves."""

import csv
from pathlib import Path

from crm_desktop.contacts.bulk_edit import Chosen
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait
from ui.contacts.exporting import export_to
from ui.contacts.list_page import ContactsPage
from ui.kit.desk import Saying


def test_the_selected_rows_are_exported_with_the_columns_shown(
    people: ContactsPage, world: World, tmp_path: Path, said: list[Saying], wait: Wait
) -> None:
    path = tmp_path / "People.csv"
    state = people._state.with_columns(("name", "email"))
    export_to(people.desk, people, state, Chosen((world.dana,)), 1, path)
    wait()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["name"], row["email"]) for row in rows] == [("Dana Whitfield", "dana.whitfield@acme.example")]
    assert said[-1].text == "1 record written to People.csv"
