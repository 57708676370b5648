"""The tickets page: queue at the left, the ticket in the middle, its properties at the right."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.store.filters import Condition
from crm_desktop.tickets.reading import Queue, WholeTicket, read_queue, read_ticket
from crm_desktop.words import N_, _
from ui.kit.chips import Chip, Choice, ViewTabs
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.labels import Text
from ui.kit.notices import EmptyState, ErrorState
from ui.kit.page import Action, Page
from ui.kit.panels import FilterBar, StatusBar
from ui.tickets.detail import Detail
from ui.tickets.properties import Properties
from ui.tickets.queue import QueueView

PROPERTIES = 280
WITH_PROPERTIES = 1080
COUNTDOWN_MS = 30_000
TABLES = ("ticket", "ticket_message", "contact", "member", "product")
OPEN = Condition("status", "in", "new, open, waiting")
WEEK = timedelta(days=7)
TABS = (
    ("mine", N_("My queue")),
    ("unassigned", N_("Unassigned")),
    ("open", N_("All open")),
    ("complaints", N_("Complaints")),
    ("solved", N_("Solved this week")),
)


class TicketsPage(Page):
    """Tickets by deadline; the current one is shown beside them and worked on there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view = "open"
        self._given: tuple[Condition, ...] = ()
        self._current: bytes | None = None
        theme = desk.theme
        self._tabs = ViewTabs(theme, [Choice(name, _(title)) for name, title in TABS])
        self._tabs.set_current(self._view)
        self._tabs.chosen.connect(self._on_tab)
        self._in_time = Text(theme, "", "small", "text2")
        self._filter = Chip(theme, _("Filter is on"), "", removable=True)
        self._filter.removed.connect(self._clear_filter)
        self._filters = FilterBar(theme, self._filter, None)
        self._queue = QueueView(desk)
        self._queue.chosen.connect(self._on_chosen)
        self._detail = Detail(desk)
        self._detail.assign_wanted.connect(self._assign)
        self._properties = Properties(desk)
        self._properties.opened.connect(self.open_ticket)
        self._empty = EmptyState(
            theme, "tickets", _("No tickets here"), _("Nothing waits in this queue."), _("New ticket")
        )
        self._empty.acted.connect(self._new)
        self._error = ErrorState(theme, _("The tickets could not be read."), "", _("Try again"))
        self._error.acted.connect(self._read)
        self._status = StatusBar(theme)
        self._status.set_keys(_("J / K move"), _("R reply"), _("I note"), _("S solve"))
        self._build()
        desk.committed.connect(self._on_committed)
        self._countdown = QTimer(self)
        self._countdown.setInterval(COUNTDOWN_MS)
        self._countdown.timeout.connect(self._queue.queue.renew_times)
        self._countdown.start()

    def arrive(self, place: Place) -> None:
        """Show the queue, and the ticket or the conditions that `place` names."""
        given = place.arguments.get("conditions")
        self._given = tuple(Condition(*map(str, each)) for each in given) if isinstance(given, Sequence) else ()
        view = place.arguments.get("view")
        if isinstance(view, str):
            self._view = view
            self._tabs.set_current(view)
        if place.record is not None:
            self._current = place.record
            self._read_ticket()
        self._filters.setVisible(bool(self._given))
        self._filter.set_value(", ".join(f"{each.field} {each.op} {each.value}" for each in self._given))
        self._read()

    def leave(self) -> Place | None:
        """Return this queue with the ticket that is shown."""
        return Place("tickets", self._current, {"view": self._view, "conditions": list(self._given)})

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the page's title."""
        return ((_("Tickets"), None),)

    def commands(self) -> Sequence[Action]:
        """Return what can be done with the ticket that is shown."""
        why = "" if self._current is not None else _("Choose a ticket first")
        return (
            Action("next", _("Next ticket"), lambda: self._queue.step(1), "J"),
            Action("previous", _("Previous ticket"), lambda: self._queue.step(-1), "K"),
            Action("reply", _("Reply to customer"), lambda: self._detail.composer.write("out"), "R", "reply", why),
            Action("note", _("Write internal note"), lambda: self._detail.composer.write("note"), "I", "lock", why),
            Action("solve", _("Solve or reopen ticket"), self._detail.solve, "S", "check", why),
            Action("edit", _("Edit subject"), self._edit_subject, "E", "edit", why),
            Action("delete ticket", _("Delete ticket"), self._detail.delete, "Del", "delete", why),
        )

    def focus_first(self) -> None:
        """Put the focus on the queue."""
        self._queue.setFocus()

    def open_ticket(self, ticket: bytes) -> None:
        """Show `ticket`, in the queue where it is listed there."""
        if not self._queue.choose(ticket):
            self._current = ticket
            self._read_ticket()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the properties out where there is no room for them."""
        super().resizeEvent(event)
        self._properties.setVisible(self.width() / self.desk.theme.zoom >= WITH_PROPERTIES)

    def _build(self) -> None:
        head = FilterBar(self.desk.theme, self._tabs, None, self._in_time)
        self._properties.setFixedWidth(self.desk.theme.px(PROPERTIES))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        for part in (self._queue, self._detail, self._properties):
            split.addWidget(part)
        split.setStretchFactor(1, 1)
        split.setSizes([self.desk.theme.size("ticketList"), 600, self.desk.theme.px(PROPERTIES)])
        self._stack = QStackedWidget()
        for page in (split, _middle(self._empty), _middle(self._error)):
            self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self._filters)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._status)
        self._filters.hide()

    def _conditions(self) -> tuple[Condition, ...]:
        me = self.desk.member.hex() if self.desk.member else ""
        since = (self.desk.today() - WEEK).isoformat()
        views = {
            "mine": (OPEN, Condition("owner", "=", me)),
            "unassigned": (OPEN, Condition("owner", "empty")),
            "open": (OPEN,),
            "complaints": (OPEN, Condition("kind", "=", "complaint")),
            "solved": (Condition("status", "in", "solved, closed"), Condition("solved_at", ">=", since)),
        }
        return (*(() if self._given else views[self._view]), *self._given)

    def _read(self) -> None:
        desk = self.desk
        desk.read(
            read_queue,
            self._conditions(),
            desk.place,
            desk.now(),
            owner=self,
            then=self._show_queue,
            on_error=self._failed,
            key="queue",
        )

    def _show_queue(self, queue: Queue) -> None:
        self._queue.queue.show_queue(queue.rows)
        count = self.desk.formats.number(len(queue.rows))
        self._status.set_facts(_("{n} tickets").format(n=count))
        if queue.answered:
            share = self.desk.formats.percent(queue.in_time / queue.answered)
            self._in_time.setText(_("Answered in time, 30 days  {share}").format(share=share))
        self._stack.setCurrentIndex(0 if queue.rows or self._current else 1)
        if self._current is None or not self._queue.choose(self._current):
            if self._current is None:
                self._queue.choose_first()
        else:
            self._read_ticket()

    def _failed(self, error: CrmError) -> None:
        self._stack.setCurrentIndex(2)
        self._status.set_facts(str(error))

    def _on_chosen(self, ticket: bytes) -> None:
        if ticket != self._current:
            self._current = ticket
            self._read_ticket()
            self.titled.emit()

    def _read_ticket(self) -> None:
        desk = self.desk
        desk.read(
            read_ticket,
            self._current,
            desk.place,
            desk.now(),
            owner=self,
            then=self._show_ticket,
            on_error=self._failed,
            key="ticket",
        )

    def _show_ticket(self, whole: WholeTicket | None) -> None:
        if whole is None:
            self._current = None
            self._queue.choose_first()
            return
        self._stack.setCurrentIndex(0)
        self._detail.show_ticket(whole)
        self._properties.show_ticket(whole.detail, whole.earlier)

    def _on_tab(self, name: str) -> None:
        self._view = name
        self._given = ()
        self._filters.hide()
        self._current = None
        self._read()

    def _clear_filter(self) -> None:
        self._on_tab(self._view)

    def _assign(self) -> None:
        self._properties.show()
        self._properties.edit("owner")

    def _edit_subject(self) -> None:
        self._properties.show()
        self._properties.edit("subject")

    def _new(self) -> None:
        self.desk.go(Place("new", None, {"kind": "ticket"}))

    def _on_committed(self, commit: Commit) -> None:
        if self.isVisible() and touches(commit, *TABLES):
            self._read()
            if self._current is not None:
                self._read_ticket()


def _middle(widget: QWidget) -> QWidget:
    box = QWidget()
    inner = QVBoxLayout(box)
    inner.addStretch(1)
    inner.addWidget(widget)
    inner.addStretch(1)
    return box
