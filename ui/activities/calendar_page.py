"""The calendar: agenda, day, week and month."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.activities.calendar import CalendarEntry, Window, calendar_entries
from crm_desktop.errors import CrmError
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.schema.forms import Stored
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.values.wall_clock import instant_at
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.activities.agenda_list import AgendaList
from ui.activities.dragging import Spot
from ui.activities.entries_model import EntriesModel
from ui.activities.entries_view import EntriesView
from ui.activities.entry_acts import EntryActs
from ui.activities.exporting import ask_and_export
from ui.activities.month_grid import MonthGrid
from ui.activities.periods import TITLES, Period, ViewKind, period_of, period_title, turned
from ui.activities.shown_popover import EVERYONE, ShownPopover
from ui.activities.time_grid import TimeGrid
from ui.kit.buttons import Button, IconButton
from ui.kit.chips import Segmented
from ui.kit.choice_row import Choice
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.labels import Text
from ui.kit.notices import EmptyState, ErrorState
from ui.kit.page import Action, Page
from ui.kit.panels import FilterBar

TABLES = ("task", "interaction", "deal", "contact")
_KEYS = {ViewKind.AGENDA: "A", ViewKind.DAY: "D", ViewKind.WEEK: "W", ViewKind.MONTH: "M"}


class CalendarPage(Page):
    """Shows the time around one day in one of four ways."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._kind = ViewKind.WEEK
        self._day = desk.today()
        self._shown: Collection[str] = ()
        self._known = False
        self._focus_due = False
        self.acts = EntryActs(desk, self)
        self.views = self._made_views()
        self._switch = Segmented(theme, [Choice(each.value, _(title)) for each, title in TITLES.items()])
        self._switch.setAccessibleName(_("How the calendar is shown"))
        self._switch.chosen.connect(lambda name: self.show_period(ViewKind(name), self._day))
        self._title = Text(theme, "", "section")
        # the hint beside it is cut before the days are
        self._title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._hint = Text(theme, "", "small", "text2")
        self._what = Button(theme, _("Shown"), size="small", icon="eye")
        self._what.clicked.connect(self._open_shown)
        self._error = ErrorState(theme, _("The calendar could not be read."), "", _("Try again"))
        self._error.acted.connect(self.read)
        self._error.hide()
        self._empty = EmptyState(
            theme,
            "calendar",
            _("Nothing is planned"),
            _("In these four weeks nothing is due, planned or to be closed."),
            _("Plan something"),
        )
        self._empty.acted.connect(self.plan)
        self._build()
        desk.committed.connect(self._on_committed)

    @property
    def view(self) -> EntriesView:
        """The view that is shown."""
        return self.views[self._kind]

    @property
    def period(self) -> Period:
        """The days that are shown."""
        return period_of(self._kind, self._day, self.desk.formats.first_weekday)

    def arrive(self, place: Place) -> None:
        """Show the day and view that `place` names, else those of the last time."""
        day = place.arguments.get("day")
        kind = place.arguments.get("view")
        if day:
            self._day = date.fromisoformat(str(day))
        if self._known:
            self.show_period(ViewKind(str(kind)) if kind else self._kind, self._day)
            return
        self.desk.read(_stored_choices, owner=self, then=partial(self._begin, str(kind) if kind else ""), key="choices")

    def leave(self) -> Place | None:
        """Return to the same days."""
        return Place("calendar", None, {"view": self._kind.value, "day": self._day.isoformat()})

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Calendar"), None),)

    def switch(self) -> QWidget | None:
        """Return the choice of the view."""
        return self._switch

    def commands(self) -> Sequence[Action]:
        """Return what can be done here; keys of entries are named for the sheet."""
        views = [
            Action(f"view.{each.value}", _(title), partial(self._show_kind, each), _KEYS[each])
            for each, title in TITLES.items()
        ]
        none = "" if self.view.current_entry is not None else _("Go to an entry first.")
        acts = self.acts
        return [
            *views,
            Action("plan", _("Plan something…"), self.plan, "T", "plan"),
            Action("today", _("Go to today"), self._go_today, "Ctrl+Home", "today"),
            Action("before", _("Show the time before"), partial(self._turn, -1), "PgUp", "back"),
            Action("after", _("Show the time after"), partial(self._turn, 1), "PgDown", "next"),
            Action("shown", _("Choose what is shown"), self._open_shown, "", "eye"),
            Action("open", _("Open the entry"), partial(self._on_current, acts.open), "Enter", "", none),
            Action("done", _("Mark as done or held"), partial(self._on_current, acts.done), "Space", "check", none),
            Action("earlier", _("A quarter of an hour earlier"), partial(self._shift, 0, -1), "Shift+Up", "", none),
            Action("later", _("A quarter of an hour later"), partial(self._shift, 0, 1), "Shift+Down", "", none),
            Action("day_before", _("A day earlier"), partial(self._shift, -1, 0), "Shift+Left", "", none),
            Action("day_after", _("A day later"), partial(self._shift, 1, 0), "Shift+Right", "", none),
            Action("shorter", _("Shorter"), partial(self._size, -1), "Ctrl+Shift+Up", "", none),
            Action("longer", _("Longer"), partial(self._size, 1), "Ctrl+Shift+Down", "", none),
            Action("delete", _("Delete the entry"), partial(self._on_current, acts.remove), "Del", "delete", none),
            Action("export", _("Export what is shown"), self.export, "Ctrl+E", "export"),
            Action("refresh", _("Read the calendar again"), self.read, "F5", "sync"),
        ]

    def focus_first(self) -> None:
        """Put the focus on the entries, on what is next where it stands nowhere yet; once they are there."""
        self._focus_due = self._stack.currentWidget() is not self.view
        self.view.setFocus()

    def show_period(self, kind: ViewKind, day: date) -> None:
        """Show the time around `day` in the way of `kind`."""
        changed = kind is not self._kind
        self._kind, self._day = kind, day
        self._switch.set_current(kind.value)
        period = self.period
        self._title.setText(period_title(period, self.desk.formats))
        view = self.view
        if isinstance(view, TimeGrid):
            view.show_days([period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)])
        elif isinstance(view, MonthGrid):
            view.show_month(day, period.first)
        elif isinstance(view, AgendaList):
            view.show_from(period.first)
        if changed:
            self.desk.act(save_setting, "calendar_view", kind.value)
        self.read()
        self.titled.emit()

    def read(self) -> None:
        """Read what stands in the days that are shown; what is shown stays until that is there."""
        period = self.period
        member = None if EVERYONE in self._shown else self.desk.member
        window = Window(period.first, period.last, self._shown, member)
        self.desk.read(
            calendar_entries,
            self.desk.place,
            self.desk.now(),
            window,
            owner=self,
            then=partial(self._show, period),
            on_error=self._failed,
            key="entries",
        )

    def plan(self) -> None:
        """Plan something on the day that is shown, at the next full hour of today."""
        day = self._day if self._kind is ViewKind.DAY or self._day != self.desk.today() else self.desk.today()
        entry = self.view.current_entry
        if entry is not None and self.view.hasFocus():
            day = max(entry.start.date(), self.period.first)
        self._add(Spot(datetime.combine(day, time()), whole_day=True))

    def export(self) -> None:
        """Write what is shown to a calendar file."""
        ask_and_export(self.desk, self, self.view.entries.entries, period_title(self.period, self.desk.formats))

    def _made_views(self) -> dict[ViewKind, EntriesView]:
        desk = self.desk
        made: dict[ViewKind, EntriesView] = {}
        for kind, title in TITLES.items():
            model = EntriesModel(desk.formats)
            maker = {ViewKind.AGENDA: AgendaList, ViewKind.MONTH: MonthGrid}.get(kind, TimeGrid)
            view = maker(desk, model, _(title))
            model.setParent(view)
            view.opened.connect(self.acts.open)
            view.done_wanted.connect(self.acts.done)
            view.menu_wanted.connect(self.acts.menu)
            view.removed.connect(self.acts.remove)
            view.moved.connect(self.acts.move)
            view.shifted.connect(self.acts.shift)
            view.sized.connect(self.acts.size)
            view.added.connect(self._add)
            view.day_wanted.connect(partial(self.show_period, ViewKind.DAY))
            view.turned.connect(self._turn)
            made[kind] = view
        return made

    def _build(self) -> None:
        theme = self.desk.theme
        today = Button(theme, _("Today"), size="small")
        today.clicked.connect(self._go_today)
        back, ahead = IconButton(theme, "back", _("Before")), IconButton(theme, "next", _("After"))
        back.clicked.connect(partial(self._turn, -1))
        ahead.clicked.connect(partial(self._turn, 1))
        plan = Button(theme, _("Plan something"), size="small", icon="plan", keys="T")
        plan.clicked.connect(self.plan)
        export = IconButton(theme, "export", _("Export what is shown (Ctrl E)"))
        export.clicked.connect(self.export)
        bar = FilterBar(theme, today, back, ahead, self._title, self._hint, None, self._what, export, plan)
        self._stack = QStackedWidget()
        for view in self.views.values():
            self._stack.addWidget(view)
        self._stack.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (bar, self._error):
            whole.addWidget(part)
        whole.addWidget(self._stack, 1)

    def _begin(self, kind: str, choices: tuple[str, str]) -> None:
        shown, last = choices
        self._known = True
        self._shown = frozenset(each for each in shown.split(",") if each)
        self._kind = ViewKind(kind or last)
        self.show_period(self._kind, self._day)

    def _show(self, period: Period, entries: Sequence[CalendarEntry]) -> None:
        view = self.views[period.kind]
        here = view.current_entry
        view.entries.show_entries(entries)
        self._error.hide()
        # what one stood on is somewhere else, or in another week
        place = view.entries.place_of(here) if here is not None else None
        if place is None:
            place = self._next(entries)
        if place is not None:
            view.stand_on(place)
        empty = not entries and period.kind is ViewKind.AGENDA
        had_focus = any(each.hasFocus() for each in (*self.views.values(), self._empty.button))
        self._stack.setCurrentWidget(self._empty if empty else view)
        if had_focus or self._focus_due:
            self._focus_due = False
            (self._empty.button if empty else view).setFocus()
        hint = _("Nothing is planned here. Double-click where you want something, or press T.")
        self._hint.setText("" if entries or empty else hint)
        self.titled.emit()

    def _next(self, entries: Sequence[CalendarEntry]) -> int | None:
        """Return what is next today, else from tomorrow on, else the first of today, else the first."""
        now, today = self.desk.now(), self.desk.today()
        later: list[int] = []
        coming: list[int] = []
        gone: list[int] = []
        for place, each in enumerate(entries):
            day = each.start.date()
            if day == today:
                # what is for the whole day stands before the hours
                (gone if each.whole_day or each.instant < now else later).append(place)
            elif day > today:
                coming.append(place)
        return next(iter((*later, *coming, *gone)), 0 if entries else None)

    def _failed(self, error: CrmError) -> None:
        self._error.show()
        self.desk.say(str(error))

    def _add(self, spot: Spot) -> None:
        """Ask for something new at `spot`."""
        values: dict[str, Stored] = {"due_day": spot.wall.date().isoformat()}
        if not spot.whole_day:
            values |= {
                "due_at": milliseconds(instant_at(spot.wall, self.desk.place.zone)),
                "kind": "meeting",
                "duration_min": 30,
            }
        self.desk.go(Place("new", None, {"kind": "task", "values": values}))

    def _show_kind(self, kind: ViewKind) -> None:
        self.show_period(kind, self._day)
        self.focus_first()

    def _turn(self, way: int) -> None:
        self.show_period(self._kind, turned(self.period, way))

    def _go_today(self) -> None:
        self.show_period(self._kind, self.desk.today())

    def _on_current(self, act: object) -> None:
        entry = self.view.current_entry
        if entry is not None and callable(act):
            act(entry)

    def _shift(self, days: int, quarters: int) -> None:
        self._on_current(lambda entry: self.acts.shift(entry, days, quarters))

    def _size(self, quarters: int) -> None:
        self._on_current(lambda entry: self.acts.size(entry, quarters))

    def _open_shown(self) -> None:
        popover = ShownPopover(self.desk.theme, self._shown, self)
        popover.chosen.connect(self._choose_shown)
        popover.open_below(self._what, at_end=True)

    def _choose_shown(self, shown: frozenset[str]) -> None:
        self._shown = shown
        self.desk.act(save_setting, "calendar_shown", ",".join(sorted(shown)))
        self.read()

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, *TABLES) and self.isVisible():
            self.read()


def _stored_choices(reader: Connection) -> tuple[str, str]:
    """Return what is shown, and how, as it was chosen last on this device."""
    return setting_value(reader, "calendar_shown"), setting_value(reader, "calendar_view")
