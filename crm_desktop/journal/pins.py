"""Favourites and pinned places of a member: records, views and reports that are one click away."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

FAVOURITE, PINNED = "favourite", "pinned"
# Where one stands on a page is no part of what is pinned.
_PASSING = frozenset({"at", "current", "preview", "focus", "log", "first_steps", "scroll", "day"})
_ID = re.compile("[0-9a-f]{32}")


class Pin(NamedTuple):
    """A page of the app, perhaps with a record on it, and how it is shown."""

    title: str
    page: str
    record: bytes | None
    arguments: Mapping[str, object]


class PinRow(NamedTuple):
    """A pin with what it is called now; `sort` is the kind of contact, or the table of the record, or empty."""

    id: bytes
    pin: Pin
    sort: str


def pins(reader: Connection, member: bytes | None, kind: str, tables: Mapping[str, str]) -> list[PinRow]:
    """Return the pins of `member` of `kind` in their order; `tables` says whose records a page shows.

    Records and views in the bin are left out, and come back with them.
    """
    found = reader.execute(
        "SELECT id, title, page, record, arguments FROM pin WHERE kind = ? AND removed_at IS NULL AND owner IS ? "
        "ORDER BY position IS NULL, position, rid",
        (kind, member),
    ).fetchall()
    rows: list[PinRow] = []
    for record, title, page, noted, arguments in found:
        pin = Pin(title or "", page, bytes.fromhex(noted.replace("-", "")) if noted else None, _arguments(arguments))
        now = _as_it_is(reader, pin, tables)
        if now is not None:
            rows.append(PinRow(record, *now))
    return rows


def pins_of(reader: Connection, member: bytes | None, pin: Pin) -> dict[str, bytes]:
    """Return the ids of the member's pins that lead to the same place, by their kind."""
    found = reader.execute(
        "SELECT kind, id, arguments FROM pin WHERE page = ? AND coalesce(record, '') = ? "
        "AND removed_at IS NULL AND owner IS ? ORDER BY rid DESC",
        (pin.page, pin.record.hex() if pin.record else "", member),
    ).fetchall()
    # a record is the same however its page is shown
    wanted = _kept(pin)
    return {kind: made for kind, made, noted in found if pin.record is not None or _arguments(noted) == wanted}


def toggle_pin(journal: Journal, kind: str, pin: Pin) -> bool:
    """Pin the place for the member who asks, or take the pin away; return whether it is there now."""
    with journal.store.reader() as reader:
        known = pins_of(reader, journal.member, pin).get(kind)
    if known is not None:
        remove_pin(journal, known)
        return False
    label = _("Pin {title}") if kind == PINNED else _("Make {title} a favourite")
    with journal.transaction(label.format(title=pin.title)) as tx:
        (last,) = tx.connection.execute("SELECT coalesce(max(position), 0) FROM pin").fetchone()
        kept = _kept(pin)
        tx.insert(
            "pin",
            {
                "title": pin.title,
                "kind": kind,
                "page": pin.page,
                "record": pin.record.hex() if pin.record else None,
                "arguments": json.dumps(kept, default=noted_value, ensure_ascii=False) if kept else None,
                "position": last + 1,
                "owner": journal.member,
            },
        )
    return True


def remove_pin(journal: Journal, pin: bytes) -> None:
    """Take the pin away."""
    with journal.store.reader() as reader:
        (title,) = reader.execute("SELECT title FROM pin WHERE id = ?", (pin,)).fetchone()
    with journal.transaction(_("Unpin {title}").format(title=title or "")) as tx:
        tx.remove("pin", pin)


def order_pins(journal: Journal, ids: Sequence[bytes]) -> None:
    """Put the pins `ids` into this order."""
    with journal.transaction(_("Order pins")) as tx:
        for position, each in enumerate(ids, 1):
            tx.update("pin", each, {"position": position})


def _as_it_is(reader: Connection, pin: Pin, tables: Mapping[str, str]) -> tuple[Pin, str] | None:
    """Return the pin under the name that its record or view has now; None where that is gone."""
    table, record = tables.get(pin.page, ""), pin.record
    view = _saved_view(pin.arguments.get("view"))
    if record is None and view is not None:
        table, record = "saved_view", view
    if record is None or not table:
        return pin, ""
    declared = BY_NAME[table]
    kind = "kind" if table == "contact" else f"'{table}'"
    row = reader.execute(
        f"SELECT {declared.title}, {kind} FROM {table} WHERE id = ? AND removed_at IS NULL", (record,)
    ).fetchone()
    return None if row is None else (pin._replace(title=str(row[0] or pin.title)), str(row[1]))


def _saved_view(named: object) -> bytes | None:
    """Return the id of the saved view that is `named`; a page may also have ways to look that it names itself."""
    return bytes.fromhex(named) if isinstance(named, str) and _ID.fullmatch(named) else None


def _kept(pin: Pin) -> dict[str, object]:
    kept = {name: value for name, value in pin.arguments.items() if name not in _PASSING and value not in (None, "")}
    return _arguments(json.dumps(kept, default=noted_value)) if pin.record is None else {}


def noted_value(value: object) -> dict[str, str]:
    """Return what JSON has no form for, under a name that tells what it is."""
    if isinstance(value, bytes):
        return {"$id": value.hex()}
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    raise TypeError(f"{value!r} cannot be pinned")


def _arguments(stored: str | None) -> dict[str, object]:
    parsed = json.loads(stored, object_hook=read_value) if stored else {}
    return parsed if isinstance(parsed, dict) else {}


def read_value(noted: dict[str, Any]) -> object:
    """Return what `noted_value` noted."""
    if "$id" in noted:
        return bytes.fromhex(noted["$id"])
    return date.fromisoformat(noted["$day"]) if "$day" in noted else noted
