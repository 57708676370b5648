"""The small form that plans a next step: what, on which day, and at what time."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.values.time_of_day import time_text
from crm_desktop.words import N_, _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.fields.day import DayInput
from ui.kit.fields.form import Form
from ui.kit.fields.text import TextInput
from ui.kit.form_popover import FormPopover
from ui.kit.kept import Kept
from ui.kit.layouts import row

_TITLE = Field(0, "title", N_("Next step"), required=True)
_DUE = Field(0, "due_day", N_("Due"), FieldKind.DAY)
_CLOCK = Field(0, "clock", N_("Time"), FieldKind.TIME)


class PlannedStep(NamedTuple):
    """What is to be done next, and by when: a day, perhaps with a time; `kind` is empty where nothing says it."""

    title: str
    due: date | None
    clock: time | None = None
    kind: str = ""

    def values(self, zone: ZoneInfo) -> dict[str, Stored]:
        """Return the stored values of the task that this plans, by the clock of `zone`."""
        values: dict[str, Stored] = {"title": self.title, "due_day": None, "due_at": None}
        if self.due is not None:
            values["due_day"] = self.due.isoformat()
            if self.clock is not None:
                values["due_at"] = round(datetime.combine(self.due, self.clock, zone).timestamp() * 1000)
        return {**values, "kind": self.kind} if self.kind else values


class StepForm(FormPopover):
    """Asks for a step; `planned(step)` is called with it, and may keep the form open by not closing it."""

    def __init__(
        self,
        desk: Desk,
        verb: str,
        planned: Callable[[PlannedStep], None],
        before: PlannedStep | None = None,
        about: bytes = b"",
        *,
        parent: QWidget,
    ) -> None:
        super().__init__(desk.theme, parent)
        theme = desk.theme
        self._planned = planned
        self._kind = before.kind if before is not None else ""
        self._form = Form(
            theme,
            [
                TextInput(theme, _TITLE, desk.place),
                DayInput(theme, _DUE, desk.place, desk.today),
                TextInput(theme, _CLOCK, desk.place, hint=_("Whole day")),
            ],
        )
        self._form.setFixedWidth(theme.px(260))
        self.first = self._form.inputs["title"]
        if before is not None:
            due = before.due.isoformat() if before.due is not None else None
            clock = time_text(before.clock) if before.clock is not None else None
            self._form.set_values({"title": before.title, "due_day": due, "clock": clock})
        keep = Button(theme, verb, ButtonKind.PRIMARY)
        keep.clicked.connect(self._plan)
        self._form.submitted.connect(self._plan)
        self.body.addWidget(self._form)
        self.body.addLayout(row(theme, None, keep, margins=(0, 8, 0, 0)))
        self.kept = Kept(desk, self, "step", about, label=_("Next step"))

    def show_error(self, error: CrmError) -> bool:
        """Show `error` at its input; return whether it belongs to one."""
        return self._form.show_error(error)

    def _plan(self) -> None:
        typed = self._form.values()
        if typed is None:
            return
        due, clock = typed["due_day"], typed["clock"]
        if clock and not due:
            self.show_error(InvalidField("due_day", _("A time needs a day. Type one, such as “tomorrow”.")))
            return
        day = date.fromisoformat(str(due)) if due else None
        at = time.fromisoformat(str(clock)) if clock else None
        self._planned(PlannedStep(str(typed["title"]), day, at, self._kind))
        self.finish()
