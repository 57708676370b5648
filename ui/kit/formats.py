"""How numbers, money, days and times are written for the user."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date
from PySide6.QtCore import QLocale

from crm_desktop.schema import forms
from crm_desktop.values.day_shown import late_by, shown_day
from crm_desktop.values.duration import shown_minutes, time_left
from crm_desktop.values.file_name import shown_size
from crm_desktop.values.languages import locale_of
from crm_desktop.values.money import currency_decimals, short_amount, shown_money
from crm_desktop.values.phone import shown_phone
from crm_desktop.values.veil import veiled
from crm_desktop.words import _, ngettext

# Beyond these, "ago" and the weekday say less than the date.
NEAR_DAYS = 14
LONG_AGO_DAYS = 99
WEEK = 7  # days
MINUTE_S, HOUR_MINUTES, DAY_MINUTES = 60, 60, 24 * 60
# English without a country writes the day first, as most of the world does.
_INTERNATIONAL = {
    "MMMd": "d MMM",
    "yMMMd": "d MMM y",
    "MMMEd": "EEE d MMM",
    "yMMMEd": "EEE d MMM y",
    "yM": "M/y",
    "MMMMd": "d MMMM",
    "yMMMMd": "d MMMM y",
}
_SHOWN_BEFORE = 4096  # dates; formatting one takes 20 µs, and lists repeat them


class Formats:
    """Writes values as the people of `place` do, relative to the present instant."""

    def __init__(self, place: forms.Place, now: Callable[[], datetime]) -> None:
        self.place = place
        self.locale = QLocale(place.language)
        self._now = now

    def number(self, value: float, decimals: int = 0) -> str:
        """Return `value` with grouping: "4,812"."""
        return self.locale.toString(float(value), "f", decimals)

    def percent(self, share: float, decimals: int = 0) -> str:
        """Return `share` (0 to 1) as a percentage: "42 %"."""
        return _("{n} %").format(n=self.number(share * 100, decimals))

    def money(self, amount_minor: int, currency: str = "", *, whole: bool | None = None) -> str:
        """Return an amount in its currency; `whole` None leaves the decimals out where they are zero."""
        code = currency or self.place.currency
        if whole is None:
            whole = amount_minor % 10 ** currency_decimals(code) == 0
        if self.place.hides_amounts:
            return veiled(shown_money(amount_minor, code, self.place.language, whole=whole))
        return self.place.money(amount_minor, code, whole=whole)

    def short_money(self, amount_minor: int, currency: str = "") -> str:
        """Return about how much it is, without the currency: "160k"."""
        short = short_amount(amount_minor, currency or self.place.currency, self.place.language)
        return veiled(short) if self.place.hides_amounts else short

    def phone(self, e164: str) -> str:
        """Return a stored phone number as people here write it."""
        return shown_phone(e164, self.place.region)

    def day(self, day: date, *, weekday: bool = False, dated: bool = False) -> str:
        """Return `day`, with its year only where that is not this one, or `dated`: "12 May", "Tue 12 May"."""
        year = "" if day.year == self.today().year and not dated else "y"
        return _formatted(day, year + ("MMMEd" if weekday else "MMMd"), self.place.language)

    def whole_day(self, day: date) -> str:
        """Return `day` always with its year: "12 May 2025"."""
        return shown_day(day, self.place.language)

    def month(self, day: date) -> str:
        """Return the month of `day` with its year in figures: "1/2027"."""
        return _formatted(day, "yM", self.place.language)

    def long_day(self, day: date) -> str:
        """Return `day` with weekday and month in full: "Thursday 14 May"."""
        weekday = format_date(day, "EEEE", locale_of(self.place.language))
        year = "" if day.year == self.today().year else "y"
        return _("{weekday} {day}").format(weekday=weekday, day=_formatted(day, f"{year}MMMMd", self.place.language))

    def due(self, day: date) -> str:
        """Return when something is due: "Today", "Tomorrow", "Fri 15 May"; what is late as a plain date."""
        ahead = (day - self.today()).days
        if ahead == 0:
            return _("Today")
        if ahead == 1:
            return _("Tomorrow")
        return self.day(day, weekday=0 < ahead <= NEAR_DAYS)

    def step_due(self, day: date | None, at: datetime | None) -> str:
        """Return when a step is due, with its time where it has one: "Tomorrow, 10:00"."""
        return self._timed(self.due(day), at) if day is not None else _("No day yet")

    def step_day(self, day: date | None, at: datetime | None) -> str:
        """Return the day of a step always as a date, with its time where it has one: "Tue 1 Dec, 10:00"."""
        return self._timed(self.day(day, weekday=True), at) if day is not None else _("No day yet")

    def _timed(self, day: str, at: datetime | None) -> str:
        return day if at is None else _("{day}, {time}").format(day=day, time=self.time(at))

    def lateness(self, day: date) -> str:
        """Return how late something due on `day` is: "2 days late"; "" when it is not."""
        return late_by(day, self.today())

    def ago(self, moment: date | datetime) -> str:
        """Return how long ago `moment` was: "Today", "Yesterday", "6 days ago", then the date."""
        day = self.local(moment).date() if isinstance(moment, datetime) else moment
        days = (self.today() - day).days
        if days == 0:
            return _("Today")
        if days == 1:
            return _("Yesterday")
        if 0 < days <= LONG_AGO_DAYS:
            return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
        return self.day(day)

    def ago_within(self, moment: date | datetime) -> str:
        """Return what `ago` does as it stands within a sentence: "yesterday"."""
        told = self.ago(moment)
        day = self.local(moment).date() if isinstance(moment, datetime) else moment
        near = 0 <= (self.today() - day).days <= LONG_AGO_DAYS
        return told[:1].lower() + told[1:] if near else told

    def since(self, moment: datetime) -> str:
        """Return in few letters how long ago `moment` was: minutes, hours, the weekday, else the day."""
        minutes = max(int((self.now() - moment).total_seconds() // MINUTE_S), 0)
        if minutes < DAY_MINUTES:
            return self.duration(minutes if minutes < HOUR_MINUTES else minutes // HOUR_MINUTES * HOUR_MINUTES)
        day = self.local(moment).date()
        if (self.today() - day).days < WEEK:
            return self.locale.dayName(day.isoweekday(), self.locale.FormatType.ShortFormat)
        return self.day(day)

    def time(self, moment: datetime) -> str:
        """Return the time of day of `moment` in the user's zone: "15:20"."""
        return f"{self.local(moment):%H:%M}"

    def moment(self, moment: datetime) -> str:
        """Return day and time of `moment` in the user's zone: "Tue 12 May, 15:20"."""
        return self._timed(self.day(self.local(moment).date(), weekday=True), moment)

    def duration(self, minutes: int) -> str:
        """Return a length of time: "14 min", "1 h 05 min"."""
        return shown_minutes(minutes)

    def left(self, span: timedelta) -> str:
        """Return how long there is until a deadline: "52 min left", "Late by 38 min"."""
        return time_left(span.total_seconds())

    def left_within(self, span: timedelta) -> str:
        """Return what `left` does as it stands within a sentence: "late by 38 min"."""
        told = self.left(span)
        return told[:1].lower() + told[1:]

    def size(self, octets: int) -> str:
        """Return a file size: "412 KB"."""
        return shown_size(octets, self.place.language)

    @property
    def first_weekday(self) -> int:
        """On which day a week begins here: 0 for Monday."""
        return locale_of(f"{self.place.language[:2]}_{self.place.region}").first_week_day

    def now(self) -> datetime:
        """Return the present instant."""
        return self._now()

    def today(self) -> date:
        """Return today in the user's zone."""
        return self.local(self._now()).date()

    def local(self, moment: datetime) -> datetime:
        """Return `moment` in the user's zone."""
        return moment.astimezone(self.place.zone)


@lru_cache(_SHOWN_BEFORE)
def _formatted(day: date, skeleton: str, language: str) -> str:
    locale = locale_of(language)
    if language == "en":
        return format_date(day, _INTERNATIONAL[skeleton], locale)
    known = locale.datetime_skeletons.get(skeleton) or locale.datetime_skeletons[skeleton.replace("MMMM", "MMM")]
    return format_date(day, known.pattern, locale)
