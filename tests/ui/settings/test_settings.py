from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crm_desktop.settings import SETTINGS
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.sync.copies import notes_folder
from crm_desktop.sync.ledger import local_ledger
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE
from tests.ui.settings.conftest import Show
from tests.ui.shell.conftest import Quiet
from ui.kit.device_choices import DeviceChoices
from ui.kit.labels import Text
from ui.kit.theme import Contrast
from ui.settings.declared import LEAST_BOX, MOST_BOX, BoxControl, LineControl, SettingControl, SwitchControl
from ui.settings.row import SettingRow
from ui.settings.settings_page import SettingsPage
from ui.shell.window import Window

TITLES = ("Report style", "Keyboard")


def control(page: QWidget, label: str) -> SettingControl:
    """Return the control beside `label` in what is shown."""
    rows = [row for row in page.findChildren(SettingRow) if row.label.text() == label and row.isVisible()]
    found = rows[0].findChild(SettingControl)
    assert isinstance(found, SettingControl)
    return found


def choose(page: SettingsPage, label: str, value: str) -> None:
    box = control(page, label)
    assert isinstance(box, BoxControl)
    box.box.setCurrentIndex(box.box.findData(value))
    box.box.activated.emit(box.box.currentIndex())


def stored(workspace: Workspace, name: str) -> str:
    with workspace.reader() as reader:
        return setting_value(reader, name)


def test_every_declared_setting_stands_on_some_section(show: Show) -> None:
    shown: set[str] = set()
    for section in (
        "look",
        "keyboard",
        "workspace",
        "activities",
        "tickets",
        "reports",
        "security",
        "backups",
        "about",
    ):
        page = show(section)
        shown |= {row.label.text() for row in page.section(section).findChildren(SettingRow)}

    # what has no section is chosen on the page that it changes
    assert {each.label for each in SETTINGS if each.section} <= shown


def test_a_theme_takes_effect_at_once_and_is_kept(
    show: Show, window: Window, workspace: Workspace, choices: DeviceChoices, quiet: Quiet
) -> None:
    choose(show("look"), "Theme", "dark")
    quiet()

    assert window.theme.dark
    assert stored(workspace, "theme") == "dark"
    assert choices.look.theme == "dark"


def test_a_text_size_takes_effect_at_once(show: Show, window: Window, workspace: Workspace, quiet: Quiet) -> None:
    choose(show("look"), "Text size", "150")
    quiet()

    assert window.theme.zoom == 1.5
    assert stored(workspace, "zoom") == "150"


def test_a_higher_contrast_takes_effect_at_once_and_stays(
    show: Show, window: Window, workspace: Workspace, quiet: Quiet
) -> None:
    choose(show("look"), "Contrast", "high")
    quiet()
    assert window.theme.colour("hairline") == window.theme.colour("controlBorder")

    window.end_session()
    quiet()
    window.theme.set_contrast(Contrast.NORMAL)
    window.show_workspace(open_workspace(workspace.folder, PASSPHRASE))
    quiet()
    assert window.theme.high_contrast


def test_single_letters_are_switched_off(show: Show, workspace: Workspace, quiet: Quiet) -> None:
    switch = control(show("keyboard"), "Single-letter keys")
    assert isinstance(switch, SwitchControl)
    assert switch.switch.isChecked()
    switch.switch.click()
    quiet()

    assert stored(workspace, "single_keys") == "off"


def test_another_currency_reaches_the_pages(show: Show, window: Window, quiet: Quiet) -> None:
    choose(show("workspace"), "Currency", "EUR")
    quiet()

    assert window.session is not None
    assert window.session.desk.place.currency == "EUR"
    assert window.workplace is not None
    here = window.workplace.trail.here
    assert here is not None
    assert here.arguments["section"] == "workspace"


def test_the_workspace_is_renamed(show: Show, window: Window, quiet: Quiet) -> None:
    line = control(show("workspace"), "Name")
    assert isinstance(line, LineControl)
    line.line.setText("Hartwell Parts")
    line.line.editingFinished.emit()
    quiet()

    assert window.windowTitle() == "Settings – Hartwell Parts – crm_desktop"


def test_a_new_name_of_the_user_stands_in_the_rail(show: Show, window: Window, quiet: Quiet) -> None:
    line = control(show("profile"), "Name")
    assert isinstance(line, LineControl)
    assert line.line.text() == "Anna Snelling"
    line.line.setText("Anna Berg")
    line.line.editingFinished.emit()
    quiet()

    assert window.workplace is not None
    names = [each.text() for each in window.workplace.rail.findChildren(Text)]
    assert "Anna Berg" in names


def test_an_empty_name_is_refused_and_the_old_one_shown_again(show: Show, workspace: Workspace, quiet: Quiet) -> None:
    page = show("profile")
    line = control(page, "Name")
    assert isinstance(line, LineControl)
    line.line.setText("")
    line.line.editingFinished.emit()
    quiet()

    assert line.line.text() == "Anna Snelling"


def test_the_search_finds_the_section_of_a_setting(show: Show) -> None:
    page = show("profile")
    QTest.keyClicks(page.nav.search, "lock after")

    visible = [item.entry.name for item in page.nav.items if item.isVisible()]
    assert visible == ["security"]
    assert page.section("security").isVisible()


def test_settings_of_the_workspace_can_be_undone(
    show: Show, window: Window, workspace: Workspace, quiet: Quiet
) -> None:
    choose(show("workspace"), "Country", "DE")
    quiet()
    assert stored(workspace, "region") == "DE"
    assert window.session is not None
    window.session.desk.undo()
    quiet()

    assert stored(workspace, "region") == "US"


def test_choices_are_there_again_after_opening_anew(
    show: Show, window: Window, workspace: Workspace, quiet: Quiet
) -> None:
    choose(show("look"), "Theme", "dark")
    quiet()
    window.end_session()
    quiet()
    window.theme.set_mode(window.theme.mode.__class__("light"))
    window.show_workspace(open_workspace(workspace.folder, PASSPHRASE))
    quiet()

    assert window.theme.dark


def test_the_scroll_bar_moves_nothing_when_it_comes(show: Show, window: Window, quiet: Quiet) -> None:
    window.resize(1280, 720)
    page = show("reports")
    left = [title_of(page).mapTo(page, title_of(page).rect().topLeft()).x()]
    for name in ("keyboard", "reports"):
        page = show(name)
        bar = page.section(name).verticalScrollBar()
        left.append(title_of(page).mapTo(page, title_of(page).rect().topLeft()).x())
        assert (bar.maximum() > 0) == (name == "keyboard")
    assert len(set(left)) == 1


def title_of(page: SettingsPage) -> Text:
    """Return the title of the section that is shown."""
    return next(each for each in page.findChildren(Text) if each.isVisible() and each.text() in TITLES)


def test_boxes_are_as_wide_as_their_choices_ask_within_limits(show: Show, window: Window) -> None:
    page = show("security")
    box = control(page, "Lock when I am away")
    assert isinstance(box, BoxControl)
    px = window.theme.px
    assert box.box.width() == px(LEAST_BOX)
    zones = control(show("workspace"), "Time zone")
    assert isinstance(zones, BoxControl)
    assert zones.box.width() == px(MOST_BOX)


def test_what_is_written_outside_of_the_workspace_is_listed(show: Show) -> None:
    page = show("about")
    explained = "\n".join(row.help.text() for row in page.section("about").findChildren(SettingRow))
    for folder in (notes_folder(), local_ledger()):
        assert str(folder) in explained
