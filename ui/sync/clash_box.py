"""One field that clashes: what it was before, and the values to choose from side by side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.words import _
from ui.kit.labels import IconText, Text
from ui.kit.layouts import Row, column, row
from ui.kit.theme import Theme
from ui.sync.choice_card import ChoiceCard
from ui.sync.marked import Part, marked_parts
from ui.sync.told import ToldClash

MINE, THEIRS, BOTH = "mine", "theirs", "both"
_KEYS = {Qt.Key.Key_1: MINE, Qt.Key.Key_2: THEIRS, Qt.Key.Key_3: BOTH}


class ClashBox(QWidget):
    """The choices for `clash`, "`place` of `total`"; `chosen` tells that a value was chosen, `stepped` of J and K."""

    chosen = Signal()
    stepped = Signal(int)

    def __init__(self, theme: Theme, clash: ToldClash, place: int, total: int) -> None:
        super().__init__()
        self.clash = clash
        self.setAccessibleName(clash.label)
        mine, theirs = clash.mine, clash.theirs
        self.cards = {
            MINE: ChoiceCard(theme, mine.place, f"{mine.who}, {mine.when}", "1", marked_parts(mine.value, clash.base)),
            THEIRS: ChoiceCard(
                theme, theirs.place, f"{theirs.who}, {theirs.when}", "2", marked_parts(theirs.value, clash.base)
            ),
        }
        if clash.joined is not None:
            joined = [Part(clash.joined, changed=False)]
            about = _("The second is added") if clash.adds else _("One after the other")
            self.cards[BOTH] = ChoiceCard(theme, _("Keep both"), about, "3", joined)
        for card in self.cards.values():
            card.toggled.connect(lambda on: self.chosen.emit() if on else None)
        self._lay_out(theme, place, total)

    @property
    def choice(self) -> str | None:
        """What is chosen: "mine", "theirs", "both", or None."""
        return next((name for name, card in self.cards.items() if card.isChecked()), None)

    def choose(self, name: str) -> None:
        """Choose `name`, where it is offered."""
        if name in self.cards:
            self.cards[name].setChecked(True)
            self.cards[name].setFocus()

    def focus_choice(self) -> None:
        """Put the focus on what is chosen, or on the first choice."""
        self.cards[self.choice or MINE].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 choose, J and K go to the next field and back."""
        key = Qt.Key(event.key())
        if key in _KEYS:
            self.choose(_KEYS[key])
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.stepped.emit(1 if key == Qt.Key.Key_J else -1)
        else:
            super().keyPressEvent(event)

    def _lay_out(self, theme: Theme, place: int, total: int) -> None:
        count = _("{n} of {total}").format(n=place, total=total) if total > 1 else ""
        # what a removal met was there before, whatever it was
        before = "" if self.clash.removal else _("Before both changes: {value}").format(value=self.clash.base)
        title = Text(theme, self.clash.label, "section")
        head = row(theme, title, Text(theme, count, "small", "text2"), None, Text(theme, before, "small", "text2"))
        cards = row(theme, *self.cards.values(), gap=12)
        if BOTH not in self.cards:
            cards.addLayout(column(theme, self._note(theme), None))
        for at in range(cards.count()):
            cards.setStretch(at, 1)
        self.setLayout(column(theme, head, cards, gap=10, margins=(24, 14, 24, 16)))

    def _note(self, theme: Theme) -> Row:
        counting = self.clash.mine if self.clash.mine.counts else self.clash.theirs
        if self.clash.removal:
            told = _("Until you choose, it stays deleted. What was written meanwhile is kept.")
        else:
            told = _("Until you choose, the later change counts: {value}").format(value=counting.value)
        words = column(
            theme,
            Text(theme, _("Only one can be kept."), "small", "text2", wrap=True),
            Text(theme, told, "small", "text2", wrap=True),
            gap=4,
        )
        info = IconText(theme, "info", "")
        note = row(theme, info, words, gap=2, margins=(0, 10, 0, 0))
        note.setAlignment(info, Qt.AlignmentFlag.AlignTop)
        note.setStretch(1, 1)
        return note
