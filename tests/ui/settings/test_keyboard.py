"""Single keys: changed one by one, none of them twice, shown where they act."""

from collections.abc import Callable

import pytest

from crm_desktop.errors import CrmError
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.settings import KEYS, SETTINGS
from crm_desktop.store.workspace_settings import setting_value, single_keys
from crm_desktop.workspace import Workspace
from tests.ui.settings.conftest import Show
from ui.kit.desk import Place
from ui.settings.settings_page import SettingsPage
from ui.shell.window import Window

Quiet = Callable[[], None]


def key(workspace: Workspace, name: str) -> str:
    with workspace.reader() as reader:
        return setting_value(reader, name)


@pytest.fixture
def page(show: Show) -> SettingsPage:
    return show("keyboard")


def test_each_single_key_has_a_row_and_a_key_of_its_own(page: SettingsPage) -> None:
    declared = [each for each in SETTINGS if each.section == KEYS]
    assert len({each.default for each in declared}) == len(declared)
    assert all(each.label in page.section("keyboard").words for each in declared)


def test_a_changed_key_acts_and_the_old_one_does_not(page: SettingsPage, window: Window, quiet: Quiet) -> None:
    assert window.deck is not None
    page.desk.act(save_setting, "key.new", "B", then=lambda _none: page.desk.settings_changed.emit("key.new"))
    quiet()
    made = {each.objectName(): each for each in window.actions()}
    assert [each.toString() for each in made["new"].shortcuts()] == ["B"]
    assert window.theme.key("N") == "B"
    assert next(each for each in window.deck.every_action() if each.name == "new").keys == "B"


def test_no_key_is_a_choice(page: SettingsPage, window: Window, workspace: Workspace, quiet: Quiet) -> None:
    page.desk.act(save_setting, "key.new", "", then=lambda _none: page.desk.settings_changed.emit("key.new"))
    quiet()
    made = {each.objectName(): each for each in window.actions()}
    assert made["new"].shortcuts() == []
    with workspace.reader() as reader:
        assert single_keys(reader) == {"N": ""}


def test_a_key_that_another_act_has_is_refused_with_its_name(workspace: Workspace) -> None:
    with pytest.raises(CrmError, match="“L” is the key of “Log”"):
        save_setting(workspace.journal, "key.new", "L")
    assert key(workspace, "key.new") == "N"
    save_setting(workspace.journal, "key.log", "G")
    save_setting(workspace.journal, "key.new", "L")
    assert key(workspace, "key.new") == "L"


def test_keys_of_a_page_follow_too(page: SettingsPage, window: Window, quiet: Quiet) -> None:
    page.desk.act(save_setting, "key.find", "F", then=lambda _none: page.desk.settings_changed.emit("key.find"))
    quiet()
    assert window.workplace is not None
    window.go(Place("settings", None, {"section": "look"}))
    quiet()
    made = {each.objectName(): each for each in window.actions()}
    assert [each.toString() for each in made["find_setting"].shortcuts()] == ["F"]
