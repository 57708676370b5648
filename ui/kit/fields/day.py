"""A day: typed as here, in ISO form, or as “tomorrow”, “fri”, “+3”; chosen from a calendar."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.values.day import day_from_text
from crm_desktop.values.languages import locale_of
from crm_desktop.values.names import fold
from crm_desktop.words import _
from ui.kit.fields.text import TextInput
from ui.kit.icons import icon
from ui.kit.popover import Popover
from ui.kit.theme import Theme

DAYS_A_WEEK = 7


class DayInput(TextInput):
    """One line for a day, with a calendar; relative words count from `today()`."""

    def __init__(
        self, theme: Theme, field: Field, place: Place, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, field, place, parent=parent)
        self._today = today
        opener = QAction(icon(theme, "calendar"), _("Choose from the calendar"), self.line)
        opener.triggered.connect(lambda: self.open_calendar())
        self.line.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)

    def value(self) -> Stored:
        """Return the day as ISO text; raises InvalidField."""
        typed = self.typed().strip()
        day = relative_day(typed, self._today(), self.place.language) or self._without_year(typed)
        return day.isoformat() if day is not None else super().value()

    def open_calendar(self) -> QCalendarWidget:
        """Open the calendar below the line and return it."""
        popover = Popover(self.theme, self)
        calendar = QCalendarWidget(popover)
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = self._shown_day()
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        popover.body.addWidget(calendar)
        calendar.activated.connect(lambda day: self._choose(popover, day))
        calendar.clicked.connect(lambda day: self._choose(popover, day))
        popover.closed.connect(popover.deleteLater)
        popover.open_below(self.line)
        return calendar

    def _choose(self, popover: Popover, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()).isoformat())
        popover.close()
        self.changed.emit()

    def _shown_day(self) -> date:
        try:
            stored = self.value()
        except InvalidField:
            return self._today()
        return date.fromisoformat(str(stored)) if stored else self._today()

    def _without_year(self, typed: str) -> date | None:
        """Return the next such day for “12 May” or “12.5.”, or None."""
        if not typed:
            return None
        for year in (self._today().year, self._today().year + 1):
            for form in (f"{typed} {year}", f"{typed.rstrip('.')}.{year}", f"{typed}/{year}"):
                day = _day_or_none(form, self.place)
                if day is not None and day >= self._today():
                    return day
        return None


def relative_day(typed: str, today: date, language: str) -> date | None:
    """Return the day that `typed` names by its distance from `today`: “tomorrow”, “fri”, “+3”; None for any other."""
    wanted = fold(typed)
    if wanted[:1] == "+" and wanted[1:].isdigit():
        return today + timedelta(days=int(wanted[1:]))
    near = {fold(_("Yesterday")): -1, fold(_("Today")): 0, fold(_("Tomorrow")): 1}
    near |= {"yesterday": -1, "today": 0, "tomorrow": 1}
    if wanted in near:
        return today + timedelta(days=near[wanted])
    weekday = _weekdays(language).get(wanted.rstrip("."))
    if weekday is None:
        return None
    return today + timedelta(days=(weekday - today.weekday() - 1) % DAYS_A_WEEK + 1)


def _weekdays(language: str) -> dict[str, int]:
    """Return Monday as 0 and so on, by their names, long and short, in `language` and in English."""
    names: dict[str, int] = {}
    for tongue in ("en", language):
        for width in ("wide", "abbreviated", "short"):
            days = locale_of(tongue).days["format"].get(width, {})
            names |= {fold(name).rstrip("."): day for day, name in days.items()}
    return names


def _day_or_none(text: str, place: Place) -> date | None:
    try:
        return day_from_text(text, place.date_order)
    except InvalidField:
        return None
