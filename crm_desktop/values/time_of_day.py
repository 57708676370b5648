"""Times of the day as people write them: stored as `14:30`, or `14:30:15` where seconds were given."""

import re
from datetime import time

from crm_desktop.errors import InvalidField
from crm_desktop.values.names import clean_text, fold
from crm_desktop.words import _

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2}))?|(?P<compact>\d{2}))?"
    r"\s*(?:(?P<half>[ap])\.?m\.?|uhr|h)?"
)


def time_from_text(typed: str) -> time:
    """Return the time that `typed` names, such as `14:30`, `2.30 pm`, `1430` or `14 Uhr`; raises InvalidField."""
    text = clean_text(typed)
    found = _CLOCK.fullmatch(fold(text))
    bare = found is not None and fold(text).isdigit() and found["compact"] is None
    if found is None or bare:
        raise InvalidField("time", _("“{typed}” is not a time of day. Type it like 14:30.").format(typed=text))
    hour, half = int(found["hour"]), found["half"]
    minute, second = int(found["minute"] or found["compact"] or 0), int(found["second"] or 0)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 24
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise InvalidField(
            "time", _("“{typed}” is a time that no clock shows. Type it like 14:30.").format(typed=text)
        ) from error


def time_text(moment: time) -> str:
    """Return `moment` as it is stored and shown."""
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
