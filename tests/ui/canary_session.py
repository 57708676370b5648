"""A day with the app, run as a program of its own for the test that looks for what was typed on it.

`python -m tests.ui.canary_session SANDBOX` prints one JSON document: what was found where after each act, and which
files were written outside the workspace. What lies in SANDBOX/user are the user's own files and is not looked at.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QApplication

from crm_desktop.acts import set_fields
from crm_desktop.crash_report import crash_report, keep_report
from crm_desktop.journal.journal import Journal
from crm_desktop.program import log_folder
from crm_desktop.safekeeping import back_up_workspace, backups_of, restore_workspace
from crm_desktop.workspace import Workspace, create_workspace, open_workspace
from tests.conftest import CHEAP, PASSPHRASE
from ui.exchange.import_page import ImportPage
from ui.grab import wait_until_quiet
from ui.kit.desk import Place
from ui.kit.device_choices import DeviceChoices
from ui.kit.dress import dress
from ui.kit.page import Page
from ui.kit.theme import Mode, Theme
from ui.reports.report_page import ReportPage
from ui.shell.crash import catch_crashes
from ui.shell.unlock_form import UnlockForm
from ui.shell.window import Window

NAME, EMAIL, PHONE = "Zanzibar Quetzal-7741", "quetzal@zanzibar.example", "(212) 555-7741"
NEEDLES = ("zanzibar", "quetzal", "2125557741", "555-7741")
# A row that is refused quotes what was typed in its reason.
TABLE = f"Name,E-mail,Company\n{NAME} Junior,not {EMAIL},{NAME} GmbH\n{NAME} Senior,senior.{EMAIL},{NAME} GmbH\n"
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Day(NamedTuple):
    """What the day is spent with."""

    window: Window
    sandbox: Path

    @property
    def workspace(self) -> Workspace:
        """The open workspace."""
        assert self.window.session is not None
        return self.window.session.core.workspace

    @property
    def page(self) -> Page:
        """The page that is shown."""
        assert self.window.workplace is not None
        assert self.window.workplace.page is not None
        return self.window.workplace.page

    def go(self, place: Place) -> None:
        """Go to `place` and wait until it is quiet."""
        self.window.go(place)
        wait_until_quiet(self.window)


def type_a_contact(day: Day) -> None:
    """Type a person and a deal into the dialogs, one of them with an e-mail that is refused first."""
    assert day.window.deck is not None
    for kind, typed in (
        ("person", {"name": NAME, "email": f"no {EMAIL}", "phone": PHONE, "notes": NAME, "company": ""}),
        ("deal", {"title": f"Licences for {NAME}", "amount": "7741"}),
    ):
        dialog = day.window.deck.new_records.open(kind)
        for name, text in typed.items():
            dialog.form.inputs[name].set_typed(text)
        dialog.save()
        if kind == "person":
            dialog.form.inputs["email"].set_typed(EMAIL)
            dialog.save()
        wait_until_quiet(day.window)


def look_and_search(day: Day) -> None:
    """Open the record and search for it."""
    assert day.window.deck is not None
    with day.workspace.reader() as reader:
        person = reader.execute("SELECT id FROM contact WHERE kind = 'person'").fetchone()[0]
    day.go(Place("contact", person))
    day.window.deck.palette.open("quetzal")
    wait_until_quiet(day.window)
    day.window.deck.palette.shut()


def look_at_a_report(day: Day) -> None:
    """Win the deal, and see the report with its preview on the screen."""
    assert day.window.deck is not None
    with day.workspace.reader() as reader:
        deal = reader.execute("SELECT id FROM deal").fetchone()[0]
    day.window.deck.desk.act(set_fields, deal, {"stage": "Won", "lost_reason": NAME})
    day.go(Place("report", None, {"name": "won_and_lost"}))
    assert isinstance(day.page, ReportPage)
    wait_until_quiet(day.window)
    assert not day.page._preview._sheet.empty


def import_a_file(day: Day) -> None:
    """Import a file of the user's with a row that is refused."""
    day.go(Place("import", None, {"paths": [str(day.sandbox / "user" / "people.csv")]}))
    page = day.page
    assert isinstance(page, ImportPage)
    assert page.rehearsal is not None
    assert page.rehearsal.report.total.rejected == 1
    page.go_on()
    page.go_on()
    wait_until_quiet(day.window)


