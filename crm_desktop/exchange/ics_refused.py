"""Components of calendars that were refused, kept in a calendar of their own with the reason."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from crm_desktop.exchange.readers.calendar_text import Component
from crm_desktop.whole_files import atomic_bytes

REASON = "X-CRM-REFUSED"


class RefusedComponent(NamedTuple):
    """A component and why it was refused."""

    component: Component
    reason: str


def write_refused(refused: Sequence[RefusedComponent], zones: Mapping[str, str], path: Path) -> None:
    """Write `refused` to `path` so that it can be mended and imported as it is; raises CrmError."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//crm_desktop//refused//EN", *zones.values()]
    for component, reason in refused:
        begin, *rest = [line for line in component.text.split("\n") if not line.startswith(f"{REASON}:")]
        lines += [begin, f"{REASON}:{' '.join(reason.split())}", *rest]
        lines += [f"END:{component.kind}"] if component.broken else []
    lines.append("END:VCALENDAR")
    with atomic_bytes(path) as file:
        file.write("".join(f"{line}\r\n" for text in lines for line in text.split("\n")).encode())
