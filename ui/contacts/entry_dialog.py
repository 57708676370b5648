"""Changing an interaction of the timeline."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.activities.actions import edit_interaction
from crm_desktop.activities.timeline import TimelineEntry
from crm_desktop.errors import CrmError
from crm_desktop.files.actions import Holder
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.words import _
from ui.files.drop_veil import DropVeil
from ui.files.files_box import FilesBox
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.base import FieldInput
from ui.kit.fields.form import Form
from ui.kit.fields.make import make_input
from ui.kit.fields.text import TextInput
from ui.kit.kept import Kept
from ui.kit.own_facts import OwnFacts

FIELDS = ("kind", "at", "direction", "duration_min", "subject", "body", "outcome")


class EntryDialog(Dialog):
    """Shows the interaction of `entry` to be changed; it stays open where something does not fit."""

    def __init__(self, desk: Desk, entry: TimelineEntry, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Change activity"), _("Save activity"), "medium", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._entry = entry
        self._form = Form(desk.theme, [_made_input(desk, name) for name in FIELDS])
        self._form.set_values(
            {
                "kind": entry.kind,
                "at": round(entry.at.timestamp() * 1000),
                "direction": entry.rest.get("direction"),
                "duration_min": entry.rest.get("minutes"),
                "subject": entry.title or None,
                "body": entry.body or None,
                "outcome": entry.rest.get("outcome"),
            }
        )
        self.body.addWidget(self._form)
        self._form.submitted.connect(self.accept)
        self.kept = Kept(desk, self, "change", entry.record or b"")
        if entry.record is not None:
            self.own = OwnFacts(desk, "interaction")
            self.own.open_record("activities", entry.record)
            self.body.addWidget(self.own)
            self.files = FilesBox(desk, ruled=True)
            self.files.show_files_of(Holder("interaction", entry.record))
            DropVeil(desk, self, self.files.list, lambda: entry.title or _("this activity"))
            self.body.addWidget(self.files)

    def accept(self) -> None:
        """Save what was changed, and close once that is done."""
        changed = self._form.changed_values()
        if changed is None or self._entry.record is None:
            return
        if not changed:
            super().accept()
            return
        self._desk.act(
            edit_interaction,
            self._entry.record,
            changed,
            owner=self,
            then=lambda _result: super(EntryDialog, self).accept(),
            on_error=self._refuse,
            done=_("Activity changed"),
        )

    def _refuse(self, error: CrmError) -> None:
        if not self._form.show_error(error):
            self._desk.tasks.failed.emit(error)


class MinutesInput(TextInput):
    """One line for a number of minutes, shown as it is typed."""

    def set_value(self, stored: Stored) -> None:
        """Show the bare number."""
        self.set_typed("" if stored is None else str(stored))
        self.show_error("")


def _made_input(desk: Desk, name: str) -> FieldInput:
    field = INTERACTION.by_name[name]
    if field.kind is FieldKind.MINUTES:
        return MinutesInput(desk.theme, field, desk.place, hint=_("Minutes"))
    return make_input(desk, field)
