"""What a page does through its desk."""

import shiboken6
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.vault.driver import Connection
from ui.kit.desk import Desk, Place, Saying, touches
from ui.kit.theme import Tone


def people(reader: Connection) -> int:
    """Return how many people there are."""
    return int(reader.execute("SELECT count(*) FROM contact WHERE removed_at IS NULL").fetchone()[0])


def test_an_edit_is_told_to_all_pages_and_can_be_undone(desk: Desk, qtbot: QtBot) -> None:
    said: list[Saying] = []
    desk.said.connect(said.append)
    with qtbot.waitSignal(desk.committed) as committed:
        desk.act(add_contact, "person", {"name": "Dana Whitfield"}, done="Dana Whitfield added")
    assert touches(committed.args[0], "contact")
    assert not touches(committed.args[0], "deal")
    qtbot.waitUntil(lambda: bool(said))
    assert said[0] == Saying("Dana Whitfield added", undo=True)
    with qtbot.waitSignal(desk.committed):
        desk.undo()
    counts: list[int] = []
    desk.read(people, owner=desk, then=counts.append)
    qtbot.waitUntil(lambda: bool(counts))
    assert counts == [0]


def test_nothing_to_undo_is_said(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.said) as said:
        desk.redo()
    assert said.args[0].text == "There is nothing to redo"


def test_pages_hear_of_a_commit_before_the_act_that_made_it_is_done(desk: Desk, qtbot: QtBot) -> None:
    order: list[str] = []
    desk.committed.connect(lambda _commit: order.append("committed"))
    desk.act(add_contact, "person", {"name": "Dana"}, then=lambda _id: order.append("then"))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["committed", "then"]


def test_a_value_that_does_not_fit_goes_back_to_its_input(desk: Desk, qtbot: QtBot) -> None:
    added: list[bytes] = []
    desk.act(add_contact, "person", {"name": "Dana"}, then=added.append)
    qtbot.waitUntil(lambda: bool(added))
    told: list[CrmError] = []
    desk.act(edit_contact, added[0], {"phone": "12"}, on_error=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], InvalidField)
    assert told[0].field == "phone"


def test_an_error_that_no_page_awaits_becomes_a_toast(desk: Desk, qtbot: QtBot) -> None:
    def fail(_reader: Connection) -> None:
        raise CrmError("The file is gone.")

    page = QWidget()
    qtbot.addWidget(page)
    with qtbot.waitSignal(desk.said) as said:
        desk.read(fail, owner=page, then=lambda _result: None)
    assert said.args[0].text == "The file is gone."


def test_going_to_a_place_names_page_and_record(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.place_wanted) as wanted:
        desk.go(Place("contacts", b"1"))
    assert wanted.args == [Place("contacts", b"1")]


def test_a_failed_act_of_a_page_that_is_gone_becomes_a_toast(desk: Desk, qtbot: QtBot) -> None:
    page = QWidget()
    with qtbot.waitSignal(desk.said) as said:
        desk.act(edit_contact, b"0" * 16, {"name": "Dana"}, owner=page, on_error=lambda _error: page.hide())
        shiboken6.delete(page)
    assert said.args[0].tone is Tone.DANGER
