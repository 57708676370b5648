"""Putting off, as entries of a menu: later today, tomorrow, next week, or a day and time that one chooses."""

from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.activities.snooze import Snooze, Until, snoozes
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import N_, _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.fields.day import DayInput
from ui.kit.fields.form import Form
from ui.kit.fields.text import TextInput
from ui.kit.icons import icon
from ui.kit.kept import Kept
from ui.kit.layouts import row
from ui.kit.popover import Popover

_DAY = Field(0, "day", N_("Day"), FieldKind.DAY, required=True)
_TIME = Field(0, "time", N_("Time"), FieldKind.TIME)
_LABELS = {Snooze.LATER: N_("Later today"), Snooze.TOMORROW: N_("Tomorrow"), Snooze.NEXT_WEEK: N_("Next week")}
_WIDTH = 280


def add_snoozes(menu: QMenu, desk: Desk, parent: QWidget, put_off: Callable[[Until], object]) -> None:
    """Add to `menu` of `parent` what something can be put off to; `put_off` gets what is chosen."""
    for choice, until in snoozes(desk.now(), desk.place.zone, desk.formats.first_weekday).items():
        when = f"{until.clock:%H:%M}" if until.clock else desk.formats.day(until.day, weekday=True)
        label = _("{choice}, {when}").format(choice=_(_LABELS[choice]), when=when)
        menu.addAction(icon(desk.theme, "snooze"), label).triggered.connect(
            lambda _on=False, until=until: put_off(until)
        )

    def pick() -> None:
        PickForm(desk, put_off, parent).open_at(menu.pos())

    menu.addAction(icon(desk.theme, "calendar"), _("Choose…")).triggered.connect(pick)


class PickForm(Popover):
    """Asks for a day, and for a time where one is wanted."""

    def __init__(self, desk: Desk, chosen: Callable[[Until], object], parent: QWidget) -> None:
        super().__init__(desk.theme, parent)
        theme = desk.theme
        self._chosen = chosen
        self.closed.connect(self.deleteLater)
        self._form = Form(
            theme,
            [DayInput(theme, _DAY, desk.place, desk.today), TextInput(theme, _TIME, desk.place, hint="14:30")],
            columns=2,
        )
        self._form.setFixedWidth(theme.px(_WIDTH))
        keep = Button(theme, _("Put off"), ButtonKind.PRIMARY)
        keep.clicked.connect(self._keep)
        self._form.submitted.connect(self._keep)
        self.body.addWidget(self._form)
        self.body.addLayout(row(theme, None, keep, margins=(0, 8, 0, 0)))
        self.kept = Kept(desk, self, "put off", label=_("Put off"))

    def open_at(self, point: QPoint) -> None:
        """Open with its corner at `point` of the screen."""
        self.adjustSize()
        self.move(point)
        self.show()
        self._form.inputs["day"].setFocus()

    def _keep(self) -> None:
        typed = self._form.values()
        if typed is None:
            return
        clock = time.fromisoformat(str(typed["time"])) if typed["time"] else None
        self.finish()
        self._chosen(Until(date.fromisoformat(str(typed["day"])), clock))