def lock_while_typing(day: Day) -> None:
    """Lock with a form open, and come back."""
    assert day.window.deck is not None
    dialog = day.window.deck.new_records.open("person")
    dialog.form.inputs["name"].set_typed(f"{NAME} unsaved")
    day.window.lock()
    wait_until_quiet(day.window)


def come_back(day: Day) -> None:
    """Unlock again."""
    form = day.window.gate.form
    assert isinstance(form, UnlockForm)
    form.field.setText(PASSPHRASE)
    form.unlock()
    wait_until_quiet(day.window)


def crash_a_worker(day: Day) -> None:
    """Let a worker and a command meet a bug that quotes a record."""
    assert day.window.session is not None
    day.window.session.desk.act(_bug)
    wait_until_quiet(day.window)
    try:
        _bug(day.workspace.journal)
    except RuntimeError as error:
        keep_report(crash_report(error), log_folder(), datetime.now(UTC))


def _bug(_journal: Journal) -> None:
    try:
        raise KeyError(NAME)
    except KeyError as error:
        raise RuntimeError(f"{NAME} <{EMAIL}> {PHONE}") from error


def back_up(day: Day) -> None:
    """Write a backup."""
    back_up_workspace(day.workspace)


def restore(day: Day) -> None:
    """Close the workspace and put the backup in its place."""
    workspace = day.workspace
    backup = backups_of(workspace)[0].path
    day.window.end_session()
    wait_until_quiet(day.window)
    restore_workspace(backup, workspace.folder, workspace.secret)
    opened = open_workspace(workspace.folder, PASSPHRASE)
    with opened.reader() as reader:
        assert reader.execute("SELECT count(*) FROM contact WHERE name LIKE ?", (f"{NAME}%",)).fetchone()[0] == 3
    opened.close()


ACTS: tuple[Callable[[Day], None], ...] = (
    type_a_contact,
    look_and_search,
    look_at_a_report,
    import_a_file,
    lock_while_typing,
    come_back,
    crash_a_worker,
    back_up,
    restore,
)


def found_in(sandbox: Path) -> list[str]:
    """Return the files in `sandbox` that hold what was typed, in any case and as UTF-8 or UTF-16."""
    own = sandbox / "user"
    files = [each for each in sandbox.rglob("*") if each.is_file() and own not in each.parents]
    return [str(each.relative_to(sandbox)) for each in files if _holds(each.read_bytes().lower())]


def _holds(content: bytes) -> bool:
    return any(needle.encode(form) in content for needle in NEEDLES for form in ("utf-8", "utf-16-le", "utf-16-be"))


def _watch(written: set[str]) -> None:
    """Note in `written` every file that is opened for writing, be it for a moment."""

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        if event != "open" or not isinstance(arguments[2], int) or not arguments[2] & WRITING:
            return
        # a number names a file that was opened before
        if isinstance(arguments[0], (str, bytes, os.PathLike)):
            written.add(os.fsdecode(arguments[0]))

    sys.addaudithook(heard)


def main(sandbox: Path) -> None:
    """Spend the day in `sandbox`."""
    written: set[str] = set()
    _watch(written)
    (sandbox / "user" / "people.csv").write_text(TABLE, encoding="utf-8")
    app = QApplication(["crm_desktop"])
    theme = Theme(Mode.LIGHT, reduced_motion=True)
    dress(app, theme)
    choices = DeviceChoices()
    workspace = create_workspace(sandbox / "Hartwell.crm", PASSPHRASE, member="Anna Snelling", argon=CHEAP)
    choices.note_opened(workspace.folder)
    window = Window(theme, choices)
    catch_crashes(window, theme)
    window.show()
    window.show_workspace(workspace)
    wait_until_quiet(window)
    day = Day(window, sandbox)
    found = {}
    for act in ACTS:
        act(day)
        found[act.__name__] = found_in(sandbox)
    window.close()
    found["closed"] = found_in(sandbox)
    sys.stdout.write(json.dumps({"found": found, "written": sorted(written)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
