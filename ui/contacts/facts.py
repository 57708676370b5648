"""The facts of a contact, each edited in place."""

from collections.abc import Callable
from functools import partial
from typing import cast

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.contacts.actions import edit_contact
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.errors import CrmError
from crm_desktop.schema.catalogue import kind_of
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.forms import Stored
from crm_desktop.words import N_, _
from ui.contacts.address_row import AddressRow
from ui.contacts.inputs import fact_input
from ui.contacts.point_rows import ADDRESS, PointRows
from ui.contacts.record_words import fact_words
from ui.contacts.section import RecordSection
from ui.kit.clash_marks import ClashMarks
from ui.kit.desk import Desk
from ui.kit.drafts import FACT, place_of
from ui.kit.fields.base import FieldInput
from ui.kit.fields.fact_row import FactRow
from ui.kit.fields.link import Hit
from ui.kit.focus_order import order_focus
from ui.kit.menus import drop, made_menu

Saved = Callable[[], None]
Failed = Callable[[CrmError], None]
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

# The kinds of points that stand among the facts; others come after them.
POINTS = frozenset({"phone", "email", ADDRESS})
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
        self._pool: dict[tuple[str, bool], FactRow | AddressRow] = {}
        self._arranged_for: tuple[tuple[str, ...], bool] = ((), False)
        self._points = PointRows(desk, self, self._do, self._seen)
        self._clashes = ClashMarks(desk, self)
        self._add = self.add_act("add", _("Add a number or an address"), self._offer_points)
        self.acted.connect(self.toggle_everything)
        self.opener.setToolTip(_("Edit all facts (E)"))

    def show_record(self, record: ContactRecord) -> None:
        """Show the facts of `record`."""
        if self._record is None or self._record.id != record.id:
            for row in self._pool.values():
                if isinstance(row, FactRow):
                    # what is being typed belongs to the contact before, also where that was deleted meanwhile
                    row.keep()
            self._everything = self._is_drafted(record)
        self._record = record
        self._show()

    def _is_drafted(self, record: ContactRecord) -> bool:
        """Return whether something is typed and not saved into a fact that is shown only while all are."""
        shown = {*ALWAYS[record.kind], *(name for name in WHEN_KNOWN[record.kind] if record.values.get(name))}
        about = place_of(FACT, "contact", record.id, "")
        drafted = [place.removeprefix(about) for place in self._desk.drafts.all if place.startswith(about)]
        return any(name not in shown and not _is_slot(name) for name in drafted)

    def toggle_everything(self) -> None:
        """Show all facts, or only those that are known or usual."""
        self._everything = not self._everything
        self._show()

    def focus_all(self) -> bool:
        """Show all facts, the first with the focus; return False where one was among them, and they are less now."""
        if not (self._everything and self._without_focus()):
            self.toggle_everything()
        if self._everything:
            next(iter(self._rows.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return self._everything

    def _without_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is None or not self.isAncestorOf(focused)

    def ask_for(self, name: str) -> None:
        """Open the input of the fact `name`, which may be shown only while everything is edited."""
        if name not in self._rows and not self._everything:
            self.toggle_everything()
        self.edit(name)

    def edit(self, name: str) -> None:
        """Open the input of the fact `name`."""
        row = self._rows.get(self._points.slots_of(name)[0] if name in POINTS else name)
        if row is not None:
            row.edit()

    def _show(self) -> None:
        record = self._record
        if record is None:
            return
        self._points.follow(record)
        names = self._names(record)
        if self._arranged_for != (names, record.removed):
            self._arranged_for = (names, record.removed)
            self._arrange(names, removed=record.removed)
        for name, row in self._rows.items():
            if _is_slot(name):
                self._points.show(row, name)
            elif isinstance(row, FactRow):
                row.show_value(record.values.get(name), fact_words(record, name, self._desk.formats))
            if isinstance(row, FactRow):
                row.keep_in(self._desk.drafts, place_of(FACT, "contact", record.id, name), record.name)
        self.set_editable(on=not record.removed)
        self._clashes.follow(self._rows_by_record(record))

    def _rows_by_record(self, record: ContactRecord) -> dict[tuple[str, bytes], dict[str, FactRow]]:
        """Return the rows of the contact by field, and those of its numbers and addresses."""
        facts = {name: row for name, row in self._rows.items() if isinstance(row, FactRow)}
        found = {("contact", record.id): {name: row for name, row in facts.items() if not _is_slot(name)}}
        for slot, point in self._points.slots.items():
            if slot in facts:
                found["contact_point", point.id] = {"value": facts[slot]}
        return found

    def _names(self, record: ContactRecord) -> tuple[str, ...]:
        """Return the facts to show in their order: fields by name, ways to reach the contact by their slots."""
        always, more = ALWAYS[record.kind], WHEN_KNOWN[record.kind]
        if self._everything:
            shown = (*WHEN_EDITING[record.kind], *always, *more)
            own = {each.name for each in kind_of("contact", record.kind).fields} | {ADDRESS}
            fields = tuple(name for name in shown if name in own)
        else:
            fields = (*always, *(name for name in more if record.values.get(name)))
        kinds = [name for name in fields if name in POINTS]
        others = [slot for slot, point in self._points.slots.items() if point.kind not in kinds]
        named = [self._points.slots_of(field) if field in POINTS else [field] for field in fields]
        return (*(name for names in named for name in names), *others)

    def _arrange(self, names: tuple[str, ...], *, removed: bool) -> None:
        """Show the rows of `names`; rows once made wait for the next contact that has such a fact."""
        for name in names:
            if (name, removed) not in self._pool:
                self._pool[name, removed] = self._made_row(name, removed=removed)
        focused = self._focused()
        self._rows = {name: self._pool[name, removed] for name in names}
        while self.body.count():
            self.body.takeAt(0)
        for row in self._rows.values():
            self.body.addWidget(row)
            row.show()
        shown = set(self._rows.values())
        for row in self._pool.values():
            if row not in shown:
                row.hide()
        order_focus(self)
        if focused in self._rows:
            # one that can be changed no more, or again, stands there now
            self._rows[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self) -> str:
        """Return the name of the fact that has the focus, or will have it once a dialog is gone; or an empty text."""
        here = cast("QWidget | None", self.window().focusWidget())
        if here is None or not self.isAncestorOf(here):
            return ""
        return next((name for name, row in self._rows.items() if here is row or row.isAncestorOf(here)), "")

    def _seen(self, name: str) -> Stored:
        row = self._pool[name, False]
        return row.seen if isinstance(row, FactRow) else None

    def _made_row(self, name: str, *, removed: bool) -> FactRow | AddressRow:
        why = _("Restore this contact to change it") if removed else ""
        if _is_slot(name):
            return self._points.made(name, why)
        label = _(SHORT_LABELS.get(name, CONTACT.by_name[name].label))
        made = FactRow(self.theme, label, partial(self._made_input, name), partial(self._save, name), read_only=why)
        made.unsaved.connect(self._desk.warn)
        return made

    def _offer_points(self) -> None:
        drop(made_menu(self.theme, self._points.kinds_menu(), self), self._add)

    def _made_input(self, name: str) -> FieldInput:
        record = self._record
        stored = record.values.get(name) if record is not None else None
        linked = Hit(stored, record.names.get(name, "")) if record is not None and isinstance(stored, bytes) else None
        currency = str(record.values.get("currency") or "") if record is not None else ""
        return fact_input(self._desk, self, name, linked, currency)

    def _save(self, name: str, value: Stored, saved: Saved, failed: Failed) -> None:
        row = self._pool[name, False]
        if self._record is None or not isinstance(row, FactRow):
            return
        label = _(CONTACT.by_name[name].label)
        seen = {name: row.seen}
        told = _("{field} changed").format(field=label)
        self._do(edit_contact, self._record.id, {name: value}, seen, saved=saved, failed=failed, done=told)

    def _do(
        self,
        action: Callable[..., object],
        *values: object,
        done: str,
        saved: Saved | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run `action`; where its row is gone by then, what went wrong is told all the same."""
        rows = list(self._rows.values())

        def refuse(error: CrmError) -> None:
            if failed is not None and all(shiboken6.isValid(row) for row in rows):
                failed(error)
            else:
                self._desk.tasks.failed.emit(error)

        def then(_result: object) -> None:
            if saved is not None and all(shiboken6.isValid(row) for row in rows):
                saved()

        self._desk.act(action, *values, owner=self, then=then, on_error=refuse, done=done)


def _is_slot(name: str) -> bool:
    """Return whether `name` stands for a way to reach the contact, not for a field."""
    return "/" in name
