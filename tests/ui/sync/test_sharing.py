"""The window keeps a shared workspace in step by itself, and says at the rail how that stands."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.activities.actions import log_interaction
from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.sync.binding import bind, binding
from crm_desktop.sync.status import sharing_status
from crm_desktop.sync.uploads import Uploads
from crm_desktop.words import spoken
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.sync.laptops import Firm, Laptop
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Place
from ui.kit.device_choices import DeviceChoices
from ui.kit.dress import dress
from ui.kit.labels import BadgeLabel, IconText
from ui.kit.notices import Banner
from ui.kit.theme import Mode, Theme
from ui.shell.rail_ends import RailState
from ui.shell.sharing import SharingWatch
from ui.shell.sharing_popover import SharingPopover
from ui.shell.sharing_thread import SharingThread
from ui.shell.sharing_words import headline
from ui.shell.window import Window
from ui.sync.conflicts_page import ConflictsPage

SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


@pytest.fixture
def window(qapp: QApplication, firm: Firm, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """The window over Anna's laptop, which shares with the office."""
    folder = firm.first().workspace.folder
    firm.close()
    theme = Theme(Mode.LIGHT, reduced_motion=True)
    dress(qapp, theme)
    made = Window(theme, DeviceChoices(tmp_path / "config"), MovedClock(datetime.now(UTC)))
    made.show()
    made.show_workspace(open_workspace(folder, PASSPHRASE, clock=firm.clock))
    assert made.deck is not None
    qtbot.waitUntil(lambda: state(made).text() == "Shared, up to date")
    yield made
    made.close()
    made.deleteLater()
    assert "sharing" not in {each.name for each in threading.enumerate()}


def state(window: Window) -> RailState:
    assert window.workplace is not None
    return window.workplace.rail.state


def watch(window: Window) -> SharingWatch:
    assert window.deck is not None
    return window.deck.sharing


def names(laptop: Laptop) -> object:
    return laptop.one("SELECT group_concat(name, ', ') FROM (SELECT name FROM contact ORDER BY name)")


def test_what_is_saved_here_reaches_another_laptop_by_itself(window: Window, firm: Firm, qtbot: QtBot) -> None:
    assert window.session is not None
    window.session.desk.act(add_contact, "person", {"name": "Dana Whitfield"})
    other = firm.another()

    def arrived() -> bool:
        other.sync()
        return names(other) == "Dana Whitfield"

    qtbot.waitUntil(arrived)
    qtbot.waitUntil(lambda: state(window).text() == "Shared, up to date")


def test_what_another_saves_is_shown_here_by_itself(window: Window, firm: Firm, qtbot: QtBot) -> None:
    other = firm.another()
    other.sync()
    window.go(Place("contacts"))
    add_contact(other.journal, "person", {"name": "Ben Ode"})
    other.sync()
    core = window.session.core if window.session is not None else None
    assert core is not None

    def shown() -> bool:
        with core.reader() as reader:
            return reader.execute("SELECT 1 FROM contact WHERE name = 'Ben Ode'").fetchone() is not None

    qtbot.waitUntil(shown)


def test_offline_is_a_state_and_edits_wait(window: Window, firm: Firm, qtbot: QtBot) -> None:
    watch(window).set_offline(on=True)
    qtbot.waitUntil(lambda: state(window).text() == "Working offline")
    assert window.session is not None
    window.session.desk.act(add_contact, "person", {"name": "Dana Whitfield"})
    qtbot.waitUntil(lambda: state(window).accessibleDescription() == "1 change is kept here")
    other = firm.another()
    other.sync()
    assert names(other) is None
    watch(window).set_offline(on=False)
    watch(window).sync_now()
    qtbot.waitUntil(lambda: state(window).text() == "Shared, up to date")
    other.sync()
    assert names(other) == "Dana Whitfield"


def test_files_that_wait_are_told_with_how_much_of_them(window: Window, qtbot: QtBot) -> None:
    assert window.session is not None
    with window.session.core.reader() as reader:
        sharing = sharing_status(reader)
    assert sharing is not None
    sharing = sharing._replace(uploads=Uploads(2, 275_000_000, None))
    assert headline(sharing) == "2 files to send"
    popover = SharingPopover(window.theme, window.session.desk.formats, sharing, window)
    qtbot.addWidget(popover)
    told = [each.accessibleName() for each in popover.findChildren(IconText)]
    assert told[told.index("2 files to send", 1) + 1] == "262 MB"


def test_what_goes_wrong_in_the_background_is_told_in_the_user_s_language(firm: Firm, qtbot: QtBot) -> None:
    laptop = firm.another()
    told = threading.Event()
    with spoken("de"):
        with laptop.journal.bookkeeping() as connection:
            bound = binding(connection)
            bind(connection, bound._replace(address=bound.address._replace(host="127.0.0.1", port=1)), 1)
        thread = SharingThread(laptop.workspace, told.set, _unheard, _unheard)
    qtbot.waitUntil(told.is_set, timeout=30_000)
    thread.stop()
    thread.join()
    with laptop.workspace.reader() as reader:
        sharing = sharing_status(reader)
    assert sharing is not None
    assert "Büroserver" in str(sharing.last_error)


def _unheard(_done: int, _total: int) -> None:
    """Listen to nothing."""


