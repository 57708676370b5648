"""The small form that says when something happened."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.values.day import instant_from_text
from crm_desktop.words import N_, _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.fields.day import DayInput
from ui.kit.fields.form import Form
from ui.kit.fields.text import TextInput
from ui.kit.form_popover import FormPopover
from ui.kit.kept import Kept
from ui.kit.layouts import row

_DAY = Field(0, "day", N_("Day"), FieldKind.DAY, required=True)
_TIME = Field(0, "at", N_("Time"), required=True)


class WhenForm(FormPopover):
    """Asks for day and time; `chosen` is called with the instant, or with None for now."""

    def __init__(
        self,
        desk: Desk,
        before: datetime | None,
        chosen: Callable[[datetime | None], None],
        about: bytes = b"",
        *,
        parent: QWidget,
    ) -> None:
        super().__init__(desk.theme, parent)
        theme = desk.theme
        self._desk = desk
        self._chosen = chosen
        shown = desk.formats.local(before or desk.now())
        self._form = Form(
            theme,
            [DayInput(theme, _DAY, desk.place, desk.today), TextInput(theme, _TIME, desk.place, hint="14:30")],
            columns=2,
        )
        self._form.set_values({"day": shown.date().isoformat(), "at": f"{shown:%H:%M}"})
        self._form.setFixedWidth(theme.px(280))
        self.first = self._form.inputs["at"]
        now = Button(theme, _("Now"))
        keep = Button(theme, _("Keep"), ButtonKind.PRIMARY)
        now.clicked.connect(lambda: self._close_with(None))
        keep.clicked.connect(self._keep)
        self._form.submitted.connect(self._keep)
        self.body.addWidget(self._form)
        self.body.addLayout(row(theme, None, now, keep, margins=(0, 8, 0, 0)))
        self.kept = Kept(desk, self, "when", about, label=_("When it was"))

    def _keep(self) -> None:
        typed = self._form.values()
        if typed is None:
            return
        place, day, time = self._desk.place, str(typed["day"]), str(typed["at"])
        try:
            self._close_with(instant_from_text(f"{day} {time}", place.date_order, place.zone))
        except InvalidField as error:
            self._form.show_error(error)

    def _close_with(self, at: datetime | None) -> None:
        self._chosen(at)
        self.finish()
