"""The dialog in which something is planned, or a plan is changed."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.activities.actions import add_task, plan_interaction
from crm_desktop.activities.planned import planned_values
from crm_desktop.activities.series import Scope, Target, edit_planned
from crm_desktop.errors import CrmError
from crm_desktop.schema.forms import Stored
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.words import _
from ui.activities.plan_form import PlanForm
from ui.activities.plan_values import SCOPE, When, name_in, shown_values, stored_plan, when_of
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.drafts import NEW, begun_with
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fitting_area import FittingArea
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.own_facts import OwnFacts
from ui.kit.own_form import OwnForm


class Plan(NamedTuple):
    """A plan that is there: `occurrence` tells which one of a series that `repeats`."""

    table: str
    record: bytes
    occurrence: str = ""
    repeats: bool = False


class PlanDialog(Dialog):
    """Asks for a task or an appointment; what is a meeting or a visit becomes an appointment."""

    def __init__(self, desk: Desk, parent: QWidget, title: str = "") -> None:
        super().__init__(desk.theme, title or _("Plan something"), _("Save"), "medium", parent=parent)
        self.desk = desk
        self.form = PlanForm(desk)
        self._when = When(None, None, desk.place.zone)
        self._saved: Callable[[bytes], None] = lambda _record: None
        self.wrong = Text(desk.theme, "", "small", "danger", wrap=True)
        self.wrong.hide()
        # own fields of tasks and of appointments, by their table
        self.own_forms: dict[str, OwnForm] = {}
        self._whole = column(desk.theme, self.form, gap=16)
        asked = QWidget()
        asked.setLayout(self._whole)
        self.body.addWidget(FittingArea(desk.theme, asked))
        self.body.addWidget(self.wrong)
        self.form.submitted.connect(self.accept)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)

    def begin(self, values: Mapping[str, Stored]) -> None:
        """Begin with the stored `values` of a task; without a day it is for today."""
        self._ask_own()
        row = {"due_day": self.desk.today().isoformat(), "kind": "todo", **values}
        self._when = when_of("task", row, self.desk.place.zone)
        self.form.show_values(shown_values("task", row, self._when))
        self._fit_own()
        self.form.focus_first()
        self._keep(Kept(self.desk, self, NEW, "task", begun_with(values)))
        if row.get("remind_at") is None:
            self.desk.read(setting_value, "remind_before", self.desk.member, owner=self, then=self._begin_reminder)

    def on_saved(self, saved: Callable[[bytes], None]) -> None:
        """Call `saved` with the id of the record once it is stored."""
        self._saved = saved

    def accept(self) -> None:
        """Save; the dialog closes once that is done."""
        typed = self.form.values()
        fits = typed is not None and self._own_values() is not None
        QTimer.singleShot(0, self, self.adjustSize)
        if typed is None or not fits or not self.accept_button.isEnabled():
            return
        self.accept_button.setEnabled(False)
        self._store(typed, self.form.when(typed, self._when))

    def _store(self, typed: Mapping[str, Stored], when: When) -> None:
        table = self.form.table
        action = plan_interaction if table == "interaction" else add_task
        self.desk.act(
            action,
            {**stored_plan(table, typed, when), **(self._own_values() or {})},
            owner=self,
            then=self._on_saved,
            on_error=self._on_error,
            done=_("Planned: {title}").format(title=typed["title"]),
        )

    def _ask_own(self) -> None:
        """Ask for the own fields of what is planned: a task's, or an appointment's."""
        if self.own_forms:
            return
        for table, kind in (("task", "tasks"), ("interaction", "activities")):
            form = OwnForm(self.desk, kind)
            form.submitted.connect(self.accept)
            self.own_forms[table] = form
            self._whole.addWidget(form)
        for name in ("kind", "day"):
            self.form.inputs[name].changed.connect(self._fit_own)

    def _fit_own(self) -> None:
        table = self.form.table
        for name, form in self.own_forms.items():
            form.setVisible(name == table and form.asks)
        QTimer.singleShot(0, self, self.adjustSize)

    def _own_values(self) -> dict[str, Stored] | None:
        form = self.own_forms.get(self.form.table)
        return {} if form is None else form.values()

    def _keep(self, kept: Kept) -> None:
        self.kept = kept
        self.form.named.connect(kept.filled)

    def _begin_reminder(self, minutes: str) -> None:
        if minutes and not self.form.inputs["whole_day"].value() and "remind" not in self.kept.typed():
            self.form.inputs["remind"].set_value(minutes)
            self.kept.filled("remind")

    def _on_saved(self, record: bytes) -> None:
        form = self.own_forms.get(self.form.table)
        if form is not None:
            form.keep_files(record)
        self.done(QDialog.DialogCode.Accepted)
        self._saved(record)

    def _on_error(self, error: CrmError) -> None:
        self.accept_button.setEnabled(True)
        form = self.own_forms.get(self.form.table)
        shown = self.form.show_error(error) or (form is not None and form.show_error(error))
        self.wrong.setText("" if shown else str(error))
        self.wrong.setVisible(not shown)
        QTimer.singleShot(0, self, self.adjustSize)


class EditPlanDialog(PlanDialog):
    """Changes the plan `entry`; of a series it asks how much of it is meant."""

    def __init__(self, desk: Desk, entry: Plan, parent: QWidget) -> None:
        super().__init__(desk, parent, _("Change the plan"))
        self._entry = entry
        self._shown: dict[str, Stored] = {}
        self._scope = ChoiceInput(desk.theme, SCOPE, desk.place)
        self._scope.set_value(Scope.ONE)
        if entry.repeats:
            label = Text(desk.theme, _(SCOPE.label), "small", "text2")
            self.body.insertLayout(0, column(desk.theme, label, self._scope, gap=4))
        self.own = OwnFacts(desk, entry.table)
        self.own.open_record("tasks" if entry.table == "task" else "activities", entry.record)
        self.body.addWidget(self.own)
        self.accept_button.setEnabled(False)
        self._keep(Kept(desk, self, "plan", entry.record, entry.occurrence, filled_later=True))
        desk.read(planned_values, entry.table, entry.record, owner=self, then=self._show)

    def _show(self, row: Mapping[str, Stored] | None) -> None:
        if row is None:
            self.reject()
            return
        entry = self._entry
        own = when_of(entry.table, row, self.desk.place.zone)
        self._when = own
        shown = shown_values(entry.table, row, own)
        if entry.occurrence:
            # another one of the series: by the clock of the series, on its own day
            shown["day"] = entry.occurrence[:10]
        if own.zone.key != self.desk.place.zone.key:
            told = _("Its times are by the clock of {zone}.").format(zone=own.zone.key)
            self.body.insertWidget(0, Text(self.theme, told, "small", "text2"))
        self._shown = shown
        self.form.show_values(shown)
        self.form.focus_first()
        self.accept_button.setEnabled(True)
        self.kept.begin()

    def _store(self, typed: Mapping[str, Stored], when: When) -> None:
        entry = self._entry
        before = stored_plan(entry.table, self._shown, self.form.when(self._shown, self._when))
        after = stored_plan(entry.table, typed, when)
        changed = {name: value for name, value in after.items() if value != before.get(name)}
        scope = Scope(str(self._scope.value())) if entry.repeats else Scope.ALL
        if scope is Scope.ONE:
            changed.pop("recurrence", None)
        if typed["remind"] == self._shown["remind"]:
            # it keeps its distance by itself
            changed.pop("remind_at", None)
        if not changed:
            self.reject()
            return
        self.desk.act(
            edit_planned,
            Target(entry.table, entry.record, entry.occurrence),
            changed,
            scope,
            owner=self,
            then=self._on_saved,
            on_error=self._on_error,
            done=_("Changed: {title}").format(title=typed[name_in("task", "title")]),
        )