def test_a_clash_is_told_at_the_rail_and_led_to(window: Window, firm: Firm, qtbot: QtBot) -> None:
    assert window.session is not None
    journal = window.session.core.journal
    dana = add_contact(journal, "person", {"name": "Dana Whitfield"})
    watch(window).sync_now()
    qtbot.waitUntil(lambda: not window.tasks.busy)
    other = firm.another()
    other.sync()
    watch(window).set_offline(on=True)
    qtbot.waitUntil(lambda: state(window).text() == "Working offline")
    edit_contact(journal, dana, {"job_title": "Buyer"})
    edit_contact(other.journal, dana, {"job_title": "Owner"})
    other.sync()
    watch(window).set_offline(on=False)
    qtbot.waitUntil(lambda: state(window).text() == "1 conflict to review")
    popover = opened_popover(window)
    popover.review_wanted.emit()
    assert window.workplace is not None
    assert window.workplace.title() == "Sync and conflicts"
    popover.close()


def test_a_number_that_clashes_stands_under_whose_it_is(window: Window, firm: Firm, qtbot: QtBot) -> None:
    assert window.session is not None
    journal = window.session.core.journal
    dana = add_contact(journal, "person", {"name": "Dana Whitfield", "phone": "+1 555 019 0200"})
    watch(window).sync_now()
    qtbot.waitUntil(lambda: not window.tasks.busy)
    other = firm.another()
    other.sync()
    watch(window).set_offline(on=True)
    qtbot.waitUntil(lambda: state(window).text() == "Working offline")
    edit_contact(journal, dana, {"phone": "+1 555 019 0244"})
    edit_contact(other.journal, dana, {"phone": "+1 555 019 0210"})
    other.sync()
    watch(window).set_offline(on=False)
    qtbot.waitUntil(lambda: state(window).text() == "1 conflict to review")
    window.go(Place("conflicts"))
    page = window.workplace.page if window.workplace is not None else None
    assert isinstance(page, ConflictsPage)
    qtbot.waitUntil(lambda: bool(page.panel.boxes))
    line = page.list.current_line()
    assert line is not None
    shown = page.panel.boxes[0].clash
    assert (line.title, shown.label) == ("Dana Whitfield", "Phone")
    assert {shown.mine.value, shown.theirs.value} == {"+1 555 019 0244", "+1 555 019 0210"}


def test_the_popover_names_the_other_computers(window: Window, firm: Firm, qtbot: QtBot) -> None:
    other = firm.another()
    other.sync()
    watch(window).sync_now()
    core = window.session.core if window.session is not None else None
    assert core is not None

    def known() -> bool:
        with core.reader() as reader:
            sharing = sharing_status(reader)
        return sharing is not None and len(sharing.devices) > 1

    qtbot.waitUntil(known)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    popover = opened_popover(window)
    assert popover.isVisible()
    inset = popover.x() - state(window).mapToGlobal(state(window).rect().topLeft()).x()
    assert inset == window.theme.px(8)
    # the name of the server is long, when it was reached is read whole all the same
    (reached,) = (each for each in popover.findChildren(IconText) if each.accessibleName().startswith("Reached"))
    assert reached.width() >= reached.sizeHint().width()
    popover.close()


def banners(window: Window) -> list[Banner]:
    return [each for each in window.findChildren(Banner) if each.isVisible() and "offline" in each.accessibleName()]


def opened_popover(window: Window) -> SharingPopover:
    watch(window).show_state()
    return next(each for each in window.findChildren(SharingPopover) if each.isVisible())


def test_the_first_record_of_a_day_says_once_that_the_work_is_kept_here(window: Window, qtbot: QtBot) -> None:
    assert window.session is not None
    dana = add_contact(window.session.core.journal, "person", {"name": "Dana Whitfield"})
    watch(window).set_offline(on=True)
    qtbot.waitUntil(lambda: state(window).text() == "Working offline")
    assert not banners(window)
    window.go(Place("contact", dana))
    qtbot.waitUntil(lambda: bool(banners(window)))
    assert banners(window)[0].accessibleName().startswith("Working offline.")
    banners(window)[0].close_button.click()
    window.go(Place("today"))
    window.go(Place("contact", dana))
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert not banners(window)


def test_a_record_that_waits_says_so_until_it_is_sent(window: Window, qtbot: QtBot) -> None:
    assert window.session is not None
    assert window.workplace is not None
    journal = window.session.core.journal
    watch(window).set_offline(on=True)
    qtbot.waitUntil(lambda: state(window).text() == "Working offline")
    dana = add_contact(journal, "person", {"name": "Dana Whitfield"})
    log_interaction(journal, {"kind": "call", "subject": "Renewal", "person": dana})
    window.go(Place("contact", dana))
    page = window.workplace.page
    assert isinstance(page, ContactPage)

    def badges() -> list[str]:
        return [each.accessibleName() for each in page.head.findChildren(BadgeLabel) if each.isVisible()]

    def entries() -> str:
        model = page.timeline.view.model()
        return " ".join(str(model.data(model.index(row, 0), SPOKEN)) for row in range(model.rowCount()))

    qtbot.waitUntil(lambda: "Not synced yet" in badges())
    qtbot.waitUntil(lambda: "Not synced yet" in entries())
    watch(window).set_offline(on=False)
    watch(window).sync_now()
    qtbot.waitUntil(lambda: "Not synced yet" not in badges())
    qtbot.waitUntil(lambda: "Not synced yet" not in entries())
