"""The columns of one file, and where each goes."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from crm_desktop.exchange.slots import Target, target_of
from crm_desktop.words import _, ngettext
from ui.exchange.amount_boxes import CurrencyBox, UnitBox
from ui.exchange.chosen_files import ColumnGuess, FileGuess
from ui.exchange.column_painting import CELLS, NAME, PAD, VALUES, ColumnDelegate, ColumnHead
from ui.exchange.consent_source import CONSENT
from ui.kit.desk import Desk
from ui.kit.fields.choice import ComboBox
from ui.kit.in_turns import InTurns
from ui.kit.labels import IconText
from ui.kit.layouts import column as stacked

ROW, UNIT = 44, 36
PLACE = 2
NARROWEST, WIDEST = 160, 216  # of the boxes for places
AT_ONCE, IN_A_TURN = 2, 2  # rows: each takes some milliseconds, and nothing may wait for many
SHOWN_COLUMNS = 500  # a wider table is seldom one of contacts, and nobody matches more by hand


class PlaceBox(ComboBox):
    """Where one column goes. Its list is filled when it is first wanted: a table may have hundreds of columns."""

    sent = Signal(str, object)

    def __init__(self, desk: Desk, column: str) -> None:
        super().__init__(desk.theme)
        self._column = column
        self._target: Target | None = None
        self._filled = False
        self.setAccessibleName(_("Where “{column}” goes").format(column=column))
        self.currentIndexChanged.connect(self._on_chosen)

    def show_place(self, target: Target, column: ColumnGuess) -> None:
        """Show that `column` goes to its place in records of `target`."""
        with QSignalBlocker(self):
            if target != self._target:
                self.clear()
                self._target, self._filled = target, False
            if column.place is None:
                self._put(_("Not imported"), None)
            elif (slot := target.slot(column.place)) is not None:
                self._put(slot.label, slot.name)
        self.setToolTip("\n".join(filter(None, (self.currentText(), column.reason))))

    def showPopup(self) -> None:
        """Offer all places."""
        self._fill()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer all places to the keys as well."""
        self._fill()
        super().focusInEvent(event)

    def _put(self, label: str, place: str | None) -> None:
        at = self.findData(place) if place is not None else self.findText(label)
        if at < 0:
            self.addItem(label, place)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def _fill(self) -> None:
        if self._filled or self._target is None:
            return
        self._filled = True
        label, place = self.currentText(), self.currentData()
        with QSignalBlocker(self):
            self.clear()
            self.addItem(_("Not imported"), None)
            for slot in sorted(self._target.slots.values(), key=lambda each: each.label):
                self.addItem(slot.label, slot.name)
            self._put(label, place)

    def _on_chosen(self, _index: int) -> None:
        self.sent.emit(self._column, self.currentData())


class GoesInto(QWidget):
    """Where one column goes; below it the unit and the currency of its amounts, where they are to be chosen."""

    sent = Signal(str, object)
    unit_sent = Signal(str, str)
    currency_sent = Signal(str, str)

    def __init__(self, desk: Desk, column: str) -> None:
        super().__init__()
        self._desk = desk
        self.place = PlaceBox(desk, column)
        self.unit: UnitBox | None = None
        self.currency: CurrencyBox | None = None
        self.place.sent.connect(self.sent)
        self._boxes = stacked(desk.theme, self.place, gap=4, margins=(PAD, 4, PAD, 4))
        self.setLayout(self._boxes)

    def show_column(self, target: Target, column: ColumnGuess) -> None:
        """Show where `column` goes in records of `target`, and in what its amounts are."""
        self.place.show_place(target, column)
        if self.unit is None and column.unit is not None:
            # of most columns neither is asked
            self.unit = UnitBox(self._desk, column.name)
            self.unit.sent.connect(self.unit_sent)
            self._boxes.insertWidget(1, self.unit)
        if self.currency is None and column.sign:
            self.currency = CurrencyBox(self._desk, column.name)
            self.currency.sent.connect(self.currency_sent)
            self._boxes.addWidget(self.currency)
        if self.unit is not None:
            self.unit.show_unit(column)
        if self.currency is not None:
            self.currency.show_currency(column)

    @property
    def below(self) -> int:
        """How many boxes are shown below the place."""
        return sum(each is not None and each.isVisibleTo(self) for each in (self.unit, self.currency))


