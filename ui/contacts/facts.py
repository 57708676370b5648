"""The facts of a contact, each edited in place."""

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.actions import edit_contact
from crm_desktop.contacts.reach import add_point, edit_point
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import kind_of
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Stored
from crm_desktop.words import N_, _
from ui.contacts.address_row import AddressRow
from ui.contacts.inputs import fact_input
from ui.contacts.record_words import address_words, fact_words, point_label, point_words
from ui.contacts.section import RecordSection
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.form import FactRow
from ui.kit.fields.link import Hit
from ui.kit.fields.text import TextInput

Saved = Callable[[], None]
Failed = Callable[[CrmError], None]
ADDRESS = "address"
# What is asked of everybody, then what is shown only once it is known.
ALWAYS = {
    "person": ("job_title", "company", "phone", "email", ADDRESS, "birthday", "owner"),
    "company": ("legal_name", "sector", "employees", "annual_revenue", "vat_id", "phone", ADDRESS, "parent", "owner"),
}
NAMES = ("prefix", "given_name", "additional_names", "family_name", "suffix", "nickname")
WHEN_KNOWN = {
    "person": ("department", "website", "language", "source", "notes", "do_not_contact"),
    "company": ("email", "website", "founded_year", "registration_no", "source", "language", "notes", "do_not_contact"),
}
# Shown elsewhere on the page, so that only editing everything brings them here.
WHEN_EDITING = {
    "person": ("name", *NAMES, "lifecycle", "roles", "rating", "tags"),
    "company": ("name", "lifecycle", "roles", "rating", "currency", "tags"),
}

# What can be added beside the main number and address, by the kind of point.
ADDED = {"other phone": "phone", "other email": "email"}
OTHER_LABELS = {"phone": N_("Other phone"), "email": N_("Other email")}
# Shorter than elsewhere, so that they fit beside the value.
SHORT_LABELS = {"parent": N_("Parent"), "annual_revenue": N_("Revenue"), "registration_no": N_("Reg. no.")}


class FactsSection(RecordSection):
    """Label and value of each fact; the pencil shows also those that are empty or shown elsewhere."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Facts"), icon="edit", act=_("Edit all facts"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._rows: dict[str, FactRow | AddressRow] = {}
        self._everything = False
        self._made_for: tuple[tuple[str, ...], bool] = ((), False)
        self.acted.connect(self.toggle_everything)

    def show_record(self, record: ContactRecord) -> None:
        """Show the facts of `record`."""
        if self._record is not None and self._record.id != record.id:
            self._everything = False
            if any(isinstance(row, FactRow) and row.editing for row in self._rows.values()):
                # what is being typed belongs to the contact before
                self._made_for = ((), False)
        self._record = record
        self._show()

    def toggle_everything(self) -> None:
        """Show all facts, or only those that are known or usual."""
        self._everything = not self._everything
        self._show()

    def edit(self, name: str) -> None:
        """Open the input of the fact `name`."""
        row = self._rows.get(name)
        if row is not None:
            row.edit()

    def _show(self) -> None:
        record = self._record
        if record is None:
            return
        names = (*self._names(record), *self._points(record))
        if self._made_for != (names, record.removed):
            self._made_for = (names, record.removed)
            self._rows = {name: self._made_row(name) for name in names}
            self.refill(*self._rows.values())
        points = {point.id.hex(): point for point in record.points}
        for name, row in self._rows.items():
            if isinstance(row, AddressRow):
                row.show_address(record.values, address_words(record.values, self._desk.place))
            elif name in points:
                row.show_value(points[name].value, point_words(points[name], self._desk.formats))
            elif name not in ADDED:
                row.show_value(record.values.get(name), fact_words(record, name, self._desk.place))
        self.set_editable(on=not record.removed)

    def _names(self, record: ContactRecord) -> tuple[str, ...]:
        always, more = ALWAYS[record.kind], WHEN_KNOWN[record.kind]
        if self._everything:
            shown = (*WHEN_EDITING[record.kind], *always, *more)
            own = {each.name for each in kind_of("contact", record.kind).fields} | {ADDRESS}
            return tuple(name for name in shown if name in own)
        return (*always, *(name for name in more if record.values.get(name)))

    def _points(self, record: ContactRecord) -> tuple[str, ...]:
        """Return the ids of the ways to reach `record` beside the main ones, and what more can be added."""
        others = tuple(point.id.hex() for point in record.points if not point.primary)
        return (*others, *(ADDED if self._everything else ()))

    def _made_row(self, name: str) -> FactRow | AddressRow:
        removed = self._record is not None and self._record.removed
        if name == ADDRESS:
            return AddressRow(self._desk, self._save_address, locked=removed)
        why = _("Restore this contact to change it") if removed else ""
        if name not in CONTACT.by_name:
            return self._made_point_row(name, why)
        label = _(SHORT_LABELS.get(name, CONTACT.by_name[name].label))
        return FactRow(self.theme, label, partial(self._made_input, name), partial(self._save, name), read_only=why)

    def _made_point_row(self, name: str, why: str) -> FactRow:
        known = [point for point in self._record.points if point.id.hex() == name] if self._record is not None else []
        kind = known[0].kind if known else ADDED[name]
        label = point_label(known[0]) if known else _(OTHER_LABELS[kind])
        field = Field(0, "value", label)
        make = partial(TextInput, self.theme, field, self._desk.place)
        return FactRow(self.theme, label, make, partial(self._save_point, name, kind), read_only=why)

    def _save_point(self, name: str, kind: str, value: Stored, saved: Saved, failed: Failed) -> None:
        if self._record is None:
            return
        typed = str(value or "")
        if name in ADDED:
            self._act(name, partial(_add, self._record.id, kind, typed), _("Way to reach added"), saved, failed)
        else:
            write = partial(_write, bytes.fromhex(name), typed)
            self._act(name, write, _("Way to reach changed"), saved, failed)

    def _made_input(self, name: str) -> FieldInput:
        record = self._record
        stored = record.values.get(name) if record is not None else None
        linked = Hit(stored, record.names.get(name, "")) if record is not None and isinstance(stored, bytes) else None
        currency = str(record.values.get("currency") or "") if record is not None else ""
        return fact_input(self._desk, self, name, linked, currency)

    def _save(self, name: str, value: Stored, saved: Saved, failed: Failed) -> None:
        label = _(CONTACT.by_name[name].label)
        self._write(name, {name: value}, _("{field} changed").format(field=label), saved, failed)

    def _save_address(self, values: dict[str, Stored], saved: Saved, failed: Failed) -> None:
        self._write(ADDRESS, values, _("Address changed"), saved, failed)

    def _write(self, name: str, values: dict[str, Stored], done: str, saved: Saved, failed: Failed) -> None:
        if self._record is not None:
            self._act(name, partial(_edit, self._record.id, values), done, saved, failed)

    def _act(self, name: str, act: Callable[[Journal], object], done: str, saved: Saved, failed: Failed) -> None:
        row = self._rows[name]

        def refuse(error: CrmError) -> None:
            # the row may be gone by now
            if shiboken6.isValid(row):
                failed(error)
            else:
                self._desk.tasks.failed.emit(error)

        self._desk.act(act, owner=row, then=lambda _result: saved(), on_error=refuse, done=done)


def _edit(contact: bytes, values: dict[str, Stored], journal: Journal) -> None:
    edit_contact(journal, contact, values)


def _add(contact: bytes, kind: str, value: str, journal: Journal) -> None:
    add_point(journal, {"contact": contact, "kind": kind, "value": value})


def _write(point: bytes, value: str, journal: Journal) -> None:
    edit_point(journal, point, {"value": value or None})
