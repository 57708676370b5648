"""The fields of one record that clash, below each other, and what was joined by itself."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button, LinkButton
from ui.kit.ground import Ground
from ui.kit.labels import Avatar, Text
from ui.kit.layouts import column, row
from ui.kit.notices import Rule
from ui.kit.painting import Face
from ui.kit.scrolling import ScrollColumn
from ui.kit.theme import Theme
from ui.sync.clash_box import ClashBox
from ui.sync.told import Joined, ToldRecord

JOINED_SHOWN = 4


class RecordPanel(ScrollColumn):
    """`changed` tells that another choice was made, `open_wanted` asks for the record's own page."""

    changed = Signal()
    open_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._boxes: list[ClashBox] = []

    @property
    def boxes(self) -> Sequence[ClashBox]:
        """The fields that clash, as they stand below each other."""
        return self._boxes

    @property
    def choices(self) -> Mapping[int, str]:
        """What was chosen, by the number of the clash."""
        return {box.clash.cid: box.choice for box in self._boxes if box.choice is not None}

    def show_record(self, record: ToldRecord, joined: Sequence[Joined]) -> None:
        """Show the clashes of `record`, and below them what was `joined` by itself."""
        theme, total = self._theme, len(record.clashes)
        self._boxes = [ClashBox(theme, each, place, total) for place, each in enumerate(record.clashes, 1)]
        whole = column(theme, self._head(record, len(joined)), gap=0)
        for place, box in enumerate(self._boxes):
            if place:
                whole.addWidget(Rule(theme))
            box.chosen.connect(self.changed)
            box.stepped.connect(lambda by, at=place: self._go(at + by))
            whole.addWidget(box)
        if joined:
            whole.addWidget(JoinedList(theme, joined), 1)
        else:
            whole.addStretch(1)
        ground = Ground(theme)
        ground.setLayout(whole)
        self.setWidget(ground)

    def focus_first(self) -> None:
        """Put the focus on the first field that nothing was chosen for."""
        left = next((box for box in self._boxes if box.choice is None), self._boxes[0] if self._boxes else None)
        if left is not None:
            left.focus_choice()

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._boxes):
            self._boxes[place].focus_choice()
            self.ensureWidgetVisible(self._boxes[place])

    def _head(self, record: ToldRecord, joined: int) -> QWidget:
        theme, head = self._theme, QWidget()
        face = Avatar(theme, Face(record.title, record.id, company=record.kind == "company"), "lg")
        told = _what_happened(record)
        if joined:
            rest = ngettext(
                "Everything else was joined by itself: {n} change.",
                "Everything else was joined by itself: {n} changes.",
                joined,
            )
            told = f"{told} {rest.format(n=joined)}"
        words = column(theme, Text(theme, record.title, "title"), Text(theme, told, role="text2", wrap=True), gap=2)
        go = Button(theme, _("Open record"), size="small", icon="open elsewhere")
        go.clicked.connect(self.open_wanted)
        line = row(theme, face, words, go, gap=12, margins=(24, 18, 24, 6))
        line.setStretch(1, 1)
        head.setLayout(line)
        return head


def _what_happened(record: ToldRecord) -> str:
    """Return what both sides did while apart."""
    fields = sum(not each.removal for each in record.clashes)
    removed = _("This was deleted on one computer while it was changed on another. It is in the bin until you choose.")
    changed = ngettext(
        "A field was changed on two computers while apart.",
        "The same fields were changed on two computers while apart.",
        fields,
    )
    if fields == len(record.clashes):
        return changed
    return f"{removed} {changed}" if fields else removed


class JoinedList(Ground):
    """Changes that needed nobody, the first few of them until all are asked for."""

    def __init__(self, theme: Theme, joined: Sequence[Joined]) -> None:
        super().__init__(theme, "surfaceSunken")
        self._theme = theme
        self._joined = joined
        self._more = LinkButton(theme, _("Show all {n}").format(n=len(joined)), style="small")
        self._more.setVisible(len(joined) > JOINED_SHOWN)
        self._more.clicked.connect(self._show_all)
        self._lines = QGridLayout()
        self._lines.setColumnStretch(1, 1)
        self._lines.setHorizontalSpacing(theme.px(16))
        self._lines.setVerticalSpacing(theme.px(8))
        head = row(theme, Text(theme, _("Joined by itself in this record"), "bodyStrong"), None, self._more)
        whole = column(theme, head, gap=12, margins=(24, 16, 24, 16))
        whole.addLayout(self._lines)
        whole.addStretch(1)
        self.setLayout(whole)
        self._fill(0, joined[:JOINED_SHOWN])

    def _show_all(self) -> None:
        self._more.hide()
        self._fill(JOINED_SHOWN, self._joined[JOINED_SHOWN:])

    def _fill(self, start: int, joined: Sequence[Joined]) -> None:
        for place, each in enumerate(joined, start):
            label = Text(self._theme, each.label, role="text2")
            label.setMinimumWidth(self._theme.px(112))
            told = _("{who}: {value}").format(who=each.who, value=each.value or _("empty"))
            self._lines.addWidget(label, place, 0)
            self._lines.addWidget(Text(self._theme, told), place, 1)
            self._lines.addWidget(Text(self._theme, _("only one side changed"), "small", "text2"), place, 2)
