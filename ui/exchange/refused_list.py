"""The refused rows of an import: each with its reason, to be mended or left out here."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.import_report import ImportReport, RefusedCells, Rejection
from crm_desktop.words import _, ngettext
from ui.exchange.chosen import Chosen
from ui.kit.buttons import Button, LinkButton
from ui.kit.cards import Card
from ui.kit.desk import Desk
from ui.kit.labels import IconText, Text, breakable
from ui.kit.layouts import Row, Stack, column, row

SHOWN = 30


class RefusedList(QWidget):
    """`mend_wanted` and `leave_wanted` carry a RefusedCells; `save_wanted` and `forget_wanted` tell of the links.

    `round_wanted` tells that amounts are to be rounded, or refused again.
    """

    mend_wanted = Signal(object)
    leave_wanted = Signal(object)
    save_wanted = Signal()
    forget_wanted = Signal()
    round_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._inner = QWidget()
        self._whole = column(desk.theme, self._inner, gap=0)
        self.setLayout(self._whole)

    def show_report(self, report: ImportReport, chosen: Chosen | None) -> None:
        """Show the refused rows of `report`, and what was and can be `chosen` about them; None: it is done."""
        before, self._inner = self._inner, QWidget()
        lines = Stack(self._desk.theme, gap=6)
        count = report.total.rejected
        if count:
            lines.addLayout(self._head(count))
            if chosen is not None and report.too_fine:
                lines.addLayout(self._rounding(report.too_fine))
            lines.addLayout(self._cards(report, open_to_change=chosen is not None))
        if chosen is not None and chosen.rounds:
            words = _("Amounts are rounded to the decimals of their currency")
            lines.addLayout(self._taken_back(words, self.round_wanted.emit))
        if chosen is not None and chosen.mended:
            lines.addLayout(self._mended(chosen.mended))
        self._inner.setLayout(lines)
        self._whole.replaceWidget(before, self._inner)
        before.hide()
        before.deleteLater()
        self.setVisible(bool(lines.count()))

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
        # the number of the row tells more than the name of the file, and so is not cut where both have no room
        where = _("Row {row}, {file}").format(file=told.source, row=self._desk.formats.number(told.row))
        buttons: Sequence[Button] = ()
        if cells is not None:
            fix, leave = (Button(theme, label, size="small") for label in (_("Fix"), _("Skip")))
            fix.setAccessibleName(_("Fix row {row}: {reason}").format(row=told.row, reason=told.reason))
            leave.setAccessibleName(_("Leave row {row} out").format(row=told.row))
            fix.clicked.connect(lambda: self.mend_wanted.emit(cells))
            leave.clicked.connect(lambda: self.leave_wanted.emit(cells))
            buttons = (fix, leave)
        place = Text(theme, where, "small", "text2")
        head = row(theme, place, *buttons, gap=6)
        head.setStretch(0, 1)
        reason = Text(theme, breakable(told.reason), "small", wrap=True)
        card.body.addLayout(column(theme, head, reason, gap=4, margins=(10, 6, 8, 8)))
        return card

    def _mended(self, count: int) -> Stack:
        told = ngettext(
            "{n} row mended or left out, in this import only", "{n} rows mended or left out, in this import only", count
        )
        return self._taken_back(told.format(n=self._desk.formats.number(count)), self.forget_wanted.emit)

    def _rounding(self, count: int) -> Row:
        """Return the offer to round so many amounts."""
        theme = self._desk.theme
        told = ngettext(
            "{n} row has an amount with more decimals than its currency",
            "{n} rows have an amount with more decimals than its currency",
            count,
        )
        words = Text(theme, told.format(n=self._desk.formats.number(count)), "small", "text2", wrap=True)
        button = Button(theme, _("Round amounts"), size="small")
        button.clicked.connect(lambda: self.round_wanted.emit())
        line = row(theme, words, button, gap=6)
        line.setStretch(0, 1)
        return line

    def _taken_back(self, told: str, take_back: Callable[[], object]) -> Stack:
        """Return what was `told`, and the link to take it back."""
        theme = self._desk.theme
        back = LinkButton(theme, _("Take back"), style="small")
        back.clicked.connect(lambda: take_back())
        return column(theme, Text(theme, told, "small", "text2", wrap=True), row(theme, back, None), gap=2)
