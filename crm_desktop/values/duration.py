"""Lengths of time in the words of a list or a countdown."""

import re

from crm_desktop.words import _, ngettext

_HOURS = ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden")
_MINUTES = ("m", "min", "mins", "minute", "minutes", "minuten")
_UNIT = "|".join(sorted((*_HOURS, *_MINUTES), key=len, reverse=True))
_PART = re.compile(rf"(\d{{1,6}}(?:[.,]\d+)?)\s*({_UNIT})?\.?")
_LENGTH = re.compile(rf"(?:\d{{1,6}}(?:[.,]\d+)?\s*(?:{_UNIT})?\.?\s*){{1,2}}")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
_MINUTES_A_DAY = 24 * 60
_DAYS_SHOWN_FROM = 2  # below two days, hours say more


def shown_minutes(minutes: int) -> str:
    """Return `minutes` as `14 min`, `2 h` or `1 h 05 min`."""
    hours, rest = divmod(max(minutes, 0), 60)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=f"{rest:02}")


def minutes_from_text(text: str) -> int | None:
    """Return the minutes in `text`, as it is shown or typed: `30 min`, `1 h 05 min`, `1:30`, `1.5 h`, `90`.

    None where it says something else.
    """
    shown = text.strip().lower()
    clock = _CLOCK.fullmatch(shown)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    if not _LENGTH.fullmatch(shown):
        return None
    parts = [(float(number.replace(",", ".")), unit) for number, unit in _PART.findall(shown)]
    if len(parts) > 1 and not all(unit for _number, unit in parts):
        return None
    minutes = sum(number * 60 if unit in _HOURS else number for number, unit in parts)
    return round(minutes) if minutes == round(minutes) else None


def time_left(seconds: float) -> str:
    """Return how long there is until a deadline, or by how much it is missed: `52 min left`, `Late by 38 min`."""
    minutes = int(abs(seconds) // 60)
    days = minutes // _MINUTES_A_DAY
    if seconds >= 0:
        if days >= _DAYS_SHOWN_FROM:
            return ngettext("{n} day left", "{n} days left", days).format(n=days)
        if not minutes:
            return _("Less than 1 min left")
        return _("{time} left").format(time=shown_minutes(minutes))
    if days >= _DAYS_SHOWN_FROM:
        return ngettext("Late by {n} day", "Late by {n} days", days).format(n=days)
    return _("Late by {time}").format(time=shown_minutes(max(minutes, 1)))
