"""The columns of one file, and where each goes."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from crm_desktop.exchange.slots import target_of
from crm_desktop.words import _, ngettext
from ui.exchange.chosen_files import ColumnGuess, FileGuess
from ui.kit.desk import Desk
from ui.kit.fields.choice import ComboBox
from ui.kit.labels import IconText

ROW = 40


class ColumnTable(QTableWidget):
    """One row a column; `changed` carries the column and its new place, or None for nowhere."""

    changed = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(0, 4)
        self._desk = desk
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.setFixedHeight(desk.theme.size("tableHeader"))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderLabels([_("Column in file"), _("First rows"), _("Goes into"), _("Check")])
        self.setAccessibleName(_("Columns and where they go"))

    def show_file(self, file: FileGuess, refused: Mapping[str, int]) -> None:
        """Show the columns of `file`; `refused` counts the rows that each of them is to blame for."""
        self.setRowCount(len(file.columns))
        self.verticalHeader().setDefaultSectionSize(self._desk.theme.px(ROW))
        for number, column in enumerate(file.columns):
            self.setItem(number, 0, _item(column.name, column.reason))
            values = " · ".join(column.values)
            self.setItem(number, 1, _item(values, values))
            self.setCellWidget(number, 2, _middle(self._desk, self._box(file.kind, column)))
            self.setCellWidget(number, 3, self._check(file, column, refused.get(column.name, 0)))

    def _check(self, file: FileGuess, column: ColumnGuess, refused: int) -> IconText:
        theme = self._desk.theme
        if refused:
            told = ngettext("{n} not valid", "{n} not valid", refused).format(n=self._desk.formats.number(refused))
            return IconText(theme, "error", told, "danger")
        if column.place is None:
            return IconText(theme, "remove", _("Not imported"), "text3")
        by_hand = file.source.mapping is not None
        told = column.reason or (_("Set by hand") if by_hand else _("By name and content"))
        made = IconText(theme, "check", told, "text2", icon_role="success")
        made.setToolTip(column.reason)
        return made

    def _box(self, kind: str, column: ColumnGuess) -> ComboBox:
        box = ComboBox(self._desk.theme)
        box.setAccessibleName(_("Where “{column}” goes").format(column=column.name))
        box.addItem(_("Not imported"), None)
        target = target_of(kind, self._desk.kinds)
        slots = sorted(target.slots.values(), key=lambda slot: slot.label)
        for slot in slots:
            box.addItem(slot.label, slot.name)
        if column.place and box.findData(column.place) < 0 and (numbered := target.slot(column.place)) is not None:
            box.addItem(numbered.label, numbered.name)
        box.setCurrentIndex(max(box.findData(column.place), 0) if column.place else 0)
        box.setToolTip(column.reason)
        box.currentIndexChanged.connect(lambda _index, box=box: self.changed.emit(column.name, box.currentData()))
        return box


def _middle(desk: Desk, box: ComboBox) -> QWidget:
    """Return `box` with a little room around it."""
    around = QWidget()
    inner = QHBoxLayout(around)
    gap = desk.theme.space("s2")
    inner.setContentsMargins(gap, gap, desk.theme.space("s6"), gap)
    inner.addWidget(box)
    return around


def _item(text: str, tip: str) -> QTableWidgetItem:
    made = QTableWidgetItem(f"  {text}")
    made.setToolTip(tip)
    return made
