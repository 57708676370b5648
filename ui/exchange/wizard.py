"""What the import shows: the steps, the columns of a file, the rows that are asked about, and what would happen."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from crm_desktop.exchange.slots import IMPORTABLE, kind_label
from crm_desktop.exchange.source import LEFT_OUT
from crm_desktop.words import _, ngettext
from ui.exchange.chosen import Chosen
from ui.exchange.chosen_files import FileGuess, Rehearsal
from ui.exchange.column_table import ColumnTable
from ui.exchange.reading_question import ReadingQuestion
from ui.exchange.rehearsal_panel import RehearsalPanel
from ui.exchange.rows_panel import RowsPanel
from ui.exchange.running import Running
from ui.exchange.template_button import TemplateButton
from ui.exchange.wizard_foot import WizardFoot
from ui.kit.buttons import Button
from ui.kit.chips import ViewTabs
from ui.kit.desk import Desk
from ui.kit.drop_zone import DropZone
from ui.kit.fields.choice import ComboBox
from ui.kit.ground import Ground
from ui.kit.labels import IconText, Text
from ui.kit.layouts import column
from ui.kit.notices import EmptyState
from ui.kit.panels import Bar
from ui.kit.step_row import StepRow

PANEL, STEPS = 324, 48
ROOMY = 1000  # from this width on there is room for the form of the file beside the steps
FILE, MATCH, DUPLICATES, IMPORTED = range(4)


class Wizard(QWidget):
    """Shows one step at a time; `files_wanted`, `file_shown` and `kind_chosen` tell what the user asks for."""

    files_wanted = Signal()
    file_shown = Signal(str)
    kind_chosen = Signal(str)

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        super().__init__()
        self._desk = desk
        self._matching = False
        theme = desk.theme
        self.choose = Button(theme, _("Choose files…"), size="small", icon="import")
        self.choose.clicked.connect(self.files_wanted)
        self.steps = StepRow(theme, [_("File"), _("Match columns"), _("Duplicates"), _("Import")])
        self._form = Text(theme, "", "small", "text2")
        self.template = TemplateButton(desk)
        self.tabs = ViewTabs(theme, [])
        self.tabs.setAccessibleName(_("Files"))
        self.tabs.chosen.connect(self.file_shown)
        self._files = Bar(theme, self.tabs, height=40, margins=(14, 0, 14, 0))
        self.kind = ComboBox(theme)
        self.kind.setAccessibleName(_("What the rows are"))
        for name in IMPORTABLE:
            self.kind.addItem(kind_label(name), name)
        self.kind.addItem(_("Nothing: leave it out"), LEFT_OUT)
        self.kind.currentIndexChanged.connect(lambda _index: self.kind_chosen.emit(str(self.kind.currentData())))
        self._why_kind = Text(theme, "", "small", "text3")
        kinds = (Text(theme, _("Rows are"), "small", "text2"), self.kind, self._why_kind, None)
        self._kinds = Bar(theme, *kinds, height=44, gap=6, margins=(24, 0, 24, 0))
        self.question = ReadingQuestion(desk)
        self.columns = ColumnTable(desk)
        self._matched = IconText(theme, "link", "", "text2")
        self._hint = Bar(theme, self._matched, None, height=40, margins=(24, 0, 24, 0), line_above=True)
        self.rows = RowsPanel(desk, chosen)
        self.running = Running(desk)
        self.panel = RehearsalPanel(desk)
        self.foot = WizardFoot(desk)
        self.empty = _bring_along(desk)
        self.empty.acted.connect(self.files_wanted)
        self.zone = DropZone(theme, self.empty)
        self._build()
        self._fit()
        theme.changed.connect(self._fit)

    def show_step(self, step: int, *, ready: bool) -> None:
        """Show the step; what belongs to a file only where one is `ready`."""
        self._stack.setCurrentIndex(0 if step == FILE else 1)
        self.steps.show_step(step)
        self._middle.setCurrentIndex(1 if step == DUPLICATES else 0)
        matching = ready and step == MATCH
        for widget in (self._files, self._kinds, self._hint):
            widget.setVisible(matching)
        self._matching = matching
        self._fit()
        if not matching:
            self.template.hide()
            self.question.hide()
        self.columns.setEnabled(step == MATCH)
        self.choose.setVisible(step in (MATCH, DUPLICATES))
        self.foot.setVisible(step != FILE)

    def show_file(self, rehearsal: Rehearsal, file: FileGuess, refused: Mapping[str, int], chosen: Chosen) -> None:
        """Show the columns of `file`; `refused` counts the rows that each of them is to blame for."""
        self.columns.show_file(file, refused, needs_source=not chosen.consent_source)
        self.template.show_file(rehearsal, file, chosen)
        self.question.ask(file)
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(self.kind.findData(file.kind))
        self._why_kind.setText(file.why_kind)
        count = ngettext("{n} row", "{n} rows", file.rows).format(n=self._desk.formats.number(file.rows))
        self._form.setText("" if file.kind == LEFT_OUT else " · ".join((count, *file.form)))
        found = sum(1 for each in file.columns if each.place is not None)
        told = ngettext(
            "{found} of {n} column has a place. Change any of them; the check runs again by itself.",
            "{found} of {n} columns have a place. Change any of them; the check runs again by itself.",
            len(file.columns),
        )
        if not file.columns:
            told = _("There are no columns to match here: what the file holds goes where it belongs by itself.")
        if file.kind == LEFT_OUT:
            told = _("Nothing of this is imported. To take it in, say at “Rows are” what they are.")
        self._matched.show_words("link", told.format(found=found, n=len(file.columns)))

    def ask_kind(self) -> None:
        """Let the user say what the rows are, where nothing tells."""
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(-1)
        self._why_kind.setText(_("Choose it"))
        self._kinds.show()
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_report(self, rehearsal: Rehearsal, chosen: Chosen) -> None:
        """Show what an import would do now."""
        report = rehearsal.report
        self.panel.show_report(report, _("What would happen"), chosen)
        self.panel.on_match.show_choice(chosen.on_match, empties=chosen.empties)
        self.panel.consent.show_files(rehearsal.files, chosen.consent_source)
        self.rows.show_report(report)

    def focus_first(self, step: int) -> None:
        """Put the focus on what can be done in the step."""
        if step == FILE:
            self.empty.setFocus(Qt.FocusReason.OtherFocusReason)
        elif step == DUPLICATES:
            self.rows.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.columns.focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the steps have the room that there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.panel.setFixedWidth(self._desk.theme.px(PANEL))
        self._form.setVisible(self._matching and self.width() >= self._desk.theme.px(ROOMY))

    def _build(self) -> None:
        theme = self._desk.theme
        bar = Bar(
            theme,
            self.steps,
            None,
            self._form,
            self.template,
            self.choose,
            height=STEPS,
            gap=12,
            margins=(24, 0, 24, 0),
        )
        matching = QWidget()
        matching.setLayout(column(theme, self._files, self._kinds, self.question, self.columns, self._hint, gap=0))
        self._middle = QStackedWidget()
        self._middle.addWidget(matching)
        self._middle.addWidget(self.rows)
        left = column(theme, self._middle, self.running, gap=0)
        left.setStretch(0, 1)
        chosen = QWidget()
        halves = QHBoxLayout(chosen)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(0)
        halves.addLayout(left, 1)
        halves.addWidget(Ground(theme, "hairline", width=1))
        halves.addWidget(self.panel)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.zone)
        self._stack.addWidget(chosen)
        whole = column(theme, bar, self._stack, self.foot, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)


def _bring_along(desk: Desk) -> EmptyState:
    return EmptyState(
        desk.theme,
        "import",
        _("Bring your data along"),
        _(
            "Drop files here, several at once: tables, workbooks, cards, mails, calendars. Links are kept in any "
            "order, and nothing is changed until Import."
        ),
        _("Choose files…"),
    )
