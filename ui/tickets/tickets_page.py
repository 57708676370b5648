"""The tickets page: queue at the left, the ticket in the middle, its properties at the right."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.contacts.views import ViewSetting
from crm_desktop.errors import CrmError
from crm_desktop.filters.tree import Filter
from crm_desktop.tickets.queries import BY_DEADLINE
from crm_desktop.tickets.reading import Queue, WholeTicket, read_counts, read_queue, read_ticket
from crm_desktop.words import _, ngettext
from ui.files.drop_veil import DropVeil
from ui.kit.buttons import Button, ButtonKind, IconButton
from ui.kit.chips import Choice, ViewTabs
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.filters.given import filter_argument, given_filter
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.lists.state import ListState
from ui.kit.lists.view_acts import view_acts
from ui.kit.lists.view_form import NamedView, ViewForm
from ui.kit.lists.view_keeper import ViewKeeper
from ui.kit.menus import made_menu
from ui.kit.notices import EmptyState, ErrorState
from ui.kit.page import Action, Page
from ui.kit.panels import Bar, StatusBar
from ui.kit.theme import Theme
from ui.tickets.detail import Detail
from ui.tickets.filter_row import FilterRow
from ui.tickets.properties import Properties
from ui.tickets.queue import QueueView
from ui.tickets.views import LISTED, QueueTab, queue_tabs

PROPERTIES = 280
WITH_PROPERTIES = 1080
LEAST_LIST = 300
COUNTDOWN_MS = 30_000
TABLES = ("ticket", "ticket_message", "interaction", "contact", "member", "product")


class TicketsPage(Page):
    """Tickets by deadline; the current one is shown beside them and worked on there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view = "open"
        # the chips tell the whole filter where it is a saved view's or came from elsewhere, else what narrows the tab
        self._whole = False
        self._current: bytes | None = None
        theme = desk.theme
        self._views = queue_tabs((), desk.member, desk.today())
        self._tabs = ViewTabs(theme, [Choice(each.name, each.title) for each in self._views])
        self._tabs.set_current(self._view)
        self._tabs.chosen.connect(self._on_tab)
        self._tabs.menu_wanted.connect(self._open_tab_menu)
        self._tabs.moved.connect(self._on_moved)
        self._keeper = ViewKeeper(desk, (LISTED,), self)
        self._keeper.changed.connect(self._show_views)
        self._make_head(theme)
        self._filters = FilterRow(desk)
        self._filters.changed.connect(self._read)
        self._filters.filtered.connect(self._on_filtered)
        self._queue = QueueView(desk)
        self._queue.chosen.connect(self._on_chosen)
        self._detail = Detail(desk)
        self._detail.assign_wanted.connect(self._assign)
        self._detail.composer.left.connect(self.focus_first)
        self._properties = Properties(desk)
        self._properties.opened.connect(self.open_ticket)
        DropVeil(desk, self, self._properties.files.list, self._detail.title)
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

    def _make_head(self, theme: Theme) -> None:
        """Make what stands beside the tabs: the view to save, the table, and how many were answered in time."""
        self._save = Button(theme, _("Save view"), ButtonKind.QUIET, size="small", icon="add")
        self._save.clicked.connect(self.save_view)
        self._edited = Text(theme, _("Edited"), "small", "text2")
        self._edited.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._table = IconButton(theme, "list", _("Show as a table"))
        self._table.clicked.connect(self._show_table)
        self._in_time = Text(theme, _("Answered in time, 30 days"), "small", "text2")
        self._in_time_share = Text(theme, "", "small", weight=600)
        for part in (self._in_time, self._in_time_share):
            part.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
            part.hide()

    def arrive(self, place: Place) -> None:
        """Show the queue, and the ticket or the conditions that `place` names."""
        given = given_filter(self.desk, place, self.desk.kinds.named("tickets"))
        view = place.arguments.get("view")
        if isinstance(view, str):
            self._view = view
            self._tabs.set_current(view)
        self._whole = bool(given) and not place.arguments.get("narrows")
        if place.record is not None:
            self._current = place.record
            self._read_ticket()
        kind, order = (str(place.arguments.get(name) or "") for name in ("kind", "order"))
        self._filters.show_choice(kind, order)
        self._filters.show_filter(given or self._saved_conditions())
        self._keeper.read()
        self._read()

    def leave(self) -> Place | None:
        """Return this queue with the ticket that is shown."""
        chosen = {"view": self._view, "kind": self._filters.kind, "order": self._filters.order}
        narrows = {} if self._whole else {"narrows": True}
        return Place(
            "tickets", self._current, {**chosen, **narrows, **filter_argument(*self._filters.chips.conditions)}
        )

    def pin_title(self) -> str:
        """Return the filter in words."""
        return self._filters.chips.words

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
            Action("add files", _("Add files…"), self._properties.files.list.ask, "", "attachment", why),
            Action("paste files", _("Paste files"), self._properties.files.list.paste, "Ctrl+V", "attachment", why),
            Action("delete ticket", _("Delete ticket"), self._detail.delete, "Del", "delete", why),
            Action("filter", _("Add a filter"), self._filters.chips.add_filter, "/", "filter"),
            Action("save view", _("Save view"), self.save_view, "", "save"),
            Action("table", _("Show as a table"), self._show_table, "", "list"),
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
        self._show_sides()

    def _build(self) -> None:
        shares = (self._in_time, self._in_time_share)
        head = Bar(self.desk.theme, self._tabs, self._edited, self._save, None, *shares, self._table, height=40)
        self._list = QStackedWidget()
        self._list.addWidget(self._queue)
        self._list.addWidget(_middle(self._empty))
        self._listed = listed = QWidget()
        listed.setLayout(column(self.desk.theme, self._filters, self._list, gap=0))
        self._split = split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        for part in (listed, self._detail, self._properties):
            split.addWidget(part)
        split.setStretchFactor(1, 1)
        self._fit_split()
        self.desk.theme.changed.connect(self._fit_split)
        self._stack = QStackedWidget()
        for page in (split, _middle(self._error)):
            self._stack.addWidget(page)
        self.setLayout(column(self.desk.theme, head, self._stack, self._status, gap=0))

    def _fit_split(self) -> None:
        """Give queue and properties their widths at this zoom, the ticket what is left."""
        theme = self.desk.theme
        self._properties.setFixedWidth(theme.px(PROPERTIES))
        self._listed.setMinimumWidth(theme.px(LEAST_LIST))
        ends = theme.size("ticketList"), theme.px(PROPERTIES)
        self._split.setSizes([ends[0], max(self.width() - sum(ends), 1), ends[1]])

    def _conditions(self) -> tuple[Filter, ...]:
        return (*self._chosen_conditions(), *self._filters.conditions())

    def _chosen_conditions(self) -> tuple[Filter, ...]:
        """Return the filter of the tab and the chips."""
        chips = self._filters.chips.conditions
        return chips if self._whole else (*self._tab.conditions, *chips)

    @property
    def _tab(self) -> QueueTab:
        return next((each for each in self._views if each.name == self._view), self._views[2])

    def _saved_conditions(self) -> tuple[Filter, ...]:
        """Return the filter of the saved view that is chosen, whose parts become chips; nothing for the other tabs."""
        if self._tab.saved is None:
            return ()
        self._whole = True
        return self._tab.conditions

    def _show_views(self) -> None:
        before, unread = self._conditions(), self._view not in {each.name for each in self._views}
        self._views = queue_tabs(self._keeper.views(LISTED.name), self.desk.member, self.desk.today())
        if unread and not self._filters.chips.conditions:
            self._filters.show_filter(self._saved_conditions())
        self._tabs.set_choices([Choice(each.name, each.title) for each in self._views])
        self._tabs.set_current(self._view)
        self._show_edited()
        self._count()
        if self._conditions() != before:
            self._read()

    def _count(self) -> None:
        views = {each.name: each.conditions for each in self._views}
        self.desk.read(read_counts, views, self.desk.place, owner=self, then=self._show_counts, key="counts")

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        number = self.desk.formats.number
        self._tabs.set_choices(
            [Choice(each.name, each.title, tally=number(counts.get(each.name, 0))) for each in self._views]
        )

    def _read(self) -> None:
        desk = self.desk
        self._show_edited()
        desk.read(
            read_queue,
            self._conditions(),
            desk.place,
            desk.now(),
            self._filters.order,
            owner=self,
            then=self._show_queue,
            on_error=self._failed,
            key="queue",
        )

    def _show_queue(self, queue: Queue) -> None:
        self._queue.queue.show_queue(queue.rows, grouped=self._filters.order == BY_DEADLINE)
        count = len(queue.rows)
        words = ngettext("{n} ticket", "{n} tickets", count).format(n=self.desk.formats.number(count))
        self._status.set_facts(words)
        if queue.answered:
            share = self.desk.formats.percent(queue.in_time / queue.answered)
            self._in_time_share.setText(share)
            self._in_time.show()
            self._in_time_share.show()
        self._stack.setCurrentIndex(0)
        self._list.setCurrentIndex(0 if queue.rows else 1)
        if self._current is None:
            self._queue.choose_first()
        elif self._queue.choose(self._current):
            self._read_ticket()
        self._show_sides()
        self._count()

    def _show_sides(self) -> None:
        """Show the ticket and, where there is room, its properties; nothing beside an empty queue."""
        self._detail.setVisible(self._current is not None)
        wide = self.width() / self.desk.theme.zoom >= WITH_PROPERTIES
        self._properties.setVisible(self._current is not None and wide)

    def _failed(self, error: CrmError) -> None:
        self._stack.setCurrentIndex(1)
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
        self._show_sides()

    def _on_tab(self, name: str) -> None:
        self._view = name
        self._whole = False
        self._filters.show_filter(self._saved_conditions())
        self._current = None
        self._read()
        self.titled.emit()

    def _on_filtered(self, conditions: tuple[Filter, ...]) -> None:
        if not conditions and self._tab.saved is None:
            self._whole = False
        self._current = None
        self._read()
        self.titled.emit()

    def save_view(self) -> None:
        """Keep what the tab and the chips choose in the view that is shown, or in a new one that is named."""
        state = self._state
        if state.view is not None and state.edited:
            self._keeper.save(state)
            return

        def keep(named: NamedView) -> None:
            self._keeper.save_new(state, named.name, self._on_saved, shared=named.shared)

        ViewForm(self.desk, _("Save view"), keep, parent=self).open_below(self._save)

    @property
    def _state(self) -> ListState:
        """What is shown as a view, beside what is kept of it."""
        saved = self._tab.saved
        setting = ViewSetting(conditions=self._conditions())
        kept = saved.setting if saved is not None else ViewSetting(conditions=self._tab.conditions)
        return ListState(LISTED, saved, setting, kept, self.desk.kinds)

    def _show_edited(self) -> None:
        state = self._state
        self._edited.setVisible(state.edited)
        self._save.setText(_("Save to view") if state.edited and state.view is not None else _("Save view"))
        self._save.updateGeometry()

    def _on_moved(self, names: Sequence[str]) -> None:
        """Keep the order that saved views were dragged into; those that are always there stay in front."""
        saved = {each.name: each.saved.id for each in self._views if each.saved is not None}
        self._show_views()
        self._keeper.put_in_order([saved[name] for name in names if name in saved])

    def _on_saved(self, made: bytes) -> None:
        self._filters.show_choice("", self._filters.order)
        self._keeper.read(lambda: self._on_tab(made.hex()))

    def _open_tab_menu(self, name: str, corner: QPoint) -> None:
        view = next((each.saved for each in self._views if each.name == name), None)
        if view is not None:
            made_menu(self.desk.theme, view_acts(self.desk, self._keeper, view, self._tabs), self).popup(corner)

    def _show_table(self) -> None:
        self.desk.go(Place("records", None, {"kind": "tickets", **filter_argument(*self._conditions())}))

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
        if touches(commit, "saved_view"):
            self._keeper.read()


def _middle(widget: QWidget) -> QWidget:
    box = QWidget()
    inner = QVBoxLayout(box)
    inner.addStretch(1)
    inner.addWidget(widget)
    inner.addStretch(1)
    return box
