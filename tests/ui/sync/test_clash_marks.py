"""A field that clashes bears a mark on its record's page until it is decided."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.sync.conflicts import clashed_records
from crm_desktop.sync.deciding import resolve
from crm_desktop.workspace import Workspace
from tests.ui.sync.clashing import clashing_person
from ui.contacts.record_page import ContactPage
from ui.kit.buttons import IconButton
from ui.kit.desk import Desk, Place


def marks(page: ContactPage) -> list[IconButton]:
    found = page.findChildren(IconButton)
    return [each for each in found if "changed on two computers" in each.accessibleName() and each.isVisible()]


def test_the_mark_leads_to_the_decision_and_goes_with_it(screen: Desk, workspace: Workspace, qtbot: QtBot) -> None:
    dana = clashing_person(workspace)
    page = ContactPage(screen)
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.show()
    page.arrive(Place("contact", dana))
    qtbot.waitUntil(lambda: len(marks(page)) == 1)
    places: list[Place] = []
    screen.place_wanted.connect(places.append)
    QTest.mouseClick(marks(page)[0], Qt.MouseButton.LeftButton)
    assert places == [Place("conflicts", dana)]
    with workspace.reader() as reader:
        cids = [clash.cid for record in clashed_records(reader) for clash in record.clashes]
    screen.act(resolve, dict.fromkeys(cids, "theirs"))
    qtbot.waitUntil(lambda: not marks(page))
