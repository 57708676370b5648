"""The next batch of what waits, packed from the journal; noting it is left to whoever sends it."""

import json
from itertools import islice
from typing import NamedTuple

from crm_desktop.sync.outbox import Place, changes_of, waiting_notes, waiting_steps
from crm_desktop.sync.wire import MOST_CHANGES, Step, change_line, line_batches
from crm_desktop.vault.driver import Connection

_FLYING = "site = (SELECT site FROM ctx) AND inflight_n IS NOT NULL"


class Packed(NamedTuple):
    """A batch: its `text`, None where nothing waits; the steps that it holds to their end, those of which nothing is
    left to send, and where within a larger step it ends.
    """

    text: str | None
    whole: list[int]
    sent: list[int]
    part: str | None


class _Lined(NamedTuple):
    """A step with the lines of its changes, and where each of these stands."""

    seq: int
    step: Step
    lines: list[str]
    places: list[Place]


def pack(reader: Connection, part: str | None, *, single: bool = False) -> Packed:
    """Return the batch that follows the `part` that was sent: as many steps as fit, or a `single` one."""
    begun, place = _from_text(part)
    sent: list[int] = []
    taken: list[_Lined] = []
    room = MOST_CHANGES
    for step, notes in waiting_notes(reader):
        made = _Lined(step.seq, step.step, [], [])
        for each in islice(changes_of(reader, step, notes, place if begun == step.seq else None), room + 1):
            # as text at once: twenty thousand changes keep the collector of garbage busy
            made.lines.append(change_line(each.change, step.clock.hlc))
            made.places.append(each.place)
        if not made.lines:
            # it touched only what stays on this device, or was sent to its end
            sent.append(step.seq)
            continue
        taken.append(made)
        room -= len(made.lines)
        if room < 0 or single:
            break
    return _first_batch(taken, sent)


def pack_behind(reader: Connection) -> Packed | None:
    """Return the batch that follows the one on its way, None where nothing else waits."""
    return pack(reader, _begun(reader)) if waits_behind(reader) else None


def waits_behind(reader: Connection) -> bool:
    """Tell whether anything waits behind the batch on its way; none does where none is."""
    row = reader.execute(f"SELECT 1 FROM outbox_meta WHERE {_FLYING}").fetchone()
    return row is not None and (_begun(reader) is not None or next(waiting_steps(reader), None) is not None)


def _begun(reader: Connection) -> str | None:
    """Return where within a step the batch on its way ends, None where at the end of one."""
    row = reader.execute(f"SELECT inflight_part FROM outbox_meta WHERE {_FLYING}").fetchone()
    return None if row is None else row[0]


def _first_batch(taken: list[_Lined], sent: list[int]) -> Packed:
    batch = next(line_batches((each.step, each.lines) for each in taken), None)
    if batch is None:
        return Packed(None, [], sent, None)
    whole: list[int] = []
    left = batch.changes
    for each in taken[: batch.steps]:
        if left < len(each.lines):
            return Packed(batch.text, whole, sent, json.dumps([each.seq, *each.places[left - 1]]))
        whole.append(each.seq)
        left -= len(each.lines)
    return Packed(batch.text, whole, sent, None)


def _from_text(part: str | None) -> tuple[int | None, Place | None]:
    if part is None:
        return None, None
    step, seq, rid = json.loads(part)
    return step, Place(seq, rid)
