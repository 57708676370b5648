"""Every control of every page has a name that a screen reader can say, and so has what opens above the pages."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.workspace import Workspace
from tests.ui.accessible import unnamed
from tests.ui.shell.conftest import Quiet, acme, choices, opened, quiet, window
from tests.ui.sync.clashing import clashing_person
from ui.exchange.import_page import ImportPage
from ui.kit.desk import Place
from ui.kit.lists.list_page import ListPage
from ui.kit.page import Page
from ui.settings.settings_page import SettingsPage
from ui.shell.pages import PAGES
from ui.shell.window import Window

__all__ = ["acme", "choices", "opened", "quiet", "window"]

PEOPLE = "name,email,phone\nDana Whitfield,d@a.example,\nErin Vos,erin@warephase.example,12\n"
# What the menus of the window open. The rest of them goes to pages, or ends the session.
OPENING = ("new", "quick_entry", "incoming_call", "new.company", "new.task", "history", "bin", "palette", "reminders")


@pytest.fixture
def day(workspace: Workspace, acme: bytes) -> dict[str, bytes | None]:
    """One record of each kind, by the page that shows it."""
    journal = workspace.journal
    dana = add_record(
        journal, "people", {"name": "Dana Whitfield", "company": "Acme Corporation", "email": "d@a.example"}
    )
    deal = add_record(journal, "deals", {"title": "GTX Pro", "company": "Acme Corporation", "amount": "1250"})
    ticket = add_record(journal, "tickets", {"subject": "Display stays dark", "contact": "Dana Whitfield"})
    product = add_record(journal, "products", {"name": "GTX Pro", "price": "100"})
    add_record(journal, "tasks", {"title": "Call back", "person": "Dana Whitfield", "due_day": "2026-05-10"})
    add_record(journal, "activities", {"kind": "call", "subject": "Licence", "person": "Dana Whitfield"})
    return {"contact": dana, "pipeline": deal, "tickets": ticket, "products": product}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Bare controls of dialogs that wait for an answer: they are shown, walked, and answered with no."""
    bare: list[str] = []

    def answer(dialog: QDialog) -> int:
        dialog.show()
        bare.extend(unnamed(dialog))
        dialog.hide()
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(QDialog, "exec", answer)
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_args: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    return bare


def arrive(window: Window, place: Place) -> Page:
    """Go to `place` and return the page."""
    window.go(place)
    page = window.workplace.page if window.workplace is not None else None
    assert page is not None
    return page


def opened_above(window: Window) -> list[QWidget]:
    """Return the dialogs, popovers and menus that are open."""
    return [
        each
        for each in QApplication.topLevelWidgets()
        if each is not window and each.isVisible() and (each.isModal() or each.windowType() is Qt.WindowType.Popup)
    ]


def walked_above(window: Window, opener: str) -> list[str]:
    """Return the bare controls of what `opener` opened, and close it."""
    above = opened_above(window)
    bare = [f"{opener}: {told}" for each in above for told in unnamed(each)]
    for each in reversed(above):
        each.close()
    return bare


@pytest.mark.parametrize("name", [each.name for each in PAGES])
def test_every_control_of_a_page_and_of_what_its_commands_open_has_a_name(
    day: dict[str, bytes | None], opened: Window, quiet: Quiet, asked: list[str], qtbot: QtBot, name: str
) -> None:
    arguments = {"name": "sales_by_month"} if name == "report" else {"kind": "activities"} if name == "records" else {}
    place = Place(name, day.get(name), arguments)
    page = arrive(opened, place)
    quiet()
    qtbot.wait(50)
    bare = unnamed(opened)
    if isinstance(page, ListPage) and page.list.model.rowCount():
        page.list.view.toggle_row(0)
    for act in page.commands():
        if act.why_not:
            continue
        act.run()
        quiet()
        bare += walked_above(opened, act.name)
        if opened.workplace is not None and opened.workplace.page is not page:
            page = arrive(opened, place)
            quiet()
    assert [*bare, *asked] == [], "\n".join([*bare, *asked])


def test_everything_that_the_menus_open_has_named_controls(
    day: dict[str, bytes | None], opened: Window, quiet: Quiet, asked: list[str]
) -> None:
    deck = opened.deck
    assert deck is not None
    arrive(opened, Place("contact", day["contact"]))
    quiet()
    bare = []
    for act in [each for menu in deck.menus for each in menu.actions if each is not None and each.name in OPENING]:
        act.run()
        quiet()
        bare += [f"{act.name}: {told}" for told in unnamed(opened)]
        bare += walked_above(opened, act.name)
        deck.palette.shut()
    deck.palette.open("dana")
    quiet()
    bare += unnamed(opened)
    assert [*bare, *asked] == [], "\n".join([*bare, *asked])


def test_every_section_of_the_settings_and_what_its_buttons_open_has_named_controls(
    day: dict[str, bytes | None], opened: Window, quiet: Quiet, asked: list[str]
) -> None:
    page = arrive(opened, Place("settings"))
    assert isinstance(page, SettingsPage)
    bare = []
    for name in [each.entry.name for each in page.nav.items]:
        page.show_section(name)
        quiet()
        bare += [f"{name}: {told}" for told in unnamed(opened)]
        for button in page.section(name).findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and button.text().endswith("…"):
                button.click()
                quiet()
                bare += walked_above(opened, f"{name}, {button.text()}")
    assert [*bare, *asked] == [], "\n".join([*bare, *asked])


def test_every_step_of_an_import_has_named_controls(
    day: dict[str, bytes | None], opened: Window, quiet: Quiet, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    page = arrive(opened, Place("import", None, {"paths": [str(file)]}))
    assert isinstance(page, ImportPage)
    quiet()
    bare = unnamed(opened)
    page.mend_first()
    bare += walked_above(opened, "mend")
    for _step in ("duplicates", "imported"):
        page.go_on()
        quiet()
        bare += unnamed(opened)
    assert page.wizard.foot.undo.isVisible()
    assert bare == [], "\n".join(bare)


def test_merging_and_deciding_have_named_controls(
    day: dict[str, bytes | None], workspace: Workspace, acme: bytes, opened: Window, quiet: Quiet, qtbot: QtBot
) -> None:
    twin = add_record(workspace.journal, "company", {"name": "Acme Corp", "sector": "Retail"})
    clashing_person(workspace, "Erin Vos")
    arrive(opened, Place("duplicates", None, {"contacts": (acme, twin)}))
    quiet()
    qtbot.wait(50)
    bare = unnamed(opened)
    arrive(opened, Place("conflicts"))
    quiet()
    qtbot.wait(50)
    bare += unnamed(opened)
    assert bare == [], "\n".join(bare)


def test_every_form_before_a_workspace_is_open_has_named_controls(window: Window, asked: list[str]) -> None:
    gate = window.gate
    bare = []
    for show in (gate.start, gate.show_new, gate.show_sample, gate.show_restore, gate.show_recovery):
        show()
        QApplication.processEvents()
        bare += unnamed(window)
    assert bare == [], "\n".join(bare)


def test_an_unlock_form_has_named_controls(opened: Window) -> None:
    opened.lock()
    assert unnamed(opened) == []
