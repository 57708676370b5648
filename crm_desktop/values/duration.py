"""Lengths of time in the words of a list or a countdown."""

from crm_desktop.words import _, ngettext

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
