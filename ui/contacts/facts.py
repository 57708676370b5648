"""The facts of a contact, each edited in place."""

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.actions import edit_contact
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.errors import CrmError
from crm_desktop.schema.catalogue import kind_of
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.forms import Stored
from crm_desktop.words import N_, _
from ui.contacts.address_row import AddressRow
from ui.contacts.inputs import fact_input
from ui.contacts.record_words import address_words, fact_words
from ui.contacts.section import RecordSection
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.form import FactRow
from ui.kit.fields.link import Hit

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
        names = self._names(record)
        if self._made_for != (names, record.removed):
            self._made_for = (names, record.removed)
            self._rows = {name: self._made_row(name) for name in names}
            self.refill(*self._rows.values())
        for name, row in self._rows.items():
            if isinstance(row, AddressRow):
                row.show_address(record.values, address_words(record.values, self._desk.place))
            else:
                row.show_value(record.values.get(name), fact_words(record, name, self._desk.place))
        self.set_editable(on=not record.removed)

    def _names(self, record: ContactRecord) -> tuple[str, ...]:
        always, more = ALWAYS[record.kind], WHEN_KNOWN[record.kind]
        if self._everything:
            shown = (*WHEN_EDITING[record.kind], *always, *more)
            own = {each.name for each in kind_of("contact", record.kind).fields} | {ADDRESS}
            return tuple(name for name in shown if name in own)
        return (*always, *(name for name in more if record.values.get(name)))

    def _made_row(self, name: str) -> FactRow | AddressRow:
        removed = self._record is not None and self._record.removed
        if name == ADDRESS:
            return AddressRow(self._desk, self._save_address, locked=removed)
        why = _("Restore this contact to change it") if removed else ""
        label = _(SHORT_LABELS.get(name, CONTACT.by_name[name].label))
        return FactRow(self.theme, label, partial(self._made_input, name), partial(self._save, name), read_only=why)

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
        record, row = self._record, self._rows[name]
        if record is None:
            return

        def refuse(error: CrmError) -> None:
            # the row may show another contact by now
            if shiboken6.isValid(row):
                failed(error)
            else:
                self._desk.tasks.failed.emit(error)

        self._desk.act(
            edit_contact, record.id, values, owner=row, then=lambda _result: saved(), on_error=refuse, done=done
        )
