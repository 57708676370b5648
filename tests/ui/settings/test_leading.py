"""Who does not lead sees what is the whole workspace's, greyed, and is told who changes it."""

import json
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from crm_desktop.sync.greeting import note_version
from crm_desktop.sync.server.versions import DESCRIBED, VERSION, Age, ServerVersion, age_words
from crm_desktop.workspace import Workspace
from tests.ui.settings.conftest import Show
from tests.ui.settings.test_settings import control
from ui.kit.desk import SHARING
from ui.settings.section import Section

REASON = "An owner or a manager changes this for everybody. Owner: Anna Snelling."


def served(workspace: Workspace, rights: str, version: int = VERSION) -> None:
    """Let it look as if an office server of such a `version` had said that this member has such `rights`."""
    with workspace.journal.bookkeeping() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO server(one, workspace, dsn, role, password, bound_at) "
            "VALUES (1, 'W', ?, 'ole', '', 1)",
            (json.dumps({"host": "127.0.0.1", "port": 1, "dbname": "none"}),),
        )
        connection.execute("INSERT OR IGNORE INTO sync(one) VALUES (1)")
        connection.execute("UPDATE sync SET rights = ?, paused = 1", (rights,))
        note_version(connection, ServerVersion(version, DESCRIBED))
        connection.execute("UPDATE member SET name = 'Anna Snelling', sort_name = 'anna snelling'")


def told(section: Section) -> str:
    return section.locked.accessibleName() if section.locked.isVisible() else ""


@pytest.mark.parametrize("rights", ["sales", "manager"])
def test_what_is_everybody_s_is_greyed_with_the_reason(
    show: Show, workspace: Workspace, quiet: Callable[[], None], rights: str
) -> None:
    leads = rights == "manager"
    served(workspace, rights)
    page = show("workspace")
    quiet()
    currency: QWidget = control(page, "Currency")
    assert currency.isEnabled() is leads
    assert currency.toolTip() == ("" if leads else REASON)
    assert told(page.section("workspace")) == ("" if leads else REASON)
    for name in ("members", "stages", "goals", "fields", "tickets", "reports"):
        section = show(name).section(name)
        quiet()
        assert told(section) == ("" if leads else REASON), name


def test_one_s_own_stays_one_s_own(show: Show, workspace: Workspace, quiet: Callable[[], None]) -> None:
    served(workspace, "sales")
    page = show("activities")
    quiet()
    assert control(page, "Remind before").isEnabled()
    assert not control(page, "Keep in touch with A").isEnabled()
    section = show("look").section("look")
    quiet()
    assert control(page, "Theme").isEnabled()
    assert told(section) == ""


def test_rights_that_were_given_are_there_after_the_exchange(
    show: Show, workspace: Workspace, quiet: Callable[[], None]
) -> None:
    served(workspace, "sales")
    page = show("workspace")
    quiet()
    served(workspace, "manager")
    page.desk.renewed.emit(SHARING)
    quiet()
    assert control(page, "Currency").isEnabled()
    assert told(page.section("workspace")) == ""


@pytest.mark.parametrize(
    ("rights", "version", "reason"),
    [
        ("owner", 1, ""),
        ("sales", VERSION, ""),
        ("read_only", VERSION, REASON),
        ("sales", 10, f"{REASON} {age_words(Age.OLDER)}"),
    ],
)
def test_what_one_says_of_oneself_is_one_s_own_where_the_server_takes_it(
    show: Show, workspace: Workspace, quiet: Callable[[], None], rights: str, version: int, reason: str
) -> None:
    served(workspace, rights, version)
    page = show("profile")
    quiet()
    assert told(page.section("profile")) == reason
    for label in ("Name", "Job title", "Email", "Phone"):
        assert control(page, label).isEnabled() is not bool(reason), label
