"""The part of the inbox that holds records with a number that another had before, until somebody decides."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from crm_desktop.errors import CrmError
from crm_desktop.store.same_numbers import Holder, same_numbers
from crm_desktop.sync.numbering import give_new_number
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import SHARING, Desk
from ui.kit.ground import Ground
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.page import Action
from ui.kit.theme import Theme
from ui.kit.two_line import Heading, Line

_PREFIX = b"number"


class SameNumber(NamedTuple):
    """A record whose number the record called `first` had before."""

    holder: Holder
    first: str

    @property
    def table(self) -> str:
        """The table of the record."""
        return self.holder.table

    @property
    def id(self) -> bytes:
        """The id of the record."""
        return self.holder.record

    @property
    def line_id(self) -> bytes:
        """The id of its line, for the record may stand in the list of clashes as well."""
        return _PREFIX + self.id


def read_same_numbers(reader: Connection) -> list[SameNumber]:
    """Return the records with a number that another had before."""
    return [SameNumber(each, first.title) for first, *others in same_numbers(reader) for each in others]


class NumberInbox(QObject):
    """The records with such numbers, and the `panel` that shows one of them; `changed` asks to read them again."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.records: list[SameNumber] = []
        self.shown: SameNumber | None = None
        self.panel = NumberPanel(desk.theme)
        self.panel.give.clicked.connect(self.give)

    def take(self, found: Iterable[SameNumber]) -> None:
        """Hold what was `found`."""
        self.records = list(found)

    def lines(self) -> list[Line | Heading]:
        """Return the lines of the list."""
        return [Heading(_("Same number")), *map(_line_of, self.records)] if self.records else []

    def show_line(self, id_: bytes) -> bool:
        """Show the record of the line `id_`; return whether it is one of these."""
        self.shown = next((each for each in self.records if each.line_id == id_), None)
        if self.shown is not None:
            self.panel.show_record(self.shown)
        return self.shown is not None

    def actions(self) -> Sequence[Action]:
        """Return what can be done with the record that is shown."""
        return (Action("new number", _("Give a new number"), self.give, "Ctrl+Return", "number"),)

    def give(self) -> None:
        """Give the record that is shown a number that no other has."""
        if self.shown is not None:
            self._desk.act(give_new_number, self.shown.holder, owner=self, then=self._on_given, on_error=self._on_error)

    def _on_given(self, number: int | None) -> None:
        if number is None:
            self._desk.warn(_("There is no free number until the office server grants more. Sync first."))
        else:
            told = _("It is number {number} now").format(number=number)
            self._desk.say(told)
        self.changed.emit()
        # the rail counts what waits
        self._desk.settings_changed.emit(SHARING)

    def _on_error(self, error: CrmError) -> None:
        self._desk.warn(str(error))
        self.changed.emit()


class NumberPanel(Ground):
    """Says of one record who had its number before, and what can be done; `open` and `give` are its buttons."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._title = Text(theme, "", "title")
        self._sentence = Text(theme, "", role="text2", wrap=True)
        self.give = Button(theme, _("Give a new number"), ButtonKind.PRIMARY, icon="number", keys="Ctrl ↵")
        self.open = Button(theme, _("Open record"), icon="open elsewhere")
        buttons = row(theme, self.give, self.open, None, gap=8)
        self.setLayout(column(theme, self._title, self._sentence, buttons, None, gap=12, margins=(24, 18, 24, 16)))

    def show_record(self, same: SameNumber) -> None:
        """Show who had the number of `same` before."""
        holder = same.holder
        self._title.setText(f"#{holder.number} {holder.title}")
        told = _(
            "“{first}” had number {number} before. Whoever asks for {number} may mean either. Give this one a new "
            "number, or put one of the two into the bin."
        )
        self._sentence.setText(told.format(first=same.first, number=holder.number))

    def focus_first(self) -> None:
        """Put the focus on the first button."""
        self.give.setFocus()


def _line_of(same: SameNumber) -> Line:
    about = _("Number {number}, as “{first}”").format(number=same.holder.number, first=same.first)
    return Line(same.line_id, same.holder.title, about, icon=same.table, icon_role="warning")