class ColumnTable(QTableWidget):
    """One row a column; `changed` carries the column and its new place, or None for nowhere.

    `unit_chosen` carries a column of amounts and their unit, `currency_chosen` one and the currency of its sign.
    """

    changed = Signal(str, object)
    unit_chosen = Signal(str, str)
    currency_chosen = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(0, 4)
        self._desk = desk
        self._names: list[str] = []
        self._boxes: list[GoesInto] = []
        self._turns = InTurns(self, ())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.setHorizontalHeader(ColumnHead(desk.theme, self))
        self.setItemDelegate(ColumnDelegate(desk.theme, self))
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for fixed in (NAME, PLACE):
            head.setSectionResizeMode(fixed, QHeaderView.ResizeMode.Fixed)
        self._fit()
        desk.theme.changed.connect(self._fit)
        head.setHighlightSections(False)
        self.setHorizontalHeaderLabels([_("Column in file"), _("First rows"), _("Goes into"), _("Check")])
        self.setAccessibleName(_("Columns and where they go"))

    def show_file(self, file: FileGuess, refused: Mapping[str, int], *, needs_source: bool = False) -> None:
        """Show the columns of `file`; `refused` counts the rows that each of them is to blame for.

        Columns of consent are marked where that still `needs_source`.
        """
        columns = file.columns[:SHOWN_COLUMNS]
        names = [each.name for each in columns]
        if names != self._names:
            self._begin(names)
        self._turns.stop()
        if not columns:
            return
        target = target_of(file.kind, self._desk.kinds)

        def show(first: int, last: int) -> None:
            for number, column in enumerate(columns[first:last], first):
                sourceless = needs_source and (column.place or "").startswith(CONSENT)
                check = self._check(column, refused.get(column.name, 0), needs_source=sourceless)
                self._show_column(number, target, column, check)

        show(0, AT_ONCE)
        for first in range(AT_ONCE, len(columns), IN_A_TURN):
            self._turns.add(partial(show, first, first + IN_A_TURN))

    def _show_column(self, number: int, target: Target, column: ColumnGuess, check: QWidget) -> None:
        if number == len(self._boxes):
            self._make_box(column.name)
        # a value of several lines is shown as one: its row has room for no more
        values = [" ".join(each.split()) for each in column.values]
        told = " · ".join(filter(None, values))
        self.setItem(number, NAME, _item(column.name, column.name))
        shown = _item(told, told)
        shown.setData(CELLS, values)
        self.setItem(number, VALUES, shown)
        self._boxes[number].show_column(target, column)
        self._fit_row(number)
        self.setCellWidget(number, 3, _middle(self._desk, check))

    def forget(self) -> None:
        """Show no columns any more."""
        self._begin([])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the places the width that there is for them."""
        self._fit_places()
        super().resizeEvent(event)

    def focus_first(self) -> None:
        """Put the focus on the place of the first column."""
        if self._boxes:
            self._boxes[0].place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        self.horizontalHeader().setFixedHeight(self._desk.theme.size("tableHeader"))
        self._fit_places()
        for number in range(len(self._boxes)):
            self._fit_row(number)

    def _fit_row(self, number: int) -> None:
        # unit and currency stand below the place: beside it none could be read
        self.setRowHeight(number, self._desk.theme.px(ROW + self._boxes[number].below * UNIT))

    def _fit_places(self) -> None:
        px = self._desk.theme.px
        # what stands in two rows needs more room than their name
        self.setColumnWidth(NAME, self.viewport().width() // 5)
        self.setColumnWidth(PLACE, min(max(self.viewport().width() // 4, px(NARROWEST)), px(WIDEST)))

    def _begin(self, names: list[str]) -> None:
        """Make a row for each of `names`; the boxes stay as long as the columns do, and so does the focus."""
        self._turns.stop()
        self._names = names
        self.setRowCount(0)
        self.setRowCount(len(names))
        self.verticalHeader().setDefaultSectionSize(self._desk.theme.px(ROW))
        self._boxes = []

    def _make_box(self, name: str) -> None:
        """Make the boxes of the next row, for the column `name`."""
        box = GoesInto(self._desk, name)
        box.sent.connect(self.changed)
        box.unit_sent.connect(self.unit_chosen)
        box.currency_sent.connect(self.currency_chosen)
        self.setCellWidget(len(self._boxes), PLACE, box)
        self._boxes.append(box)

    def _check(self, column: ColumnGuess, refused: int, *, needs_source: bool) -> IconText:
        theme = self._desk.theme
        if refused and not (column.sign and not column.currency):
            told = ngettext("{n} not valid", "{n} not valid", refused).format(n=self._desk.formats.number(refused))
            return IconText(theme, "error", told, "danger")
        if column.place is None:
            return IconText(theme, "remove", column.reason or _("Nothing fits"), "text3")
        if needs_source:
            return IconText(theme, "warning", _("Needs a source"), "warning")
        if column.open_day:
            return IconText(theme, "warning", _("Day or month first?"), "warning")
        if column.open_number:
            return IconText(theme, "warning", _("Thousands or decimals?"), "warning")
        if column.sign and not column.currency:
            return IconText(theme, "warning", _("Which currency?"), "warning")
        told = column.reason or _("By name and content")
        made = IconText(theme, "check", told[:1].upper() + told[1:], "text2", icon_role="success")
        made.setToolTip(column.reason)
        return made


def _middle(desk: Desk, box: QWidget) -> QWidget:
    """Return `box` with a little room around it."""
    around = QWidget()
    around.setLayout(stacked(desk.theme, box, gap=4, margins=(PAD, 4, PAD, 4)))
    return around


def _item(text: str, tip: str) -> QTableWidgetItem:
    made = QTableWidgetItem(text)
    made.setToolTip(tip)
    return made
