"""The part of the inbox about numbers: those that another had before, and those that were given anew for it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from crm_desktop.errors import CrmError
from crm_desktop.store.same_numbers import Holder, same_numbers
from crm_desktop.sync.numbering import give_new_number, renumbered, seen_renumbered
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
    """A record whose `number` another had before: `first` is what that is called, `given` the one it has since.

    `first_id` is None where that one is not here any more.
    """

    table: str
    id: bytes
    title: str
    number: int
    first: str = ""
    first_id: bytes | None = None
    holder: Holder | None = None
    given: int | None = None

    @property
    def line_id(self) -> bytes:
        """The id of its line, for the record may stand in the list of clashes as well."""
        return _PREFIX + self.id


def read_same_numbers(reader: Connection) -> list[SameNumber]:
    """Return the records with a number that another had before, then those that were given another for it."""
    waiting = [
        SameNumber(each.table, each.record, each.title, each.number, first.title, first.record, each)
        for first, *others in same_numbers(reader)
        for each in others
    ]
    told = (
        SameNumber(each.table, each.record, each.title, each.before, each.keeper, each.kept_by, given=each.number)
        for each in renumbered(reader)
    )
    return [*waiting, *told]


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
        self.panel.seen.clicked.connect(self.see)

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
        if self.shown is not None and self.shown.given is not None:
            return (Action("seen number", _("I have seen it"), self.see, "Ctrl+Return", "check"),)
        return (Action("new number", _("Give a new number"), self.give, "Ctrl+Return", "number"),)

    def give(self) -> None:
        """Give the record that is shown a number that no other has."""
        if self.shown is not None and self.shown.holder is not None:
            self._desk.act(give_new_number, self.shown.holder, owner=self, then=self._on_given, on_error=self._on_error)

    def see(self) -> None:
        """Tell no more that the record that is shown was given another number."""
        if self.shown is not None:
            self._desk.act(seen_renumbered, self.shown.id, owner=self, then=lambda _none: self._on_written())

    def _on_given(self, number: int | None) -> None:
        if number is None:
            self._desk.warn(_("There is no free number until the office server grants more. Sync first."))
        else:
            told = _("It is number {number} now").format(number=number)
            self._desk.say(told)
        self._on_written()

    def _on_written(self) -> None:
        self.changed.emit()
        # the rail counts what waits
        self._desk.settings_changed.emit(SHARING)

    def _on_error(self, error: CrmError) -> None:
        self._desk.warn(str(error))
        self.changed.emit()


class NumberPanel(Ground):
    """Names both records that have, or had, one number, and what can be done.

    `give`, `seen`, `open` and `open_first` are its buttons: the last two lead to the later record and to the first.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._title = Text(theme, "", "title")
        self._sentence = Text(theme, "", role="text2", wrap=True)
        self.give = Button(theme, _("Give a new number"), ButtonKind.PRIMARY, icon="number", keys=_("Ctrl ↵"))
        self.seen = Button(theme, _("I have seen it"), ButtonKind.PRIMARY, icon="check", keys=_("Ctrl ↵"))
        self.open_first = Button(theme, _("Open the first"), icon="open elsewhere")
        self.open = Button(theme, _("Open the later"), icon="open elsewhere")
        buttons = row(theme, self.give, self.seen, self.open_first, self.open, None, gap=8)
        self.setLayout(column(theme, self._title, self._sentence, buttons, None, gap=12, margins=(24, 18, 24, 16)))

    def show_record(self, same: SameNumber) -> None:
        """Show who had the number of `same` before, or what became of it."""
        self.give.setVisible(same.given is None)
        self.seen.setVisible(same.given is not None)
        self.open_first.setVisible(same.first_id is not None)
        self._title.setText(_both_named(same))
        told = _(
            "“{first}” had number {number} first, “{title}” later. Whoever asks for {number} may mean either. Give "
            "the later one a new number, or put one of the two into the bin."
        )
        if same.given is not None:
            told = _(
                "“{first}” had number {number} first, so “{title}” is number {given} now. Tell whoever was told "
                "{number}. The history can undo it."
            )
        if same.given is not None and same.first_id is None:
            told = _(
                "Another had number {number} before, so this one is number {given} now. Tell whoever was told "
                "{number}. The history can undo it."
            )
        self._sentence.setText(_filled(told, same))

    def focus_first(self) -> None:
        """Put the focus on the first button."""
        (self.give if self.give.isVisible() else self.seen).setFocus()


def _line_of(same: SameNumber) -> Line:
    about = _("Both have number {number}")
    if same.given is not None:
        about = _("Both had {number}; the later is {given} now")
    if same.first_id is None:
        about = _("Was number {number}, is {given} now")
    return Line(same.line_id, _both_named(same), _filled(about, same), icon=same.table, icon_role="warning")


def _both_named(same: SameNumber) -> str:
    return same.title if same.first_id is None else _filled(_("“{first}” and “{title}”"), same)


def _filled(told: str, same: SameNumber) -> str:
    return told.format(first=same.first, title=same.title, number=same.number, given=same.given)
