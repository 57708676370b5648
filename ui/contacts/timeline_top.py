"""What stands above a timeline: the composer, the kinds it can be narrowed to, and the search inside."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.activities.timeline import EVERYTHING, Narrowing
from crm_desktop.words import N_, _
from ui.contacts.composer import Composer
from ui.kit.buttons import IconButton
from ui.kit.chips import Chip
from ui.kit.clearable import make_clearable
from ui.kit.labels import Text
from ui.kit.layouts import FlowLayout, Stack, row
from ui.kit.notices import NoResults
from ui.kit.theme import Theme

KINDS = (
    ("", "", N_("All {n}")),
    ("call", "call", N_("Calls {n}")),
    ("meeting", "meeting", N_("Meetings {n}")),
    ("email", "email", N_("Emails {n}")),
    ("note", "note", N_("Notes {n}")),
    ("visit", "visit", N_("Visits {n}")),
    ("letter", "letter", N_("Letters {n}")),
    ("message", "message", N_("Messages {n}")),
    ("social", "social", N_("Social {n}")),
    ("purchase", "purchase", N_("Purchases {n}")),
    ("deal", "deal", N_("Deals {n}")),
    ("ticket", "ticket", N_("Tickets {n}")),
    ("task", "task", N_("Tasks {n}")),
    ("change", "edit", N_("Changes {n}")),
)


class TimelineTop(QWidget):
    """Composer, chips and search; `narrowed` carries what the timeline is narrowed to from now on."""

    narrowed = Signal(object)

    def __init__(self, theme: Theme, composer: Composer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._composer = composer
        self._narrowing = EVERYTHING
        self._counts: Mapping[str, int] = {}
        self._chips = {kind: Chip(theme, "", icon=icon) for kind, icon, _label in KINDS}
        self._flow = FlowLayout(theme, gap=6)
        for kind, chip in self._chips.items():
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, kind=kind: self._choose(kind))
            self._flow.addWidget(chip)
        holder = QWidget()
        holder.setLayout(self._flow)
        self._find = IconButton(theme, "search", _("Search in the timeline"))
        self._find.setCheckable(True)
        self._find.clicked.connect(self._toggle_search)
        self._line = QLineEdit()
        self._line.setPlaceholderText(_("Search in the timeline"))
        self._line.setAccessibleName(_("Search in the timeline"))
        make_clearable(self._line)
        self._line.hide()
        self._quiet = QTimer(self, singleShot=True, interval=2 * theme.duration("searchDebounce"))
        self._quiet.timeout.connect(self._search)
        self._line.textEdited.connect(lambda _text: self._quiet.start())
        self._line.returnPressed.connect(self._search)
        self._nothing = Text(theme, _("Nothing has happened yet. Write the first line above."), role="text2")
        self._nothing.hide()
        self._notice: NoResults | None = None
        bar = row(theme, holder, self._find, gap=8)
        bar.setStretch(0, 1)
        bar.setAlignment(self._find, Qt.AlignmentFlag.AlignTop)
        self._whole = Stack(theme, gap=15, margins=(0, 0, 0, 6))
        self._whole.addWidget(composer)
        self._whole.addLayout(bar)
        self._whole.addWidget(self._line)
        self._whole.addWidget(self._nothing)
        self.setLayout(self._whole)
        self.show_counts({})

    @property
    def narrowing(self) -> Narrowing:
        """What the timeline is narrowed to."""
        return self._narrowing

    def height_for(self, width: int) -> int:
        """Return how high this is at `width`."""
        return max(self._whole.heightForWidth(width), self._whole.minimumSize().height())

    def reset(self) -> None:
        """Show everything again, without telling."""
        self.begin(EVERYTHING)

    def begin(self, narrowing: Narrowing) -> None:
        """Show what the timeline is narrowed to, without telling."""
        self._narrowing = narrowing
        self._line.setText(narrowing.text)
        self._line.setVisible(bool(narrowing.text))
        self._find.setChecked(bool(narrowing.text))
        # the counts stay until those that are asked for come in
        for kind, chip in self._chips.items():
            chip.setChecked(kind == narrowing.kind)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show the kinds that there are, with how many entries each has."""
        self._counts = counts
        for kind, _icon, label in KINDS:
            chip = self._chips[kind]
            count = counts.get(kind, 0)
            text = _(label).format(n=count) if counts else _(label).format(n="").strip()
            if chip.text() != text:
                chip.setText(text)
                chip.set_value("")
            chip.setChecked(kind == self._narrowing.kind)
            shown = kind == "" or count > 0 or kind == self._narrowing.kind
            if chip.isHidden() is shown:
                chip.setVisible(shown)
        self.ask_for_first_line()

    def ask_for_first_line(self) -> None:
        """Ask for it where nothing has happened; about who is in the bin nothing is written."""
        counts = self._counts
        empty = bool(counts) and counts.get("", 0) <= counts.get("change", 0) and self._narrowing == EVERYTHING
        self._nothing.setVisible(empty and self._composer.isEnabledTo(self))

    def show_nothing_found(self, *, on: bool) -> None:
        """Say that nothing fits what was searched, or no longer."""
        if self._notice is not None:
            self._whole.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
        if on and self._narrowing != EVERYTHING:
            filters = int(bool(self._narrowing.kind)) + int(bool(self._narrowing.text))
            self._notice = NoResults(self._theme, self._narrowing.text, filters=filters)
            self._notice.acted.connect(self._clear)
            self._whole.addWidget(self._notice)

    def search(self) -> None:
        """Open the search and put the focus into it."""
        self._find.setChecked(True)
        self._toggle_search()

    def _clear(self) -> None:
        self.reset()
        self.narrowed.emit(self._narrowing)

    def _choose(self, kind: str) -> None:
        chosen = "" if kind == self._narrowing.kind else kind
        self._narrow(self._narrowing._replace(kind=chosen))

    def _toggle_search(self) -> None:
        on = self._find.isChecked()
        self._line.setVisible(on)
        if on:
            self._line.setFocus()
        else:
            self._line.clear()
            self._search()

    def _search(self) -> None:
        self._quiet.stop()
        self._narrow(self._narrowing._replace(text=self._line.text().strip()))

    def _narrow(self, narrowing: Narrowing) -> None:
        for kind, chip in self._chips.items():
            chip.setChecked(kind == narrowing.kind)
        if narrowing != self._narrowing:
            self._narrowing = narrowing
            self.narrowed.emit(narrowing)
