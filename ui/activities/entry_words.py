"""What stands in the calendar in words: for screen readers, tooltips and toasts."""

from datetime import date, timedelta

from crm_desktop.activities.calendar import CalendarEntry
from crm_desktop.schema.activities import INTERACTION, TASK
from crm_desktop.schema.forms import label_of
from crm_desktop.words import _, ngettext
from ui.kit.formats import Formats

ICONS = {"todo": "task", "close": "deal"}


def icon_of(entry: CalendarEntry) -> str:
    """Return the icon of `entry`: its kind, or that it is done or late."""
    if entry.state == "done" and entry.table == "task":
        return "done"
    return ICONS.get(entry.kind, entry.kind)


def kind_words(entry: CalendarEntry) -> str:
    """Return what sort of thing `entry` is."""
    if entry.table == "contact":
        if entry.minutes is None:
            return _("Birthday")
        return _("Birthday, {age}").format(age=entry.minutes)
    if entry.table == "deal":
        return _("Deal is to be closed")
    fields = TASK if entry.table == "task" else INTERACTION
    return label_of(fields.by_name["kind"], entry.kind)


def entry_title(entry: CalendarEntry) -> str:
    """Return what `entry` is called."""
    return entry.title or kind_words(entry)


def time_words(entry: CalendarEntry) -> str:
    """Return from when to when `entry` takes place, or nothing for a whole day."""
    if entry.whole_day:
        return ""
    if entry.minutes is None:
        return f"{entry.start:%H:%M}"
    return _("{start} to {end}").format(start=f"{entry.start:%H:%M}", end=f"{entry.end:%H:%M}")


def spoken_entry(entry: CalendarEntry, formats: Formats) -> str:
    """Return all that there is to say about `entry`, as a screen reader says it."""
    parts = [entry_title(entry), kind_words(entry), entry.who, spoken_when(entry, formats)]
    if entry.repeats:
        parts.append(_("repeats"))
    if entry.state:
        parts.append(_("done") if entry.state == "done" else _("late"))
    return ", ".join(dict.fromkeys(each for each in parts if each))


def spoken_when(entry: CalendarEntry, formats: Formats) -> str:
    """Return on which days and when `entry` takes place."""
    first, last = entry.start.date(), (entry.end - timedelta(seconds=1)).date()
    day = formats.long_day(first)
    if last > first:
        day = _("{first} to {last}").format(first=day, last=formats.long_day(last))
    when = time_words(entry)
    return _("{day}, {time}").format(day=day, time=when) if when else day


def day_words(day: date, formats: Formats) -> str:
    """Return the heading of `day` in a list: Today, Tomorrow, or its name."""
    ahead = (day - formats.today()).days
    named = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}.get(ahead)
    return f"{named} · {formats.long_day(day)}" if named else formats.long_day(day)


def more_words(count: int) -> str:
    """Return that `count` entries more have no room here."""
    return ngettext("{n} more", "{n} more", count).format(n=count)
