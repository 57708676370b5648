"""The first steps as they are shown: the list, the card of the step that is next, and what the day will hold."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from crm_desktop.first_steps import STEPS, FirstSteps
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.cards import Card
from ui.kit.core import FileAccess
from ui.kit.desk import Desk, Place
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.notices import EmptyState
from ui.kit.theme import Theme
from ui.today.step_card import StepCard
from ui.today.step_list import StepList
from ui.today.step_words import PLACES, step_words

# Below these widths the cards stand under each other.
TWO_ACROSS, THREE_ACROSS = 860, 820
BOTTOM_HIGH, SENTENCE = 264, 260
# The longest step in words: “Wiederherstellungsschlüssel aufbewahren”.
LIST_WIDE = 372


class FirstStepsView(QWidget):
    """Greets, lists the steps and helps with the next; `hidden` asks to take it away, `dropped` carries files."""

    hidden = Signal()
    dropped = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._steps: FirstSteps | None = None
        self._folder = ""
        theme = desk.theme
        self._greeting = Text(theme, _("Welcome"), "title")
        self._lead = Text(theme, "", "body", "text2")
        self._sample = Button(theme, _("Try it with sample data"), icon="sample", size="small")
        self._sample.clicked.connect(lambda: desk.go(Place("sample")))
        self.hide_button = Button(theme, _("Hide this list"), ButtonKind.QUIET, size="small")
        self.hide_button.clicked.connect(self.hidden)
        self.list = StepList(theme)
        self.list.chosen.connect(self.open_step)
        self.card = StepCard(theme)
        self.card.wanted.connect(self.open_step)
        self.card.file_wanted.connect(lambda: desk.go(Place("import", None, {"choose": True})))
        self.card.hidden.connect(self.hidden)
        self.setAcceptDrops(True)
        words = column(theme, self._greeting, self._lead, gap=2)
        head = row(theme, words, None, self._sample, self.hide_button)
        self._across = row(theme, self.list, self.card, gap=16)
        self._across.setStretch(0, 325)
        self._across.setStretch(1, 675)
        self._empty = self._empty_cards()
        self._bottom_row = row(theme, *self._empty, gap=16)
        for number in range(self._bottom_row.count()):
            self._bottom_row.setStretch(number, 1)
        self._bottom = QWidget()
        self._bottom.setLayout(self._bottom_row)
        self.setLayout(column(theme, head, self._across, self._bottom, gap=16, margins=(24, 22, 24, 24)))
        self._fit_theme()
        theme.changed.connect(self._fit_theme)
        desk.tasks.run(_folder, desk.file, owner=self, then=self._show_folder)

    def show_steps(self, steps: FirstSteps) -> None:
        """Show how far one has come."""
        self._steps = steps
        first = steps.member_name.split()[0] if steps.member_name else ""
        self._greeting.setText(_("Welcome, {name}").format(name=first) if first else _("Welcome"))
        left = len(STEPS) - len(steps.done)
        told = _("Seven small steps, about ten minutes. You can leave at any time and come back here.")
        self._lead.setText(told if left else _("All seven steps are done. You find this list again in Help."))
        words = {name: step_words(name, self._folder, steps.stages, done=name in steps.done) for name in STEPS}
        self.list.show_steps(words, steps.done, steps.next)
        self.card.show_step(steps.next, words[steps.next] if steps.next is not None else None)
        self._bottom.setVisible(steps.empty)

    def focus_first(self) -> None:
        """Put the focus on the step that is next."""
        current = self._steps.next if self._steps is not None else None
        self.list.lines[current or STEPS[-1]].setFocus()

    def open_step(self, name: str) -> None:
        """Go where the step called `name` is taken."""
        self._desk.go(PLACES[name])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.card.light(on=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self.card.light(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over the files that were dropped."""
        self.card.light(on=False)
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData().urls())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards side by side where there is room."""
        super().resizeEvent(event)
        width = self.width() / self._desk.theme.zoom
        for cards, least in ((self._across, TWO_ACROSS), (self._bottom_row, THREE_ACROSS)):
            side_by_side = QBoxLayout.Direction.LeftToRight
            cards.setDirection(side_by_side if width >= least else QBoxLayout.Direction.TopToBottom)

    def _fit_theme(self) -> None:
        self.list.setMinimumWidth(self._desk.theme.px(LIST_WIDE))
        for card in self._empty:
            card.setMinimumHeight(self._desk.theme.px(BOTTOM_HIGH))

    def _show_folder(self, folder: Path) -> None:
        self._folder = str(folder)
        if self._steps is not None:
            self.show_steps(self._steps)

    def _empty_cards(self) -> list[QWidget]:
        theme = self._desk.theme
        quiet = _("Plan a call or meeting, or enjoy the quiet.")
        deals = _("Deals show here when they need you: late, silent or without a next step.")
        tickets = _("Questions, complaints and thanks show here with their deadline.")
        cards = (
            ("done date", _("Nothing planned today"), quiet, _("Plan something"), "task"),
            ("deal", _("No open deals yet"), deals, _("New deal"), "deal"),
            ("ticket", _("No tickets waiting"), tickets, _("New ticket"), "ticket"),
        )
        return [_empty_card(theme, self._desk, *each) for each in cards]


def _empty_card(theme: Theme, desk: Desk, icon: str, title: str, sentence: str, button: str, kind: str) -> QWidget:
    state = EmptyState(theme, icon, title, sentence, button, widest=SENTENCE, small=True)
    state.button.set_kind(ButtonKind.NORMAL)
    state.button.set_icon("new")
    state.acted.connect(lambda: desk.go(Place("new", None, {"kind": kind})))
    card = Card(theme)
    card.body.addWidget(state)
    card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return card


def _folder(file: FileAccess) -> Path:
    return file.workspace.folder
