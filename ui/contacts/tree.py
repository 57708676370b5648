"""The companies above and below one, with what all of them together amount to; and what a supplier supplies."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.acts import set_fields
from crm_desktop.contacts.actions import edit_contact
from crm_desktop.contacts.known_parts import SuppliedLine, TreeLine
from crm_desktop.contacts.record_parts import ContactRecord, Figures
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import N_, _, ngettext, pgettext
from ui.contacts.inputs import NamedLink, find_contacts
from ui.contacts.lines import LinkRow, PersonRow
from ui.contacts.mark_rows import MarkRow
from ui.contacts.part_dialog import Asked, PartDialog, Values
from ui.contacts.section import RecordSection
from ui.kit.desk import Desk, Place
from ui.kit.fields.make import make_input
from ui.kit.fields.named_link import found_records
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.menus import MenuAct, made_menu
from ui.kit.painting import Face

SHOWN = 12
_COMPANY = Field(0, "company", N_("Company"), FieldKind.LINK, target="contact", required=True)
_PRODUCT = Field(0, "product", N_("Product"), FieldKind.LINK, target="product", required=True)


class TreeSection(RecordSection):
    """Parent companies and subsidiaries, each with the figures of all that is below it, and the sum of the whole."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Company tree"), icon="add", act=_("Add a subsidiary"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[object, ...] = ()
        self.acted.connect(self._ask)

    def show_record(self, record: ContactRecord) -> None:
        """Show the tree around the company `record`; nothing for a person."""
        self._record = record
        self.setVisible(record.is_company)
        self.set_editable(on=not record.removed)
        shown = (record.id, record.removed, record.parents, record.subsidiaries, record.figures)
        if not record.is_company or shown == self._shown:
            return
        self._shown = shown
        parts: list[QWidget] = [self._made_parent(*parent) for parent in record.parents]
        if record.subsidiaries:
            parts.append(self._made_sum(record))
        parts += [self._made_branch(record, branch) for branch in record.subsidiaries[:SHOWN]]
        left = len(record.subsidiaries) - SHOWN
        if left > 0:
            more = ngettext("{n} more subsidiary", "{n} more subsidiaries", left).format(n=left)
            parts.append(self._padded(more))
        self.refill(*parts)
        self.show_count(len(record.subsidiaries) + len(record.parents))

    def acts(self, branch: TreeLine) -> Sequence[MenuAct]:
        """Return what can be done with the subsidiary `branch`."""
        told = _("{name} taken out of the tree").format(name=branch.name)
        take = partial(self._desk.act, edit_contact, branch.id, {"parent": None}, done=told)
        return (
            MenuAct("open", pgettext("act", "Open"), lambda: self._desk.go(Place("contact", branch.id))),
            MenuAct("separate", _("Take out of the tree"), take),
        )

    def _made_parent(self, company: bytes, name: str) -> LinkRow:
        made = LinkRow(self.theme, Face(name, company, company=True), _("Parent company"))
        made.clicked.connect(lambda: self._desk.go(Place("contact", company)))
        return made

    def _made_branch(self, record: ContactRecord, branch: TreeLine) -> PersonRow:
        told = self._figures(branch)
        if branch.companies > 1:
            below = ngettext("{n} company", "{n} companies", branch.companies).format(n=branch.companies)
            told = _("{companies}, {figures}").format(companies=below, figures=told)
        made = PersonRow(self.theme, Face(branch.name, branch.id, company=True), told)
        made.clicked.connect(lambda: self._desk.go(Place("contact", branch.id)))
        if not record.removed:
            made.offer_menu(_("More for {name}").format(name=branch.name))
            made.menu_wanted.connect(partial(self._open_menu, branch))
        return made

    def _made_sum(self, record: ContactRecord) -> QWidget:
        whole = summed(record)
        words = ngettext("With {n} subsidiary", "With {n} subsidiaries", whole.companies - 1)
        return self._padded(words.format(n=whole.companies - 1), self._figures(whole))

    def _padded(self, *lines: str) -> QWidget:
        holder = QWidget()
        texts = [Text(self.theme, line, "small", "text2") for line in lines]
        holder.setLayout(column(self.theme, *texts, gap=1, margins=(16, 3, 16, 4)))
        holder.setAccessibleName(". ".join(lines))
        return holder

    def _figures(self, line: TreeLine) -> str:
        formats, currency = self._desk.formats, self._desk.currency
        told = [
            _("{money} open").format(money=formats.money(line.open_minor, currency, whole=True)),
            _("{money} won").format(money=formats.money(line.won_minor, currency, whole=True)),
        ]
        if line.open_tickets:
            tickets = ngettext("{n} ticket", "{n} tickets", line.open_tickets)
            told.append(tickets.format(n=line.open_tickets))
        return ", ".join(told)

    def _open_menu(self, branch: TreeLine, corner: QPoint) -> None:
        made_menu(self.theme, self.acts(branch), self).popup(corner)

    def _ask(self) -> None:
        record = self._record
        if record is None:
            return
        asked = Asked(
            _("Subsidiary of {name}").format(name=record.name),
            _("Add subsidiary"),
            _("Subsidiary added"),
            "subsidiary",
            (record.id,),
        )
        link = NamedLink(self._desk, _COMPANY, find_contacts(self._desk, self, "company"))
        dialog = PartDialog(self._desk, asked, [link], parent=self)

        def add(journal: Journal, values: Values) -> None:
            company = values["company"]
            if not isinstance(company, bytes):
                return
            try:
                edit_contact(journal, company, {"parent": record.id})
            except InvalidField as error:
                # here one chooses the company below, not the one above
                raise InvalidField("company", str(error)) from error

        dialog.ask_new(add)


class SuppliesSection(RecordSection):
    """The products that a supplier supplies to us; nothing for who is none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Supplies to us"), icon="add", act=_("Add a product"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[SuppliedLine, ...] | None = None
        self.acted.connect(self._ask)

    def show_record(self, record: ContactRecord) -> None:
        """Show what `record` supplies, where it is a supplier."""
        self._record = record
        self.setVisible("supplier" in str(record.values.get("roles") or ""))
        self.set_editable(on=not record.removed)
        if record.supplied == self._shown:
            return
        self._shown = record.supplied
        self.refill(*(self._made_row(line) for line in record.supplied))
        self.show_count(len(record.supplied))

    def _made_row(self, line: SuppliedLine) -> MarkRow:
        cost = "" if line.cost_minor is None else self._desk.formats.money(line.cost_minor, line.currency)
        made = MarkRow(self.theme, "product", line.name, aside=cost)
        made.clicked.connect(lambda: self._desk.go(Place("products", line.product)))
        made.offer_menu(_("More for {name}").format(name=line.name))
        made.menu_wanted.connect(partial(self._open_menu, line))
        return made

    def _open_menu(self, line: SuppliedLine, corner: QPoint) -> None:
        told = _("{name} has no supplier now").format(name=line.name)
        take = partial(self._desk.act, set_fields, line.product, {"supplier": ""}, done=told)
        acts = (
            MenuAct("open", pgettext("act", "Open"), lambda: self._desk.go(Place("products", line.product))),
            MenuAct("remove", _("No longer supplied"), take),
        )
        made_menu(self.theme, acts, self).popup(corner)

    def _ask(self) -> None:
        record = self._record
        if record is None:
            return
        asked = Asked(
            _("Supplied by {name}").format(name=record.name),
            _("Add product"),
            _("Supplier noted"),
            "supplier",
            (record.id,),
        )
        link = make_input(self._desk, _PRODUCT, find=found_records(self._desk, _PRODUCT, self))
        dialog = PartDialog(self._desk, asked, [link], parent=self)

        def add(journal: Journal, values: Values) -> None:
            product = values["product"]
            if isinstance(product, bytes):
                set_fields(journal, product, {"supplier": record.id.hex()})

        dialog.ask_new(add)


def summed(record: ContactRecord) -> TreeLine:
    """Return the figures of `record` and all its subsidiaries together."""
    own: Figures = record.figures
    branches = record.subsidiaries
    return TreeLine(
        record.id,
        record.name,
        1 + sum(each.companies for each in branches),
        own.open_deals + sum(each.open_deals for each in branches),
        own.open_minor + sum(each.open_minor for each in branches),
        own.won_deals + sum(each.won_deals for each in branches),
        own.won_minor + sum(each.won_minor for each in branches),
        own.open_tickets + sum(each.open_tickets for each in branches),
    )
