"""New records, from wherever one is; the dialogs are imported when first opened, not at the start."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.schema.forms import Stored
from ui.kit.desk import Desk, Place
from ui.shell.places import place_of_kind

if TYPE_CHECKING:
    from ui.activities.plan_dialog import PlanDialog
    from ui.shell.new_record import NewRecordDialog

    NewDialog = NewRecordDialog | PlanDialog


def about(kind: str, contact_kind: str | None, contact: bytes) -> dict[str, Stored]:
    """Return what a new record of `kind` begins with where it is about `contact`, a person or a company."""
    if contact_kind is None or kind in ("company", "product"):
        return {}
    if kind == "person":
        return {"company": contact} if contact_kind == "company" else {}
    if kind == "ticket" and contact_kind == "person":
        return {"contact": contact}
    return {"customer" if kind == "purchase" else contact_kind: contact}


PLANNED = "task"


class NewRecords(QObject):
    """Opens the dialogs; what was typed into one that was closed is there again when it is opened alike."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = parent
        self._open: list[NewDialog] = []
        self._hidden: list[NewDialog] = []

    def open(self, kind: str, values: Mapping[str, Stored] | None = None) -> "NewRecordDialog":
        """Ask for a record of `kind` that begins with `values`."""
        from ui.shell.new_record import NewRecordDialog

        dialog = NewRecordDialog(self._desk, kind, values or {}, self._window)
        self._show_dialog(dialog, kind)
        return dialog

    def plan(self, values: Mapping[str, Stored] | None = None) -> "PlanDialog":
        """Ask for something to plan, a task or an appointment, that begins with `values` of a task."""
        from ui.activities.plan_dialog import PlanDialog

        dialog = PlanDialog(self._desk, self._window)
        dialog.begin(values or {})
        self._show_dialog(dialog, PLANNED)
        return dialog

    def change_plan(self, place: Place) -> None:
        """Ask what is to be changed of the plan that `place` names."""
        from ui.activities.plan_dialog import EditPlanDialog, Plan

        asked, record = place.arguments, place.record or b""
        plan = Plan(str(asked["table"]), record, str(asked.get("occurrence") or ""), bool(asked.get("repeats")))
        dialog = EditPlanDialog(self._desk, plan, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_dialog(self, dialog: "NewDialog", kind: str) -> None:
        dialog.on_saved(lambda record: self._show(kind, record))
        dialog.finished.connect(lambda: self._forget(dialog))
        self._open.append(dialog)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def hide_all(self) -> None:
        """Take the dialogs off the screen; what is typed in them stays."""
        self._hidden = [dialog for dialog in self._open if dialog.isVisible()]
        for dialog in self._hidden:
            dialog.hide()

    def show_again(self) -> None:
        """Show the dialogs that were taken off the screen."""
        for dialog in self._hidden:
            dialog.show()
        self._hidden = []

    def drop_all(self) -> None:
        """Take the dialogs away for good; what is typed in them is kept for when they are opened again."""
        for dialog in list(self._open):
            dialog.reject()

    def _forget(self, dialog: "NewDialog") -> None:
        self._open.remove(dialog)
        dialog.deleteLater()

    def _show(self, kind: str, record: bytes) -> None:
        place = place_of_kind(kind, record)
        if place is not None:
            self._desk.go(place)
