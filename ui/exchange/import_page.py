"""The import page: choose files, match columns, see what would happen, import."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.run import rehearse
from crm_desktop.exchange.slots import IMPORTABLE, kind_label
from crm_desktop.exchange.source import Source
from crm_desktop.journal.clock import milliseconds
from crm_desktop.schema import forms
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from ui.exchange.chosen_files import Asked, FileGuess, Rehearsal, imported, rehearsed
from ui.exchange.column_table import ColumnTable
from ui.exchange.likely_panel import LikelyPanel
from ui.exchange.rehearsal_panel import RehearsalPanel
from ui.kit.buttons import Button, ButtonKind, LinkButton
from ui.kit.chips import Choice, ViewTabs
from ui.kit.desk import Desk, Place
from ui.kit.drop_zone import DropZone
from ui.kit.fields.choice import ComboBox
from ui.kit.labels import IconText, Text
from ui.kit.notices import EmptyState
from ui.kit.page import Action, Page
from ui.kit.panels import Bar, FilterBar
from ui.kit.step_row import StepRow

PANEL, STEPS, FOOT = 324, 48, 56
FILE, MATCH, DUPLICATES, IMPORTED = range(4)
LISTED = {"deals": "pipeline", "tickets": "tickets", "products": "products"}
ENDINGS = "*.csv *.tsv *.txt *.xlsx *.xls *.ods *.vcf *.ldif *.eml *.mbox *.ics *.json *.zip"


class ImportPage(Page):
    """Every guess is shown and can be changed; nothing is written before Import, and then it is one step."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sources: list[Source] = []
        self._step = MATCH
        self._rehearsal: Rehearsal | None = None
        self._current = 0
        self.setAcceptDrops(True)
        theme = desk.theme
        self._choose = Button(theme, _("Choose files…"), size="small", icon="import")
        self._choose.clicked.connect(self._choose_files)
        self._save_refused = Button(theme, _("Save refused rows…"), size="small")
        self._save_refused.clicked.connect(self._save_refused_rows)
        self._undo = Button(theme, _("Undo the whole import"), size="small", icon="undo")
        self._undo.clicked.connect(self._undo_import)
        self._show = LinkButton(theme, _("Show the records"))
        self._show.clicked.connect(self._show_records)
        self._steps = StepRow(theme, [_("File"), _("Match columns"), _("Duplicates"), _("Import")])
        self._next = Button(theme, "", ButtonKind.PRIMARY, keys="Ctrl ↵")
        self._next.clicked.connect(self._go_on)
        self._back = Button(theme, _("Back"))
        self._back.clicked.connect(self._go_back)
        self._cancel = Button(theme, _("Cancel"), ButtonKind.QUIET)
        self._cancel.clicked.connect(self._give_up)
        self._on_match = "update"
        self._kind = ComboBox(theme)
        self._kind.setAccessibleName(_("What the rows are"))
        for name in IMPORTABLE:
            self._kind.addItem(kind_label(name), name)
        self._kind.currentIndexChanged.connect(self._on_kind)
        self._kind_words = Text(theme, _("Rows are"), "small", "text2")
        self._tabs = ViewTabs(theme, [])
        self._tabs.chosen.connect(self._show_file)
        self._form = Text(theme, "", "small", "text2")
        self._columns = ColumnTable(desk)
        self._columns.changed.connect(self._on_place)
        self._likely = LikelyPanel(desk)
        self._likely.chosen.connect(self._on_matched)
        self._panel = RehearsalPanel(desk)
        self._panel.setFixedWidth(theme.px(PANEL))
        self._empty = EmptyState(
            theme,
            "import",
            _("Bring your data along"),
            _(
                "Drop files here, several at once: tables, workbooks, cards, mails, calendars. Links are kept in any "
                "order, and nothing is changed until Import."
            ),
            _("Choose files…"),
        )
        self._empty.acted.connect(self._choose_files)
        self._build()
        self._show_state()

    def arrive(self, place: Place) -> None:
        """Take the files that `place` brings."""
        paths = place.arguments.get("paths")
        if isinstance(paths, Sequence) and not isinstance(paths, str):
            self.take_files([Path(str(each)) for each in paths])
        if place.arguments.get("choose"):
            # once the page is on the screen: the dialog of the system holds everything else up
            QTimer.singleShot(0, self, self._choose_files)

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way from the contacts."""
        return ((_("Contacts"), Place("contacts")), (_("Import"), None))

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        why = "" if self._rehearsal is not None else _("Choose files first")
        return (
            Action("choose", _("Choose files to import…"), self._choose_files, "Ctrl+O", "import"),
            Action("next", _("Next step of the import"), self._go_on, "Ctrl+Return", "forward", why),
            Action("back", _("Step before"), self._go_back, "", "back", why),
        )

    def focus_first(self) -> None:
        """Put the focus where files are chosen."""
        (self._choose if self._sources else self._empty).setFocus(Qt.FocusReason.OtherFocusReason)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Add `paths` to the chosen files and rehearse."""
        known = {each.path for each in self._sources}
        self._sources += [Source(each) for each in paths if each not in known]
        self._rehearse()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._zone.light(on=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self._zone.light(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped."""
        self._zone.light(on=False)
        self.take_files([Path(each.toLocalFile()) for each in event.mimeData().urls() if each.isLocalFile()])
        event.acceptProposedAction()

    def _build(self) -> None:
        theme = self.desk.theme
        self._bar = Bar(
            theme, self._steps, None, self._form, self._choose, height=STEPS, gap=12, margins=(24, 0, 24, 0)
        )
        self._kinds = FilterBar(theme, self._kind_words, self._kind, None)
        undone = IconText(theme, "undo", _("The whole import can be undone in one step later"))
        doing = (self._show, self._save_refused, self._undo, self._cancel, self._back, self._next)
        self._foot = Bar(theme, undone, None, *doing, height=FOOT, gap=8, margins=(24, 0, 24, 0), line_above=True)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._tabs)
        left.addWidget(self._kinds)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._columns)
        self._middle.addWidget(self._likely)
        left.addWidget(self._middle, 1)
        chosen = QWidget()
        halves = QHBoxLayout(chosen)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(0)
        halves.addLayout(left, 1)
        halves.addWidget(self._panel)
        self._stack = QStackedWidget()
        self._zone = DropZone(theme, self._empty)
        self._stack.addWidget(self._zone)
        self._stack.addWidget(chosen)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._foot)

    def _show_state(self, *, done: bool = False) -> None:
        """Show the buttons that fit what has been done so far."""
        ready = self._rehearsal is not None
        chosen = bool(self._sources) or done
        self._stack.setCurrentIndex(1 if chosen else 0)
        self._steps.show_step(IMPORTED if done else max(self._step, MATCH) if chosen else FILE)
        self._middle.setCurrentIndex(1 if self._step == DUPLICATES else 0)
        matching = ready and not done and self._step == MATCH
        for widget in (self._tabs, self._kinds):
            widget.setVisible(matching)
        self._form.setVisible(matching)
        self._choose.setVisible(chosen and not done)
        self._foot.setVisible(chosen)
        self._show.setVisible(done)
        self._undo.setVisible(done)
        for button in (self._cancel, self._next):
            button.setVisible(not done)
        self._back.setVisible(not done and self._step == DUPLICATES)
        self._show_next()
        total = self._rehearsal.report.total if self._rehearsal else None
        self._save_refused.setVisible(ready and total is not None and total.rejected > 0)
        self.titled.emit()

    def _show_next(self) -> None:
        total = self._rehearsal.report.total if self._rehearsal else None
        some = total is not None and bool(total.created or total.updated)
        last = self._step == DUPLICATES
        count = total.created + total.updated if total is not None else 0
        number = self.desk.formats.number(count)
        label = ngettext("Import {n} record", "Import {n} records", count).format(n=number)
        self._next.setText(label if last else _("Next: duplicates"))
        self._next.updateGeometry()
        self._next.setEnabled(self._rehearsal is not None and (some or not last))

    def _go_on(self) -> None:
        """Go to the next step; the last one imports."""
        if self._rehearsal is None or not self._next.isEnabled():
            return
        if self._step == DUPLICATES:
            self._start()
        else:
            self._step = DUPLICATES
            self._show_state()
            self._likely.choices[self._on_match].setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        """Go back to the columns."""
        if self._step == DUPLICATES:
            self._step = MATCH
            self._show_state()

    def _give_up(self) -> None:
        """Let the files go; nothing was changed."""
        self._sources, self._rehearsal, self._step = [], None, MATCH
        self._show_state()
        self.focus_first()

    def _on_matched(self, on_match: str) -> None:
        if on_match != self._on_match:
            self._on_match = on_match
            self._rehearse()

    def _choose_files(self) -> None:
        filters = f"{_('Tables')} ({ENDINGS})"
        paths, _filter = QFileDialog.getOpenFileNames(self, _("Choose files to import"), "", filters)
        if paths:
            self.take_files([Path(each) for each in paths])

    def _rehearse(self) -> None:
        self._rehearsal = None
        self._show_state()
        self._panel.show_words(_("Rehearsal"), _("Reading the files…"))
        desk = self.desk
        now_ms = milliseconds(desk.now())
        desk.read(
            rehearsed,
            Asked(list(self._sources), self._on_match),
            desk.place,
            now_ms,
            owner=self,
            then=self._show_rehearsal,
            on_error=self._failed,
            key="rehearsal",
            title=_("Rehearsing the import"),
        )

    def _failed(self, error: CrmError) -> None:
        if isinstance(error, Cancelled):
            self._panel.show_words(_("Cancelled"), _("Nothing was changed."))
            return
        self._panel.show_words(_("These files cannot be imported"), str(error))
        # The file that could not be used is let go, so that the others can be tried without it.
        named = [each for each in self._sources if each.path.name in str(error)]
        self._sources = [each for each in self._sources if each not in named]
        self._stack.setCurrentIndex(1)

    def _show_rehearsal(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        # A folder or workbook has become one source for each table in it.
        self._sources = [file.source for file in rehearsal.files]
        names = [
            Choice(str(number), each.name, tally=self.desk.formats.number(each.rows))
            for number, each in enumerate(rehearsal.files)
        ]
        self._current = min(self._current, len(names) - 1)
        self._tabs.set_choices(names)
        self._tabs.set_current(str(self._current))
        self._show_file(str(self._current))
        self._panel.show_report(rehearsal.report, _("What would happen"))
        self._likely.show_report(rehearsal.report)
        self._show_state()

    def _show_file(self, number: str) -> None:
        if self._rehearsal is None:
            return
        self._current = int(number)
        file = self._file()
        refused = self._rehearsal.report.rejections
        self._columns.show_file(file, Counter(each.column for each in refused if each.source == file.name))
        with QSignalBlocker(self._kind):
            self._kind.setCurrentIndex(self._kind.findData(file.kind))
        count = ngettext("{n} row", "{n} rows", file.rows).format(n=self.desk.formats.number(file.rows))
        self._form.setText(" · ".join((count, *file.form)))

    def _file(self) -> FileGuess:
        assert self._rehearsal is not None
        return self._rehearsal.files[self._current]

    def _on_kind(self, _index: int) -> None:
        kind = str(self._kind.currentData())
        if self._rehearsal is not None and kind != self._file().kind:
            self._sources[self._current] = self._sources[self._current]._replace(kind=kind, mapping=None)
            self._rehearse()

    def _on_place(self, column: str, place: str | None) -> None:
        """Send `column` to `place`; another column that went there before goes nowhere."""
        file = self._file()
        mapping = {each.name: each.place for each in file.columns}
        if place is not None:
            mapping = {name: None if there == place else there for name, there in mapping.items()}
        mapping[column] = place
        self._sources[self._current] = self._sources[self._current]._replace(kind=file.kind, mapping=mapping)
        self._rehearse()

    def _start(self) -> None:
        if self._rehearsal is None:
            return
        guesses = zip(self._sources, self._rehearsal.files, strict=True)
        sources = [each._replace(kind=file.kind) for each, file in guesses]
        self._next.setEnabled(False)
        self.desk.act(
            imported,
            self.desk.file,
            Asked(sources, self._on_match),
            owner=self,
            then=self._show_done,
            on_error=self._failed,
            done=self._done_words(self._rehearsal.report),
            title=_("Importing"),
        )

    def _done_words(self, report: ImportReport) -> str:
        total = report.total
        count = total.created + total.updated
        return ngettext("{n} record imported", "{n} records imported", count).format(n=self.desk.formats.number(count))

    def _show_done(self, report: ImportReport) -> None:
        self._panel.show_report(report, _("Imported"))
        if report.backup is not None:
            self.desk.settings_changed.emit("backups")
        self._sources, self._step = [], MATCH
        self._show_state(done=True)
        self._undo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_records(self) -> None:
        """Go to where most of the imported records are listed."""
        if self._rehearsal is None:
            return
        kinds = self._rehearsal.report.kinds
        kind = max(kinds, key=lambda name: kinds[name].created + kinds[name].updated)
        self.desk.go(Place(LISTED[kind]) if kind in LISTED else _list_of(kind))

    def _undo_import(self) -> None:
        self.desk.undo()
        self._rehearsal = None
        self._sources = []
        self._panel.show_words(_("Rehearsal"), "")
        self._show_state()

    def _save_refused_rows(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save refused rows"), _("refused rows.csv"), "*.csv")
        if chosen and self._rehearsal is not None:
            sources = [file.source._replace(kind=file.kind) for file in self._rehearsal.files]
            self.desk.read(
                partial(_write_refused, sources=sources, path=Path(chosen)),
                self.desk.place,
                owner=self,
                then=lambda name: self.desk.say(_("Saved {file}").format(file=name)),
            )


def _list_of(kind: str) -> Place:
    if kind in ("people", "companies"):
        return Place("contacts", None, {"kind": kind})
    return Place("records", None, {"kind": kind})


def _write_refused(reader: Connection, place: forms.Place, *, sources: Sequence[Source], path: Path) -> str:
    rehearse(reader, place, sources, ImportOptions(rejects=path))
    return path.name
