"""One report: what it is asked for, its chart and tables, and the PDF beside them."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.filters.printing import conditions_text
from crm_desktop.jobs import Progress
from crm_desktop.reports.asking import MadeReport, asked_report
from crm_desktop.reports.catalogue import REPORTS, ReportKind, report_named, with_own_fields
from crm_desktop.reports.chart import Joined
from crm_desktop.reports.narrowing import WHERE
from crm_desktop.reports.report import ParameterKind, ParameterValue, Report
from crm_desktop.words import _
from ui.kit.asked_again import before_leaving
from ui.kit.buttons import Button, ButtonKind
from ui.kit.charts import ChartView
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.filters.chips import FilterChips
from ui.kit.filters.given import filter_from_text
from ui.kit.labels import IconText, Text
from ui.kit.layouts import column
from ui.kit.notices import EmptyState, ErrorState
from ui.kit.page import Action, Page
from ui.kit.panels import FilterBar
from ui.kit.screen_numbers import ScreenNumbers
from ui.kit.scrolling import ScrollColumn
from ui.kit.shown_keys import shown_keys
from ui.reports.drilling import Asked, place_behind
from ui.reports.pdf_preview import PdfPreview
from ui.reports.print_options import PrintOptions
from ui.reports.saving import FORMATS, pdf_of, save_report
from ui.reports.setup_panel import SetupPanel
from ui.reports.tables import ReportTableView

TABLES = ("deal", "deal_line", "ticket", "stage", "member", "team", "product", "contact")
SETUP, PREVIEW = 216, 348
NARROW = 1084


class ReportPage(Page):
    """The report that the place names; another choice in the panel makes it anew."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kind: ReportKind = REPORTS[0]
        self._made: MadeReport | None = None
        theme = desk.theme
        self._numbers = ScreenNumbers(desk)
        self._took = Text(theme, "", "small", "text2")
        self._chips = FilterChips(desk, desk.kinds.named(self._kind.records), keys="/")
        self._chips.changed.connect(self._read)
        self._print = PrintOptions(desk)
        self._preview = PdfPreview(desk, self._pdf)
        self._print.changed.connect(self._on_print)
        self._chart: ChartView | None = None
        self._setup_area = _Surface(desk)
        self._middle = QVBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, theme.space("s8"))
        self._middle.setSpacing(0)
        self._error = ErrorState(theme, _("The report could not be made."), "", _("Try again"))
        self._error.hide()
        self._error.acted.connect(self._read)
        self._build()
        desk.committed.connect(self._on_committed)
        theme.changed.connect(self._fit_sides)

    def arrive(self, place: Place) -> None:
        """Show the report that `place` names, with its parameters."""
        name = str(place.arguments.get("name") or self._kind.name)
        wanted = place.arguments.get("parameters")
        kind = with_own_fields(report_named(name), self.desk.kinds)
        if kind != self._kind or self._made is None:
            self._kind = kind
            self._made = None
            self._show_setup()
            self._show_filter("")
        if isinstance(wanted, Mapping):
            self._setup.set_values(wanted)
            self._show_filter(str(wanted.get(WHERE.name) or ""))
        self.titled.emit()
        self._read()

    def leave(self) -> Place | None:
        """Return this report with what was asked for."""
        return Place("report", None, {"name": self._kind.name, "parameters": self._asked()})

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way from the gallery to this report."""
        return ((_("Reports"), Place("reports")), (_(self._kind.title), None))

    def pin_title(self) -> str:
        """Return the report with its filter in words."""
        words = self._chips.words
        return _("{report}: {filter}").format(report=_(self._kind.title), filter=words) if words else ""

    def commands(self) -> Sequence[Action]:
        """Return the ways to save the report."""
        saving = tuple(
            Action(f"export {each.ending}", _(each.label), partial(self._export, each.ending), each.keys, "export")
            for each in FORMATS
        )
        add = Action("filter", _("Filter the report"), self._chips.add_filter, "/", "filter")
        return (*saving, add, Action("refresh", _("Make the report anew"), self._read, "F5", "sync"))

    def focus_first(self) -> None:
        """Put the focus on the first choice."""
        self._setup.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the preview out where there is no room for it."""
        super().resizeEvent(event)
        self._fit_sides()

    def _fit_sides(self) -> None:
        width = self.width() / self.desk.theme.zoom
        self._preview_scroll.setVisible(width >= NARROW)
        self._setup_scroll.setVisible(width >= NARROW - PREVIEW)

    def _build(self) -> None:
        theme = self.desk.theme
        buttons = [self._export_button(each.ending, _(each.short), each.keys) for each in FORMATS]
        bar = FilterBar(theme, self._chips, None, self._took, *reversed(buttons))
        middle = _Surface(self.desk)
        middle.setLayout(self._middle)
        scroll = ScrollColumn(takes_focus=True)
        scroll.setWidget(middle)
        self._preview_area = QWidget()
        around = (16, 16, 16, 16)
        self._preview_area.setLayout(column(theme, self._preview, self._print, None, gap=16, margins=around))
        self._setup_box = column(theme, margins=around)
        self._setup_area.setLayout(self._setup_box)
        self._show_setup()
        parts = QHBoxLayout()
        parts.setSpacing(0)
        self._setup_scroll = _Scrolled(self.desk, self._setup_area, SETUP)
        self._preview_scroll = _Scrolled(self.desk, self._preview_area, PREVIEW)
        parts.addWidget(self._setup_scroll)
        parts.addWidget(scroll, 1)
        parts.addWidget(self._preview_scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addLayout(parts, 1)

    def _export_button(self, ending: str, label: str, keys: str) -> Button:
        primary = ending == "pdf"
        kind = ButtonKind.PRIMARY if primary else ButtonKind.NORMAL
        button = Button(
            self.desk.theme,
            label,
            kind,
            size="small",
            icon="export file" if primary else "",
            keys=shown_keys(keys),
        )
        button.clicked.connect(partial(self._export, ending))
        return button

    def _show_setup(self) -> None:
        while (item := self._setup_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        inputs = [each for each in self._kind.parameters if each.kind is not ParameterKind.FILTER]
        self._setup = SetupPanel(self.desk, inputs)
        self._setup.changed.connect(self._read)
        self._setup_box.addWidget(self._setup)
        self._setup_box.addStretch(1)

    def _show_filter(self, text: str) -> None:
        kind = self.desk.kinds.named(self._kind.records)
        self._chips.show_filter(kind, filter_from_text(self.desk, text, kind))

    def _asked(self) -> dict[str, ParameterValue]:
        """Return the parameters of the report as they stand, its filter among them."""
        return {**self._setup.values(), WHERE.name: conditions_text(self._chips.conditions)}

    def _read(self, *_parts: object) -> None:
        desk = self.desk
        desk.read(
            asked_report,
            self._kind,
            self._asked(),
            desk.place,
            desk.today(),
            owner=self,
            then=self._show,
            on_error=self._failed,
            key="report",
        )

    def _failed(self, error: CrmError) -> None:
        self._clear()
        self._middle.addWidget(self._error)
        self._error.show()
        self._took.setText(str(error))

    def _show(self, made: MadeReport) -> None:
        self._made = made
        self._setup.offer_names(made.owners, made.teams)
        took = _("Made in {seconds} s").format(seconds=self.desk.formats.number(made.seconds, 2))
        self._took.setText(made.report.silence or took)
        self._took.set_role("warning" if made.report.silence else "text2")
        self._clear()
        chart = made.report.chart
        if chart is None or not chart.categories:
            theme = self.desk.theme
            nothing = EmptyState(
                theme, "reports", _("Nothing to report yet"), _("No record fits what was asked for."), small=True
            )
            self._middle.addWidget(_padded(self.desk, nothing))
        else:
            view = ChartView(self.desk.theme, self._numbers)
            view.setMinimumHeight(self.desk.theme.px(340))
            view.setContentsMargins(16, 16, 16, 8)
            view.show_chart(chart)
            view.show_values(on=self._print.wanted().values_on_bars)
            view.clicked.connect(self._drill_chart)
            self._chart = view
            self._middle.addWidget(_padded(self.desk, view))
        for table in made.report.tables:
            self._add_table(table.title, ReportTableView(self.desk.theme, table, self._numbers), table.name)
        if any(table.keys for table in made.report.tables):
            hint = IconText(self.desk.theme, "hit", _("Click a bar or a row to see what is behind it"))
            self._middle.addWidget(_padded(self.desk, hint))
        self._middle.addStretch(1)
        self._draw_preview()

    def _add_table(self, title: str, view: ReportTableView, name: str) -> None:
        heading = Text(self.desk.theme, title, "subtitle")
        self._middle.addWidget(_padded(self.desk, heading))
        self._middle.addWidget(view)
        view.drilled.connect(partial(self._drill, name))

    def _clear(self) -> None:
        self._chart = None
        while (item := self._middle.takeAt(0)) is not None:
            widget = item.widget()
            if widget is self._error:
                self._error.hide()
            elif widget is not None:
                widget.hide()
                widget.deleteLater()

    def _drill_chart(self, key: object, _series: str) -> None:
        keys = key.keys if isinstance(key, Joined) else (key,)
        if len(keys) == 1 and self._made is not None and self._made.report.tables:
            self._drill("chart", keys[0])

    def _drill(self, table: str, key: object) -> None:
        asked = Asked(self._setup.values(), self._chips.conditions)
        place = place_behind(self._kind.name, table, key, asked, self.desk.today())
        if place is not None:
            self.desk.go(place)

    def _on_print(self) -> None:
        if self._chart is not None:
            self._chart.show_values(on=self._print.wanted().values_on_bars)
        self._draw_preview()

    def _draw_preview(self) -> None:
        if self._made is not None:
            self._preview.show_report(self._made.report)

    def _pdf(self, report: Report) -> bytes:
        return pdf_of(report, self._print.wanted())

    def _export(self, ending: str, *_checked: object) -> None:
        if self._made is None:
            return
        if self._made.report.names_someone:
            title = _("Save {name}").format(name=self._made.report.title)
            before_leaving(self.desk, self, title, partial(self._ask_where, ending))
        else:
            self._ask_where(ending)

    def _ask_where(self, ending: str) -> None:
        if self._made is None:
            return
        suggested = f"{self._made.report.title} {self.desk.today():%Y-%m-%d}.{ending}"
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save the report"), suggested, f"*.{ending}")
        if chosen:
            self._save(Path(chosen), ending)

    def _save(self, path: Path, ending: str) -> None:
        report, wanted = self._made.report if self._made else None, self._print.wanted()
        if report is None:
            return

        def job(progress: Progress) -> None:
            save_report(report, path, ending, wanted, progress)

        self.desk.tasks.run(
            job,
            owner=self,
            then=lambda _nothing: self.desk.say(_("Saved {file}").format(file=path.name)),
            title=_("Saving {file}").format(file=path.name),
        )

    def _on_committed(self, commit: Commit) -> None:
        if self.isVisible() and touches(commit, "custom_field"):
            # fields of one's own may split it, or do so no longer
            QTimer.singleShot(0, self, self._show_own_fields)
        elif self.isVisible() and touches(commit, *TABLES):
            self._read()

    def _show_own_fields(self) -> None:
        self.arrive(Place("report", None, {"name": self._kind.name, "parameters": self._asked()}))


class _Scrolled(ScrollColumn):
    """Shows a side as wide as it is wanted; it scrolls where it is higher than the window."""

    def __init__(self, desk: Desk, side: QWidget, width: int) -> None:
        super().__init__(takes_focus=True)
        self._desk = desk
        self._wide = width
        self.setWidget(side)
        self._fit()
        desk.theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(self._desk.theme.px(self._wide))


class _Surface(QWidget):
    """A side, or the middle, on a white ground with a hairline at its end."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._desk.theme.colour("surface"))
        painter.setPen(QPen(self._desk.theme.colour("hairline"), 0))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())


def _padded(desk: Desk, widget: QWidget) -> QWidget:
    box = QWidget()
    inner = QVBoxLayout(box)
    inner.setContentsMargins(16, desk.theme.space("s6"), 16, desk.theme.space("s4"))
    inner.addWidget(widget)
    return box
