"""Every page of the app as a picture, off the screen, with the sample workspace; and every report as a PDF."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage

from crm_desktop.crash_report import crash_report
from crm_desktop.jobs import Progress
from crm_desktop.reports.catalogue import REPORTS, made_report, typed_parameters
from crm_desktop.reports.pdf_report import Print, paper_of, write_pdf
from crm_desktop.reports.style import uses_letter
from crm_desktop.safekeeping import note_key_tested
from crm_desktop.vault.kit import write_recovery_kit
from crm_desktop.workspace import Workspace, create_workspace
from ui.grab import QUICK_ARGON, SAMPLE_PASSPHRASE, NeverQuiet, offscreen_app, wait_until_quiet
from ui.kit.device_choices import DeviceChoices
from ui.kit.dress import dress
from ui.kit.theme import Mode, Theme
from ui.sample import make_sample
from ui.shell.window import Window
from ui.tour_office import picture_of
from ui.tour_stops import FIRST_RUN, STOPS, Stop, Walk

# A page that shows anything has more colours than this, looked at in every eighth pixel.
FEWEST_COLOURS = 6
LOOK_AT_EACH = 8
# What the platform without a screen says of itself.
OF_THE_PLATFORM = "This plugin does not support"


class Problems:
    """What went wrong on the way: exceptions, warnings of Qt, blank pictures."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.at = "start"

    def note(self, text: str) -> None:
        """Keep `text` with the stop at which it came up."""
        self.told.append(f"{self.at}: {text}")

    def catch(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """Keep an exception that nothing else caught."""
        self.note(f"{error}\n{crash_report(error)}")

    def hear(self, kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        """Keep a warning of Qt."""
        if (
            kind is not QtMsgType.QtDebugMsg
            and kind is not QtMsgType.QtInfoMsg
            and not text.startswith(OF_THE_PLATFORM)
        ):
            self.note(text)


def run_tour(target: Path) -> int:
    """Write the pictures and PDFs into `target`; return 1 where a page failed, Qt warned or a picture is blank."""
    target.mkdir(parents=True, exist_ok=True)
    problems = Problems()
    before = sys.excepthook
    sys.excepthook = problems.catch
    qInstallMessageHandler(problems.hear)
    try:
        with TemporaryDirectory(prefix="crm-tour-") as folder:
            _walk(Path(folder), target, problems)
    finally:
        qInstallMessageHandler(None)
        sys.excepthook = before
    for told in problems.told:
        sys.stderr.write(f"{told}\n")
    pictures, papers = len(list(target.glob("*.png"))), len(list(target.glob("*.pdf")))
    sys.stdout.write(f"{pictures} pictures and {papers} PDFs are in {target}\n")
    return 1 if problems.told else 0


def _walk(folder: Path, target: Path, problems: Problems) -> None:
    app = offscreen_app(folder)
    theme = Theme(Mode.LIGHT, reduced_motion=True)
    dress(app, theme)
    choices = DeviceChoices(folder / "config")
    sample = make_sample(folder / "Hartwell Parts.crm", SAMPLE_PASSPHRASE, progress=Progress(), argon=QUICK_ARGON)
    choices.note_opened(sample.folder)
    write_pdfs(sample, target)
    window = Window(theme, choices)
    window.show()
    window.show_workspace(sample)
    wait_until_quiet(window)
    for stop in STOPS:
        session = window.session
        workspace = sample if session is None or session.core.locked else session.core.workspace
        _stop(Walk(window, workspace, folder), stop, target, problems)
    window.end_session()
    _first_run(window, folder, target, problems)
    window.close()
    app.processEvents()


def _first_run(window: Window, folder: Path, target: Path, problems: Problems) -> None:
    empty = create_workspace(
        folder / "Northwind.crm",
        SAMPLE_PASSPHRASE,
        {"first_steps": "on"},
        member="Anna Snelling",
        argon=QUICK_ARGON,
    )
    note_key_tested(empty, datetime.now(UTC))
    window.show_workspace(empty)
    wait_until_quiet(window)
    _stop(Walk(window, empty, folder), FIRST_RUN, target, problems)


def _stop(walk: Walk, stop: Stop, target: Path, problems: Problems) -> None:
    problems.at = stop.picture
    window = walk.window
    window.theme.set_mode(Mode.DARK if stop.dark else Mode.LIGHT)
    window.theme.set_zoom(stop.zoom)
    window.resize(*stop.size)
    try:
        stop.visit(walk)
        wait_until_quiet(window)
    except NeverQuiet as error:
        problems.note(str(error))
    picture = picture_of(window).toImage()
    picture.save(str(target / f"{stop.picture}.png"))
    if is_blank(picture):
        problems.note("the picture is blank")
    stop.leave(walk)


def is_blank(picture: QImage) -> bool:
    """Return whether `picture` shows hardly anything."""
    colours = {
        picture.pixel(x, y)
        for x in range(0, picture.width(), LOOK_AT_EACH)
        for y in range(0, picture.height(), LOOK_AT_EACH)
    }
    return len(colours) < FEWEST_COLOURS


def write_pdfs(workspace: Workspace, target: Path) -> None:
    """Write every report of `workspace` as a PDF into `target`, and its recovery kit."""
    place = workspace.place
    now = datetime.now(UTC).astimezone(place.zone)
    printed = Print(
        now, place.language, paper_of(letter=uses_letter(place.region)), workspace.name, workspace.member_name
    )
    for kind in REPORTS:
        with workspace.reader() as reader:
            made = made_report(reader, kind, typed_parameters(kind, {}, place), place, now.date())
            write_pdf(made, target / f"17-{kind.name}.pdf", printed)
    write_recovery_kit(target / "01-recovery-kit.pdf", workspace.name, workspace.secret, now.date())


if __name__ == "__main__":
    sys.exit(run_tour(Path(sys.argv[1] if len(sys.argv) > 1 else "out/tour")))
