"""The owner sees how the office server stands, who shares with which computers, and upgrades it from the app."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.sync.server.members import Wanted, add_member
from crm_desktop.sync.status import set_paused
from tests.conftest import MovedClock
from tests.sync.conftest import cluster, empty_database, firm, office
from tests.sync.laptops import Firm, Laptop
from tests.sync.server.test_upgrade import old_firm, old_office
from ui.kit.buttons import Button
from ui.kit.desk import Desk
from ui.kit.dress import dress
from ui.kit.labels import Text
from ui.kit.lockable_core import LockableCore
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, Theme
from ui.settings import sharing_section
from ui.settings.login_dialog import LoginDialog
from ui.settings.rights_dialog import RightsDialog
from ui.settings.row import SettingRow
from ui.settings.sharing_section import SharingSection

__all__ = ("cluster", "empty_database", "firm", "office", "old_firm", "old_office")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """Workers that end with the test."""
    made = Tasks(qapp)
    yield made
    made.close()


def section_of(laptop: Laptop, tasks: Tasks, qapp: QApplication, qtbot: QtBot) -> SharingSection:
    theme = Theme(Mode.LIGHT)
    dress(qapp, theme)
    workspace, file = laptop.workspace, LockableCore(laptop.workspace)
    clock = MovedClock(datetime.now(UTC))
    desk = Desk(file, theme, tasks, clock, place=workspace.place, member=workspace.journal.member, file=file)
    section = SharingSection(desk)
    qtbot.addWidget(section)
    section.resize(900, 900)
    section.show()
    section.refresh()
    return section


def words(section: SharingSection) -> str:
    return "\n".join(each.words for each in section.findChildren(SettingRow) if each.isVisible())


def test_an_older_server_is_upgraded_from_the_app(
    old_firm: Firm, tasks: Tasks, qapp: QApplication, qtbot: QtBot
) -> None:
    laptop = old_firm.first()
    laptop.sync()
    section = section_of(laptop, tasks, qapp, qtbot)
    qtbot.waitUntil(lambda: "The server is older than this program" in words(section))
    dialog = section.upgrade()
    dialog.role.setText("anna")
    dialog.password.setText("only for these tests")
    dialog.accept()
    qtbot.waitUntil(lambda: "does not let this role upgrade it" in dialog.wrong.text)
    dialog.role.setText("postgres")
    dialog.password.setText("")
    dialog.accept()
    qtbot.waitUntil(lambda: "older than this program" not in words(section))
    qtbot.waitUntil(lambda: "PostgreSQL" in words(section))
    laptop.sync()


def test_the_owner_sees_members_their_computers_and_the_server(
    firm: Firm, tasks: Tasks, qapp: QApplication, qtbot: QtBot
) -> None:
    laptop = firm.first()
    laptop.sync()
    add_member(laptop.journal, Wanted("Ole Berg", "read_only", "all"))
    add_member(laptop.journal, Wanted("Figures", "reporting"))
    section = section_of(laptop, tasks, qapp, qtbot)
    qtbot.waitUntil(lambda: "Ole Berg" in words(section))
    told = words(section)
    assert "Read only, sees all records, login ole_berg\nNo computer has joined yet" in told
    assert "Owner, sees all records, login anna" in told
    assert "last heard" in told
    assert "figures Reporting tools only, reads all records" in told
    assert "The way there is" in told
    assert section.add.isVisible()


def test_the_owner_changes_what_a_member_may_do_and_sees(
    firm: Firm, tasks: Tasks, qapp: QApplication, qtbot: QtBot
) -> None:
    laptop = firm.first()
    laptop.sync()
    add_member(laptop.journal, Wanted("Ole Berg", "sales", "all"))
    section = section_of(laptop, tasks, qapp, qtbot)
    qtbot.waitUntil(lambda: "Ole Berg" in words(section))
    named = [each for each in section.findChildren(Button) if each.accessibleName() == "Rights of Ole Berg"]
    assert len(named) == 1
    named[0].click()
    (dialog,) = section.findChildren(RightsDialog)
    assert dialog.form.values() == {"rights": "sales", "sees": "all"}
    dialog.form.set_values({"rights": "service", "sees": "me"})
    dialog.accept()
    qtbot.waitUntil(lambda: "Service, sees own records only, login ole_berg" in words(section))


def test_the_owner_gives_a_member_another_password(
    firm: Firm, tasks: Tasks, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = firm.first()
    laptop.sync()
    made = add_member(laptop.journal, Wanted("Ole Berg", "sales", "all"))
    section = section_of(laptop, tasks, qapp, qtbot)
    qtbot.waitUntil(lambda: "Ole Berg" in words(section))
    monkeypatch.setattr(sharing_section, "confirm", lambda *_asked, **_more: True)
    (renew,) = (each for each in section.findChildren(Button) if each.accessibleName() == "New password of Ole Berg")
    renew.click()
    qtbot.waitUntil(lambda: bool(section.findChildren(LoginDialog)))
    (login,) = section.findChildren(LoginDialog)
    told = " ".join(each.text() for each in login.findChildren(Text))
    # the server of these tests is reached on this computer alone
    assert "that computer itself" in told
    assert login.password.text() != made.password
    ole = firm.another("ole_berg", login.password.text())
    assert ole.sync().pulled > 0
    login.accept()


def test_offline_nobody_is_asked_who_shares(firm: Firm, tasks: Tasks, qapp: QApplication, qtbot: QtBot) -> None:
    laptop = firm.first()
    laptop.sync()
    set_paused(laptop.journal, paused=True)
    section = section_of(laptop, tasks, qapp, qtbot)
    qtbot.waitUntil(lambda: "Last sync" in words(section))
    qtbot.waitUntil(lambda: not tasks.busy)
    assert "login anna" not in words(section)


def test_what_waits_of_files_is_said_with_the_reason(
    firm: Firm, tasks: Tasks, qapp: QApplication, qtbot: QtBot
) -> None:
    first = firm.first()
    writer = first.workspace.store.writer
    writer.execute("INSERT INTO upload(hash, size, sent) VALUES (x'01', 5000000000, 2000)")
    section = section_of(first, tasks, qapp, qtbot)
    qtbot.waitUntil(lambda: "1 file waits to be sent: 3.7 GB" in words(section))
    writer.execute("UPDATE upload SET reason = 'The office server has no room.'")
    section.refresh()
    qtbot.waitUntil(lambda: "3.7 GB. The office server has no room." in words(section))
