"""From the settings an empty PostgreSQL becomes the office server of two laptops."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.store.content_hash import content_hash
from crm_desktop.store.sites import take_new_site
from crm_desktop.sync.exchange import sync_once
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.sync.cluster import Cluster
from tests.sync.conftest import empty_database
from ui.kit.desk import Desk
from ui.kit.dress import dress
from ui.kit.lockable_core import LockableCore
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, Theme
from ui.settings.join_dialog import JoinDialog
from ui.settings.login_dialog import LoginDialog
from ui.settings.row import SettingRow
from ui.settings.server_dialog import ServerDialog
from ui.settings.sharing_section import SharingSection

__all__ = ("empty_database",)
NewLaptop = Callable[[str], SharingSection]


@pytest.fixture
def laptop(qapp: QApplication, qtbot: QtBot, empty_workspace: Path, tmp_path: Path) -> Iterator[NewLaptop]:
    """Open the section of the settings on a new laptop with a workspace of its own."""
    theme = Theme(Mode.LIGHT)
    dress(qapp, theme)
    with ExitStack() as opened:

        def made(name: str) -> SharingSection:
            folder = tmp_path / name / empty_workspace.name
            shutil.copytree(empty_workspace, folder)
            clock, tasks = MovedClock(datetime.now(UTC)), Tasks(qapp)
            workspace = open_workspace(folder, PASSPHRASE, clock=clock)
            opened.callback(workspace.close)
            opened.callback(tasks.close)
            take_new_site(workspace.store.writer)
            member, file = workspace.journal.member, LockableCore(workspace)
            desk = Desk(file, theme, tasks, clock, place=workspace.place, member=member, file=file)
            section = SharingSection(desk)
            qtbot.addWidget(section)
            section.resize(900, 900)
            section.show()
            section.refresh()
            return section

        yield made


def words(section: SharingSection) -> str:
    return " ".join(each.words for each in section.findChildren(SettingRow) if each.isVisible())


def set_up(section: SharingSection, cluster: Cluster, database: str, qtbot: QtBot) -> LoginDialog:
    dialog = section.set_up()
    dialog.lines["host"].setText(str(cluster.folder))
    dialog.lines["port"].setText(str(cluster.port))
    dialog.lines["database"].setText(database)
    dialog.lines["user"].setText("postgres")
    dialog.accept()
    qtbot.waitUntil(lambda: bool(section.findChildren(LoginDialog)))
    return section.findChildren(LoginDialog)[0]


def fingerprint(section: SharingSection) -> str:
    with section.desk.file.workspace.reader() as reader:
        return content_hash(reader).all


def test_two_laptops_share_after_a_few_buttons(
    laptop: NewLaptop, cluster: Cluster, empty_database: str, qtbot: QtBot, tmp_path: Path
) -> None:
    anna = laptop("anna")
    qtbot.waitUntil(lambda: "Join a shared workspace" in words(anna))
    add_contact(anna.desk.file.workspace.journal, "person", {"name": "Dana Whitfield"})
    login = set_up(anna, cluster, empty_database, qtbot)
    assert len(login.password.text()) > 20
    login.accept()
    qtbot.waitUntil(lambda: "Owner, sees all records" in words(anna))

    adding = anna.add_member()
    adding.form.inputs["name"].set_typed("Ole Berg")
    adding.accept()
    qtbot.waitUntil(lambda: any("Ole" in each.windowTitle() for each in anna.findChildren(LoginDialog)))
    login = next(each for each in anna.findChildren(LoginDialog) if "Ole" in each.windowTitle())
    invite, password = tmp_path / "ole.crminvite", login.password.text()
    login.save_invite(invite)
    assert password not in invite.read_text("utf-8")
    login.accept()
    qtbot.waitUntil(lambda: "Ole Berg" in words(anna))
    sync_once(anna.desk.file.workspace)

    ole = laptop("ole")
    dialog = ole.join_with(invite)
    assert dialog is not None
    dialog.password.setText("wrong")
    dialog.accept()
    qtbot.waitUntil(lambda: "password" in dialog.wrong.text)
    dialog.password.setText(password)
    dialog.accept()
    qtbot.waitUntil(lambda: "Last sync" in words(ole))
    assert fingerprint(ole) == fingerprint(anna)


def test_a_database_in_use_is_refused_beside_the_button(laptop: NewLaptop, cluster: Cluster, qtbot: QtBot) -> None:
    anna = laptop("anna")
    dialog: ServerDialog = anna.set_up()
    dialog.lines["host"].setText(str(cluster.folder))
    dialog.lines["port"].setText(str(cluster.port))
    dialog.lines["database"].setText("office")
    dialog.accept()
    qtbot.waitUntil(lambda: "not empty" in dialog.wrong.text)
    dialog.lines["port"].setText("none")
    dialog.accept()
    assert "number" in dialog.wrong.text
    dialog.reject()


def test_what_is_no_invite_is_said(laptop: NewLaptop, qtbot: QtBot, tmp_path: Path) -> None:
    anna = laptop("anna")
    said: list[str] = []
    anna.desk.said.connect(lambda saying: said.append(saying.text))
    (tmp_path / "photo.crminvite").write_bytes(b"\xff\xd8\xff")
    assert anna.join_with(tmp_path / "photo.crminvite") is None
    assert "no invite" in said[0]


def test_a_workspace_with_records_does_not_join_another(
    laptop: NewLaptop, cluster: Cluster, empty_database: str, qtbot: QtBot, tmp_path: Path
) -> None:
    anna = laptop("anna")
    login = set_up(anna, cluster, empty_database, qtbot)
    invite = tmp_path / "anna.crminvite"
    login.save_invite(invite)
    password = login.password.text()
    login.accept()
    other = laptop("other")
    add_contact(other.desk.file.workspace.journal, "person", {"name": "Kept"})
    before = fingerprint(other)
    dialog: JoinDialog | None = other.join_with(invite)
    assert dialog is not None
    dialog.password.setText(password)
    dialog.accept()
    qtbot.waitUntil(lambda: "records of its own" in dialog.wrong.text)
    dialog.reject()
    assert fingerprint(other) == before
