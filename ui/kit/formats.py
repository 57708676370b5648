"""How numbers, money, days and times are written for the user."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo

from PySide6.QtCore import QDate, QLocale, QTime

from crm_desktop.words import _, ngettext

# Relative up to seven days, then the date (DESIGN, 7).
NEAR_DAYS = 7
MINUTE_S = 60
HOUR_S = 3600
DAY_S = 86400
# Currencies whose smallest unit is not a hundredth (ISO 4217).
_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}
MINOR_DIGITS = {code: digits for digits, codes in _DIGITS.items() for code in codes.split()}


class Formats:
    """Writes values in the user's language and region, relative to the present instant; `zone` None: the computer's."""

    def __init__(self, language: str, currency: str, now: Callable[[], datetime], zone: tzinfo | None = None) -> None:
        self.locale = QLocale(language)
        self.currency = currency
        self._now = now
        self._zone = zone

    def number(self, value: float, decimals: int = 0) -> str:
        """Return `value` with grouping: "4,812"."""
        return self.locale.toString(float(value), "f", decimals)

    def percent(self, share: float, decimals: int = 0) -> str:
        """Return `share` (0 to 1) as a percentage: "42 %"."""
        return _("{number} %").format(number=self.number(share * 100, decimals))

    def money(self, amount_minor: int, currency: str = "", *, cents: bool | None = None) -> str:
        """Return an amount in its currency; `cents` None leaves them out where they are zero."""
        code = currency or self.currency
        digits = MINOR_DIGITS.get(code, 2)
        if cents is None:
            cents = amount_minor % 10**digits != 0
        symbol = self._symbol(code)
        return self.locale.toCurrencyString(amount_minor / 10**digits, symbol, digits if cents else 0)

    def day(self, day: date, *, weekday: bool = False) -> str:
        """Return `day` shortly, with its year only where that is not this one: "12 May", "Tue 12 May"."""
        form = "d MMM" if day.year == self.today().year else "d MMM yyyy"
        return self.locale.toString(QDate(day.year, day.month, day.day), f"ddd {form}" if weekday else form)

    def long_day(self, day: date) -> str:
        """Return `day` with weekday and month in full: "Thursday 14 May"."""
        form = "dddd d MMMM" if day.year == self.today().year else "dddd d MMMM yyyy"
        return self.locale.toString(QDate(day.year, day.month, day.day), form)

    def due(self, day: date) -> str:
        """Return when something is due: "Today", "Tomorrow", "Fri 15 May"; what is late as a plain date."""
        distance = (day - self.today()).days
        if distance == 0:
            return _("Today")
        if distance == 1:
            return _("Tomorrow")
        return self.day(day, weekday=1 < distance <= 2 * NEAR_DAYS)

    def lateness(self, day: date) -> str:
        """Return how late something due on `day` is, or "" when it is not."""
        late = (self.today() - day).days
        if late <= 0:
            return ""
        return ngettext("{n} day late", "{n} days late", late).format(n=late)

    def ago(self, moment: date | datetime) -> str:
        """Return how long ago `moment` was: "Today", "Yesterday", "6 days ago", "12 Mar"; hours today for instants."""
        day = self.local(moment).date() if isinstance(moment, datetime) else moment
        days = (self.today() - day).days
        if days < 0:
            return self.day(day)
        if days == 0:
            return _("Today")
        if days == 1:
            return _("Yesterday")
        return ngettext("{n} day ago", "{n} days ago", days).format(n=days)

    def time(self, moment: datetime) -> str:
        """Return the time of day of `moment` in the user's zone: "15:20"."""
        local = self.local(moment)
        return self.locale.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)

    def moment(self, moment: datetime) -> str:
        """Return day and time of `moment` in the user's zone: "Tue 12 May, 15:20"."""
        day = self.day(self.local(moment).date(), weekday=True)
        return _("{day}, {time}").format(day=day, time=self.time(moment))

    def duration(self, span: timedelta) -> str:
        """Return how long `span` is, in its two largest units: "14 min", "1 h 40 min", "3 d"."""
        seconds = abs(int(span.total_seconds()))
        days, hours, minutes = seconds // DAY_S, seconds % DAY_S // HOUR_S, seconds % HOUR_S // MINUTE_S
        if days:
            return _("{days} d").format(days=days)
        if hours:
            return _("{hours} h {minutes:02} min").format(hours=hours, minutes=minutes)
        return _("{minutes} min").format(minutes=minutes)

    def size(self, octets: int) -> str:
        """Return a file size: "412 KB"."""
        return self.locale.formattedDataSize(octets, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)

    def today(self) -> date:
        """Return today in the user's zone."""
        return self._now().astimezone(self._zone).date()

    def local(self, moment: datetime) -> datetime:
        """Return `moment` in the user's zone."""
        return moment.astimezone(self._zone)

    def _symbol(self, code: str) -> str:
        own = self.locale.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
        if own == code:
            return self.locale.currencySymbol(QLocale.CurrencySymbolFormat.CurrencySymbol)
        return _SYMBOLS.get(code, code + "\u00a0")


_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
