"""The refused rows of an import: each with its reason, to be mended or left out here."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.import_report import ImportReport, RefusedCells, Rejection
from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button, LinkButton
from ui.kit.cards import Card
from ui.kit.desk import Desk
from ui.kit.labels import IconText, Text, breakable
from ui.kit.layouts import Row, Stack, column, row

SHOWN = 30


class RefusedList(QWidget):
    """`mend_wanted` and `leave_wanted` carry a RefusedCells; `save_wanted` and `forget_wanted` tell of the links."""

    mend_wanted = Signal(object)
    leave_wanted = Signal(object)
    save_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._inner = QWidget()
        self._whole = column(desk.theme, self._inner, gap=0)
        self.setLayout(self._whole)

    def show_report(self, report: ImportReport, mended: int, *, open_to_change: bool) -> None:
        """Show the refused rows of `report`; so many were `mended` or left out before."""
        before, self._inner = self._inner, QWidget()
        lines = Stack(self._desk.theme, gap=6)
        count = report.total.rejected
        if count:
            lines.addLayout(self._head(count))
            lines.addLayout(self._cards(report, open_to_change=open_to_change))
        if mended and open_to_change:
            lines.addLayout(self._mended(mended))
        self._inner.setLayout(lines)
        self._whole.replaceWidget(before, self._inner)
        before.hide()
        before.deleteLater()
        self.setVisible(bool(count or (mended and open_to_change)))

    def first_button(self) -> Button | None:
        """Return the first button, to put the focus there."""
        return self._inner.findChild(Button)

    def _head(self, count: int) -> Row:
        theme = self._desk.theme
        title = IconText(theme, "error", _("Rows with errors"), "text", icon_role="danger", style="bodyStrong")
        save = LinkButton(theme, _("Save as CSV"), style="small")
        save.clicked.connect(self.save_wanted)
        number = Text(theme, self._desk.formats.number(count), "small", "text2")
        return row(theme, title, number, None, save, gap=6)

    def _cards(self, report: ImportReport, *, open_to_change: bool) -> Stack:
        theme = self._desk.theme
        cells = {(each.rejection.source, each.rejection.row): each for each in report.refused}
        lines = column(theme, gap=6)
        for each in report.rejections[:SHOWN]:
            found = cells.get((each.source, each.row)) if open_to_change else None
            lines.addWidget(self._card(each, found))
        more = report.total.rejected - min(len(report.rejections), SHOWN)
        if more > 0:
            told = ngettext("and {n} more row", "and {n} more rows", more).format(n=self._desk.formats.number(more))
            lines.addWidget(Text(theme, told, "small", "text2"))
        return lines

    def _card(self, told: Rejection, cells: RefusedCells | None) -> Card:
        theme = self._desk.theme
        card = Card(theme)
        where = _("{file}, row {row}").format(file=told.source, row=self._desk.formats.number(told.row))
        buttons: Sequence[Button] = ()
        if cells is not None:
            fix, leave = (Button(theme, label, size="small") for label in (_("Fix"), _("Skip")))
            fix.setAccessibleName(_("Fix row {row}: {reason}").format(row=told.row, reason=told.reason))
            leave.setAccessibleName(_("Leave row {row} out").format(row=told.row))
            fix.clicked.connect(lambda: self.mend_wanted.emit(cells))
            leave.clicked.connect(lambda: self.leave_wanted.emit(cells))
            buttons = (fix, leave)
        head = row(theme, Text(theme, where, "small", "text2"), *buttons, gap=6)
        head.setStretch(0, 1)
        reason = Text(theme, breakable(told.reason), "small", wrap=True)
        card.body.addLayout(column(theme, head, reason, gap=4, margins=(10, 6, 8, 8)))
        return card

    def _mended(self, count: int) -> Stack:
        theme = self._desk.theme
        told = ngettext(
            "{n} row mended or left out, in this import only", "{n} rows mended or left out, in this import only", count
        )
        back = LinkButton(theme, _("Take back"), style="small")
        back.clicked.connect(self.forget_wanted)
        words = Text(theme, told.format(n=self._desk.formats.number(count)), "small", "text2", wrap=True)
        return column(theme, words, row(theme, back, None), gap=2)
