"""What the server sent, taken into the file in one transaction: nobody sees half of it, and nothing is sent back."""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, NamedTuple

from crm_desktop.errors import TooMuchWouldGo
from crm_desktop.journal.incoming import Incoming
from crm_desktop.schema.catalogue import BY_NUMBER, SHARED
from crm_desktop.store.capture import INSERTED, UPDATED
from crm_desktop.sync.arrived_conflicts import clear_conflicts, cleared_from, conflict_from, put_conflicts
from crm_desktop.sync.arrived_history import change_from, put_changes, put_made, put_steps, step_from
from crm_desktop.sync.erasing import Erased, erase
from crm_desktop.sync.lacking import lacking
from crm_desktop.sync.outbox import ACCEPTED, REFUSED
from crm_desktop.sync.rows import put_rows, row_from
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# A pull that would take away more than this asks first: a mistake at the office must not empty the laptops.
MOST_GONE = 1000
MOST_GONE_SHARE = 0.1
# Below this many a tenth is nothing to ask about.
_FEW_GONE = 20

Answer = Mapping[str, Any]


class Applied(NamedTuple):
    """What was taken in: records that are new or differ now, conflicts, and records that went.

    `left` counts those of the erased that were here until now, by the member who erased them, as far as that is known.
    """

    rows: int = 0
    conflicts: int = 0
    gone: int = 0
    erased: int = 0
    left: Mapping[bytes | None, int] = MappingProxyType({})


class Going(NamedTuple):
    """What leaves this device: records out of its user's sight, and erased ones."""

    gone: list[tuple[int, bytes]]
    erased: list[Erased]


def going_of(answers: Iterable[Answer]) -> Going:
    """Return what all `answers` take away."""
    going = Going([], [])
    for answer in answers:
        going.gone.extend((int(number), bytes.fromhex(record)) for number, record in answer.get("gone") or ())
        # servers before version 7 do not say who it was
        for (number, record, *receipt), by in zip_longest(answer.get("erased") or (), answer.get("erased_by") or ()):
            told = Erased(int(number), bytes.fromhex(record), *receipt)
            going.erased.append(told._replace(by=None if by is None else bytes.fromhex(by)))
    return going


def apply_answers(incoming: Incoming, answers: Sequence[Answer], now_ms: int, *, may_empty: bool = False) -> Applied:
    """Take in all `answers` of one pull.

    Raises TooMuchWouldGo where it would take away much of what is here, unless it `may_empty`.
    """
    return apply_pages(incoming, answers, going_of(answers), now_ms, may_empty=may_empty)


def apply_pages(
    incoming: Incoming, pages: Iterable[Answer], going: Going, now_ms: int, *, may_empty: bool = False
) -> Applied:
    """Take in the `pages` of one pull one after another, and then let go what is `going` with all of them.

    Raises TooMuchWouldGo where that is much of what is here, unless it `may_empty`.
    """
    connection = incoming.connection
    if not may_empty:
        _guard(connection, [*going.gone, *(each[:2] for each in going.erased)])
    forgotten = {row[0] for row in connection.execute("SELECT id FROM erased")} | {each.record for each in going.erased}
    rows = conflicts = 0
    for page in pages:
        came = _apply_page(incoming, page, forgotten)
        rows, conflicts = rows + came.rows, conflicts + came.conflicts
    for number, record in going.gone:
        take_away(incoming, number, record, now_ms)
    left = _erased_by(incoming, going.erased, now_ms)
    return Applied(rows, conflicts, len(going.gone) + len(going.erased), len(going.erased), left)


def _erased_by(incoming: Incoming, records: Sequence[Erased], now_ms: int) -> dict[bytes | None, int]:
    """Erase `records`; return how many of them were here by the member who erased them."""
    of_members: dict[bytes | None, list[Erased]] = {}
    for each in records:
        of_members.setdefault(each.by, []).append(each)
    counts = {by: erase(incoming, theirs, now_ms) for by, theirs in of_members.items()}
    return {by: count for by, count in counts.items() if count}


