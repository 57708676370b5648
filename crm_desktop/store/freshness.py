"""How fresh what stands here is: which computers that share the workspace were not heard of for long."""

from typing import NamedTuple

from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

DAY_MS = 86_400_000
# A computer that was not heard of for a weekend has nothing to tell; after this time it may have.
SILENT_DAYS = 3
NAMED = 2


class Silent(NamedTuple):
    """A computer that was not heard of for `days`; what was written on it since is not in here."""

    device: str
    member: str
    days: int


def synced_at(reader: Connection) -> int | None:
    """Return the instant of the last exchange with the office server, None where nothing is shared or was yet."""
    row = reader.execute("SELECT last_ok_at FROM sync").fetchone()
    return None if row is None or row[0] is None else int(row[0])


def silent_devices(reader: Connection, now_ms: int) -> tuple[Silent, ...]:
    """Return the other computers that were not heard of for SILENT_DAYS, the longest first."""
    found = reader.execute(
        "SELECT coalesce(d.name, ''), coalesce(m.name, ''), d.last_seen FROM device d "
        "LEFT JOIN member m ON m.id = d.member "
        "WHERE d.site <> (SELECT site FROM ctx) AND d.last_seen < ? ORDER BY d.last_seen",
        (now_ms - SILENT_DAYS * DAY_MS,),
    )
    return tuple(Silent(name, member, (now_ms - seen) // DAY_MS) for name, member, seen in found)


def silence_in_words(silent: tuple[Silent, ...]) -> str:
    """Return in one line who was last heard of when; empty where everybody was."""
    told = [
        ngettext("{name} was last heard {n} day ago", "{name} was last heard {n} days ago", each.days).format(
            name=each.device or each.member or _("A computer"), n=each.days
        )
        for each in silent[:NAMED]
    ]
    more = len(silent) - NAMED
    if more > 0:
        told.append(ngettext("and {n} more computer", "and {n} more computers", more).format(n=more))
    return ", ".join(told)
