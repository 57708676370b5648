"""The part of the inbox that holds edits which were not taken: read, copied, tried again, put away."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.sync.set_aside import put_away, take_back, try_again
from crm_desktop.words import _, ngettext
from ui.kit.desk import SHARING, Desk
from ui.kit.page import Action
from ui.kit.painting import Badge
from ui.kit.theme import Tone
from ui.kit.two_line import Heading, Line
from ui.sync.aside_panel import AsidePanel
from ui.sync.told_aside import ToldAside, ToldEdit

_WAITS, _PUT = b"aside", b"away"
KINDS = ("person", "company", "deal", "ticket", "product")


class AsideInbox(QObject):
    """The records with such edits, and the `panel` that shows one of them; `changed` asks to read them again."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.records: list[ToldAside] = []
        self.shown: ToldAside | None = None
        self.panel = AsidePanel(desk.theme)
        self.put: list[ToldAside] = []
        self.panel.copy_wanted.connect(self.copy)
        self.panel.again_wanted.connect(self.again)
        self.panel.away_wanted.connect(self.away)
        self.panel.back_wanted.connect(self.take_back)

    def begin(self) -> None:
        """Begin anew, with nothing that is looked at."""
        self.shown = None

    def take(self, found: Sequence[ToldAside]) -> None:
        """Hold what was `found`: what waits, and what was put away."""
        self.records = [each for each in found if not each.put_away]
        self.put = [each for each in found if each.put_away]

    def lines(self) -> list[Line | Heading]:
        """Return the lines of the list: what waits, and what was put away."""
        waiting = [_line_of(each) for each in self.records]
        head = [Heading(_("Not taken"))] if waiting else []
        away = [_put_line(each) for each in self.put]
        return [*head, *waiting, *([Heading(_("Put away"))] if away else []), *away]

    def show_line(self, id_: bytes) -> bool:
        """Show the record of the line `id_`; return whether it is one of these."""
        self.shown = next((each for each in (*self.records, *self.put) if line_id(each) == id_), None)
        if self.shown is not None:
            self.panel.show_record(self.shown)
        return self.shown is not None

    def undo_line(self, id_: bytes) -> None:
        """Let what the line `id_` stands for, which was put away, wait again."""
        found = next((each for each in self.put if line_id(each) == id_), None)
        if found is not None:
            self.take_back(found.edits)

    def take_back(self, edits: Sequence[ToldEdit]) -> None:
        """Let `edits`, which were put away, wait again."""
        self._write(take_back, _seqs(edits), _("It waits here again"))

    def actions(self) -> Sequence[Action]:
        """Return what can be done with the record that is shown."""
        shown = self.shown
        if shown is None:
            return ()
        if shown.put_away:
            return (
                Action("take back", _("Take back"), partial(self.take_back, shown.edits), "Ctrl+Return", "undo"),
                Action("copy typed", _("Copy what I typed"), partial(self.copy, shown.edits), "", "copy"),
            )
        return (
            Action("try again", _("Try again"), partial(self.again, shown.edits), "Ctrl+Return", "sync", shown.why_not),
            Action("copy typed", _("Copy what I typed"), partial(self.copy, shown.edits), "", "copy"),
            Action("put away", _("Put away"), partial(self.away, shown.edits), "Delete", "archive"),
        )

    def copy(self, edits: Sequence[ToldEdit]) -> None:
        """Put what was typed on the clipboard."""
        if self.shown is None:
            return
        one = edits[0].value if len(edits) == 1 else ""
        QGuiApplication.clipboard().setText(one or self.shown.text)
        self._desk.say(_("What you typed is on the clipboard"), tone=Tone.NEUTRAL)

    def again(self, edits: Sequence[ToldEdit]) -> None:
        """Write `edits` once more: they travel with the next exchange."""
        told = ngettext("{n} edit is made again", "{n} edits are made again", len(edits)).format(n=len(edits))
        self._desk.act(try_again, _seqs(edits), owner=self, done=told, then=self._on_written, on_error=self._on_error)

    def away(self, edits: Sequence[ToldEdit]) -> None:
        """Put `edits` away; the list offers to take them back."""
        self._write(put_away, _seqs(edits), _("Put away"))

    def _write(self, change: Callable[[Journal, Sequence[int]], None], seqs: list[int], told: str) -> None:
        self._desk.act(change, seqs, owner=self, then=lambda _none: self._tell(told))

    def _tell(self, told: str) -> None:
        self._desk.say(told, tone=Tone.NEUTRAL)
        self._on_written(None)

    def _on_written(self, _none: None) -> None:
        self.changed.emit()
        # the rail counts what waits
        self._desk.settings_changed.emit(SHARING)

    def _on_error(self, error: CrmError) -> None:
        self._desk.warn(str(error))
        self.changed.emit()


def line_id(told: ToldAside) -> bytes:
    """Return the id of the line of `told`, whose record may stand in the list of clashes as well."""
    return (_PUT if told.put_away else _WAITS) + told.id


def _seqs(edits: Iterable[ToldEdit]) -> list[int]:
    return [seq for edit in edits for seq in edit.seqs]


def _line_of(told: ToldAside) -> Line:
    fields = ", ".join(dict.fromkeys(each.label for each in told.edits))
    about = _("{kind} · {fields}").format(kind=told.kind_label, fields=fields)
    icon = told.kind if told.kind in KINDS else "offline"
    return Line(line_id(told), told.title, about, icon=icon, badge=Badge(str(len(told.edits)), Tone.NEUTRAL, "warning"))


def _put_line(told: ToldAside) -> Line:
    fields = ", ".join(dict.fromkeys(each.label for each in told.edits))
    return Line(line_id(told), told.title, fields, icon="archive", link=_("Take back"))
