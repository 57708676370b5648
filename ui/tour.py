"""The tour: the app walks through its pages by itself and keeps pictures and PDFs: `python -m ui.tour OUT`."""

import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from crm_desktop.jobs import Progress
from crm_desktop.reports.catalogue import REPORTS, made_report
from crm_desktop.reports.pdf_report import Print, paper_of, write_pdf
from crm_desktop.vault.kit import write_recovery_kit
from crm_desktop.workspace import Workspace
from ui.grab import QUICK_ARGON, SAMPLE_PASSPHRASE, offscreen_app, wait_until_quiet
from ui.kit.desk import Place
from ui.kit.device_choices import DeviceChoices
from ui.kit.dress import dress
from ui.kit.theme import Mode, Theme
from ui.sample import make_sample
from ui.shell.window import Window

FULL, SMALL = (1440, 900), (1280, 720)
# The offscreen platform says so of itself whenever a window has a least size.
EXPECTED_WARNING = "This plugin does not support propagateSizeHints"
LEAST_COLOURS = 6


class Stop(NamedTuple):
    """One picture: its name, what to show, and how."""

    name: str
    place: Place
    dark: bool = False
    size: tuple[int, int] = FULL
    zoom: float = 1.0
    then: Callable[[Window], None] | None = None


def run_tour(out: Path) -> int:
    """Walk all pages with the sample workspace, write pictures and PDFs into `out`; return 1 where something failed."""
    out.mkdir(parents=True, exist_ok=True)
    warnings: list[str] = []
    with tempfile.TemporaryDirectory(prefix="crm-tour-") as place:
        folder = Path(place)
        app = offscreen_app(folder)
        qInstallMessageHandler(lambda kind, _where, text: _note(warnings, kind, text))
        failed = _walk(app, folder, out)
        qInstallMessageHandler(None)
    failed += [f"Qt warns: {text}" for text in warnings]
    for each in failed:
        sys.stderr.write(f"{each}\n")
    sys.stdout.write(f"{len(list(out.glob('*.png')))} pictures and {len(list(out.glob('*.pdf')))} PDFs are in {out}\n")
    return 1 if failed else 0


def _walk(app: QApplication, folder: Path, out: Path) -> list[str]:
    theme = Theme(Mode.LIGHT, 1.0, reduced_motion=True)
    dress(app, theme)
    workspace = make_sample(folder / "Hartwell Parts.crm", SAMPLE_PASSPHRASE, progress=Progress(), argon=QUICK_ARGON)
    write_recovery_kit(out / "recovery-kit.pdf", workspace.name, workspace.secret, datetime.now(UTC).date())
    _write_pdfs(workspace, out)
    window = Window(theme, DeviceChoices(folder))
    window.resize(*FULL)
    window.show_gate(workspace.folder)
    window.show()
    failed = _picture(window, out / "01-unlock.png")
    window.show_workspace(workspace)
    for stop in _stops(workspace):
        failed += _show(window, theme, stop, out)
    window.close()
    return failed


def _stops(workspace: Workspace) -> Sequence[Stop]:
    kinds = ("company", "deal", "ticket", "edited")
    company, deal, ticket, edited = (_busiest(workspace, each) for each in kinds)
    record = Place("contact", company)
    return (
        Stop("02-today", Place("today")),
        Stop("02-today-dark", Place("today"), dark=True),
        Stop("03-contacts", Place("contacts")),
        Stop("03-contacts-dark", Place("contacts"), dark=True),
        Stop("04-record", record),
        Stop("04-record-dark-150pct", record, dark=True, zoom=1.5),
        Stop("05-pipeline", Place("pipeline")),
        Stop("05-pipeline-dark", Place("pipeline", deal), dark=True),
        Stop("05-forecast-1280x720", Place("pipeline", None, {"show": "forecast"}), size=SMALL),
        Stop("06-tickets", Place("tickets", ticket)),
        Stop("06-tickets-dark", Place("tickets", ticket), dark=True),
        Stop("07-report", Place("report", None, {"name": "sales_by_month"})),
        Stop("07-reports-gallery-dark", Place("reports"), dark=True),
        Stop("08-products", Place("products")),
        Stop("09-import", Place("import")),
        Stop("12-command-palette", Place("contacts"), then=_open_palette),
        Stop("13-settings-security", Place("settings", None, {"section": "security"})),
        Stop("16-history", Place("contact", edited), then=_open_history),
    )


def _show(window: Window, theme: Theme, stop: Stop, out: Path) -> list[str]:
    theme.set_mode(Mode.DARK if stop.dark else Mode.LIGHT)
    theme.set_zoom(stop.zoom)
    window.resize(*stop.size)
    window.go(stop.place)
    wait_until_quiet(window)
    if stop.then is not None:
        stop.then(window)
    failed = _picture(window, out / f"{stop.name}.png")
    if window.deck is not None:
        window.deck.palette.shut()
    return failed


def _picture(window: Window, path: Path) -> list[str]:
    """Keep the window as a picture; return what is wrong with it."""
    wait_until_quiet(window)
    image = window.grab().toImage()
    image.save(str(path))
    return [f"{path.name} is blank"] if _colours(image) < LEAST_COLOURS else []


def _colours(image: QImage) -> int:
    """Return how many colours a coarse grid over `image` meets."""
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})


def _open_palette(window: Window) -> None:
    if window.deck is not None:
        window.deck.palette.open()
        window.deck.palette.type("finch")
    wait_until_quiet(window)


def _open_history(window: Window) -> None:
    if window.deck is not None:
        window.deck.show_history()
    wait_until_quiet(window)


def _busiest(workspace: Workspace, what: str) -> bytes | None:
    """Return the record that shows most: the company with most deals, the largest deal, the longest conversation."""
    queries = {
        "company": "SELECT company FROM deal WHERE company IS NOT NULL GROUP BY company ORDER BY count(*) DESC LIMIT 1",
        "deal": "SELECT id FROM deal WHERE outcome = 'open' ORDER BY amount DESC LIMIT 1",
        "edited": "SELECT c.id FROM change h JOIN contact c ON c.rid = h.rid WHERE h.tbl = 1 AND h.op = 2 "
        "GROUP BY c.id ORDER BY count(*) DESC LIMIT 1",
        "ticket": "SELECT ticket FROM ticket_message GROUP BY ticket ORDER BY count(*) DESC LIMIT 1",
    }
    with workspace.reader() as reader:
        row = reader.execute(queries[what]).fetchone()
    return None if row is None else bytes(row[0])


def _write_pdfs(workspace: Workspace, out: Path) -> None:
    now = datetime.now(UTC).astimezone(workspace.place.zone)
    paper = paper_of(workspace.place.region)
    wanted = Print(now, workspace.place.language, paper, workspace.name, workspace.member_name)
    with workspace.reader() as reader:
        for kind in REPORTS:
            report = made_report(reader, kind, {}, workspace.place, now.date())
            write_pdf(report, out / f"17-{kind.name.replace('_', '-')}.pdf", wanted)


def _note(warnings: list[str], kind: QtMsgType, text: str) -> None:
    if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg) and EXPECTED_WARNING not in text:
        warnings.append(text)


if __name__ == "__main__":
    sys.exit(run_tour(Path(sys.argv[1] if len(sys.argv) > 1 else "out/tour")))
