"""The step about duplicates: rows that change who is here, before and after, and rows that look like it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSplitter, QWidget

from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.row_choices import RowAt
from crm_desktop.words import _
from ui.exchange.asked_rows import AskedRow, decision_words, rows_against, rows_alike, rows_here
from ui.exchange.chosen import Chosen
from ui.exchange.row_detail import RowDetail
from ui.kit.buttons import IconButton
from ui.kit.chips import Choice, ViewTabs
from ui.kit.desk import Desk, Place
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.lines import LinesModel, LinesView
from ui.kit.panels import FilterBar
from ui.kit.two_line import Line, State
from ui.kit.zoomed import ZoomedWidth

PAGE, LEAST = 200, 160
HERE, AGAINST, ALIKE = "here", "against", "alike"


class RowsPanel(QWidget):
    """`decided` carries a RowAt, what becomes of the row, and the record that it is (None: as the row says)."""

    decided = Signal(object, str, object)

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        super().__init__()
        self._desk = desk
        self._chosen = chosen
        self._rows: dict[str, dict[RowAt, AskedRow]] = {HERE: {}, AGAINST: {}, ALIKE: {}}
        self._shown: list[AskedRow] = []
        self._first = 0
        theme = desk.theme
        self.tabs = ViewTabs(theme, [])
        self.tabs.setAccessibleName(_("Rows that are asked about"))
        self.tabs.chosen.connect(lambda _name: self._turn_to(0))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter by name, field or value"))
        self.filter.setAccessibleName(_("Filter the rows"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _text: self._turn_to(0))
        self._span = Text(theme, "", "small", "text2")
        self._earlier = IconButton(theme, "back", _("Earlier rows"))
        self._later = IconButton(theme, "forward", _("Further rows"))
        self._earlier.clicked.connect(lambda: self._turn_to(self._first - PAGE))
        self._later.clicked.connect(lambda: self._turn_to(self._first + PAGE))
        self._model = LinesModel(self)
        self.list = LinesView(theme, self._model)
        self.list.setAccessibleName(_("Rows and the records that they fit"))
        self.list.current_changed.connect(self._on_line)
        self.list.opened.connect(lambda _line: self.open_record())
        self.detail = RowDetail(desk)
        self.detail.decided.connect(self.decide)
        self.detail.open_wanted.connect(self.open_record)
        self._build()

    def show_report(self, report: ImportReport) -> None:
        """Show the rows of `report` that the user may decide on."""
        self._rows[HERE] = rows_here(report, self._chosen, self._rows[HERE])
        self._rows[ALIKE] = rows_alike(report, self._chosen, self._rows[ALIKE])
        self._rows[AGAINST] = rows_against(report)
        number = self._desk.formats.number
        names = {HERE: _("Already here"), AGAINST: _("Contradicting"), ALIKE: _("New, but alike")}
        self.tabs.set_choices([Choice(each, name, tally=number(len(self._rows[each]))) for each, name in names.items()])
        filled = next((each for each in names if self._rows[each]), HERE)
        if not self._rows[self.tabs.current]:
            self.tabs.set_current(filled)
        self._turn_to(self._first)

    def forget(self) -> None:
        """Forget the rows: the files were let go."""
        self._rows = {HERE: {}, AGAINST: {}, ALIKE: {}}
        self._first = 0

    def decide(self, on_match: str) -> None:
        """Decide on the current row, and go on to the next."""
        asked = self._current()
        if asked is None:
            return
        same = asked.alike is not None and on_match in ("fill", "update")
        self.decided.emit(asked.at, on_match, asked.record if same else None)
        self._fill()
        self.list.step(1)

    def open_record(self) -> None:
        """Open the record that the current row fits."""
        asked = self._current()
        if asked is not None and asked.record is not None:
            kinds = [*(each.kind for each in asked.changes), *(each.kind for each in asked.against), "people"]
            page = {"deals": "deal", "tickets": "ticket"}.get(kinds[0], "contact")
            self._desk.go(Place(page, asked.record))

    def _build(self) -> None:
        theme = self._desk.theme
        self.tabs.set_choices([Choice(HERE, _("Already here"))])
        bar = FilterBar(theme, self.filter, None, self._span, self._earlier, self._later)
        listed = QWidget()
        listed.setLayout(column(theme, self.list, gap=0))
        ZoomedWidth(theme, self.list, least=LEAST)
        ZoomedWidth(theme, self.detail, least=LEAST)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(listed)
        split.addWidget(self.detail)
        # on a narrow window both give way
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        whole = column(theme, self.tabs, bar, split, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        ZoomedWidth(theme, self.filter, least=220)

    def _turn_to(self, first: int) -> None:
        """Show the page of rows that begins at `first`."""
        wanted = self.filter.text().casefold().strip()
        rows = self._rows[self.tabs.current or HERE].values()
        self._shown = [each for each in rows if wanted in each.words]
        self._first = max(0, first if first < len(self._shown) else 0)
        self._fill()
        last = min(self._first + PAGE, len(self._shown))
        number = self._desk.formats.number
        told = _("{first}–{last} of {n}").format(
            first=number(self._first + 1), last=number(last), n=number(len(self._shown))
        )
        self._span.setText(told if self._shown else _("No rows"))
        self._earlier.setEnabled(self._first > 0)
        self._later.setEnabled(last < len(self._shown))
        if self._shown and self.list.current_line() is None:
            self.list.step(1)
        self._on_line(self.list.current_line())

    def _fill(self) -> None:
        page = self._shown[self._first : self._first + PAGE]
        self._model.show_rows([self._line(number, each) for number, each in enumerate(page, self._first)])

    def _line(self, number: int, asked: AskedRow) -> Line:
        told = self._chosen.choice_at(asked.at)
        decided = decision_words(told.on_match, alike=asked.alike is not None)
        where = _("row {row}").format(row=self._desk.formats.number(asked.at.row.number))
        state = State(decided, "accentText", "check") if decided else None
        if asked.alike is not None:
            about = _("looks like {name}").format(name=asked.alike.other)
        else:
            about = " · ".join(_change_words(*each) for each in asked.fields)
        return Line(number.to_bytes(4, "big"), asked.name, about, where, "duplicates", state=state)

    def _current(self) -> AskedRow | None:
        line = self.list.current_line()
        number = int.from_bytes(line.id, "big") if line is not None else -1
        return self._shown[number] if 0 <= number < len(self._shown) else None

    def _on_line(self, _line: Line | None) -> None:
        asked = self._current()
        self.detail.show_row(asked, self._chosen.choice_at(asked.at).on_match if asked is not None else "")


def _change_words(field: str, before: str, after: str) -> str:
    return _("{field}: {before} → {after}").format(field=field, before=before or _("empty"), after=after or _("empty"))
