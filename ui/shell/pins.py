"""Pinning what is shown, making it a favourite, and the pins in the rail."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject

from crm_desktop.journal.pins import FAVOURITE, PINNED, Pin, PinRow, order_pins, pins, pins_of, remove_pin, toggle_pin
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.core import Commit
from ui.kit.desk import Place, touches
from ui.shell.places import PAGE_OF_TABLE, TABLE_OF_PAGE
from ui.shell.workplace import Workplace

NAMED = ("pin", "saved_view", *PAGE_OF_TABLE)


class Marks(NamedTuple):
    """The ids of the pin and of the favourite that the place shown is, if it is one."""

    pinned: bytes | None
    favourite: bytes | None


class Pins(QObject):
    """Keeps the rail and the buttons of the top bar as the pins are."""

    def __init__(self, workplace: Workplace, *, read_only: bool) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._desk = workplace.desk
        self._read_only = read_only
        rail, bar = workplace.rail.pins, workplace.top_bar
        rail.chosen.connect(lambda row: self._desk.go(place_of(row)))
        rail.unpin_wanted.connect(lambda pin: self._desk.act(remove_pin, pin, done=_("Unpinned")))
        rail.order_wanted.connect(lambda ids: self._desk.act(order_pins, ids))
        bar.star.clicked.connect(self.toggle_favourite)
        bar.pin.clicked.connect(self.toggle)
        self._looked: Pin | None = None
        workplace.arrived.connect(self._look)
        self._desk.committed.connect(self._on_committed)
        self._read()

    def toggle(self) -> None:
        """Pin what is shown to the rail, or take its pin away."""
        pin = self._here()
        if pin is not None:
            self._toggle(PINNED, pin, _("Pinned to the side"), _("Unpinned"))

    def toggle_favourite(self) -> None:
        """Make the record that is shown a favourite, or none any more."""
        pin = self._here()
        if pin is None or pin.record is None or pin.page not in TABLE_OF_PAGE:
            self._desk.say(_("Open a record first: favourites are records."))
            return
        self._toggle(FAVOURITE, pin, _("Added to the favourites"), _("Taken from the favourites"))

    def _toggle(self, kind: str, pin: Pin, added: str, removed: str) -> None:
        def tell(there: object) -> None:
            self._desk.say(added if there else removed, undo=True)

        self._desk.act(toggle_pin, kind, pin, owner=self, then=tell)

    def _here(self) -> Pin | None:
        page, here = self._workplace.page, self._workplace.trail.here
        if page is None or here is None:
            return None
        place = page.leave() or here
        arguments = dict(place.arguments)
        if arguments.get("view") and place.page == "contacts":
            # the view is what is pinned, whatever it comes to show
            arguments = {name: arguments[name] for name in ("kind", "view") if name in arguments}
        if place.record is not None and place.page in TABLE_OF_PAGE:
            # it is the record that is pinned, wherever on its page one is
            arguments = {}
        told = page.pin_title() if place.record is None and not arguments.get("view") else ""
        return Pin(told or self._workplace.title(), place.page, place.record, arguments)

    def _read(self) -> None:
        self._desk.read(pins, self._desk.member, PINNED, TABLE_OF_PAGE, owner=self, then=self._show, key="pins")

    def _show(self, rows: Sequence[PinRow]) -> None:
        self._workplace.rail.pins.show_pins(rows)
        self._looked = None
        self._look()

    def _look(self) -> None:
        pin = self._here()
        looked = None if pin is None else pin._replace(title="")
        # a page tells of itself again once it knows its title
        if pin is not None and looked != self._looked:
            self._looked = looked
            self._desk.read(_marks, self._desk.member, pin, owner=self, then=self._mark, key="marks")

    def _mark(self, marks: Marks) -> None:
        pin = self._here()
        has_record = pin is not None and pin.record is not None and pin.page in TABLE_OF_PAGE
        bar = self._workplace.top_bar
        bar.show_marks(
            starred=marks.favourite is not None if has_record else None,
            pinned=None if self._read_only else marks.pinned is not None,
        )
        self._workplace.rail.pins.light(marks.pinned)

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, *NAMED):
            self._read()


def place_of(row: PinRow) -> Place:
    """Return where the pin leads."""
    return Place(row.pin.page, row.pin.record, row.pin.arguments)


def _marks(reader: Connection, member: bytes | None, pin: Pin) -> Marks:
    found = pins_of(reader, member, pin)
    return Marks(found.get(PINNED), found.get(FAVOURITE))
