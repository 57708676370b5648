"""A day, or days that move with the calendar: “the last 30 days”, “this month”, “60 days ago”."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.filters.days import AGO, AHEAD, SOME
from crm_desktop.filters.moving_words import period_choices
from crm_desktop.filters.operands import operand
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import N_, _
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ComboBox
from ui.kit.fields.day import DayInput
from ui.kit.fields.text import TextInput
from ui.kit.filters.value_edit import ValueEdit

DATE, LAST, NEXT, GONE, AHEAD_ = "date", "last", "next", "ago", "in"
_COUNTED = {LAST: N_("the last …"), NEXT: N_("the next …"), GONE: N_("… ago"), AHEAD_: N_("in …")}
_UNITS = {
    "day": N_("days"),
    "week": N_("weeks"),
    "month": N_("months"),
    "quarter": N_("quarters"),
    "year": N_("years"),
}
USUAL = "30"
LONGEST = 9999


class DayValue(ValueEdit):
    """Asks for days of `field`; `within` where whole spans are meant rather than a point."""

    def __init__(self, desk: Desk, field: Field, *, within: bool, sized: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._field = field
        self._sized = sized
        theme = desk.theme
        self.what = ComboBox(theme)
        self.what.setAccessibleName(_("Which days"))
        self.what.setMaxVisibleItems(20)
        counted = (LAST, NEXT) if within else (GONE, AHEAD_)
        dates = {DATE: _("a date")}
        lengths = {name: _(_COUNTED[name]) for name in counted}
        offered = {**lengths, **period_choices(), **dates} if within else {**dates, **lengths, **period_choices()}
        for name, label in offered.items():
            self.what.addItem(label, name)
        self.day = self._made_day()
        self.count = TextInput(theme, Field(0, field.name, N_("How many"), FieldKind.NUMBER), desk.place)
        self.count.set_typed(USUAL)
        self.count.editor.setFixedWidth(theme.px(64))
        self.unit = ComboBox(theme)
        self.unit.setAccessibleName(_("Of what"))
        for name, label in _UNITS.items():
            self.unit.addItem(_(label), name)
        self._length = QWidget()
        length = QHBoxLayout(self._length)
        length.setContentsMargins(0, 0, 0, 0)
        length.addWidget(self.count)
        length.addWidget(self.unit, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for part in (self.what, self.day, self._length):
            whole.addWidget(part)
        self.setFocusProxy(self.what)
        self.what.currentIndexChanged.connect(self._on_what)
        for each in (self.day, self.count):
            each.accepted.connect(self.accepted)
        self._on_what()

    def text(self) -> str:
        """Return the days as a filter holds them; raises InvalidField."""
        what = str(self.what.currentData())
        if what == DATE:
            return self._date()
        if what not in _COUNTED:
            return what
        count = self.count.typed().strip()
        if not count.isdecimal() or not 0 < int(count) <= LONGEST:
            raise InvalidField(self._field.name, _("Type how many, such as 30."))
        unit = str(self.unit.currentData())
        length = f"{int(count)} {unit}{'' if int(count) == 1 else 's'}"
        text = f"{length} ago" if what == GONE else f"{what} {length}"
        operand(self._field, text, self._desk.place, sized=True)
        return text

    def set_text(self, text: str) -> None:
        """Show the days `text`."""
        words = " ".join(text.lower().split())
        if self.what.findData(words) >= 0:
            self._choose(words)
        elif found := SOME.fullmatch(words) or AGO.fullmatch(words) or AHEAD.fullmatch(words):
            which = found.groupdict().get("which") or (GONE if words.endswith("ago") else AHEAD_)
            if self.what.findData(which) < 0:
                self.what.addItem(_(_COUNTED[which]), which)
            self._choose(which)
            self.count.set_typed(found["count"])
            self.unit.setCurrentIndex(self.unit.findData(found["unit"]))
        elif words:
            self._choose(DATE)
            self.day.set_typed(text)

    def show_error(self, text: str) -> None:
        """Show `text` below what is typed."""
        (self.day if self.what.currentData() == DATE else self.count).show_error(text)
        self.resized.emit()

    def first(self) -> QWidget:
        """Return the list of what there is to choose from."""
        return self.what

    def _made_day(self) -> FieldInput:
        theme, place = self._desk.theme, self._desk.place
        if self._field.kind is FieldKind.PARTIAL_DAY:
            return TextInput(theme, Field(0, self._field.name, N_("Day"), FieldKind.TEXT), place, hint=_("12 May"))
        return DayInput(theme, Field(0, self._field.name, N_("Day"), FieldKind.DAY), place, self._desk.today)

    def _date(self) -> str:
        typed = self.day.typed().strip()
        if not typed:
            raise InvalidField(self._field.name, _("Type a day, such as “Monday” or “12 May”."))
        if isinstance(self.day, DayInput) and ":" not in typed:
            return str(self.day.value())
        operand(self._field, typed, self._desk.place, sized=self._sized)
        return typed

    def _choose(self, what: str) -> None:
        with QSignalBlocker(self.what):
            self.what.setCurrentIndex(self.what.findData(what))
        self._on_what()

    def _on_what(self) -> None:
        what = self.what.currentData()
        self.day.setVisible(what == DATE)
        self._length.setVisible(what in _COUNTED)
        self.resized.emit()
