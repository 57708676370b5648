"""Contacts and members found by what one types of their name."""

from typing import NamedTuple

from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection

_NAMED = (
    "SELECT t.id, t.name, coalesce((SELECT c.name FROM contact c WHERE c.id = t.company), t.sector, '') "
    "FROM contact t WHERE t.kind = ? AND t.removed_at IS NULL AND"
)


class NameHit(NamedTuple):
    """A record found by its name; `note` tells it from others of the same name."""

    id: bytes
    name: str
    note: str


def contacts_named(reader: Connection, text: str, kind: str, limit: int = 8) -> list[NameHit]:
    """Return people or companies (`kind` person, company or "") whose name, or a word in it, begins with `text`."""
    start = fold(text)
    kinds = (kind,) if kind else ("person", "company")
    found: dict[bytes, NameHit] = {}
    for each in kinds:
        first = reader.execute(
            f"{_NAMED} t.sort_name >= ? AND t.sort_name < ? ORDER BY t.sort_name LIMIT ?",
            (each, start, start + "\U0010ffff", limit),
        )
        found.update((row[0], NameHit(*row)) for row in first)
    for each in kinds:
        if len(found) < limit and len(start) > 1:
            literal = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            inside = reader.execute(f"{_NAMED} t.sort_name LIKE ? ESCAPE '\\' LIMIT ?", (each, f"% {literal}%", limit))
            found.update((row[0], NameHit(*row)) for row in inside)
    return list(found.values())[:limit]


def members_named(reader: Connection, text: str, limit: int = 8) -> list[NameHit]:
    """Return the members in whose name a word begins with `text`; all of them for no text."""
    start = fold(text)
    found = reader.execute(
        "SELECT id, name, coalesce(job_title, ''), sort_name FROM member "
        "WHERE removed_at IS NULL AND coalesce(active, 1) = 1 ORDER BY sort_name"
    )
    hits = [NameHit(*row) for *row, name in found if any(word.startswith(start) for word in (name, *name.split()))]
    return hits[:limit]
