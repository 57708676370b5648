"""What goes into the bin with a record and comes back with it (docs/decisions/0047)."""

import json
from collections.abc import Iterable, Iterator, Sequence

from crm_desktop.schema.catalogue import BY_NAME, SHARED
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.belonging import REMOVED
from crm_desktop.vault.driver import Connection

Ids = dict[str, list[bytes]]

LISTED = "(SELECT unhex(value) FROM json_each(:{}))"
FOLLOWING = [(each, each.along) for each in SHARED if each.along is not None]
_ABOUT = sorted({str(each.by_name[link].target) for each, along in FOLLOWING for link in along.links})


def all_along(connection: Connection, table: str, records: Iterable[bytes], now_ms: int, *, asked: bool = False) -> Ids:
    """Return the ids by table of all that goes into the bin with `records` of `table`, and with each of those."""
    gone: Ids = {each.name: [] for each in SHARED}
    gone[table] = list(records)
    waiting = [(table, list(gone[table]))]
    first = len(gone[table])
    while waiting:
        of, chosen = waiting.pop(0)
        for name, ids in _following(connection, of, chosen, gone, now_ms, asked=asked):
            known = set(gone[name])
            fresh = [each for each in ids if each not in known]
            gone[name] += fresh
            if fresh:
                waiting.append((name, fresh))
    gone[table] = gone[table][first:]
    return {name: ids for name, ids in gone.items() if ids}


def coming_back(connection: Connection, table: str, records: Iterable[bytes]) -> Ids:
    """Return the ids by table of all that went into the bin with `records` of `table` and is there yet."""
    found: Ids = {}
    waiting = [(table, list(records))]
    while waiting:
        of, chosen = waiting.pop(0)
        for name, ids in _went(connection, BY_NAME[of], chosen):
            known = set(found.get(name, ()))
            fresh = [each for each in ids if each not in known]
            found.setdefault(name, []).extend(fresh)
            if fresh:
                waiting.append((name, fresh))
    return {name: ids for name, ids in found.items() if ids}


def went_with(connection: Connection, table: str, record: bytes) -> str:
    """Return the name of the record with which `record` of `table` went into the bin, and is there; else nothing."""
    whole = BY_NAME[table]
    for link in whole.along.links if whole.along is not None else ():
        target = BY_NAME[whole.by_name[link].target or ""]
        found = connection.execute(
            f"SELECT coalesce(w.{target.title}, '') FROM {table} t CROSS JOIN {target.name} w ON w.id = t.{link} "
            f"WHERE t.id = ? AND w.removed_at IS NOT NULL AND t.removed_at IN {_moments(target, '(w.id)')}",
            (record,),
        ).fetchone()
        if found is not None:
            return str(found[0])
    return ""


def _following(
    connection: Connection, table: str, chosen: Sequence[bytes], gone: Ids, now_ms: int, *, asked: bool
) -> Iterator[tuple[str, list[bytes]]]:
    """Return what goes with those of `table` that are `chosen`; what is asked for comes first, with what is theirs."""
    values = {"chosen": ids_text(chosen), "now": now_ms}
    for each, along in sorted(FOLLOWING, key=lambda pair: not pair[1].asked):
        for place, link in enumerate(along.links):
            if each.by_name[link].target == table and (asked or not along.asked):
                goes = [f"t.{link} IN {LISTED.format('chosen')}", "t.removed_at IS NULL", f"({along.open})"]
                goes += [_dead(each, closer) for closer in along.links[:place]]
                lists = {name: ids_text(gone[name]) for name in _ABOUT}
                sql = f"SELECT t.id FROM {each.name} t WHERE {' AND '.join(goes)}"
                yield each.name, [row[0] for row in connection.execute(sql, {**lists, **values})]


def _dead(table: RecordTable, link: str) -> str:
    """Return the condition that the `link` of a row `t` of `table` leads to nothing that stays out of the bin."""
    target = table.by_name[link].target
    return (
        f"NOT EXISTS (SELECT 1 FROM {target} x WHERE x.id = t.{link} AND x.removed_at IS NULL "
        f"AND x.id NOT IN {LISTED.format(target)})"
    )


def _went(connection: Connection, whole: RecordTable, chosen: Sequence[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    listed = LISTED.format("chosen")
    moments = _moments(whole, listed)
    for each, along in FOLLOWING:
        about = [f"t.{link} IN {listed}" for link in along.links if each.by_name[link].target == whole.name]
        if about:
            sql = f"SELECT t.id FROM {each.name} t WHERE ({' OR '.join(about)}) AND t.removed_at IN {moments}"
            yield each.name, [row[0] for row in connection.execute(sql, {"chosen": ids_text(chosen)})]


def _moments(table: RecordTable, chosen: str) -> str:
    """Return a query for the moments at which the `chosen` of `table` were put into the bin, here and elsewhere.

    What went along has one of them: two laptops may have removed the same, each with what it knew.
    """
    removed = table.by_name[REMOVED].number
    return (
        f"(SELECT m.removed_at FROM {table.name} m WHERE m.id IN {chosen} UNION SELECT json_extract(c.delta, '$[1]') "
        f"FROM {table.name} m CROSS JOIN change c ON c.tbl = {table.number} AND c.rid = m.rid AND c.fld = {removed} "
        f"WHERE m.id IN {chosen})"
    )


def ids_text(ids: Iterable[bytes]) -> str:
    """Return `ids` as a JSON list of hexadecimal text."""
    return json.dumps([each.hex() for each in ids])
