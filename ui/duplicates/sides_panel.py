"""What is shown beside the list: why they may be one, the contacts side by side, and what can be decided."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.merge_preview import Preview
from crm_desktop.words import _
from ui.duplicates.choosing import Choosing
from ui.duplicates.foot import Foot
from ui.duplicates.merge_table import MergeTable
from ui.duplicates.why_bar import DIFFERENT, WhyBar
from ui.kit.desk import Desk
from ui.kit.ground import Ground
from ui.kit.in_turns import InTurns, Step
from ui.kit.labels import IconText, Text
from ui.kit.layouts import Stack, row

# The table takes what it needs before the room below it takes any.
_FIRST = 1000


class SidesPanel(Ground):
    """Shows the contacts of a preview; its parts are made in turns, those on the screen first.

    The foot stands in the layout `below`, across the whole page.
    """

    why: WhyBar
    table: MergeTable
    foot: Foot

    def __init__(self, desk: Desk, choosing: Choosing, parent: QWidget, below: Stack) -> None:
        super().__init__(desk.theme, parent=parent)
        self._desk = desk
        self._choosing = choosing
        self._below = below
        # what is put into a layout that stands already is dressed once, not once more with each widget around it
        self._whole = Stack(desk.theme, gap=0)
        self.setLayout(self._whole)
        self._turns = InTurns(self, (self._add_why, self._add_table, self._add_foot, self._add_note, self._connect))

    def when_made(self, step: Step) -> None:
        """Do `step` once all parts are there, in a turn of its own."""
        self._turns.add(step)

    def show_preview(self, preview: Preview, reasons: Sequence[str]) -> None:
        """Show the contacts of `preview`, and the `reasons` for them."""
        self._choosing.begin(preview)
        self.why.show_why(preview, reasons)
        self.foot.set_ready(on=True)

    def _add_why(self) -> None:
        self.why = WhyBar(self._desk)
        self._whole.addWidget(self.why)

    def _add_table(self) -> None:
        self.table = MergeTable(self._desk.theme, self._choosing, self._desk.formats, self)
        self._whole.addWidget(self.table, _FIRST)

    def _add_foot(self) -> None:
        self.foot = Foot(self._desk.theme)
        self._whole.addStretch(1)
        self.foot.hide()
        self._below.addWidget(self.foot)

    def _add_note(self) -> None:
        theme = self._desk.theme
        told = _(
            "Deals, tickets, files and relationships of all of them move to the result. Links to the old record "
            "open the new one. The old values stay in History for as long as the record exists."
        )
        info = IconText(theme, "info", "")
        below = row(theme, info, Text(theme, told, "small", "text2", wrap=True), margins=(148, 12, 16, 12))
        below.setAlignment(info, Qt.AlignmentFlag.AlignTop)
        below.setStretch(1, 1)
        self._whole.insertLayout(self._whole.indexOf(self.table) + 1, below)

    def _connect(self) -> None:
        self.why.shown.connect(lambda name: self.table.model.show_different(only=name == DIFFERENT))
        self.why.turned.connect(self._choosing.turn)
