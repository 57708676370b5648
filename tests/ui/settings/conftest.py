"""The whole window at the settings."""

from collections.abc import Callable

import pytest

from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import choices, quiet, window
from ui.kit.desk import Place
from ui.settings.settings_page import SettingsPage
from ui.shell.window import Window

__all__ = ["choices", "quiet", "window"]

Show = Callable[[str], SettingsPage]


@pytest.fixture
def show(window: Window, workspace: Workspace, quiet: Callable[[], None]) -> Show:
    """Show a section of the settings and wait for what it reads."""
    window.show_workspace(workspace)
    quiet()

    def show_section(name: str) -> SettingsPage:
        window.go(Place("settings", None, {"section": name}))
        quiet()
        assert window.workplace is not None
        page = window.workplace.page
        assert isinstance(page, SettingsPage)
        return page

    return show_section
