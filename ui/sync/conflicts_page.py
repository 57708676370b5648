"""Sync and conflicts: fields that clash, edits that were not taken, numbers that two have, and what can be done."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.journal.undo import undo_step
from crm_desktop.sync.deciding import resolve
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from ui.kit.beside import beside
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place
from ui.kit.formats import Formats
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.lines import LinesModel, LinesView
from ui.kit.notices import EmptyState, ErrorState
from ui.kit.page import Action, Page
from ui.kit.painting import Badge
from ui.kit.panels import Bar
from ui.kit.theme import Tone
from ui.kit.two_line import Line
from ui.sync.aside_inbox import KINDS, AsideInbox, line_id
from ui.sync.clash_box import BOTH, MINE, THEIRS
from ui.sync.foot import Foot
from ui.sync.number_inbox import NumberInbox, SameNumber, read_same_numbers
from ui.sync.record_panel import RecordPanel
from ui.sync.told import Joined, ToldRecord, read_clashes, read_joined
from ui.sync.told_aside import ToldAside, read_aside

LIST_WIDTH = 284
LINE_HEIGHT = 57
_DONE_ICON = "done"
_PAGES = {"contact": "contact", "deal": "pipeline", "ticket": "tickets", "product": "products"}


Inbox = tuple[list[ToldRecord], list[ToldAside], list[SameNumber]]


class ConflictsPage(Page):
    """The inbox of clashes; the record of a place is one of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._records: list[ToldRecord] = []
        self._done: dict[bytes, Line] = {}
        # by which step a record was decided, so that just this can be taken back
        self._steps: dict[bytes, int] = {}
        self._wanted: bytes | None = None
        self._shown: ToldRecord | None = None
        self.aside = AsideInbox(desk, self)
        self.numbers = NumberInbox(desk, self)
        self._count = Text(theme, "", "body", "text2")
        self._done_count = Text(theme, "", "small", "text2")
        self._model = LinesModel(self)
        self.list = LinesView(theme, self._model, height=LINE_HEIGHT)
        self.list.setAccessibleName(_("Records to review"))
        self.panel = RecordPanel(theme)
        self.foot = Foot(theme)
        self._empty = EmptyState(
            theme,
            "done",
            _("Nothing to review"),
            _("When the same field is changed on two computers while apart, both values wait here. Nothing is lost."),
        )
        self._failed = QWidget()
        self._build()
        self._connect()

    def arrive(self, place: Place) -> None:
        """Show what waits, the record that `place` names first."""
        self._wanted = place.record
        self._done.clear()
        self._steps.clear()
        self.aside.begin()
        self._read()

    def leave(self) -> Place | None:
        """Return the place with the record that is shown."""
        return Place("conflicts", self._shown.id if self._shown is not None else None)

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Sync and conflicts"), None),)

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        beside = self._beside()
        if beside is not None:
            open_record = Action("open record", _("Open record"), self.open_record, "O", "open elsewhere")
            return (*beside.actions(), open_record)
        nothing = "" if self._shown is not None else _("Nothing waits to be reviewed.")
        unchosen = nothing or ("" if self.panel.choices else _("Choose a value first."))
        return (
            Action("use choices", _("Use my choices and go on"), self.use_choices, "Ctrl+Return", "check", unchosen),
            Action("take mine", _("Take this computer's values"), lambda: self.choose(MINE), "", "computer", nothing),
            Action("take theirs", _("Take the other values"), lambda: self.choose(THEIRS), "", "computers", nothing),
            Action("keep both", _("Keep both values"), lambda: self.choose(BOTH), "", "copy", nothing),
            Action("take later", _("Always take the later change"), self.take_later, "", "clock", nothing),
            Action("open record", _("Open record"), self.open_record, "O", "open elsewhere", nothing),
        )

    def focus_first(self) -> None:
        """Put the focus on the list."""
        self.list.setFocus()

    def choose(self, name: str) -> None:
        """Choose `name` for every field of the record that offers it."""
        for box in self.panel.boxes:
            box.choose(name)

    def use_choices(self) -> None:
        """Write what was chosen, and go on to the next record."""
        if self._shown is not None and self.panel.choices:
            self._resolve(self._shown, dict(self.panel.choices))

    def take_later(self) -> None:
        """Let the later change stand wherever two values wait, in one step."""
        choices = {
            clash.cid: MINE if clash.mine.counts else THEIRS for record in self._records for clash in record.clashes
        }
        if choices:
            told = ngettext(
                "The later change was taken for {n} field", "The later change was taken for {n} fields", len(choices)
            )
            for record in self._records:
                self._note_done(record, _("The later change counts"))
            self.desk.act(resolve, choices, owner=self, done=told.format(n=len(choices)), on_error=self._on_error)

    def open_record(self) -> None:
        """Go to the record's own page."""
        shown = self.aside.shown or self.numbers.shown or self._shown
        if shown is None:
            return
        self._go_to(shown.table, shown.id)

    def _open_first(self) -> None:
        """Go to the record that had the number first."""
        same = self.numbers.shown
        if same is not None and same.first_id is not None:
            self._go_to(same.table, same.first_id)

    def _go_to(self, table: str, record: bytes) -> None:
        page = _PAGES.get(table)
        if page is not None:
            self.desk.go(Place(page, record))
        else:
            self.desk.say(_("This has no page of its own."))

    def _resolve(self, record: ToldRecord, choices: Mapping[int, str]) -> None:
        if len(choices) == len(record.clashes):
            self._note_done(record, _words_of(set(choices.values())))
        done = _("Decided: {record}").format(record=record.title)
        self.desk.act(
            resolve,
            choices,
            owner=self,
            done=done,
            then=lambda step: self._on_decided(record, step),
            on_error=self._on_error,
        )

    def _on_decided(self, record: ToldRecord, step: int) -> None:
        if record.id in self._done:
            self._steps[record.id] = step
            self._done[record.id] = self._done[record.id]._replace(link=_("Undo"))
            self._read()

    def _take_back(self, line: Line) -> None:
        step = self._steps.pop(line.id, None)
        if step is None:
            self.aside.undo_line(line.id)
        else:
            self.desk.act(undo_step, step, owner=self, then=lambda _none: self._read())

    def _note_done(self, record: ToldRecord, words: str) -> None:
        self._done[record.id] = Line(record.id, record.title, words, icon=_DONE_ICON, icon_role="success")

    def _build(self) -> None:
        theme = self.desk.theme
        head = Bar(theme, Text(theme, _("To review"), "bodyStrong"), self._count, None, self._done_count, gap=6)
        listed = QWidget()
        listed.setLayout(column(theme, head, self.list, gap=0))
        self._right = QStackedWidget()
        for part in (self.panel, self._empty, self.aside.panel, self.numbers.panel):
            self._right.addWidget(part)
        self._right.currentChanged.connect(lambda _at: self.foot.setVisible(self._right.currentWidget() is self.panel))
        self.setLayout(column(theme, beside(theme, listed, self._right, LIST_WIDTH), self.foot, gap=0))

    def _connect(self) -> None:
        self.list.current_changed.connect(self._on_line)
        self.list.opened.connect(lambda _line: self._focus_right())
        self.list.linked.connect(self._take_back)
        self.aside.changed.connect(self._read)
        self.aside.panel.open_wanted.connect(self.open_record)
        self.numbers.changed.connect(self._read)
        self.numbers.panel.open.clicked.connect(self.open_record)
        self.numbers.panel.open_first.clicked.connect(self._open_first)
        self.panel.changed.connect(self._on_choice)
        self.panel.open_wanted.connect(self.open_record)
        self.foot.used.connect(self.use_choices)
        self.foot.later_wanted.connect(self.take_later)
        self.desk.committed.connect(self._on_committed)

    def _read(self) -> None:
        self.desk.read(_inbox, self.desk.formats, owner=self, then=self._show, on_error=self._on_error, key="clashes")

    def _show(self, found: Inbox) -> None:
        records, aside, same = found
        self.aside.take(aside)
        self.numbers.take(same)
        self._records = records
        self._done = {id_: line for id_, line in self._done.items() if id_ not in {each.id for each in records}}
        # what the rail counts too: fields that clash, edits that were not taken, numbers that two have
        clashes = sum(len(each.clashes) for each in records)
        waiting = clashes + sum(len(each.edits) for each in self.aside.records) + len(same)
        self._count.setText(self.desk.formats.number(waiting))
        told = ngettext("{n} done", "{n} done", len(self._done)).format(n=len(self._done))
        self._done_count.setText(told if self._done else "")
        lines = [*(_line_of(each) for each in records), *self._done.values()]
        self._model.show_rows([*lines, *self.numbers.lines(), *self.aside.lines()])
        if self._keeps_beside():
            return
        wanted, self._wanted = self._wanted, None
        first = next((each for each in records if wanted in (each.id, *each.parts)), records[0] if records else None)
        shown = next((each for each in records if self._shown is not None and each.id == self._shown.id), first)
        self._shown = shown
        if shown is not None:
            self.list.go_to_record(shown.id)
            self._ask_joined(shown)
        elif same:
            self.list.go_to_record(same[0].line_id)
        elif self.aside.records:
            self.list.go_to_record(line_id(self.aside.records[0]))
        else:
            self._right.setCurrentWidget(self._empty)
            if self.list.current_line() is None:
                # what was just done stands there, and can be undone
                self.list.step(1)
        self.titled.emit()

    def _beside(self) -> AsideInbox | NumberInbox | None:
        """Return the part of the inbox that is looked at, None while it is that of clashes."""
        return next((each for each in (self.aside, self.numbers) if each.shown is not None), None)

    def _shows_beside(self, id_: bytes) -> bool:
        """Show the line `id_` where it is none of a clash; return whether it is."""
        # each forgets what it showed where the line is another's
        shows = [each.panel for each in (self.aside, self.numbers) if each.show_line(id_)]
        for panel in shows:
            self._right.setCurrentWidget(panel)
            self.titled.emit()
        return bool(shows)

    def _keeps_beside(self) -> bool:
        """Show what was looked at once more, where it still waits; return whether it does."""
        aside, same = self.aside.shown, self.numbers.shown
        id_ = line_id(aside) if aside is not None else None if same is None else same.line_id
        return id_ is not None and self._shows_beside(id_)

    def _focus_right(self) -> None:
        beside = self._beside()
        (self.panel if beside is None else beside.panel).focus_first()

    def _on_line(self, line: Line | None) -> None:
        if line is None:
            return
        before = self._beside()
        found = next((each for each in self._records if each.id == line.id), None)
        if (
            not self._shows_beside(line.id)
            and found is not None
            and (before is not None or self._shown is None or found.id != self._shown.id)
        ):
            self._ask_joined(found)

    def _ask_joined(self, record: ToldRecord) -> None:
        def show(joined: list[Joined]) -> None:
            self._show_record(record, joined)

        arguments = (self.desk.formats, self.desk.member, record)
        self.desk.read(read_joined, *arguments, owner=self, then=show, on_error=self._on_error, key="joined")

    def _show_record(self, record: ToldRecord, joined: Sequence[Joined]) -> None:
        if self._beside() is not None or all(each.id != record.id for each in self._records):
            # decided meanwhile, or something else is looked at
            return
        kept = self.panel.choices if self._shown is not None and self._shown.id == record.id else {}
        self._shown = record
        self.panel.show_record(record, joined)
        for box in self.panel.boxes:
            if box.clash.cid in kept:
                box.cards[kept[box.clash.cid]].setChecked(True)
        self._right.setCurrentWidget(self.panel)
        self._on_choice()

    def _on_choice(self) -> None:
        self.foot.set_ready(chosen=bool(self.panel.choices), any_left=bool(self._records))
        self.titled.emit()

    def _on_error(self, error: CrmError) -> None:
        self._done.clear()
        told = ErrorState(self.desk.theme, _("The clashes cannot be shown or decided."), str(error), _("Try again"))
        told.acted.connect(self._read)
        before, self._failed = self._failed, QWidget()
        self._failed.setLayout(column(self.desk.theme, told, None))
        self._right.addWidget(self._failed)
        self._right.setCurrentWidget(self._failed)
        before.deleteLater()

    def _on_committed(self, _commit: Commit) -> None:
        if self.isVisible():
            self._read()


def _inbox(reader: Connection, formats: Formats) -> Inbox:
    return read_clashes(reader, formats), read_aside(reader, formats), read_same_numbers(reader)


def _line_of(record: ToldRecord) -> Line:
    fields = ", ".join(each.label for each in record.clashes)
    about = _("{kind} · {fields}").format(kind=record.kind_label, fields=fields)
    icon = record.kind if record.kind in KINDS else "conflict"
    return Line(record.id, record.title, about, icon=icon, badge=Badge(str(len(record.clashes)), Tone.WARNING))


def _words_of(choices: set[str]) -> str:
    if choices == {MINE}:
        return _("You kept this computer's values")
    if choices == {THEIRS}:
        return _("You took the other values")
    return _("You kept both values") if choices == {BOTH} else _("You chose field by field")
