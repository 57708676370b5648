"""A gathered list: heads among rows, groups that open and close."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QPersistentModelIndex
from pytestqt.modeltest import ModelTester

from ui.kit.cells import CellKind
from ui.kit.formats import Formats
from ui.kit.gathered_model import GatheredModel
from ui.kit.group_head import GroupHead
from ui.kit.paged_model import Column, check_column

SIZES = {"A": 3, "B": 4}


class Row(NamedTuple):
    id: bytes
    name: str


def head(name: str) -> GroupHead:
    return GroupHead(name.encode(), name, f"{SIZES[name]} rows")


def stream(closed: set[str]) -> list[Any]:
    items: list[Any] = []
    for name, size in SIZES.items():
        items.append(head(name)._replace(open=name not in closed))
        if name not in closed:
            items += [Row(f"{name}{at}".encode(), f"{name}{at}") for at in range(size)]
    return items


@pytest.fixture
def closed() -> set[str]:
    return set()


@pytest.fixture
def model(formats: Formats, closed: set[str]) -> GatheredModel[Row]:
    def fetch(after: Any, take: Callable[..., None]) -> None:
        items: Sequence[Any] = stream(closed)
        start = int(after or 0)
        take(items[start : start + 4], start + 4 if start + 4 < len(items) else None)

    made: GatheredModel[Row] = GatheredModel([check_column(), Column("name", kind=CellKind.TEXT)], fetch, formats)
    made.restart()
    return made


def titles(model: GatheredModel[Row]) -> list[str]:
    heads = [model.head(place) for place in range(model.rowCount())]
    return [each.title if each is not None else model.row(at).name for at, each in enumerate(heads)]


def test_it_is_a_sound_model_while_groups_close_and_open(
    model: GatheredModel[Row], closed: set[str], qtmodeltester: ModelTester
) -> None:
    watch: Callable[[GatheredModel[Row]], None] = qtmodeltester.check
    watch(model)
    while model.canFetchMore():
        model.fetchMore()
    closed.add("A")
    model.close_group(0, 1)
    assert titles(model) == ["A", "B", "B0", "B1", "B2", "B3"]
    closed.remove("A")
    model.open_group(0, 1)
    assert titles(model)[:4] == ["A", "A0", "A1", "A2"]


def test_a_group_that_is_not_whole_yet_is_closed_with_what_follows_loaded(
    model: GatheredModel[Row], closed: set[str]
) -> None:
    model.fetchMore()
    assert titles(model)[-1] == "B2"
    assert not model.is_whole(4)
    closed.add("B")
    model.close_group(4, None)
    assert titles(model) == ["A", "A0", "A1", "A2", "B"]
    assert not model.canFetchMore()


def test_heads_are_never_selected(model: GatheredModel[Row]) -> None:
    model.select(range(model.rowCount()))
    assert model.selected_ids == {b"A0", b"A1", b"A2"}
    assert model.loaded_count == 3
    assert model.is_selected(0)
    model.toggle(0)
    assert model.selected_ids == frozenset()
    model.select_everything()
    model.select([1], on=False)
    assert model.selected_ids == {b"A1", b"A2"}


@pytest.fixture
def shared(formats: Formats) -> GatheredModel[Row]:
    """A list in which X stands in both groups, the first of which has grown at every other look."""
    grown: list[Row] = []

    def fetch(_after: Any, take: Callable[..., None]) -> None:
        items: list[Any] = [head("A"), *grown, Row(b"X", "X"), head("B"), Row(b"Y", "Y"), Row(b"X", "X")]
        grown.append(Row(b"W%d" % len(grown), "W"))
        take(items, None)

    made: GatheredModel[Row] = GatheredModel([check_column(), Column("name", kind=CellKind.TEXT)], fetch, formats)
    made.restart()
    return made


def test_a_record_in_two_groups_is_one_record(shared: GatheredModel[Row]) -> None:
    assert titles(shared) == ["A", "X", "B", "Y", "X"]
    assert shared.loaded_count == 2
    shared.select([1])
    assert (shared.selected_count, shared.is_selected(4)) == (1, True)
    shared.replace(Row(b"X", "changed"))
    assert titles(shared) == ["A", "changed", "B", "Y", "changed"]
    shared.replace(Row(b"X", "X"))
    assert shared.cells(4)[1].text == "X"


def test_where_one_stands_stays_in_its_group_when_the_list_is_read_again(shared: GatheredModel[Row]) -> None:
    first, second = (QPersistentModelIndex(shared.index(place, 1)) for place in (1, 4))
    shared.refresh()
    assert titles(shared) == ["A", "W", "X", "B", "Y", "X"]
    assert (first.row(), second.row()) == (2, 5)
