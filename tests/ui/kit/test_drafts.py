"""Drafts: in the file a moment after typing stops, and not one turn of the keyboard later."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.drafts import Draft, kept_drafts
from crm_desktop.privacy.erasing import erase_rows
from crm_desktop.schema.forms import Stored
from crm_desktop.workspace import Workspace
from ui.kit.desk import Desk
from ui.kit.drafts import begun_with, place_of, values_begun_with


@pytest.fixture
def stored(workspace: Workspace) -> Callable[[], dict[str, Draft]]:
    """Return what the file holds now."""

    def read() -> dict[str, Draft]:
        with workspace.reader() as reader:
            return kept_drafts(reader)

    return read


def test_what_is_typed_is_in_the_file_a_moment_later(
    screen: Desk, stored: Callable[[], dict[str, Draft]], qtbot: QtBot
) -> None:
    for text in ("H", "Ha", "Hal", "Half"):
        screen.drafts.keep("quick.", {"text": text}, "Quick entry")
    qtbot.waitUntil(lambda: stored() == {"quick.": Draft({"text": "Half"}, "Quick entry")})
    screen.drafts.drop("quick.")
    qtbot.waitUntil(lambda: stored() == {})


def test_who_shows_the_same_place_hears_of_it(screen: Desk) -> None:
    heard: list[str] = []
    screen.drafts.changed.connect(heard.append)
    screen.drafts.keep("quick.", {"text": "Half"})
    screen.drafts.keep("quick.", {"text": "Half"})
    screen.drafts.keep("goal", {})
    assert heard == ["quick."]


def test_another_desk_goes_on_with_what_is_typed(
    screen: Desk, workspace: Workspace, stored: Callable[[], dict[str, Draft]], qtbot: QtBot
) -> None:
    screen.drafts.keep("quick.", {"text": "Half"})
    other = Desk(workspace, screen.theme, screen.tasks, screen.now, place=workspace.place)
    other.drafts.take_over(screen.drafts)
    assert other.drafts.typed("quick.") == {"text": "Half"}
    qtbot.waitUntil(lambda: "quick." in stored())


def test_a_place_tells_what_its_form_began_with() -> None:
    values: dict[str, Stored] = {"company": b"\x01" * 16, "due_day": "2026-05-14", "amount": 12}
    assert values_begun_with(begun_with(values)) == values
    assert b"\x01".hex() * 16 in place_of("new", "deal", begun_with(values))


def test_what_names_a_person_who_is_erased_is_forgotten_in_memory_too(
    screen: Desk, workspace: Workspace, stored: Callable[[], dict[str, Draft]], qtbot: QtBot
) -> None:
    dana = add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    screen.drafts.keep("quick.", {"text": "called Dana Whitfield"})
    screen.drafts.keep("goal", {"amount": "1"})
    qtbot.waitUntil(lambda: len(stored()) == 2)
    erase_rows(workspace, dana, "asked us to")
    qtbot.waitUntil(lambda: list(screen.drafts.all) == ["goal"])


def test_what_cannot_be_written_is_told_until_it_is(
    screen: Desk, workspace: Workspace, stored: Callable[[], dict[str, Draft]], qtbot: QtBot
) -> None:
    writer, workspace.store._writer = workspace.store._writer, None
    screen.drafts.keep("quick.", {"text": "Half"}, "Quick entry")
    qtbot.waitUntil(lambda: screen.drafts.unkept == ["Quick entry"])
    workspace.store._writer = writer
    screen.drafts.keep("goal", {"amount": "1"}, "Set a goal")
    qtbot.waitUntil(lambda: len(stored()) == 2)
    qtbot.waitUntil(lambda: screen.drafts.unkept == [])
