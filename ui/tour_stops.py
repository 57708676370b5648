"""Where the tour stops: which page, in which look and size, and what is done there before the picture."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.acts import set_fields
from crm_desktop.contacts.actions import add_contact
from crm_desktop.workspace import Workspace
from ui.grab import SAMPLE_PASSPHRASE, wait_until_quiet
from ui.kit.desk import Place
from ui.kit.page import Page
from ui.pipeline.pipeline_page import PipelinePage
from ui.shell.deck import Deck
from ui.shell.unlock_form import UnlockForm
from ui.shell.window import Window
from ui.sync.clash_box import BOTH, MINE
from ui.sync.conflicts_page import ConflictsPage
from ui.tour_office import share

P = TypeVar("P", bound=Page)
USUAL_SIZE = (1440, 900)
SMALL_SIZE = (1280, 720)
# A file as people bring them: a day in three forms, a phone number that is none, an address twice.
IMPORTED = """Name,E-mail,Phone,Company,City,Birthday
Ida Berg,ida.berg@nordlicht.example,+49 30 5550101,Nordlicht GmbH,Berlin,1984-03-02
Jonas Albers,jonas@nordlicht.example,030 5550102,Nordlicht GmbH,Berlin,12.5.1990
Marta Oliveira,marta.oliveira@tejo.example,+351 21 555 0103,Tejo Lda,Lisboa,
Petr Novak,not an address,12,Vltava s.r.o.,Praha,31.2.1980
"""


class Walk(NamedTuple):
    """What the tour walks with."""

    window: Window
    workspace: Workspace
    folder: Path

    @property
    def deck(self) -> Deck:
        """What can be done from every page."""
        if self.window.deck is None:
            raise RuntimeError("no workspace is open in the window")
        return self.window.deck

    def go(self, page: str, record: bytes | None = None, **arguments: object) -> None:
        """Go to `page` and wait until it is quiet."""
        self.window.go(Place(page, record, arguments))
        wait_until_quiet(self.window)

    def one(self, query: str) -> bytes:
        """Return the id that `query` finds first."""
        with self.workspace.reader() as reader:
            return bytes(reader.execute(query).fetchone()[0])

    def page(self, kind: type[P]) -> P:
        """Return the page that is shown, which is of `kind`."""
        shown = self.window.workplace.page if self.window.workplace is not None else None
        if not isinstance(shown, kind):
            raise TypeError(f"the page that is shown is no {kind.__name__}")
        return shown

    def press(self, *keys: Qt.Key) -> None:
        """Press `keys` in the widget that has the focus."""
        for key in keys:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                text = chr(key).lower() if key < Qt.Key.Key_Escape else ""
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
                QApplication.sendEvent(QApplication.focusWidget() or self.window, event)
        wait_until_quiet(self.window)


class Stop(NamedTuple):
    """One picture: `visit` goes there, `leave` puts back what would stand in the way of the next."""

    picture: str
    visit: Callable[[Walk], object]
    dark: bool = False
    zoom: float = 1.0
    size: tuple[int, int] = USUAL_SIZE
    leave: Callable[[Walk], object] = bool


def _company(walk: Walk) -> bytes:
    busiest = (
        "SELECT company FROM interaction WHERE company IS NOT NULL GROUP BY company ORDER BY count(*) DESC, company"
    )
    return walk.one(busiest)


def _unlock(walk: Walk) -> None:
    walk.window.lock()
    wait_until_quiet(walk.window)
    form = walk.window.gate.form
    if isinstance(form, UnlockForm):
        form.field.setText(SAMPLE_PASSPHRASE)


def _unlocked(walk: Walk) -> None:
    form = walk.window.gate.form
    if isinstance(form, UnlockForm):
        form.unlock()
    wait_until_quiet(walk.window)


def _contacts(walk: Walk) -> None:
    walk.go("contacts")
    walk.press(Qt.Key.Key_Down, Qt.Key.Key_Down)


def _import(walk: Walk) -> None:
    path = walk.folder / "people.csv"
    path.write_text(IMPORTED, encoding="utf-8")
    walk.go("import", paths=[str(path)])


def _duplicates(walk: Walk) -> None:
    """Let some companies be there twice, as an import from elsewhere leaves them, and look at them."""
    with walk.workspace.reader() as reader:
        known = reader.execute(
            "SELECT c.name, c.website, p.value FROM contact c JOIN contact_point p ON p.contact = c.id "
            "AND p.kind = 'phone' AND p.is_primary = 1 WHERE c.kind = 'company' AND c.removed_at IS NULL "
            "ORDER BY c.rid LIMIT 6"
        ).fetchall()
    for number, (name, website, phone) in enumerate(known):
        twin = {"name": f"{name} Inc.", "phone": phone, "sector": "pharmacy", "tags": '["Q3 budget"]'}
        twin["notes"] = "Gate code is at reception"
        add_contact(walk.workspace.journal, "company", twin if number % 2 else {**twin, "website": website})
    walk.go("duplicates")


def _palette(walk: Walk) -> None:
    walk.go("contacts")
    with walk.workspace.reader() as reader:
        name = reader.execute("SELECT name FROM contact WHERE id = ?", (_company(walk),)).fetchone()[0]
    walk.deck.palette.open(str(name).split()[0].lower())
    wait_until_quiet(walk.window)


def _history(walk: Walk) -> None:
    company = _company(walk)
    walk.go("contact", company)
    desk = walk.deck.desk
    for field, value in (("sector", "Logistics"), ("employees", "320"), ("rating", "A")):
        desk.act(set_fields, company, {field: value})
    wait_until_quiet(walk.window)
    walk.deck.show_history()
    wait_until_quiet(walk.window)


def _share(walk: Walk) -> None:
    """Let a colleague change the same on another laptop, decide the first record, and open the state of sharing."""
    share(walk.workspace, SAMPLE_PASSPHRASE, walk.folder / "second")
    walk.deck.sharing.resume()
    walk.go("conflicts")
    page = walk.page(ConflictsPage)
    page.choose(BOTH)
    page.use_choices()
    wait_until_quiet(walk.window)
    page.panel.boxes[0].choose(MINE)
    walk.deck.sharing.resume()
    wait_until_quiet(walk.window)
    walk.deck.sharing.show_state()
    wait_until_quiet(walk.window)


def _close_popover(_walk: Walk) -> None:
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def _deal(walk: Walk) -> None:
    open_deal = "SELECT id FROM deal WHERE outcome = 'open' AND removed_at IS NULL ORDER BY rid"
    walk.go("pipeline", walk.one(open_deal), show="board")


def _close_deal(walk: Walk) -> None:
    walk.page(PipelinePage).side.close()


def _report(walk: Walk) -> None:
    walk.go("report", name="sales_by_month")


def _close_palette(walk: Walk) -> None:
    walk.deck.palette.shut()


def _close_history(walk: Walk) -> None:
    walk.deck.show_history()


STOPS: tuple[Stop, ...] = (
    Stop("01-unlock", _unlock, leave=_unlocked),
    Stop("02-today", lambda walk: walk.go("today")),
    Stop("02-today-dark", lambda walk: walk.go("today"), dark=True),
    Stop("02-today-150pct", lambda walk: walk.go("today"), zoom=1.5),
    Stop("02-today-1280x720", lambda walk: walk.go("today"), size=SMALL_SIZE),
    Stop("02-calendar-week", lambda walk: walk.go("calendar", view="week")),
    Stop("02-calendar-month-dark", lambda walk: walk.go("calendar", view="month"), dark=True),
    Stop("03-contacts", _contacts),
    Stop("03-contacts-dark", _contacts, dark=True),
    Stop("03-companies-1280x720", lambda walk: walk.go("contacts", kind="companies"), size=SMALL_SIZE),
    Stop("04-record", lambda walk: walk.go("contact", _company(walk))),
    Stop("04-record-dark-150pct", lambda walk: walk.go("contact", _company(walk)), dark=True, zoom=1.5),
    Stop("05-pipeline", lambda walk: walk.go("pipeline", show="board")),
    Stop("05-pipeline-dark", lambda walk: walk.go("pipeline", show="board"), dark=True),
    Stop("05-pipeline-deal-1280x720", _deal, size=SMALL_SIZE),
    Stop("05-pipeline-deal-150pct", _deal, zoom=1.5, leave=_close_deal),
    Stop("05-forecast-1280x720", lambda walk: walk.go("pipeline", show="forecast"), size=SMALL_SIZE),
    Stop("06-tickets", lambda walk: walk.go("tickets")),
    Stop("06-tickets-dark", lambda walk: walk.go("tickets"), dark=True),
    Stop("06-tickets-150pct", lambda walk: walk.go("tickets"), zoom=1.5),
    Stop("07-report", _report),
    Stop("07-reports-gallery-dark", lambda walk: walk.go("reports"), dark=True),
    Stop("08-products", lambda walk: walk.go("products")),
    Stop("09-import", _import),
    Stop("10-merge", _duplicates),
    Stop("10-merge-dark", lambda walk: walk.go("duplicates"), dark=True),
    Stop("10-data-quality", lambda walk: walk.go("quality")),
    Stop("11-sync-conflicts", _share, leave=_close_popover),
    Stop("11-sync-conflicts-dark-150pct", lambda walk: walk.go("conflicts"), dark=True, zoom=1.5),
    Stop("11-offline-record", lambda walk: walk.go("contact", _company(walk))),
    Stop("12-command-palette", _palette, leave=_close_palette),
    Stop("13-settings-security", lambda walk: walk.go("settings", section="security")),
    Stop("13-settings-backups-dark", lambda walk: walk.go("settings", section="backups"), dark=True),
    Stop("13-settings-sharing", lambda walk: walk.go("settings", section="sharing")),
    Stop("13-settings-sharing-dark", lambda walk: walk.go("settings", section="sharing"), dark=True, size=SMALL_SIZE),
    Stop("16-history", _history, leave=_close_history),
)
FIRST_RUN = Stop("15-first-run-empty", lambda walk: walk.go("today"))
