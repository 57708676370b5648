"""A rule whose first day was moved: Tuesdays become Wednesdays where every Tuesday was meant."""

import re
from datetime import datetime

from crm_desktop.errors import InvalidField
from crm_desktop.values.recurrence import Recurrence
from crm_desktop.values.recurrence_rule import WEEKDAYS, joined
from crm_desktop.words import _

_BY_DAY = re.compile(r"([+-]?\d*)([A-Z]{2})")


def moved_rule(recurrence: Recurrence, old: datetime, new: datetime) -> Recurrence:
    """Return `recurrence` as it is once what was at `old` takes place at `new`.

    Raises InvalidField for a rule that names its days in a way that cannot be moved along.
    """
    by = new - old
    days = (new.date() - old.date()).days
    parts = {**recurrence.parts}
    if days:
        for name in set(parts) & {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}:
            parts[name] = _moved_part(recurrence, name, old, new)
    return Recurrence(
        joined(parts),
        None if recurrence.start is None else recurrence.start + by,
        tuple(each + by for each in recurrence.excluded),
        tuple(each + by for each in recurrence.added),
    )


def _moved_part(recurrence: Recurrence, name: str, old: datetime, new: datetime) -> str:
    value = recurrence.parts[name]
    days = (new.date() - old.date()).days
    if name == "BYDAY" and recurrence.parts["FREQ"] in ("WEEKLY", "DAILY"):
        return ",".join(_weekday(each, days) for each in value.split(","))
    if name == "BYDAY" and recurrence.parts["FREQ"] == "MONTHLY":
        found = _BY_DAY.fullmatch(value)
        if found and found[1] and found[2] == WEEKDAYS[old.weekday()]:
            last = found[1].startswith("-")
            return f"{-1 if last else (new.day - 1) // 7 + 1}{WEEKDAYS[new.weekday()]}"
    if name == "BYMONTHDAY" and value == str(old.day):
        return str(new.day)
    if name == "BYMONTH" and value == str(old.month):
        return str(new.month)
    raise InvalidField(
        "recurrence",
        _("“{rule}” names its days, so all of the series cannot be moved. Change how it repeats instead.").format(
            rule=recurrence.rule
        ),
    )


def _weekday(code: str, days: int) -> str:
    return WEEKDAYS[(WEEKDAYS.index(code) + days) % len(WEEKDAYS)]
