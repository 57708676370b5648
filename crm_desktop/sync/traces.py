"""What tells of an erased record outside of it: the words of other steps, and pins of this device."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from crm_desktop.journal.incoming import Incoming
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.ours import PIN
from crm_desktop.vault.driver import Connection

# Shorter names stand in many words.
_LEAST_LETTERS = 3


class _Named(Protocol):
    @property
    def table(self) -> int: ...

    @property
    def record(self) -> bytes: ...


def titles_of(connection: Connection, records: Iterable[_Named]) -> list[str]:
    """Return the names of those of `records` that are contacts."""
    found: list[str] = []
    for each in records:
        if each.table == CONTACT.number:
            row = connection.execute("SELECT name FROM contact WHERE id = ?", (each.record,)).fetchone()
            found += [] if row is None or row[0] is None else [str(row[0])]
    return [each for each in found if len(each) >= _LEAST_LETTERS]


def forget_titles(connection: Connection, titles: Iterable[str], instead: str) -> None:
    """Call each step `instead` whose words hold one of `titles`."""
    for title in dict.fromkeys(titles):
        connection.execute("UPDATE step SET label = ? WHERE instr(lower(label), lower(?))", (instead, title))


def drop_pins(incoming: Incoming, records: Sequence[bytes]) -> None:
    """Delete the pins of this device that lead to one of `records`: they bear its name."""
    for record in records:
        found = incoming.connection.execute(
            "SELECT rid FROM pin WHERE replace(lower(record), '-', '') = ?", (record.hex(),)
        ).fetchall()
        if found:
            incoming.drop(PIN.name, [row[0] for row in found])
