"""Any kind of records as a list: deals, tickets, tasks, purchases and whatever else a report or a search leads to."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.acts import remove_records
from crm_desktop.schema.field import FieldKind
from crm_desktop.store.record_query import Row, view_fields
from crm_desktop.words import _
from ui.kit.deal_views import LIST, deal_views
from ui.kit.desk import Desk, Place
from ui.kit.filters.given import filter_argument
from ui.kit.lists.list_page import ListPage
from ui.kit.lists.record_panel import RecordPanel
from ui.kit.lists.state import ListKind, ListState
from ui.kit.menus import MenuAct
from ui.kit.page import Action
from ui.records.lists import LISTS, listed_as

OPENED = {"deal": "pipeline", "ticket": "tickets", "contact": "contact", "product": "products"}
# What has no page of its own leads to the contact that it is about, the first of these links that is filled.
ABOUT = ("person", "customer", "contact", "company")


class RecordsPage(ListPage):
    """A table of records of the kind that its place names; a row opens its page."""

    def __init__(self, desk: Desk) -> None:
        panel = RecordPanel(desk)
        super().__init__(desk, LISTS, panel)
        self._views = deal_views(desk.theme, LIST)
        self._views.chosen.connect(self._on_deal_view)
        panel.opened.connect(self._open_shown)
        panel.remove_wanted.connect(self._remove)

    def listed(self, place: Place) -> ListKind:
        """Return the list of the kind that `place` names, else the one that was shown last."""
        return listed_as(self.desk.kinds.named(str(place.arguments.get("kind") or self.head.state.page)))

    def commands(self) -> Sequence[Action]:
        """Return what can be done with the list."""
        acts: tuple[Action, ...] = tuple(super().commands())
        if self._page is not None:
            acts += (Action("page", _("Show on its page"), self._show_page, "", "open"),)
        return acts

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title, below the page that the kind has."""
        steps = {"pipeline": _("Pipeline"), "tickets": _("Tickets"), "products": _("Products")}
        if self._page == "pipeline":
            return ((steps[self._page], None),)
        if self._page in steps:
            return ((steps[self._page], Place(self._page)), (_("List"), None))
        return ((_(self.head.state.kind.label), None),)

    def switch(self) -> QWidget | None:
        """Return Board / Forecast / List where deals are listed."""
        return self._views if self._page == "pipeline" else None

    def belongs_to(self) -> str:
        """Return the place in the rail that shows records of the kind."""
        about_contacts = {"tasks": "today", "activities": "contacts", "purchases": "contacts", "files": "contacts"}
        return self._page or about_contacts.get(self.head.state.page, "")

    def open_row(self, row: Row) -> None:
        """Open the page of the record, or of the contact that it is about."""
        page = OPENED.get(self.head.state.kind.table.name)
        about = row.record if page is not None else self._about(row)
        if about is not None:
            self.desk.go(Place(page or "contact", about))

    def show_list(self, state: ListState) -> None:
        """Show the rows of `state`, and in the panel the facts that records of its kind have."""
        if isinstance(self.preview, RecordPanel):
            self.preview.show_kind(state.kind)
        super().show_list(state)

    def list_acts(self) -> list[MenuAct]:
        """Return what the menu of the whole list offers."""
        listed = self.head.state.listed
        add = [MenuAct("add", _(listed.nothing.verb), self.add)] if listed.adds else []
        page = [MenuAct("open", _("Show on its page"), self._show_page)] if self._page is not None else []
        return [*add, *page, *super().list_acts()]

    @property
    def _page(self) -> str | None:
        return {"deals": "pipeline", "tickets": "tickets", "products": "products"}.get(self.head.state.page)

    def _about(self, row: Row) -> bytes | None:
        """Return the contact that a row is about, as far as its columns tell."""
        fields = view_fields(self.head.state.query)
        linked = {
            field.name: stored
            for field, stored in zip(fields, row.values, strict=True)
            if field.kind is FieldKind.LINK and isinstance(stored, bytes)
        }
        return next((linked[name] for name in ABOUT if name in linked), None)

    def _open_shown(self, record: bytes) -> None:
        place = self.list.model.place_of(record)
        if place is not None:
            self.open_row(self.list.model.row(place))

    def _show_page(self, **more: object) -> None:
        if self._page is not None:
            self.desk.go(Place(self._page, None, {**filter_argument(*self.head.state.setting.conditions), **more}))

    def _on_deal_view(self, name: str) -> None:
        self._views.set_current(LIST)
        if name != LIST:
            self._show_page(show=name)

    def _remove(self, record: bytes) -> None:
        self.beside.show_preview(on=False)
        self.desk.act(
            remove_records, [record], done=_("{what} deleted").format(what=_(self.head.state.kind.table.label))
        )
