"""What can be done with an entry of the calendar, by mouse, key or menu."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.activities.actions import complete_tasks, edit_task
from crm_desktop.activities.calendar import CalendarEntry
from crm_desktop.activities.due import Due, zone_named
from crm_desktop.activities.series import Scope, Target, edit_planned, move_planned, remove_planned
from crm_desktop.activities.snooze import Until, put_off_tasks
from crm_desktop.acts import set_fields
from crm_desktop.journal.clock import milliseconds
from crm_desktop.values.wall_clock import instant_at, later, wall_clock
from crm_desktop.words import _, pgettext
from ui.activities.day_axis import SNAP_MIN
from ui.activities.dragging import Drop
from ui.activities.entry_words import entry_title, icon_of
from ui.activities.plan_dialog import EditPlanDialog, Plan
from ui.activities.scope_dialog import ScopeDialog
from ui.kit.desk import Desk, Place
from ui.kit.icons import icon
from ui.kit.snooze_menu import add_snoozes

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_HOUR_MIN = 60


class EntryActs(QObject):
    """Acts on entries on behalf of `page`; of what repeats it asks how much is meant."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    def open(self, entry: CalendarEntry) -> None:
        """Open the plan, the deal, or the person."""
        if entry.table == "contact":
            self._desk.go(Place("contact", entry.record))
        elif entry.table == "deal":
            self._desk.go(Place("pipeline", entry.record))
        else:
            plan = Plan(entry.table, entry.record, entry.occurrence, entry.repeats)
            dialog = EditPlanDialog(self._desk, plan, self._page.window())
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def done(self, entry: CalendarEntry) -> None:
        """Mark a task as done or open again, and what is planned as held."""
        told = _("Done: {title}").format(title=entry_title(entry))
        if entry.table == "task" and entry.state == "done":
            reopened = _("Open again: {title}").format(title=entry_title(entry))
            self._desk.act(edit_task, entry.record, {"done_at": None}, done=reopened)
        elif entry.table == "task" and not entry.repeats:
            self._desk.act(complete_tasks, [entry.record], done=told)
        elif entry.table == "task":
            values = {"done_at": milliseconds(self._desk.now())}
            self._desk.act(edit_planned, self._target(entry), values, done=told)
        elif entry.table == "interaction":
            held = _("Held: {title}").format(title=entry_title(entry))
            self._desk.act(edit_planned, self._target(entry), {"planned": int(entry.state == "done")}, done=held)

    def move(self, entry: CalendarEntry, drop: Drop) -> None:
        """Let `entry` take place as it was dropped."""
        if entry.table == "deal":
            self._close_on(entry, drop.start.date())
            return
        minutes = None
        if drop.resized:
            minutes = max(round(self._length(drop.start, drop.end) / _MINUTE), SNAP_MIN)
        elif entry.whole_day != drop.whole_day and entry.table == "interaction":
            minutes = 24 * _HOUR_MIN if drop.whole_day else _HOUR_MIN
        due = self._due(entry, drop)
        told = self._moved_words(entry, drop)
        self._with_scope(
            entry,
            _("Move"),
            lambda scope: self._desk.act(move_planned, self._target(entry), due, minutes, scope, done=told),
        )

    def shift(self, entry: CalendarEntry, days: int, quarters: int) -> None:
        """Move `entry` by days, or by quarters of an hour."""
        if not entry.movable or (entry.whole_day and not days):
            return
        start = entry.start + days * _DAY if days else entry.start
        if entry.whole_day:
            self.move(entry, Drop(start, start + (entry.end - entry.start), whole_day=True))
            return
        start = later(start, quarters * SNAP_MIN * _MINUTE, self._zone)
        self.move(entry, Drop(start, later(start, self._length(entry.start, entry.end), self._zone), whole_day=False))

    def size(self, entry: CalendarEntry, quarters: int) -> None:
        """Make `entry` longer or shorter by quarters of an hour."""
        length = self._length(entry.start, entry.end)
        wanted = max(length + quarters * SNAP_MIN * _MINUTE, SNAP_MIN * _MINUTE)
        if entry.sizable and not entry.whole_day and wanted != length:
            self.move(entry, Drop(entry.start, later(entry.start, wanted, self._zone), whole_day=False, resized=True))

    def remove(self, entry: CalendarEntry) -> None:
        """Delete a task or what is planned."""
        if entry.table not in ("task", "interaction"):
            return
        told = _("Deleted: {title}").format(title=entry_title(entry))
        self._with_scope(
            entry, _("Delete"), lambda scope: self._desk.act(remove_planned, self._target(entry), scope, done=told)
        )

    def put_off(self, entry: CalendarEntry, until: Until) -> None:
        """Put `entry` off."""
        day = self._desk.formats.due(until.day)
        told = _("Put off until {day}: {title}").format(day=day, title=entry_title(entry))
        if entry.table == "task" and not entry.repeats:
            self._desk.act(put_off_tasks, [entry.record], until, done=told)
            return
        start = datetime.combine(until.day, until.clock or entry.start.time())
        due = self._due(entry, Drop(start, start + (entry.end - entry.start), entry.whole_day))
        self._desk.act(move_planned, self._target(entry), due, done=told)

    def menu(self, entry: CalendarEntry, at: QPoint) -> None:
        """Open the menu of `entry` at `at`."""
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        theme = self._desk.theme
        menu.addAction(icon(theme, icon_of(entry)), pgettext("act", "Open")).triggered.connect(lambda: self.open(entry))
        if entry.contact is not None and entry.table != "contact":
            whom = Place("contact", entry.contact)
            menu.addAction(icon(theme, "person"), _("Go to the contact")).triggered.connect(lambda: self._desk.go(whom))
        if entry.table in ("task", "interaction"):
            words = _("Open again") if entry.state == "done" else _("Done")
            menu.addAction(icon(theme, "check"), words).triggered.connect(lambda: self.done(entry))
            menu.addSeparator()
            add_snoozes(menu, self._desk, self._page, lambda until: self.put_off(entry, until))
            menu.addSeparator()
            menu.addAction(icon(theme, "delete"), _("Delete")).triggered.connect(lambda: self.remove(entry))
        menu.popup(at)

    def _close_on(self, entry: CalendarEntry, day: date) -> None:
        told = _("{title} is expected to close on {day}").format(
            title=entry_title(entry), day=self._desk.formats.day(day, weekday=True)
        )
        self._desk.act(set_fields, entry.record, {"expected_on": day.isoformat()}, done=told)

    def _moved_words(self, entry: CalendarEntry, drop: Drop) -> str:
        formats, title = self._desk.formats, entry_title(entry)
        if drop.resized:
            return _("{title} ends at {time}").format(title=title, time=formats.time(instant_at(drop.end, self._zone)))
        return _("Moved: {title}, {day}").format(title=title, day=formats.day(drop.start.date(), weekday=True))

    @property
    def _zone(self) -> ZoneInfo:
        return self._desk.place.zone

    def _length(self, start: datetime, end: datetime) -> timedelta:
        """Return how long it is from `start` to `end`, also on the day on which the clocks change."""
        return instant_at(end, self._zone) - instant_at(start, self._zone)

    def _due(self, entry: CalendarEntry, drop: Drop) -> Due:
        """Return the moment of `drop`, which is by the user's clock, by the clock of the entry's own zone."""
        own = zone_named(entry.zone, self._zone)
        if drop.whole_day:
            return Due(drop.start, own, whole_day=True)
        return Due(wall_clock(instant_at(drop.start, self._zone), own), own, whole_day=False)

    def _target(self, entry: CalendarEntry) -> Target:
        return Target(entry.table, entry.record, entry.occurrence)

    def _with_scope(self, entry: CalendarEntry, verb: str, act: Callable[[Scope], object]) -> None:
        """Do `act` at once, or ask how much of a series is meant."""
        if not entry.repeats:
            act(Scope.ONE)
            return
        dialog = ScopeDialog(self._desk.theme, entry_title(entry), verb, self._page.window())
        dialog.accepted.connect(lambda: act(dialog.scope))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
