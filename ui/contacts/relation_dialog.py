"""Adding and changing a relationship between two contacts, and the kinds that users add."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.record_parts import ContactRecord, RelationLine
from crm_desktop.contacts.relation_kinds import (
    RelationKind,
    add_relation_kind,
    edit_relation_kind,
    offered_relations,
    relation_kinds,
    remove_relation_kind,
)
from crm_desktop.contacts.relations import add_relationship, edit_relationship
from crm_desktop.errors import ChangedMeanwhile, CrmError
from crm_desktop.schema.contacts import RELATION_KIND, RELATIONSHIP
from crm_desktop.schema.field import Choice, Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.words import N_, _
from ui.contacts.inputs import NamedLink, find_contacts
from ui.contacts.part_dialog import Asked, PartDialog
from ui.kit.buttons import LinkButton
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fields.form import Form
from ui.kit.fields.link import Hit
from ui.kit.fields.make import make_input
from ui.kit.kept import Kept
from ui.kit.layouts import row

_KIND = Field(0, "kind", N_("Relationship"), FieldKind.CHOICE, required=True)
_OTHER = Field(0, "to_contact", N_("With"), FieldKind.LINK, target="contact", required=True)
_SINCE = Field(0, "from_day", N_("Since"), FieldKind.DAY)
_DAYS = ("to_day", "note")
_KIND_FIELDS = ("outward", "inward", "people", "companies")


class RelationDialog(Dialog):
    """Asks how `record` is related to whom; Save stays open where something does not fit.

    With `relation` it is that one that is changed. Kinds can be added here, and those that were added changed.
    """

    def __init__(
        self,
        desk: Desk,
        record: ContactRecord,
        kinds: list[RelationKind],
        relation: RelationLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = _("Relationship of {name}").format(name=record.name)
        verb = _("Add relationship") if relation is None else _("Save relationship")
        super().__init__(desk.theme, title, verb, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._record = record
        self._relation = relation
        self._kinds = kinds
        self._seen = {} if relation is None else _before(relation)
        hit = None if relation is None else Hit(relation.other, relation.name)
        self.kind = ChoiceInput(desk.theme, _KIND, desk.place, self._choices())
        other = NamedLink(desk, _OTHER, find_contacts(desk, self, ""), hit, hint=_("Name of a person or company"))
        rest = [make_input(desk, _SINCE), *(make_input(desk, RELATIONSHIP.by_name[name]) for name in _DAYS)]
        self.form = Form(desk.theme, [self.kind, other, *rest])
        self.form.set_values(self._seen)
        self._new = LinkButton(desk.theme, _("New kind…"), style="small")
        self._change = LinkButton(desk.theme, _("Change kind…"), style="small")
        self._delete = LinkButton(desk.theme, _("Delete kind"), style="small")
        self.body.addWidget(self.form)
        self.form.submitted.connect(self.accept)
        self.body.addLayout(row(desk.theme, self._new, self._change, self._delete, None, gap=12))
        self._new.clicked.connect(self._ask_kind)
        self._change.clicked.connect(self._ask_changed_kind)
        self._delete.clicked.connect(self._delete_kind)
        self.kind.changed.connect(self._show_own)
        self._show_own()
        self.kept = Kept(desk, self, "relation", record.id, b"" if relation is None else relation.relationship)

    def accept(self) -> None:
        """Save, and close once that is done."""
        typed = self.form.values()
        if typed is None:
            return
        values = self._stored(typed)
        if self._relation is None:
            self._act(add_relationship, values, done=_("Relationship added"))
            return
        before = self._stored(self._seen)
        changed = {name: value for name, value in values.items() if value != before.get(name)}
        if changed:
            seen = {name: before.get(name) for name in changed}
            self._act(edit_relationship, self._relation.relationship, changed, seen, done=_("Relationship changed"))
        else:
            super().accept()

    def _stored(self, typed: Mapping[str, Stored]) -> dict[str, Stored]:
        """Return the relationship as it is stored: from which of the two it leads to the other."""
        way, kind = str(typed["kind"])[0], str(typed["kind"])[1:]
        ends = (self._record.id, typed["to_contact"])
        first, second = ends if way == "+" else reversed(ends)
        rest = {name: typed.get(name) for name in ("from_day", *_DAYS)}
        return {"kind": kind, "from_contact": first, "to_contact": second, **rest}

    def _act(self, action: Callable[..., object], *values: object, done: str) -> None:
        self._desk.act(
            action,
            *values,
            owner=self,
            then=lambda _made: super(RelationDialog, self).accept(),
            on_error=self._refuse,
            done=done,
        )

    def _refuse(self, error: CrmError) -> None:
        if isinstance(error, ChangedMeanwhile) and error.field in self._seen:
            self._seen[error.field] = error.now
        if not self.form.show_error(error):
            self._desk.tasks.failed.emit(error)

    def _choices(self) -> tuple[Choice, ...]:
        offered = offered_relations(self._kinds, company=self._record.is_company)
        choices = [Choice(f"+{each.value}", each.reads(outward=True)) for each in offered]
        # The other end of what reads differently from there.
        choices += [
            Choice(f"-{each.value}", each.reads(outward=False)) for each in offered if each.inward != each.outward
        ]
        return tuple(choices)

    def _own_kind(self) -> RelationKind | None:
        chosen = str(self.kind.box.currentData() or "")[1:]
        return next((each for each in self._kinds if each.value == chosen and each.record is not None), None)

    def _show_own(self) -> None:
        own = self._own_kind() is not None
        self._change.setVisible(own)
        self._delete.setVisible(own)

    def _ask_kind(self) -> None:
        asked = Asked(_("New kind of relationship"), _("Add kind"), _("Kind of relationship added"), "relation kind")
        dialog = PartDialog(self._desk, asked, self._kind_inputs(), parent=self)
        dialog.ask_new(add_relation_kind, {"people": 0, "companies": 0})
        dialog.accepted.connect(lambda: self._read_kinds(str(dialog.form.inputs["outward"].typed())))

    def _ask_changed_kind(self) -> None:
        own = self._own_kind()
        if own is None or own.record is None:
            return
        record = own.record
        asked = Asked(
            _("Change kind of relationship"), _("Save kind"), _("Kind of relationship changed"), "change", (record,)
        )
        dialog = PartDialog(self._desk, asked, self._kind_inputs(), parent=self)
        before: dict[str, Stored] = {
            "outward": own.outward,
            "inward": own.inward,
            "people": int(own.people),
            "companies": int(own.companies),
        }
        dialog.ask_changed(lambda journal, values, _seen: edit_relation_kind(journal, record, values), before)
        dialog.accepted.connect(lambda: self._read_kinds(str(dialog.form.inputs["outward"].typed())))

    def _delete_kind(self) -> None:
        own = self._own_kind()
        if own is not None:
            self._desk.act(
                remove_relation_kind,
                own.record,
                owner=self,
                then=lambda _done: self._read_kinds(""),
                done=_("Kind of relationship deleted"),
            )

    def _kind_inputs(self) -> list[FieldInput]:
        return [make_input(self._desk, RELATION_KIND.by_name[name]) for name in _KIND_FIELDS]

    def _read_kinds(self, chosen: str) -> None:
        def take(kinds: list[RelationKind]) -> None:
            self._kinds = kinds
            self.kind.offer(self._choices())
            made = next((each for each in kinds if each.outward == chosen), None)
            if made is not None:
                self.kind.set_value(f"+{made.value}")
            self._show_own()

        self._desk.read(relation_kinds, owner=self, then=take, key="kinds")


def _before(relation: RelationLine) -> dict[str, Stored]:
    return {
        "kind": f"{'+' if relation.outward else '-'}{relation.kind}",
        "to_contact": relation.other,
        "from_day": None if relation.since is None else relation.since.isoformat(),
        "to_day": None if relation.until is None else relation.until.isoformat(),
        "note": relation.note or None,
    }
