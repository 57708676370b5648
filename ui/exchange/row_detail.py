"""One row of an import beside the record that it fits: field by field before and after, and what becomes of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem

from crm_desktop.words import _
from ui.exchange.asked_rows import AskedRow, decision_words
from ui.kit.buttons import Button, ButtonKind, LinkButton
from ui.kit.desk import Desk
from ui.kit.ground import Ground
from ui.kit.labels import Text
from ui.kit.layouts import FlowLayout, column, row

# The table takes what room there is before the end does.
_FIRST = 1000
KEYS = {"update": "O", "fill": "F", "skip": "S", "create": "C"}


class RowDetail(Ground):
    """`decided` carries what becomes of the row; `open_wanted` asks for the record."""

    decided = Signal(str)
    open_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme)
        theme = desk.theme
        self._title = Text(theme, "", "subtitle")
        self._why = Text(theme, "", "small", "text2", wrap=True)
        self._open = LinkButton(theme, _("Open the record here"))
        self._open.clicked.connect(self.open_wanted)
        self.table = QTableWidget(0, 3)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.verticalHeader().hide()
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.setFixedHeight(theme.size("tableHeader"))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.table.setAccessibleName(_("Fields before and after"))
        self.buttons = {name: Button(theme, "", size="small", keys=keys) for name, keys in KEYS.items()}
        flow = FlowLayout(theme, gap=6)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, name=name: self.decided.emit(name))
            flow.addWidget(button)
        head_row = row(theme, self._title, None, self._open)
        whole = column(theme, head_row, self._why, flow, self.table, None, gap=10, margins=(16, 14, 16, 0))
        whole.setStretch(whole.indexOf(self.table), _FIRST)
        self.setLayout(whole)

    def show_row(self, asked: AskedRow | None, decided: str) -> None:
        """Show `asked` and what was `decided` about it; None shows that there is nothing to decide."""
        for part in (self._open, self.table, *self.buttons.values()):
            part.setVisible(asked is not None)
        if asked is None:
            self._title.setText(_("Nothing to decide here"))
            self._why.setText(_("Rows that fit a record and change it, or look like one, are shown here one by one."))
            return
        self._title.setText(asked.name)
        self._open.setVisible(asked.record is not None)
        alike = asked.alike
        if alike is not None:
            reasons = ", ".join(alike.reasons)
            told = _("Looks like {name} who is here: {reasons}. It is imported as new unless you say otherwise.")
            self._why.setText(told.format(name=alike.other, reasons=reasons))
        elif asked.against:
            told = _("{file}, row {row} contradicts an earlier row. What came first stands; Overwrite takes this one.")
            if all(each.stands == each.later for each in asked.against):
                told = _("{file}, row {row} contradicts an earlier row. What came last stands; Fill keeps the earlier.")
            self._why.setText(told.format(file=asked.source, row=asked.at.row.number))
        else:
            told = _("{file}, row {row} fits this record.")
            self._why.setText(told.format(file=asked.source, row=asked.at.row.number))
        self.table.setVisible(alike is None)
        beside = [_("Earlier row"), _("This row")] if asked.against else [_("Here now"), _("In the file")]
        self.table.setHorizontalHeaderLabels([_("Field"), *beside])
        for name, button in self.buttons.items():
            button.setText(decision_words(name, alike=alike is not None))
            button.set_kind(ButtonKind.PRIMARY if name == decided else ButtonKind.NORMAL)
            button.updateGeometry()
        self._fill(asked)

    def _fill(self, asked: AskedRow) -> None:
        self.table.setRowCount(len(asked.fields))
        for number, each in enumerate(asked.fields):
            for place, text in enumerate(each):
                item = QTableWidgetItem(f"  {text}")
                item.setToolTip(text)
                self.table.setItem(number, place, item)
