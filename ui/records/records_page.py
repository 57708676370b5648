"""Any kind of records as a list: deals, tickets, tasks, purchases and whatever else a report or a search leads to."""

from collections.abc import Sequence

from crm_desktop.acts import remove_records
from crm_desktop.schema.field import FieldKind
from crm_desktop.store.record_query import Row, view_fields
from crm_desktop.words import _
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
        here = (_(self.head.state.kind.label), None)
        steps = {"pipeline": _("Pipeline"), "tickets": _("Tickets")}
        return ((steps[self._page], Place(self._page)), here) if self._page in steps else (here,)

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

    def _show_page(self) -> None:
        if self._page is not None:
            self.desk.go(Place(self._page, None, {**filter_argument(*self.head.state.setting.conditions)}))

    def _remove(self, record: bytes) -> None:
        self.beside.show_preview(on=False)
        self.desk.act(
            remove_records, [record], done=_("{what} deleted").format(what=_(self.head.state.kind.table.label))
        )
