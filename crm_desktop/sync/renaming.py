"""New clocks for edits that nobody has accepted: after a wrong clock was found, or a copy of this device."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.journal.clock import COUNTER_BITS
from crm_desktop.journal.lineage import BEGINNING
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.store.belonging import TOLD_UNTIL
from crm_desktop.store.capture import INSERTED, INSERTED_RANGE, UPDATED
from crm_desktop.store.number_blocks import forget_blocks
from crm_desktop.store.sites import local_value, own_site, set_local_value, take_new_site
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.noted import clocks_noted
from crm_desktop.sync.origin import keep_origin
from crm_desktop.sync.outbox import ACCEPTED
from crm_desktop.sync.rename import bases_renamed, is_ahead, last_honest, moved, restamped
from crm_desktop.sync.sending import call_back
from crm_desktop.vault.driver import Connection

_WAITING = f"SELECT seq, hlc, site FROM step WHERE state < {ACCEPTED} ORDER BY seq"
_PARCELLED = "parcelled_hlc"
_RENAMED = "renamed"
# A parcel from a clock that is further ahead is not taken: its edits would win over everybody's for so long.
PARCELS_AHEAD_MS = 86_400_000


class Touched(NamedTuple):
    """A record that an edit with a new clock is in."""

    table: int
    record: bytes


def become_another(connection: Connection) -> int:
    """Take a new site, for there is another copy of this file; what waits is sent as that of the new site."""
    waiting = _waiting(connection)
    call_back(connection)
    forget_blocks(connection)
    site = take_new_site(connection)
    _rename(connection, moved(list(waiting.values()), site))
    return site


def adopt_waiting(connection: Connection) -> None:
    """Make what waits under a former site that of this one, which sends it: a backup was restored before sharing."""
    site, waiting = own_site(connection), list(_waiting(connection).values())
    if any(each.site != site for each in waiting):
        # what was done since keeps its clocks, and is told how that is called now which it was written over
        _rename(connection, moved(waiting, site))


def restamp(connection: Connection, server_ms: int) -> list[Touched]:
    """Give what waits clocks by the server's time, in the same order; return the records whose clocks changed."""
    waiting = _waiting(connection)
    call_back(connection)
    stamps = [row[0] for row in connection.execute(f"SELECT hlc FROM step WHERE state >= {ACCEPTED}")]
    names = restamped(list(waiting.values()), last_honest(stamps, server_ms), server_ms, own_site(connection))
    touched = _touched(connection, list(waiting))
    behind = server_ms - max((clock.hlc >> 16 for clock in waiting.values()), default=server_ms)
    _rename(connection, names)
    connection.executemany(
        "UPDATE step SET at = min(at, ?) WHERE seq = ?", [(server_ms, step) for step in waiting] if behind < 0 else []
    )
    newest = max((clock.hlc for clock in names.values()), default=last_honest(stamps, server_ms))
    connection.execute("UPDATE ctx SET hlc = ?", (newest,))
    return touched


def was_renamed(reader: Connection) -> bool:
    """Tell whether edits got new clocks, which may stand elsewhere in the order: only the server's rows tell how."""
    return local_value(reader, _RENAMED) == "1"


def settle_renamed(connection: Connection) -> None:
    """Note that all rows came back from the server, as they are with the new clocks."""
    set_local_value(connection, _RENAMED, "")


def note_parcelled(connection: Connection, hlc: int) -> None:
    """Note that this device's steps up to the stamp `hlc` left in a parcel: others know them by their clocks."""
    if hlc > _parcelled(connection):
        set_local_value(connection, _PARCELLED, str(hlc))


def must_wait(connection: Connection, server_ms: int) -> bool:
    """Tell whether steps that are ahead of the server's clock keep their own, and wait until their time has come.

    Others may have them under it, from a parcel. Nobody has one that is further ahead than parcels are taken with.
    """
    newest = min(_parcelled(connection), (server_ms + PARCELS_AHEAD_MS) << COUNTER_BITS)
    return any(is_ahead(each.hlc, server_ms) and each.hlc <= newest for each in _waiting(connection).values())


def _parcelled(connection: Connection) -> int:
    return int(local_value(connection, _PARCELLED) or 0)


