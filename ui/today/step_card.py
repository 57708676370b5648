"""The card beside the list: what the next step is about, and the button that takes it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.first_steps import CONTACTS
from crm_desktop.words import _
from ui.kit.cards import Card
from ui.kit.drop_zone import DropZone
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.notices import EmptyState
from ui.kit.theme import Theme
from ui.today.format_tile import FormatTile
from ui.today.step_words import StepWords


class StepCard(Card):
    """Helps with one step; `wanted` carries its name, `file_wanted` asks for a file, `hidden` to hide the list."""

    wanted = Signal(str)
    file_wanted = Signal()
    hidden = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._step: str | None = ""
        self._zone: DropZone | None = None
        self.state: EmptyState | None = None
        self._inner = QVBoxLayout()
        self.body.addLayout(self._inner)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_step(self, step: str | None, words: StepWords | None) -> None:
        """Show the step called `step`; None for the end of the list."""
        if step == self._step:
            return
        self._step = step
        self._clear()
        if step is None or words is None:
            self._show_end()
        elif step == CONTACTS:
            self._show_contacts(words)
        else:
            self.state = EmptyState(self._theme, words.icon, words.title, words.lead, words.button)
            self.state.acted.connect(lambda: self.wanted.emit(step))
            self._inner.addWidget(self.state)

    def light(self, *, on: bool) -> None:
        """Show whether files are held over the page."""
        if self._zone is not None:
            self._zone.light(on=on)

    def _show_end(self) -> None:
        lead = _("This place belongs to your day now.")
        self.state = EmptyState(self._theme, "done", _("All seven steps are done"), lead, _("Hide this list"))
        self.state.acted.connect(self.hidden)
        self._inner.addWidget(self.state)

    def _show_contacts(self, words: StepWords) -> None:
        theme = self._theme
        hint = _("Or several at once: links between them are kept, in any order.")
        self.state = EmptyState(
            theme, words.icon, _("Drop a file here"), hint, _("Choose a file…"), icon_role="accentText"
        )
        self.state.button.set_icon("open folder")
        self.state.acted.connect(self.file_wanted)
        self._zone = DropZone(theme, self.state, margin=0)
        words_above = column(
            theme, Text(theme, words.title, "section"), Text(theme, words.lead, "body", "text2", wrap=True), gap=2
        )
        tiles = [FormatTile(theme, *each) for each in _formats()]
        for tile in tiles:
            tile.clicked.connect(self.file_wanted)
        inner = QWidget()
        whole = column(theme, words_above, self._zone, row(theme, *tiles, gap=12), gap=14, margins=(24, 20, 24, 20))
        whole.setStretch(1, 1)
        inner.setLayout(whole)
        self._inner.addWidget(inner)

    def _clear(self) -> None:
        self._zone = self.state = None
        while (item := self._inner.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _formats() -> tuple[tuple[str, str, str], ...]:
    return (
        ("table", _("CSV or Excel"), _("contacts, deals, products")),
        ("person", _("vCard"), _("from phone or mail program")),
        ("email", _("Mail and calendar"), _("messages and appointments")),
    )