def _apply_page(incoming: Incoming, page: Answer, forgotten: Set[bytes]) -> Applied:
    """Take in one page; rows of records that are `forgotten` are left out."""
    connection, steps = incoming.connection, page.get("steps") or ()
    put_steps(connection, map(step_from, steps))
    rows = [row for row in map(row_from, page.get("rows") or ()) if row.record not in forgotten]
    before = incoming.count
    put_made(connection, put_rows(incoming, rows))
    came = incoming.count - before
    put_changes(incoming, map(change_from, page.get("changes") or ()))
    conflicts = put_conflicts(incoming, map(conflict_from, page.get("conflicts") or ()))
    clear_conflicts(incoming, map(cleared_from, page.get("cleared") or ()))
    keep_up(connection, max([0, *(row.newest for row in rows), *(each[1] for each in steps)]))
    return Applied(came, conflicts)


def keep_up(connection: Connection, hlc: int) -> None:
    """Let what is written from now on be later than `hlc`, which was seen."""
    connection.execute("UPDATE ctx SET hlc = max(hlc, ?)", (hlc,))


def is_too_much(going: int, total: int) -> bool:
    """Tell whether a pull that takes away `going` of `total` records stops and asks first."""
    return going > MOST_GONE or going > max(_FEW_GONE, MOST_GONE_SHARE * total)


def _guard(connection: Connection, going: Sequence[tuple[int, bytes]]) -> None:
    if len(going) <= _FEW_GONE:
        return
    here = sum(
        connection.execute(f"SELECT 1 FROM {BY_NUMBER[number].name} WHERE id = ?", (record,)).fetchone() is not None
        for number, record in going
        if number in BY_NUMBER
    )
    total = sum(int(connection.execute(f"SELECT count(*) FROM {each.name}").fetchone()[0]) for each in SHARED)
    if is_too_much(here, total):
        raise TooMuchWouldGo(
            _(
                "The server would take {gone} of {total} records off this computer, so nothing was changed. Ask "
                "whoever looks after the server. If it is meant, allow it: in the app at the state of sharing, or with "
                "`sync --allow-removal`."
            ).format(gone=here, total=total),
            here,
        )


def take_away(incoming: Incoming, number: int, record: bytes, now_ms: int) -> None:
    """Take off this device what its user may not see any more; edits that were not sent are kept aside."""
    table = BY_NUMBER.get(number)
    if table is None:
        return
    connection = incoming.connection
    row = connection.execute(f"SELECT rid, {table.title} FROM {table.name} WHERE id = ?", (record,)).fetchone()
    if row is None:
        return
    rid, title = row
    unsent = REFUSED if (number, record) in lacking(connection) else ACCEPTED
    reason = _("You may not see this record any more.")
    for fld, delta, hlc, site in connection.execute(
        "SELECT c.fld, c.delta, s.hlc, s.site FROM change c JOIN step s ON s.seq = c.step "
        f"WHERE c.tbl = ? AND c.rid = ? AND c.op IN ({INSERTED}, {UPDATED}) AND s.state < {unsent} "
        "AND s.site = (SELECT site FROM ctx) ORDER BY c.seq",
        (number, rid),
    ).fetchall():
        value = json.dumps(json.loads(delta)[1], ensure_ascii=False) if delta else None
        keep_aside(connection, (number, record, str(title or ""), fld, value, hlc, site, reason, now_ms))
    incoming.drop(table.name, [rid])


def keep_aside(connection: Connection, edit: Sequence[object]) -> None:
    """Keep an `edit` that does not travel: table, record, title, field, value, clock, site, reason, time."""
    connection.execute(
        "INSERT INTO set_aside(tbl, id, title, fld, value, hlc, site, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        tuple(edit),
    )
