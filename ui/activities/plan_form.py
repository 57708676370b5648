"""The form of a plan: what, when, how long, with whom, how it repeats, and when one is reminded."""

from collections.abc import Mapping
from datetime import date, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.schema.activities import TASK
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Stored
from crm_desktop.search.link_offers import Offer, offered_by_id
from crm_desktop.words import N_, _
from ui.activities.plan_values import (
    APPOINTMENTS,
    DAY,
    KIND,
    MINUTES,
    REMIND,
    TIME,
    TITLE,
    WHOLE_DAY,
    When,
    remind_choices,
)
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fields.day import DayInput
from ui.kit.fields.form import Form
from ui.kit.fields.link import Find, Hit, LinkInput
from ui.kit.fields.long_text import LongTextInput
from ui.kit.fields.named_link import found_records
from ui.kit.fields.recurrence import RecurrenceInput
from ui.kit.fields.text import TextInput
from ui.kit.fields.yes_no import YesNoInput

_RECURRENCE = TASK.by_name["recurrence"]
_LINKS = ("person", "company", "deal")
_PLACE = Field(0, "location", N_("Place"))


class PlanForm(QWidget):
    """Shows and returns the values of `plan_values`; `submitted` tells of Enter, `named` of a link's name."""

    submitted = Signal()
    named = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme, place = desk.theme, desk.place
        self._day = DayInput(theme, DAY, place, desk.today)
        self._whole = YesNoInput(theme, WHOLE_DAY, place)
        self._time = TextInput(theme, TIME, place, hint="14:30")
        self._minutes = TextInput(theme, MINUTES, place, hint="30")
        self._repeats = RecurrenceInput(theme, _RECURRENCE, place, self._typed_day)
        self._kind = ChoiceInput(theme, KIND, place)
        first = (TextInput(theme, TITLE, place), self._kind)
        when = (self._day, self._whole, self._time, self._minutes)
        rest = (self._repeats, ChoiceInput(theme, REMIND, place, remind_choices()))
        links = [LinkInput(theme, TASK.by_name[name], place, self._find(name)) for name in _LINKS]
        others = (TextInput(theme, _PLACE, place),)
        note = LongTextInput(theme, TASK.by_name["note"], place)
        self._forms = [
            Form(theme, [*first, *when, *rest, *links, *others], columns=2),
            Form(theme, [note]),
        ]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space("s5"))
        for form in self._forms:
            whole.addWidget(form)
            form.submitted.connect(self.submitted)
        self.inputs: dict[str, FieldInput] = {name: each for form in self._forms for name, each in form.inputs.items()}
        self._whole.changed.connect(self._fit_time)
        self._day.changed.connect(self._repeats.offer)

    @property
    def table(self) -> str:
        """What the plan becomes as it is typed now: a task, or an appointment where it has a day."""
        appointment = self._kind.box.currentData() in APPOINTMENTS and bool(self._day.typed())
        return "interaction" if appointment else "task"

    def show_values(self, values: Mapping[str, Stored]) -> None:
        """Show `values`, links by their names."""
        for name, each in self.inputs.items():
            each.set_value(values.get(name))
        self._repeats.offer()
        self._repeats.set_value(values.get("recurrence"))
        for name in _LINKS:
            link, record = self.inputs[name], values.get(name)
            if isinstance(link, LinkInput) and isinstance(record, bytes):
                self._name(link, record)
        self._fit_time()

    def values(self) -> dict[str, Stored] | None:
        """Return what is typed; where something does not fit, show why and return None."""
        found: dict[str, Stored] = {}
        for form in self._forms:
            typed = form.values()
            if typed is None:
                return None
            found |= typed
        if found["day"] is None and (found["recurrence"] or not found["whole_day"]):
            self._day.show_error(_("Give it a day, or let it be a whole day without one."))
            self._day.setFocus()
            return None
        if not found["whole_day"] and not found["time"]:
            self._time.show_error(_("Type a time like 14:30, or let it be the whole day."))
            self._time.setFocus()
            return None
        return found

    def when(self, typed: Mapping[str, Stored], zone: When) -> When:
        """Return the moment that `typed` says, by the clock of `zone`."""
        day = date.fromisoformat(str(typed["day"])) if typed["day"] else None
        clock = None if typed["whole_day"] else time.fromisoformat(str(typed["time"]))
        return When(day, clock, zone.zone)

    def show_error(self, error: CrmError) -> bool:
        """Show `error` at the input that it belongs to; return whether there is one."""
        named = {"due_day": "day", "due_at": "time", "at": "day", "subject": "title", "remind_at": "remind"}
        if isinstance(error, InvalidField) and error.field in named:
            error = InvalidField(named[error.field], str(error))
        return any(form.show_error(error) for form in self._forms)

    def focus_first(self) -> None:
        """Put the focus into the title."""
        self.inputs["title"].setFocus()

    def _fit_time(self) -> None:
        """Let time and length be typed only where they count."""
        timed = not self._whole.value()
        for each in (self._time, self._minutes):
            each.setEnabled(timed)
            each.show_error("")
        if timed and not self._time.typed():
            now = self._desk.formats.local(self._desk.now())
            self._time.set_typed(f"{min(now.hour + 1, 23):02}:00")

    def _typed_day(self) -> date | None:
        try:
            day = self._day.value()
        except InvalidField:
            return None
        return date.fromisoformat(str(day)) if day else None

    def _find(self, name: str) -> Find:
        return found_records(self._desk, TASK.by_name[name], self)

    def _name(self, link: LinkInput, record: bytes) -> None:
        def show(found: Offer | None) -> None:
            if found is not None and not link.typed():
                link.set_hit(Hit(found.record, found.title, found.note))
                self.named.emit(link.field.name)

        self._desk.read(offered_by_id, link.field.target, record, owner=self, then=show)