def _waiting(connection: Connection) -> dict[int, Clock]:
    return {seq: Clock(hlc, site) for seq, hlc, site in connection.execute(_WAITING).fetchall()}


def _touched(connection: Connection, steps: list[int]) -> list[Touched]:
    found: dict[Touched, None] = {}
    for step in steps:
        for number, rid, op, delta in connection.execute(
            "SELECT DISTINCT tbl, rid, op, iif(op = 3, delta, NULL) FROM change WHERE step = ?", (step,)
        ).fetchall():
            first, last = json.loads(delta) if op == INSERTED_RANGE else (rid, rid)
            table = BY_NUMBER[number]
            rows = connection.execute(f"SELECT id FROM {table.name} WHERE rid BETWEEN ? AND ?", (first, last))
            found.update(dict.fromkeys(Touched(number, row[0]) for row in rows))
    return list(found)


def _rename(connection: Connection, names: Mapping[Clock, Clock]) -> None:
    """Write the new clocks of `names` wherever the old ones stand: steps, rows, fields, bases and conflicts."""
    steps: dict[int, Clock] = {}
    if names:
        set_local_value(connection, _RENAMED, "1")
    for old, new in names.items():
        row = connection.execute(
            f"SELECT seq FROM step WHERE hlc = ? AND site = ? AND state < {ACCEPTED}", tuple(old)
        ).fetchone()
        if row is None:
            continue
        steps[row[0]] = old
        if row[0] == BEGINNING:
            keep_origin(connection)
        connection.execute("UPDATE step SET hlc = ?, site = ? WHERE seq = ?", (*new, row[0]))
        _rename_records(connection, row[0], old, new)
        for side in ("win", "lose"):
            connection.execute(
                f"UPDATE conflict SET {side}_hlc = ?, {side}_site = ? WHERE {side}_hlc = ? AND {side}_site = ?",
                (*new, *old),
            )
    for step, old in steps.items():
        _rename_bases(connection, step, old, names)


def _rename_records(connection: Connection, step: int, old: Clock, new: Clock) -> None:
    for number, rid, op, fld, delta in connection.execute(
        "SELECT tbl, rid, op, fld, delta FROM change WHERE step = ?", (step,)
    ).fetchall():
        table = BY_NUMBER[number]
        if op == UPDATED:
            connection.execute(
                "UPDATE fclock SET hlc = ?, site = ? WHERE tbl = ? AND rid = ? AND fld = ? AND hlc = ? AND site = ?",
                (*new, number, rid, fld, *old),
            )
            continue
        first, last = (rid, rid) if op == INSERTED else json.loads(delta)
        connection.execute(
            f"UPDATE {table.name} SET _hlc = ?, _site = ? WHERE rid BETWEEN ? AND ? AND _hlc = ? AND _site = ?",
            (*new, first, last, *old),
        )


def _sent_before(connection: Connection, step: int, site: int) -> int:
    """Return the stamp of the newest accepted step of `site` that was here before `step`, 0 where none was."""
    newest = f"SELECT max(hlc) FROM step WHERE site = ? AND state >= {ACCEPTED} AND seq < ?"
    return int(connection.execute(newest, (site, step)).fetchone()[0] or 0)


def _rename_bases(connection: Connection, step: int, old: Clock, names: Mapping[Clock, Clock]) -> None:
    changes = connection.execute(f"SELECT seq, delta FROM change WHERE step = ? AND op = {UPDATED}", (step,)).fetchall()
    notes = [(seq, json.loads(delta)) for seq, delta in changes]
    tells = any(each.hlc > TOLD_UNTIL for _seq, (_old, _new, base) in notes for each in clocks_noted(base))
    sent = _sent_before(connection, step, old.site) if tells else 0
    for seq, (before, after, base) in notes:
        clocks = clocks_noted(base)
        renamed = bases_renamed(clocks, names, sent)
        if renamed != clocks:
            note = [before, after, renamed if isinstance(base[0], list) else renamed[0]]
            connection.execute("UPDATE change SET delta = ? WHERE seq = ?", (json.dumps(note, ensure_ascii=False), seq))
