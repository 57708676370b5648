"""The small form that plans a next step: what, and when."""

from collections.abc import Callable
from datetime import date, time
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import N_
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.fields.day import DayInput
from ui.kit.fields.form import Form
from ui.kit.fields.text import TextInput
from ui.kit.form_popover import FormPopover
from ui.kit.layouts import row

_TITLE = Field(0, "title", N_("Next step"), required=True)
_DUE = Field(0, "due_day", N_("Due"), FieldKind.DAY)


class PlannedStep(NamedTuple):
    """What is to be done next, and by when: a day, perhaps with a time."""

    title: str
    due: date | None
    clock: time | None = None


class StepForm(FormPopover):
    """Asks for a step; `planned(step)` is called with it, and may keep the form open by not closing it."""

    def __init__(
        self,
        desk: Desk,
        verb: str,
        planned: Callable[[PlannedStep], None],
        before: PlannedStep | None = None,
        *,
        parent: QWidget,
    ) -> None:
        super().__init__(desk.theme, parent)
        theme = desk.theme
        self._planned = planned
        self._form = Form(theme, [TextInput(theme, _TITLE, desk.place), DayInput(theme, _DUE, desk.place, desk.today)])
        self._form.setFixedWidth(theme.px(260))
        self.first = self._form.inputs["title"]
        if before is not None:
            due = before.due.isoformat() if before.due is not None else None
            self._form.set_values({"title": before.title, "due_day": due})
        keep = Button(theme, verb, ButtonKind.PRIMARY)
        keep.clicked.connect(self._plan)
        self._form.submitted.connect(self._plan)
        self.body.addWidget(self._form)
        self.body.addLayout(row(theme, None, keep, margins=(0, 8, 0, 0)))

    def show_error(self, error: CrmError) -> bool:
        """Show `error` at its input; return whether it belongs to one."""
        return self._form.show_error(error)

    def _plan(self) -> None:
        typed = self._form.values()
        if typed is not None:
            due = typed["due_day"]
            self._planned(PlannedStep(str(typed["title"]), date.fromisoformat(str(due)) if due else None))
            self.close()
