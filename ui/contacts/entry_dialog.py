"""Changing an interaction of the timeline."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.activities.actions import edit_interaction
from crm_desktop.activities.timeline import TimelineEntry
from crm_desktop.errors import CrmError
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.form import Form
from ui.kit.fields.make import make_input

FIELDS = ("kind", "at", "direction", "duration_min", "subject", "body", "outcome")


class EntryDialog(Dialog):
    """Shows the interaction of `entry` to be changed; it stays open where something does not fit."""

    def __init__(self, desk: Desk, entry: TimelineEntry, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Change activity"), _("Save activity"), "medium", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._entry = entry
        self._form = Form(desk.theme, [make_input(desk, INTERACTION.by_name[name]) for name in FIELDS])
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
