"""Adding a relationship between two contacts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.contacts.relation_kinds import BUILT_IN, offered_relations
from crm_desktop.contacts.relations import add_relationship
from crm_desktop.errors import CrmError
from crm_desktop.schema.field import Choice, Field, FieldKind
from crm_desktop.words import N_, _
from ui.contacts.inputs import NamedLink, find_contacts
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fields.day import DayInput
from ui.kit.fields.form import Form
from ui.kit.fields.text import TextInput

_KIND = Field(0, "kind", N_("Relationship"), FieldKind.CHOICE, required=True)
_OTHER = Field(0, "to_contact", N_("With"), FieldKind.LINK, target="contact", required=True)
_SINCE = Field(0, "from_day", N_("Since"), FieldKind.DAY)
_NOTE = Field(0, "note", N_("Note"))


class RelationDialog(Dialog):
    """Asks how `record` is related to whom; Save stays open where something does not fit."""

    def __init__(self, desk: Desk, record: ContactRecord, parent: QWidget | None = None) -> None:
        title = _("Relationship of {name}").format(name=record.name)
        super().__init__(desk.theme, title, _("Add relationship"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._record = record
        offered = offered_relations(list(BUILT_IN), company=record.is_company)
        kinds = [Choice(f"+{each.value}", each.outward) for each in offered]
        # The other end of what reads differently from there.
        kinds += [Choice(f"-{each.value}", each.inward) for each in offered if each.inward != each.outward]
        self._form = Form(
            desk.theme,
            [
                ChoiceInput(desk.theme, _KIND, desk.place, tuple(kinds)),
                NamedLink(desk, _OTHER, find_contacts(desk, self, ""), hint=_("Name of a person or company")),
                DayInput(desk.theme, _SINCE, desk.place, desk.today),
                TextInput(desk.theme, _NOTE, desk.place),
            ],
        )
        self.body.addWidget(self._form)

    def accept(self) -> None:
        """Save, and close once that is done."""
        typed = self._form.values()
        if typed is None:
            return
        way, kind = str(typed["kind"])[0], str(typed["kind"])[1:]
        ends = (self._record.id, typed["to_contact"])
        first, second = ends if way == "+" else reversed(ends)
        values = {
            "kind": kind,
            "from_contact": first,
            "to_contact": second,
            "from_day": typed["from_day"],
            "note": typed["note"],
        }
        self._desk.act(
            add_relationship,
            values,
            owner=self,
            then=lambda _made: super(RelationDialog, self).accept(),
            on_error=self._refuse,
            done=_("Relationship added"),
        )

    def _refuse(self, error: CrmError) -> None:
        if not self._form.show_error(error):
            self._desk.tasks.failed.emit(error)
