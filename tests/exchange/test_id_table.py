"""Ids by numbers, in little memory."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.id_table import ID_BYTES, IdTable

NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3).map(lambda number: number * 4096)
IDS = st.integers(0, 3).flatmap(lambda several: st.binary(min_size=several * ID_BYTES, max_size=several * ID_BYTES))


@given(st.lists(st.tuples(NUMBERS, IDS), max_size=80))
def test_a_table_answers_as_a_dict_does(puts: list[tuple[int, bytes]]) -> None:
    table, plain = IdTable(), dict[int, bytes]()
    for number, ids in puts:
        table.put(number, ids)
        plain[number or 1] = ids
    assert {number: table.get(number) for number in plain} == plain
    assert sorted(table.items()) == sorted((number, ids) for number, ids in plain.items() if ids)
    table.clear()
    assert not any(table.get(number) for number in plain)


@given(st.lists(st.tuples(NUMBERS, st.integers(0, 3)), max_size=60))
def test_ids_are_added_once_each_in_their_order(added: list[tuple[int, int]]) -> None:
    table, plain = IdTable(), dict[int, list[bytes]]()
    for number, each in added:
        one = each.to_bytes(ID_BYTES, "big")
        table.add(number, one)
        there = plain.setdefault(number or 1, [])
        there += [] if one in there else [one]
    assert {number: table.get(number) for number in plain} == {n: b"".join(ids) for n, ids in plain.items()}


def test_a_table_grows_and_loses_nothing_and_stays_small() -> None:
    tracemalloc.start()
    table = IdTable()
    for number in range(1, 50_001):
        table.put(hash(f"text {number}"), number.to_bytes(ID_BYTES, "big"))
    now, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert now < 70 * 50_000
    assert all(table.get(hash(f"text {n}")) == n.to_bytes(ID_BYTES, "big") for n in range(1, 50_001))
    assert table.get(hash("text 0")) == b""
