"""The Today page: what must I do now?"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from crm_desktop.activities.actions import complete_tasks
from crm_desktop.activities.snooze import Until, put_off_tasks
from crm_desktop.errors import CrmError
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.reports.agenda import AgendaItem
from crm_desktop.reports.needy_deals import NeedyDeal
from crm_desktop.reports.today import FollowUp, TodayView, phone_of, today_view
from crm_desktop.tickets.queries import QueueRow
from crm_desktop.words import _, ngettext
from ui.kit.boxes import is_mirrored
from ui.kit.buttons import Button
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.dialling import dial
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.notices import ErrorState
from ui.kit.page import Action, Page
from ui.kit.scrolling import ScrollColumn
from ui.kit.snooze_menu import add_snoozes
from ui.kit.theme import Tone
from ui.today.cards import AgendaCard, ChangesCard, ListCard, MonthCard
from ui.today.first_run import FirstRun
from ui.today.people_cards import PeopleCards
from ui.today.people_painters import CALL, SNOOZE, PeoplePainters
from ui.today.row_words import RowWords
from ui.today.tiles import TileRow
from ui.today.tiles_popover import TilesPopover

COUNTDOWN_MS = 30_000
NOON, EVENING = 12, 18
WIDE, MEDIUM = 1080, 720
# How one, two or three columns share the width.
SHARES = ((1, 0, 0), (45, 55, 0), (29, 48, 25))
TABLES = (
    "task",
    "interaction",
    "deal",
    "ticket",
    "ticket_message",
    "contact",
    "stage",
    "member",
    "goal",
    "promise",
    "setting",
)


class TodayPage(Page):
    """Tiles, agenda, overdue follow-ups, deals and tickets that need attention, the month, the latest changes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view: TodayView | None = None
        paint = PeoplePainters(desk)
        self._paint = paint
        self._row_words = RowWords(desk.formats)
        theme = desk.theme
        self._greeting = Text(theme, self._greeting_words(), "display")
        self._summary = Text(theme, "", "body", "text2", wrap=True)
        self._plan = Button(theme, _("Plan a step"), icon="plan", keys="T", size="small")
        self._plan.clicked.connect(self._plan_step)
        self._figures = Button(theme, _("Arrange tiles"), icon="tiles", size="small")
        self._figures.clicked.connect(self.arrange_tiles)
        self._tiles = TileRow(desk)
        self._agenda = AgendaCard(desk, paint)
        self._make_lists(paint)
        self._people = PeopleCards(desk, paint, self)
        self._month = MonthCard(desk)
        self._changes = ChangesCard(desk)
        self._error = ErrorState(theme, _("The day could not be read."), "", _("Try again"))
        self._error.hide()
        self._columns = [column(theme, gap=16) for _share in SHARES[-1]]
        self._build()
        self._connect()

    def _make_lists(self, paint: PeoplePainters) -> None:
        desk = self.desk
        self._overdue: ListCard[FollowUp] = ListCard(
            desk,
            _("Overdue follow-ups"),
            _("Show all"),
            "overdue",
            paint.follow_up_heights,
            paint.follow_up,
            self._row_words.follow_up,
            most=7,
            lit=paint.lit_follow_up,
        )
        self._deals: ListCard[NeedyDeal] = ListCard(
            desk,
            _("Deals needing attention"),
            _("Open pipeline"),
            "warning",
            paint.deal_heights,
            paint.deal,
            self._deal_words,
            most=6,
        )
        self._tickets: ListCard[QueueRow] = ListCard(
            desk, _("Ticket deadlines"), "", "timer", paint.ticket_heights, paint.ticket, self._row_words.ticket, most=6
        )

    def arrive(self, place: Place) -> None:
        """Read the day again: it may be another one."""
        self.first_run.arrive(place)
        self._read()

    def leave(self) -> Place | None:
        """Return to the day, not to what was asked of it once."""
        return Place("today")

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the page's title."""
        return ((_("Today"), None),)

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        none = "" if self._view is None or self._view.overdue else _("No follow-up is late")
        return (
            Action("plan", _("Plan a step"), self._plan_step, "T", "plan"),
            Action("calendar", _("Open the calendar"), lambda: self.desk.go(Place("calendar")), "", "calendar"),
            Action("done", _("Tick the follow-up"), self._on_current(self._tick_off), "Space", "check", none),
            Action("snooze", _("Put off the follow-up…"), self._on_current(self.ask_until), "S", "snooze", none),
            Action("call", _("Call about the follow-up"), self._on_current(self.call), "C", "call", none),
            Action("tiles", _("Arrange tiles"), self.arrange_tiles, "", "tiles"),
            Action("refresh", _("Read the day again"), self._read, "F5", "sync"),
        )

    def focus_first(self) -> None:
        """Put the focus on the first follow-up, or on the agenda; on the first step where those are shown."""
        if self.first_run.shown:
            self.first_run.focus_first()
            return
        (self._overdue.view if self._view and self._view.overdue else self._agenda.view).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards into as many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _shared(self) -> Sequence[Sequence[QWidget]]:
        """Return the cards in as many columns as there is room for, what is most urgent first."""
        width = self.width() / self.desk.theme.zoom
        day, work = (self._agenda,), (self._overdue, self._deals)
        promises, *people = self._people.cards
        rest = (*people, self._changes)
        if width >= WIDE:
            return day, (*work, self._month, promises), (self._tickets, *rest)
        if width >= MEDIUM:
            return (*day, self._tickets, promises), (*work, self._month, *rest)
        return ((*day, *work, self._tickets, promises, self._month, *rest),)

    def _build(self) -> None:
        theme = self.desk.theme
        words = column(theme, self._greeting, self._summary, gap=2)
        head = row(theme, words, self._plan, self._figures)
        head.setStretch(0, 1)
        self._across = 0
        self._beside = row(theme, *self._columns, gap=16)
        content = QWidget()
        content.setObjectName("canvas")
        parts = (head, self._error, self._tiles, self._beside, None)
        content.setLayout(column(theme, *parts, gap=16, margins=(24, 20, 24, 24)))
        area = ScrollColumn(takes_focus=True)
        self.first_run = FirstRun(self.desk, content)
        area.setWidget(self.first_run)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _connect(self) -> None:
        desk = self.desk
        desk.committed.connect(self._on_committed)
        self._error.acted.connect(self._read)
        self._tiles.arranged.connect(self._choose_tiles)
        self._overdue.link_clicked.connect(self._show_overdue)
        self._overdue.view.opened.connect(self._open_follow_up)
        self._overdue.view.hit.connect(self._hit_follow_up)
        self._deals.link_clicked.connect(self._open_pipeline)
        self._deals.view.opened.connect(self._open_deal)
        self._deals.view.hit.connect(self._open_deal)
        self._tickets.view.opened.connect(self._open_ticket)
        self._tickets.view.hit.connect(self._open_ticket)
        self._agenda.opened.connect(self._open_item)
        self._countdown = QTimer(self)
        self._countdown.setInterval(COUNTDOWN_MS)
        self._countdown.timeout.connect(self._tick)
        self._countdown.start()

    def _arrange(self) -> None:
        shared = self._shared()
        if len(shared) == self._across:
            return
        self._across = len(shared)
        for each in self._columns:
            while each.takeAt(0) is not None:
                pass
        for each, cards in zip(self._columns, shared, strict=False):
            for card in cards:
                each.addWidget(card)
            each.addStretch(1)
        for place, share in enumerate(SHARES[len(shared) - 1]):
            self._beside.setStretch(place, share)

    def _read(self) -> None:
        self.desk.read(
            today_view,
            self.desk.place,
            self.desk.now(),
            self.desk.member,
            owner=self,
            then=self._show,
            on_error=self._failed,
            key="day",
        )

    def _failed(self, error: CrmError) -> None:
        self._error.show()
        self.desk.warn(str(error))

    def _show(self, view: TodayView) -> None:
        waiting = self._view is None and self.window().focusWidget() is self._agenda.view
        self._view = view
        # rows say how high they are in several turns: until then one would be painted over the other
        self.setUpdatesEnabled(False)
        QTimer.singleShot(0, self, self._reveal)
        self._error.hide()
        self._greeting.setText(self._greeting_words(view.member_name))
        self._summary.setText(self._summary_words(view))
        self._tiles.show_view(view)
        self._agenda.show_agenda(view.agenda, view.ahead)
        self._overdue.show_rows(view.overdue, str(view.overdue_count), _("No follow-up is late"))
        money = self.desk.formats.money(view.deals_minor, whole=True)
        count = _("{n} · {amount}").format(n=view.deals_count, amount=money)
        self._deals.show_rows(view.deals, count, _("Every open deal has a next step and a day ahead"))
        self._tickets.show_rows(view.tickets, str(view.tickets_count), _("No deadline today"))
        self._people.show_view(view)
        self._month.show_months(view.month, view.month_before, view.goal_minor)
        self._changes.show_steps(view.changes)
        # what can be done with follow-ups depends on whether there are any
        self.titled.emit()
        if waiting:
            self.focus_first()

    def _reveal(self) -> None:
        # the scroll bar takes some of the width: what is broken into lines then asks once more
        for _turn in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.setUpdatesEnabled(True)

    def _greeting_words(self, name: str = "") -> str:
        hour = self.desk.now().astimezone(self.desk.place.zone).hour
        first = name.split()[0] if name else ""
        if hour < NOON:
            return _("Good morning, {name}").format(name=first) if first else _("Good morning")
        if hour < EVENING:
            return _("Good afternoon, {name}").format(name=first) if first else _("Good afternoon")
        return _("Good evening, {name}").format(name=first) if first else _("Good evening")

    def _summary_words(self, view: TodayView) -> str:
        waiting = [each for each in view.agenda if not each.done]
        parts = [
            self.desk.formats.long_day(self.desk.today()),
            ngettext("{n} thing planned", "{n} things planned", len(waiting)).format(n=len(waiting)),
            ngettext("{n} follow-up waiting", "{n} follow-ups waiting", view.overdue_count).format(
                n=view.overdue_count
            ),
            ngettext("{n} ticket due today", "{n} tickets due today", view.tickets_count).format(n=view.tickets_count),
        ]
        if not waiting and not view.overdue_count and not view.tickets_count:
            parts = [parts[0], _("All done for today")]
        return " · ".join(parts)

    def _deal_words(self, item: NeedyDeal) -> str:
        return self._row_words.deal(item, self._paint.reason(item))

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, *TABLES) and self.isVisible():
            self._read()

    def _tick(self) -> None:
        if self.isVisible():
            for view in (self._tickets.view, self._agenda.view):
                view.viewport().update()

    def arrange_tiles(self) -> None:
        """Let the member choose the figures and their order."""
        popover = TilesPopover(self.desk.theme, self._tiles.names, self)
        popover.chosen.connect(self._choose_tiles)
        popover.open_below(self._figures, at_end=True)

    def _choose_tiles(self, names: Sequence[str]) -> None:
        self.desk.act(save_setting, "today_tiles", ",".join(names))

    def _plan_step(self) -> None:
        self.desk.go(Place("new", None, {"kind": "task"}))

    def _show_overdue(self) -> None:
        self.desk.go(Place("contacts", None, {"kind": "people", "filter": "next_step_due < today"}))

    def _today(self) -> str:
        return self.desk.today().isoformat()

    def _open_pipeline(self) -> None:
        self.desk.go(Place("pipeline"))

    def _open_deal(self, item: NeedyDeal, *_where: object) -> None:
        self.desk.go(Place("pipeline", item.id))

    def _open_ticket(self, item: QueueRow, *_where: object) -> None:
        self.desk.go(Place("tickets", item.id))

    def _open_item(self, item: AgendaItem) -> None:
        asked = {"table": item.table, "occurrence": item.occurrence, "repeats": item.repeats}
        self.desk.go(Place("plan", item.id, asked))

    def _open_follow_up(self, item: FollowUp) -> None:
        if item.contact is not None:
            self.desk.go(Place("contact", item.contact))

    def _hit_follow_up(self, item: FollowUp, at: QPoint, box: QRect) -> None:
        """Tick the follow-up when its circle was hit, put it off or call by its tools, else open whom it is about."""
        mirrored = is_mirrored(self)
        start = box.right() - at.x() if mirrored else at.x() - box.left()
        if start <= self.desk.theme.px(36):
            self._tick_off(item)
        elif self._paint.tool_box(box, SNOOZE, mirrored=mirrored).contains(at):
            self.ask_until(item)
        elif self._paint.tool_box(box, CALL, mirrored=mirrored).contains(at):
            self.call(item)
        else:
            self._open_follow_up(item)

    def _on_current(self, act: Callable[[FollowUp], None]) -> Callable[[], None]:
        """Return what does `act` with the follow-up that the keyboard stands on, else with the first."""

        def do() -> None:
            rows = self._overdue.view.rows
            place = max(self._overdue.view.currentIndex().row(), 0)
            if place < rows.rowCount():
                act(rows.row(place))

        return do

    def _tick_off(self, item: FollowUp) -> None:
        self.desk.act(complete_tasks, [item.id], done=_("Done: {title}").format(title=item.title))

    def ask_until(self, item: FollowUp) -> None:
        """Ask until when `item` is put off."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        add_snoozes(menu, self.desk, self, partial(self.put_off, item))
        view = self._overdue.view
        menu.popup(view.viewport().mapToGlobal(view.visualRect(view.currentIndex()).center()))

    def put_off(self, item: FollowUp, until: Until) -> None:
        """Put `item` off."""
        day = self.desk.formats.due(until.day)
        told = _("Put off until {day}: {title}").format(day=day, title=item.title)
        self.desk.act(put_off_tasks, [item.id], until, done=told)

    def call(self, item: FollowUp) -> None:
        """Let the computer call whom `item` is about."""
        if item.contact is not None:
            self.desk.read(phone_of, item.contact, owner=self, then=self._dial, key="phone")

    def _dial(self, phone: str) -> None:
        if phone:
            dial(self.desk, phone)
        else:
            self.desk.say(_("There is no number to call, or they do not want to be contacted."), tone=Tone.WARNING)
