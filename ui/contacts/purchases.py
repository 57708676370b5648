"""What the contact bought and has in use: with warranty and the next service."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.known_parts import PurchaseLine
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.journal.journal import Journal
from crm_desktop.products.purchases import add_purchase, edit_purchase, remove_purchase
from crm_desktop.schema.forms import Stored
from crm_desktop.schema.purchases import PURCHASE
from crm_desktop.words import _, ngettext
from ui.contacts.mark_rows import MarkRow
from ui.contacts.part_dialog import Asked, PartDialog, Values
from ui.contacts.section import RecordSection
from ui.kit.desk import Desk, Place
from ui.kit.fields.base import FieldInput
from ui.kit.fields.make import make_input
from ui.kit.fields.named_link import NamedLink, found_records
from ui.kit.menus import MenuAct, made_menu
from ui.kit.own_facts import OwnFacts
from ui.kit.own_form import OwnForm

SHOWN = 8
_FIELDS = (
    *("product", "description", "quantity", "unit_price", "currency", "bought_on", "serial", "order_number"),
    *("warranty_until", "next_service_on", "note"),
)


class PurchasesSection(RecordSection):
    """The installed base: what is due for service first, then the newest."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("In use"), icon="add", act=_("Add a purchase"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[object, ...] = ()
        self.acted.connect(self.ask_new)

    def show_record(self, record: ContactRecord) -> None:
        """Show what `record` has in use."""
        self._record = record
        self.set_editable(on=not record.removed)
        shown = (record.id, record.removed, self._desk.today(), record.purchases)
        if shown == self._shown:
            return
        self._shown = shown
        total = record.purchases[0].total if record.purchases else 0
        self.refill(*(self._made_row(record, each) for each in record.purchases[:SHOWN]))
        self.show_count(total)
        late = sum(_late(each.next_service_on, self._desk.today()) for each in record.purchases)
        self.show_aside(
            ngettext("{n} service late", "{n} services late", late).format(n=late) if late else "", "danger"
        )

    def ask_new(self) -> None:
        """Ask for a purchase."""
        record = self._record
        if record is None:
            return
        asked = Asked(
            _("Purchase of {name}").format(name=record.name),
            _("Save purchase"),
            _("Purchase added"),
            "purchase",
            (record.id,),
        )
        dialog = PartDialog(self._desk, asked, self._inputs(), columns=2, parent=self)
        currency = str(record.values.get("currency") or self._desk.currency)
        begin: dict[str, Stored] = {
            "quantity": 1.0,
            "currency": currency,
            "bought_on": self._desk.today().isoformat(),
        }
        dialog.ask_new(
            lambda journal, values: add_purchase(journal, {"customer": record.id, **values}),
            begin,
            OwnForm(self._desk, "purchases"),
        )

    def acts(self, line: PurchaseLine) -> Sequence[MenuAct]:
        """Return what can be done with the purchase `line`."""
        acts = [MenuAct("edit", _("Change…"), lambda: self.ask_changed(line))]
        if line.next_service_on is not None:
            acts.append(MenuAct("done", _("Service done…"), lambda: self._ask_service(line)))
        if line.product is not None:
            acts.append(
                MenuAct("product", _("Open the product"), lambda: self._desk.go(Place("products", line.product)))
            )
        gone = _("Purchase deleted")
        acts.append(MenuAct("delete", _("Delete"), lambda: self._desk.act(remove_purchase, line.id, done=gone)))
        return acts

    def ask_changed(self, line: PurchaseLine) -> None:
        """Ask what is to be changed of `line`."""
        asked = Asked(line.name, _("Save purchase"), _("Purchase changed"), "change", (line.id,))
        dialog = PartDialog(self._desk, asked, self._inputs(line), columns=2, parent=self)
        own = OwnFacts(self._desk, "purchase")
        own.open_record("purchases", line.id)
        dialog.body.addWidget(own)
        dialog.ask_changed(lambda journal, values, seen: edit_purchase(journal, line.id, values, seen), _stored(line))

    def _ask_service(self, line: PurchaseLine) -> None:
        """Ask when the next service is, a year on from the last unless told otherwise."""
        asked = Asked(
            _("Service of {name}").format(name=line.name),
            _("Save service"),
            _("Next service planned"),
            "service",
            (line.id,),
        )
        dialog = PartDialog(
            self._desk, asked, [make_input(self._desk, PURCHASE.by_name["next_service_on"])], parent=self
        )

        def write(journal: Journal, values: Values) -> None:
            edit_purchase(journal, line.id, values, {"next_service_on": _day(line.next_service_on)})

        dialog.ask_new(write, {"next_service_on": _a_year_on(self._desk.today()).isoformat()})

    def _made_row(self, record: ContactRecord, line: PurchaseLine) -> MarkRow:
        formats, today = self._desk.formats, self._desk.today()
        count = "" if line.quantity in (None, 1) else f"× {line.quantity:g}"
        notes: list[str] = []
        if line.next_service_on is not None:
            late = formats.lateness(line.next_service_on)
            due = _("Service {day}").format(day=formats.day(line.next_service_on))
            notes.append(_("Service {late}").format(late=late) if late else due)
        if line.warranty_until is not None:
            notes.append(self._warranty(line.warranty_until, short=bool(notes)))
        elif line.bought_on is not None and not notes:
            notes.append(_("bought {day}").format(day=formats.day(line.bought_on)))
        told = ", ".join(notes)
        warns = _late(line.next_service_on, today)
        made = MarkRow(self.theme, "purchase", line.name, told[:1].upper() + told[1:], count, warns=warns)
        made.clicked.connect(lambda: self.ask_changed(line))
        if line.serial:
            made.setToolTip(_("Serial number {serial}").format(serial=line.serial))
        made.setEnabled(not record.removed)
        made.offer_menu(_("More for {name}").format(name=line.name))
        made.menu_wanted.connect(partial(self._open_menu, line))
        return made

    def _warranty(self, until: date, *, short: bool) -> str:
        over = until < self._desk.today()
        if short:
            return _("warranty over") if over else _("in warranty")
        words = _("warranty ended {day}") if over else _("warranty until {day}")
        return words.format(day=self._desk.formats.day(until))

    def _open_menu(self, line: PurchaseLine, corner: QPoint) -> None:
        made_menu(self.theme, self.acts(line), self).popup(corner)

    def _inputs(self, line: PurchaseLine | None = None) -> list[FieldInput]:
        product = PURCHASE.by_name["product"]
        find = found_records(self._desk, product, self)
        title = "" if line is None else line.product_name
        currency = "" if line is None else line.currency
        return [
            NamedLink(self._desk, product, find, title)
            if name == "product"
            else make_input(self._desk, PURCHASE.by_name[name], currency=currency)
            for name in _FIELDS
        ]


def _stored(line: PurchaseLine) -> dict[str, Stored]:
    return {
        "product": line.product,
        "description": line.description or None,
        "quantity": line.quantity,
        "unit_price": line.unit_price_minor,
        "currency": line.currency,
        "bought_on": _day(line.bought_on),
        "serial": line.serial or None,
        "order_number": line.order_number or None,
        "warranty_until": _day(line.warranty_until),
        "next_service_on": _day(line.next_service_on),
        "note": line.note or None,
    }


def _late(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _a_year_on(day: date) -> date:
    # 29 February has no day a year on
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
