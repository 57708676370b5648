"""The import page: choose files, match columns, see what would happen, import."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.exchange.import_report import RefusedCells
from crm_desktop.exchange.row_choices import RowAt
from crm_desktop.exchange.seen import ChangedFile
from crm_desktop.exchange.source import LEFT_OUT
from crm_desktop.words import _
from ui.exchange.chosen import Chosen
from ui.exchange.chosen_files import Imported, Rehearsal, UnclearRows, imported
from ui.exchange.finished import done_words, import_label, place_of_most, write_refused
from ui.exchange.kept_choice import KeptChoice
from ui.exchange.mend_dialog import MendDialog
from ui.exchange.reading_question import DATES, DECIMAL, ROWS
from ui.exchange.trial import Trial
from ui.exchange.wizard import DUPLICATES, FILE, IMPORTED, MATCH, Wizard
from ui.exchange.wizard_foot import FootState
from ui.kit.asked_again import before_leaving
from ui.kit.chips import Choice
from ui.kit.desk import Desk, Place
from ui.kit.layouts import column
from ui.kit.page import Action, Page

ENDINGS = "*.csv *.tsv *.txt *.xlsx *.xls *.ods *.vcf *.ldif *.eml *.mbox *.ics *.json *.zip"


class ImportPage(Page):
    """Every guess is shown and can be changed; nothing is written before Import, and then it is one step."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.chosen = Chosen()
        self._kept = KeptChoice(desk, self.chosen)
        self._step = FILE
        self._current = 0
        self._busy = False
        self._made: int | None = None
        self.wizard = Wizard(desk, self.chosen)
        self.trial = Trial(desk, self.chosen, self.wizard.running)
        self.setAcceptDrops(True)
        self.setLayout(column(desk.theme, self.wizard, gap=0))
        self._connect()
        self._show_state()

    def arrive(self, place: Place) -> None:
        """Take the files that `place` brings."""
        if not self._busy and self._kept.take():
            self._begin()
        paths = place.arguments.get("paths")
        if isinstance(paths, Sequence) and not isinstance(paths, str):
            self.take_files([Path(str(each)) for each in paths])
        if place.arguments.get("choose"):
            # once the page is on the screen: the dialog of the system holds everything else up
            QTimer.singleShot(0, self, self.choose_files)

    @property
    def rehearsal(self) -> Rehearsal | None:
        """What is known of the files, None before the first rehearsal has ended."""
        return self.trial.rehearsal

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way from the contacts."""
        return ((_("Contacts"), Place("contacts")), (_("Import"), None))

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        why = "" if self.rehearsal is not None else _("Choose files first")
        rows = "" if self._step == DUPLICATES else _("Go to the step about duplicates first")
        refused = "" if self.rehearsal is not None and self.rehearsal.report.refused else _("No row was refused")
        decide = self.wizard.rows.decide
        return (
            Action("choose", _("Choose files to import…"), self.choose_files, "Ctrl+O", "import"),
            Action("next", _("Next step of the import"), self.go_on, "Ctrl+Return", "forward", why),
            Action("back", _("Step before"), self.go_back, "", "back", why),
            Action("template", _("Save the columns as a template…"), self.wizard.template.save, "", "save", why),
            Action("mend", _("Mend the first refused row…"), self.mend_first, "M", "edit", refused),
            Action("overwrite", _("Overwrite with the row"), partial(decide, "update"), "O", "check", rows),
            Action("fill", _("Fill empty fields from the row"), partial(decide, "fill"), "F", "check", rows),
            Action("skip", _("Skip the row"), partial(decide, "skip"), "S", "remove", rows),
            Action("create", _("Make a new record of the row"), partial(decide, "create"), "C", "new", rows),
            Action("filter", _("Filter the rows"), self.wizard.rows.filter.setFocus, "/", "filter", rows),
        )

    def focus_first(self) -> None:
        """Put the focus where files are chosen, or on what can be changed."""
        self.wizard.focus_first(self._step)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Add `paths` to the chosen files and rehearse."""
        self.chosen.add(paths)
        self._begin()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.wizard.zone.light(on=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self.wizard.zone.light(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped."""
        self.wizard.zone.light(on=False)
        self.take_files([Path(each.toLocalFile()) for each in event.mimeData().urls() if each.isLocalFile()])
        event.acceptProposedAction()

    def choose_files(self) -> None:
        """Ask for files in the dialog of the system."""
        filters = f"{_('Tables')} ({ENDINGS})"
        paths, _filter = QFileDialog.getOpenFileNames(self, _("Choose files to import"), "", filters)
        if paths:
            self.take_files([Path(each) for each in paths])

    def go_on(self) -> None:
        """Go to the next step; the last one imports."""
        if self._why_not() or self._busy or self._step == IMPORTED:
            return
        if self.trial.stopped or self.rehearsal is None:
            self.trial.again()
        elif self._step == DUPLICATES:
            self._start(self.rehearsal)
        else:
            self._step = DUPLICATES
            self._show_state()
            self.focus_first()

    def go_back(self) -> None:
        """Go back to the columns."""
        if self._step == DUPLICATES and not self._busy:
            self._step = MATCH
            self._show_state()
            self.focus_first()

    def give_up(self) -> None:
        """Let the files go; nothing was changed."""
        self._forget()
        self._show_state()
        self.focus_first()

    def mend_first(self) -> None:
        """Mend the first refused row."""
        if self.rehearsal is not None and self.rehearsal.report.refused:
            self.mend(self.rehearsal.report.refused[0])

    def mend(self, refused: RefusedCells) -> None:
        """Ask for the cells of a refused row and rehearse with them."""
        dialog = MendDialog(self.desk, refused, self)
        dialog.accepted.connect(lambda: self._take_cells(refused.at, dialog.mended))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _begin(self) -> None:
        """Rehearse with the files that are chosen now."""
        self._step = max(self._step, MATCH) if self._step != IMPORTED else MATCH
        self.trial.again()

    def _connect(self) -> None:
        wizard, trial, chosen = self.wizard, self.trial, self.chosen
        trial.begun.connect(self._on_begun)
        trial.shown.connect(self._show_rehearsal)
        trial.failed.connect(self._failed)
        wizard.files_wanted.connect(self.choose_files)
        wizard.file_shown.connect(self._show_file)
        wizard.kind_chosen.connect(self._on_kind)
        wizard.template.chosen.connect(partial(self._say, chosen.use))
        wizard.question.answered.connect(self._on_answer)
        wizard.columns.changed.connect(partial(self._say, chosen.send))
        wizard.columns.unit_chosen.connect(partial(self._say, chosen.set_unit))
        wizard.columns.currency_chosen.connect(partial(self._say, chosen.set_currency))
        wizard.rows.decided.connect(self._on_decided)
        wizard.panel.on_match.chosen.connect(self._on_matched)
        wizard.panel.on_match.emptying.connect(self._on_emptying)
        wizard.panel.consent.told.connect(self._on_source)
        wizard.panel.refused.mend_wanted.connect(self.mend)
        wizard.panel.refused.leave_wanted.connect(self._leave_out)
        wizard.panel.refused.forget_wanted.connect(self._forget_mended)
        wizard.panel.refused.round_wanted.connect(partial(self._say, chosen.turn_rounding))
        wizard.panel.refused.save_wanted.connect(self.save_refused_rows)
        wizard.foot.next.clicked.connect(self.go_on)
        wizard.foot.back.clicked.connect(self.go_back)
        wizard.foot.cancel.clicked.connect(self.give_up)
        wizard.foot.undo.clicked.connect(self.undo_import)
        wizard.foot.show_records.clicked.connect(self.show_records)

    def _show_state(self) -> None:
        """Show the step and what can be done in it, and keep what led there."""
        self._kept.keep()
        self.wizard.show_step(self._step, ready=self.rehearsal is not None)
        last = self._step == DUPLICATES
        report = self.rehearsal.report if self.rehearsal is not None else None
        label = import_label(report, self.desk.formats) if last else _("Next: duplicates")
        if self.trial.stopped:
            label = _("Check again")
        why_not = _("The import is running") if self._busy else self._why_not()
        self.wizard.foot.show_state(
            FootState(self._step == IMPORTED, self._busy, last, label, why_not, self._made is not None)
        )
        self.titled.emit()

    def _why_not(self) -> str:
        return self.trial.why_not(last=self._step == DUPLICATES)

    def _forget(self) -> None:
        self.trial.forget()
        self.wizard.rows.forget()
        self.wizard.columns.forget()
        self.wizard.panel.consent.clear()
        self._step, self._current = FILE, 0

    def _on_begun(self) -> None:
        self._show_state()
        if self.rehearsal is None:
            self.wizard.panel.show_words(_("Rehearsal"), _("Reading the files…"))

    def _failed(self, error: CrmError) -> None:
        if isinstance(error, Cancelled):
            self.wizard.panel.show_words(_("Cancelled"), _("Nothing was changed."))
            self._show_state()
            return
        if isinstance(error, UnclearRows):
            self.wizard.panel.show_words(_("What are the rows?"), str(error))
            self._show_state()
            self.wizard.ask_kind()
            return
        self.trial.outdate()
        if isinstance(error, ChangedFile):
            self._show_changed(error)
        else:
            self.wizard.panel.show_words(_("These files cannot be imported"), str(error))
            self.chosen.drop_named(str(error))
        self._show_state()

    def _show_changed(self, error: ChangedFile) -> None:
        """Say what has changed; what was decided about single rows went with the rows that there were."""
        told = [str(error)]
        if self.chosen.renew(error.path):
            told.append(_("What you decided about single rows of it was let go, for they may be others now."))
        self.wizard.panel.show_words(_("A file has changed"), " ".join(told))

    def _show_rehearsal(self, rehearsal: Rehearsal) -> None:
        one = len({each.source.path for each in rehearsal.files}) == 1
        names = [
            Choice(
                str(number),
                (one and each.source.read_as.sheet) or each.name,
                tally="" if each.kind == LEFT_OUT else self.desk.formats.number(each.rows),
            )
            for number, each in enumerate(rehearsal.files)
        ]
        self._current = min(self._current, len(names) - 1)
        self.wizard.tabs.set_choices(names)
        self.wizard.tabs.set_current(str(self._current))
        self._show_file(str(self._current))
        self.wizard.show_report(rehearsal, self.chosen)
        self._show_state()
        if self.isVisible() and QApplication.focusWidget() in (None, self):
            self.focus_first()

    def _show_file(self, number: str) -> None:
        rehearsal = self.rehearsal
        if rehearsal is None:
            return
        self._current = int(number)
        file = rehearsal.files[self._current]
        refused = Counter(each.column for each in rehearsal.report.rejections if each.source == file.name)
        self.wizard.show_file(rehearsal, file, refused, self.chosen)

    def _on_kind(self, kind: str) -> None:
        if self.chosen.sources:
            self.chosen.set_kind(self._current, kind)
            self.trial.again()

    def _say(self, change: Callable[..., None], *said: object) -> None:
        """Take in what was `said` about the file that is shown, and rehearse with it."""
        change(self._current, *said)
        self.trial.again()

    def _on_answer(self, about: str, answer: str) -> None:
        said = {DATES: self.chosen.set_dates, DECIMAL: self.chosen.set_decimal, ROWS: self.chosen.set_rows}
        self._say(said[about], answer)

    def _on_matched(self, on_match: str) -> None:
        if on_match != self.chosen.on_match:
            self.chosen.on_match = on_match
            self.trial.again()

    def _on_emptying(self) -> None:
        self.chosen.empties = not self.chosen.empties
        self.trial.again()

    def _on_source(self, source: str) -> None:
        if source != self.chosen.consent_source:
            self.chosen.consent_source = source
            self.trial.again()

    def _on_decided(self, at: RowAt, on_match: str, record: bytes | None) -> None:
        self.chosen.decide(at, on_match, record)
        self.trial.soon()

    def _take_cells(self, at: RowAt, cells: dict[str, str]) -> None:
        self.chosen.mend(at, cells)
        self.trial.again()

    def _leave_out(self, refused: RefusedCells) -> None:
        self.chosen.leave_out(refused.at)
        self.trial.again()

    def _forget_mended(self) -> None:
        self.chosen.forget_mended()
        self.trial.again()

    def _start(self, rehearsal: Rehearsal) -> None:
        guesses = zip(self.chosen.sources, rehearsal.files, strict=True)
        sources = [each._replace(kind=file.kind) for each, file in guesses]
        self._busy = True
        self._show_state()
        task = self.desk.act(
            imported,
            self.desk.file,
            self.chosen.asked._replace(sources=sources, seen=rehearsal.report.seen),
            owner=self,
            then=self._show_done,
            on_error=self._import_failed,
            done=done_words(rehearsal.report, self.desk.formats),
            title=_("Importing"),
        )
        self.wizard.running.follow(task, _("Importing"))

    def _import_failed(self, error: CrmError) -> None:
        """Stay where one was: nothing was changed, and it can be tried again."""
        self._busy = False
        if isinstance(error, Cancelled):
            self.desk.say(str(error))
            self._show_state()
        else:
            self._failed(error)

    def _show_done(self, outcome: Imported) -> None:
        report, self._busy = outcome.report, False
        if outcome.renewed:
            # a full export brought them along: the window shows everything anew
            self._forget()
            self.desk.go(Place("today"))
            self.desk.settings_changed.emit("name")
            return
        self._step, self._made = IMPORTED, report.step
        self.wizard.panel.show_report(report, _("Imported"))
        if report.backup is not None:
            self.desk.settings_changed.emit("backups")
        self.chosen.clear()
        self.wizard.rows.forget()
        self._show_state()
        # not on what takes all of it back: a key that is pressed once too often must not
        self.wizard.foot.show_records.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_records(self) -> None:
        """Go to where most of the imported records are listed."""
        if self.rehearsal is not None:
            self.desk.go(place_of_most(self.rehearsal.report))

    def undo_import(self) -> None:
        """Take the import back, whatever was done since, and be ready for another."""
        if self._made is not None:
            self.desk.take_back(self._made, self._be_ready)

    def _be_ready(self) -> None:
        self._forget()
        self.wizard.panel.show_words(_("Rehearsal"), "")
        self._show_state()

    def save_refused_rows(self) -> None:
        """Ask for the passphrase, then write the refused rows with their reasons to a file that the user names."""
        before_leaving(self.desk, self, _("Save refused rows"), self._ask_where)

    def _ask_where(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save refused rows"), _("refused rows.csv"), "*.csv")
        if chosen and self.rehearsal is not None:
            self.desk.read(
                write_refused,
                self.desk.place,
                self.rehearsal,
                Path(chosen),
                owner=self,
                then=lambda name: self.desk.say(_("Saved {file}").format(file=name)),
            )
