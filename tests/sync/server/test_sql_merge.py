"""The merge in SQL and the merge of the program are one rule."""

import time
from itertools import groupby
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.journal.clock import COUNTER_BITS
from crm_desktop.sync.merge import Clock, Edit, same_value, settled
from tests.sync.office import CONTACT, NAME, Device, Office, new_record, step

SITES = 3
VALUES = st.sampled_from([None, 1, 1.0, True, "a", "b"])


class Typed(NamedTuple):
    """An edit of a field: when, on which laptop, and which of the edits before it the writer saw."""

    field: int
    site: int
    moment: int
    value: int | float | str | None
    saw: frozenset[int]
    alone: bool


# A decision names all that was written before it.
EVERYTHING = frozenset(range(14))
TYPED = st.builds(
    Typed,
    st.sampled_from([22, 23]),
    st.integers(0, SITES - 1),
    st.integers(1, 12),
    VALUES,
    st.one_of(st.frozensets(st.integers(0, 8), max_size=3), st.just(EVERYTHING), st.just(frozenset[int]())),
    st.booleans(),
)


@pytest.fixture
def laptops(office: Office) -> list[Device]:
    """Three laptops, and a connection that sees everything."""
    return [*(office.device() for _each in range(SITES)), Device(office.as_role("anna"), 99)]


@settings(max_examples=60)
@given(st.lists(TYPED, max_size=14), st.booleans())
def test_the_server_merges_as_the_program_does(laptops: list[Device], typed: list[Typed], filled: bool) -> None:
    made = int(time.time() * 1000) - 60_000 << COUNTER_BITS
    *devices, _last = laptops
    record, first = new_record(), Clock(made, devices[0].site)
    laptops[-1].pull()
    devices[0].add(CONTACT, record, {NAME: "Dana", **({22: "a"} if filled else {})}, made)
    edits: dict[int, list[Edit]] = {22: [Edit("a", first)] if filled else [], 23: []}
    sent: list[tuple[Typed, Edit]] = []
    for each in typed:
        before = edits[each.field]
        clock = Clock(made + each.moment, devices[each.site].site)
        if any(edit.clock == clock for edit in before):
            continue
        bases = tuple(before[at].clock for at in sorted(each.saw) if at < len(before)) or ((first,) if each.saw else ())
        edit = Edit(each.value, clock, bases)
        before.append(edit)
        sent.append((each, edit))
    # what one laptop types in a row may travel in one batch or in several
    for (site, _alone), run in groupby(sent, key=lambda each: (each[0].site, each[0].alone and id(each))):
        chosen = list(run)
        stamps = sorted({edit.clock.hlc for _each, edit in chosen})
        changes = [
            [CONTACT, record, edit.clock.hlc, 2, {str(each.field): edit.value}, _bases(each.field, edit),
             stamps.index(edit.clock.hlc)]
            for each, edit in chosen
        ]  # fmt: skip
        reply = devices[site].push([step(n, at) for n, at in enumerate(stamps)], changes)
        assert reply["upd"] + reply["noop"] == len(changes)
    _compare(laptops[-1], record, first, edits)


def _bases(field: int, edit: Edit) -> dict[str, list[int] | list[list[int]]]:
    pairs = [list(each) for each in edit.bases]
    return {str(field): pairs[0] if len(pairs) == 1 else pairs} if pairs else {}


def _compare(device: Device, record: str, first: Clock, edits: dict[int, list[Edit]]) -> None:
    row = device.call("rows_v1", CONTACT, f'["{record}"]')["rows"][0]
    doc, clocks = row[2], row[5] or {}
    news = device.pull()
    lost: dict[int, set[Clock]] = {field: set() for field in edits}
    cleared = {(each[1], each[2], *each[3:]) for each in news["cleared"]}
    for _table, found, field, _win, _win_hlc, _win_site, _lose, hlc, site, _kind in news["conflicts"]:
        if found == record:
            assert (found, field, hlc, site) not in cleared
            lost[field].add(Clock(hlc, site))
    for field, typed in edits.items():
        comes_to = settled(typed)
        assert same_value(doc.get(str(field)), None if comes_to is None else comes_to.cell.value)
        clock = Clock(*clocks.get(str(field), first))
        assert clock == (first if comes_to is None else comes_to.cell.clock)
        assert lost[field] == (set() if comes_to is None else comes_to.open)
