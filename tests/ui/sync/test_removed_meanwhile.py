"""A record that was removed here while somebody wrote into it is asked about on the page of conflicts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact, remove_contacts
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.store.sites import new_site
from crm_desktop.sync.apply import apply_answers
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.workspace import Workspace
from ui.kit.desk import Desk, Place
from ui.kit.labels import Text
from ui.sync.clash_box import MINE, THEIRS
from ui.sync.conflicts_page import ConflictsPage


@pytest.fixture
def page(screen: Desk, qtbot: QtBot) -> ConflictsPage:
    """The page, not yet arrived at."""
    made = ConflictsPage(screen)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def removed_person(workspace: Workspace) -> bytes:
    """Return a person who was removed here while another laptop changed the nickname."""
    journal = workspace.journal
    record = add_contact(journal, "person", {"name": "Dana Whitfield"})
    remove_contacts(journal, [record])
    made = journal.store.writer.execute("SELECT _hlc, _site FROM contact WHERE id = ?", (record,)).fetchone()
    site, hlc, field = new_site(), made[0] + 1, CONTACT.by_name["nickname"].number
    answer = {
        "steps": [[site, hlc, None, hlc >> 16, "Edit contact", None, 1]],
        "rows": [[CONTACT.number, record.hex(), {str(field): "Dee"}, *made, {str(field): [hlc, site]}]],
        "changes": [[CONTACT.number, record.hex(), hlc, site, field, None, "Dee", list(made)]],
    }
    with journal.receiving() as incoming:
        apply_answers(incoming, [answer], 0)
    return record


@pytest.mark.parametrize(("key", "removed"), [(Qt.Key.Key_1, 1), (Qt.Key.Key_2, 0)])
def test_it_stays_in_the_bin_or_comes_back(
    page: ConflictsPage, qtbot: QtBot, workspace: Workspace, key: Qt.Key, removed: int
) -> None:
    record = removed_person(workspace)
    page.arrive(Place("conflicts"))
    qtbot.waitUntil(lambda: bool(page.panel.boxes))
    clash = page.panel.boxes[0].clash
    assert (clash.mine.value, clash.theirs.value) == ("Deleted", "Not deleted\nNickname: Dee")
    assert list(page.panel.boxes[0].cards) == [MINE, THEIRS]
    QTest.keyClick(page.panel.boxes[0], key)
    page.use_choices()

    def decided() -> bool:
        with workspace.reader() as reader:
            return count_conflicts(reader) == 0

    qtbot.waitUntil(decided)
    with workspace.reader() as reader:
        found = reader.execute(
            "SELECT removed_at IS NOT NULL, nickname FROM contact WHERE id = ?", (record,)
        ).fetchone()
    assert tuple(found) == (removed, "Dee")


def test_it_says_what_happened_and_not_that_a_field_clashed(
    page: ConflictsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    removed_person(workspace)
    page.arrive(Place("conflicts"))
    qtbot.waitUntil(lambda: bool(page.panel.boxes))
    told = [each.text() for each in page.panel.findChildren(Text)]
    assert any(each.startswith("This was deleted on one computer while it was changed on another.") for each in told)
    assert not any("changed on two computers" in each or "Before both changes" in each for each in told)
    assert page.panel.boxes[0].accessibleName() == "Deleted, and changed meanwhile"
