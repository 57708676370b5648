"""How something repeats: chosen from what is usual, or typed as a rule; and when it ends."""

import json
from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.values.day import day_from_text
from crm_desktop.values.day_shown import shown_day
from crm_desktop.values.recurrence import Recurrence, recurrence_from_text
from crm_desktop.values.recurrence_rule import WEEKDAYS, joined
from crm_desktop.values.recurrence_words import WORKDAYS, recurrence_words
from crm_desktop.words import _
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ComboBox
from ui.kit.layouts import column
from ui.kit.theme import Theme

NEVER, OTHER = "", "other"
_LAST_WEEK = 22


class RecurrenceInput(FieldInput):
    """A box with what is usual for `day()`; “Other” is typed. `end` takes a number of times, or a last day."""

    def __init__(
        self,
        theme: Theme,
        field: Field,
        place: Place,
        day: Callable[[], date | None],
        parent: QWidget | None = None,
    ) -> None:
        self.box = ComboBox(theme)
        self.other = QLineEdit()
        self.end = QLineEdit()
        self._day = day
        self._kept: Recurrence | None = None
        self._kept_end: tuple[str, dict[str, str]] = ("", {})
        room = QWidget()
        room.setLayout(column(theme, self.box, self.other, self.end, gap=6))
        room.setFocusProxy(self.box)
        super().__init__(theme, field, place, room, parent)
        self.box.setAccessibleName(_(field.label))
        self.other.setPlaceholderText(_("FREQ=WEEKLY;INTERVAL=3"))
        self.other.setAccessibleName(_("Rule"))
        self.end.setPlaceholderText(_("Without end, or: 10 times, 31 Dec 2030"))
        self.end.setAccessibleName(_("Ends"))
        self.box.activated.connect(self._on_chosen)
        for line in (self.other, self.end):
            line.textEdited.connect(self._on_edited)
        self.offer()
        self._show_lines()

    def offer(self) -> None:
        """Offer what is usual for the day, with its weekday and its place in the month."""
        chosen = self.box.currentData()
        self.box.clear()
        self.box.addItem(_("Does not repeat"), NEVER)
        for rule in _usual(self._day()):
            self.box.addItem(self._words(rule), rule)
        if self._kept is not None and self.box.findData(self._kept.rule) < 0:
            self.box.addItem(self._words(self._kept.rule), self._kept.rule)
        self.box.addItem(_("Other…"), OTHER)
        self.box.setCurrentIndex(max(self.box.findData(chosen), 0))

    def value(self) -> Stored:
        """Return the rule with its end; None where it does not repeat. Raises InvalidField."""
        rule = str(self.box.currentData() or "")
        if rule == OTHER:
            rule = self.other.text().strip()
            if not rule:
                raise InvalidField(self.field.name, _("Type how it repeats, or choose “Does not repeat”."))
        if not rule:
            return None
        read = recurrence_from_text(rule, self.place.zone)
        parts = {name: text for name, text in read.parts.items() if name not in ("COUNT", "UNTIL")}
        kept = self._kept if self._kept is not None and _bare(self._kept) == joined(parts) else None
        return (kept or read)._replace(rule=joined({**parts, **self._end_parts()})).text

    def set_value(self, stored: Stored) -> None:
        """Choose what `stored` says."""
        self._kept = None
        self._kept_end = ("", {})
        self.end.clear()
        if stored:
            read = recurrence_from_text(str(stored), self.place.zone)
            self._show_end(read)
            self._kept = read._replace(rule=_bare(read))
        self.offer()
        self.box.setCurrentIndex(max(self.box.findData(self._kept.rule if self._kept else NEVER), 0))
        self._show_lines()
        self.show_error("")

    def typed(self) -> str:
        """Return what is chosen and typed, as one text."""
        try:
            return str(self.value() or "")
        except InvalidField:
            return self.other.text()

    def set_typed(self, text: str) -> None:
        """Choose what `text` says, or type it."""
        try:
            self.set_value(text or None)
        except InvalidField:
            self.box.setCurrentIndex(self.box.findData(OTHER))
            self.other.setText(text)
            self._show_lines()

    def draft(self) -> str:
        """Return what is chosen, and both lines as they are typed."""
        lines = [str(self.box.currentData() or ""), self.other.text(), self.end.text()]
        return json.dumps(lines, ensure_ascii=False)

    def take_draft(self, text: str) -> None:
        """Put back what was chosen and typed; a rule that is offered no more is typed."""
        chosen, other, end = json.loads(text)
        offered = self.box.findData(chosen) >= 0
        self.box.setCurrentIndex(self.box.findData(chosen if offered else OTHER))
        self.other.setText(other if offered else chosen)
        self.end.setText(end)
        self._show_lines()
        self.changed.emit()

    def _words(self, rule: str) -> str:
        return recurrence_words(recurrence_from_text(rule, self.place.zone), self.place.language)

    def _end_parts(self) -> dict[str, str]:
        typed = self.end.text().strip()
        if not typed:
            return {}
        if typed == self._kept_end[0]:
            return self._kept_end[1]
        number = typed.split()[0].rstrip("×x")
        if number.isdecimal() and len(number) < 5 and len(typed.split()) <= 2 and not typed.endswith("."):
            return {"COUNT": str(max(int(number), 1))}
        return {"UNTIL": f"{day_from_text(typed, self.place.date_order):%Y%m%d}"}

    def _show_end(self, read: Recurrence) -> None:
        parts = read.parts
        if "COUNT" in parts:
            self.end.setText(_("{n} times").format(n=parts["COUNT"]))
        elif "UNTIL" in parts:
            until = parts["UNTIL"]
            self.end.setText(shown_day(date(int(until[:4]), int(until[4:6]), int(until[6:8])), self.place.language))
            # an end within a day is shown as the day, and stays what it is while nobody changes it
            self._kept_end = (self.end.text(), {"UNTIL": until})

    def _on_chosen(self) -> None:
        self._show_lines()
        if self.box.currentData() == OTHER:
            self.other.setFocus()
        self._on_edited()

    def _on_edited(self) -> None:
        self.show_error("")
        self.changed.emit()

    def _show_lines(self) -> None:
        self.other.setVisible(self.box.currentData() == OTHER)
        self.end.setVisible(bool(self.box.currentData()))


def _usual(day: date | None) -> list[str]:
    if day is None:
        return ["FREQ=DAILY", f"FREQ=WEEKLY;BYDAY={WORKDAYS}", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"]
    weekday = WEEKDAYS[day.weekday()]
    which = -1 if day.day > _LAST_WEEK + 6 else (day.day - 1) // 7 + 1
    return [
        "FREQ=DAILY",
        f"FREQ=WEEKLY;BYDAY={WORKDAYS}",
        f"FREQ=WEEKLY;BYDAY={weekday}",
        f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        f"FREQ=MONTHLY;BYMONTHDAY={day.day}",
        f"FREQ=MONTHLY;BYDAY={which}{weekday}",
        "FREQ=YEARLY",
    ]


def _bare(recurrence: Recurrence) -> str:
    return joined({name: text for name, text in recurrence.parts.items() if name not in ("COUNT", "UNTIL")})
