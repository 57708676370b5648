"""The history beside the content: of the record that is shown, or of everything."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.journal.history import Narrowing
from crm_desktop.journal.told import ToldChange, ToldStep, told_history, told_members
from crm_desktop.journal.undo import restore_value
from crm_desktop.words import _
from ui.kit.chips import Choice, Segmented
from ui.kit.core import Commit
from ui.kit.desk import Desk
from ui.kit.labels import IconText, Text
from ui.kit.layouts import row
from ui.kit.notices import EmptyState, Rule
from ui.kit.panels import SidePanel
from ui.kit.scrolling import ScrollColumn
from ui.shell.history_filters import HistoryFilters
from ui.shell.history_item import DayHead, HistoryItem
from ui.shell.history_words import field_label
from ui.shell.older_history import OlderHistory
from ui.shell.places import place_of_kind

PAGE = 20
RECORD, ALL = "record", "all"
# Pixels above the end at which older steps are asked for.
NEAR_END = 400


class HistoryPanel(SidePanel):
    """Steps newest first, read page by page."""

    def __init__(self, desk: Desk, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("History"), width="history", parent=parent)
        self._desk = desk
        self._read_only = read_only
        self._record: bytes | None = None
        self._last: ToldStep | None = None
        self._day: date | None = None
        self._more = False
        self.switch = Segmented(desk.theme, [Choice(RECORD, _("This record")), Choice(ALL, _("Everything"))])
        self.switch.chosen.connect(self.reload)
        self.head.insertWidget(2, self.switch)
        self.filters = HistoryFilters(desk)
        self.filters.changed.connect(self.reload)
        self.body.addWidget(self.filters)
        self.body.addWidget(Rule(desk.theme))
        self._area = ScrollColumn(takes_focus=True)
        self._area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.body.addWidget(self._area, 1)
        self.older = OlderHistory(desk, read_only=read_only, parent=self)
        self.body.addWidget(self.older.line)
        self.body.addWidget(Rule(desk.theme))
        self.body.addWidget(_foot(desk))
        self._steps = QVBoxLayout()
        desk.committed.connect(self._on_committed)

    @property
    def items(self) -> list[HistoryItem]:
        """The steps that are shown, newest first."""
        return self._area.findChildren(HistoryItem)

    def show_record(self, record: bytes | None) -> None:
        """Show the history of `record`, or of everything where there is none."""
        self._record = record
        self.switch.setVisible(record is not None)
        self.switch.set_current(RECORD if record is not None else ALL)
        self.reload()

    def reload(self) -> None:
        """Read the newest steps again."""
        self._last, self._day = None, None
        self.older.look(self._record if self.switch.current == RECORD else None)
        self._desk.read(told_members, owner=self, then=self.filters.offer_members, key="members")
        self._ask(self._show_first)

    def focus_first(self) -> None:
        """Put the focus on the switch or the filters."""
        (self.switch if self.switch.isVisible() else self.filters).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def scroll_to_end(self) -> None:
        """Show the oldest step that was read, which brings the ones before it."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._on_scrolled(bar.value())

    def _ask(self, then: Callable[[Sequence[ToldStep]], None]) -> None:
        record = self._record if self.switch.current == RECORD else None
        before = None if self._last is None else self._last.step
        desk = self._desk
        desk.read(
            told_history,
            desk.place,
            desk.member,
            record,
            self.filters.narrowing,
            before,
            PAGE,
            owner=self,
            then=then,
            key="history",
        )

    def _show_first(self, steps: Sequence[ToldStep]) -> None:
        inner = QWidget()
        self._steps = QVBoxLayout(inner)
        self._steps.setContentsMargins(0, 0, 0, 0)
        self._steps.setSpacing(0)
        self._steps.addStretch(1)
        if not steps:
            narrowed = self.filters.narrowing != Narrowing()
            said = _("No step fits these filters.") if narrowed else _("Every change will be listed here.")
            empty = EmptyState(self._desk.theme, "history", _("Nothing here"), said)
            self._steps.insertWidget(0, empty, 1)
        self._add(steps)
        # filled already, so that it is never painted before its lines have their heights
        self._area.setWidget(inner)

    def _add(self, steps: Sequence[ToldStep]) -> None:
        of_record = self._record is not None and self.switch.current == RECORD
        for step in steps:
            day = datetime.fromtimestamp(step.at_ms / 1000, UTC).astimezone(self._desk.place.zone).date()
            if day != self._day:
                self._day = day
                self._insert(DayHead(self._desk.theme, self._day_words(day)))
            self._insert(self._item(step, of_record=of_record))
        self._more = len(steps) == PAGE
        if steps:
            self._last = steps[-1]

    def _item(self, step: ToldStep, *, of_record: bool) -> HistoryItem:
        desk = self._desk
        # a step of what links to the record says of what it was
        of_record = of_record and not (step.changes and step.changes[0].linked)
        item = HistoryItem(desk.theme, desk.formats, step, of_record=of_record, read_only=self._read_only)
        item.undo_wanted.connect(partial(self._undo, step))
        item.restore_wanted.connect(partial(self._restore, step))
        item.record_wanted.connect(self._show_record)
        return item

    def _insert(self, widget: QWidget) -> None:
        self._steps.insertWidget(self._steps.count() - 1, widget)

    def _day_words(self, day: date) -> str:
        formats = self._desk.formats
        days = (formats.today() - day).days
        return {0: _("Today"), 1: _("Yesterday")}.get(days) or formats.long_day(day)

    def _on_scrolled(self, value: int) -> None:
        bar = self._area.verticalScrollBar()
        if self._more and value > bar.maximum() - NEAR_END:
            self._more = False
            self._ask(self._add)

    def _undo(self, step: ToldStep) -> None:
        self._desk.take_back(step.step)

    def _restore(self, step: ToldStep, change: ToldChange) -> None:
        done = _("{field} restored").format(field=field_label(change))
        self._desk.act(restore_value, change.table, change.record, change.field, step.step, owner=self, done=done)

    def _show_record(self, change: ToldChange) -> None:
        place = place_of_kind(change.table, change.record) if change.record is not None else None
        if place is not None:
            self._desk.go(place)

    def _on_committed(self, _commit: Commit) -> None:
        if self.isVisible():
            self.reload()


def _foot(desk: Desk) -> QWidget:
    said = _("Kept since the workspace was made. Erased people's values are not kept.")
    foot = QWidget()
    words = Text(desk.theme, said, "small", "text2", wrap=True)
    line = row(desk.theme, IconText(desk.theme, "shield", ""), words, gap=4, margins=(16, 8, 16, 8))
    line.setStretch(1, 1)
    foot.setLayout(line)
    return foot
