"""The collector looks less often while rows are read, and as often as before afterwards."""

import gc

import pytest

from crm_desktop.collecting import YOUNG, fewer_collections


def test_the_collector_waits_longer_for_the_length_of_an_import_alone() -> None:
    before = gc.get_threshold()
    with fewer_collections():
        assert gc.get_threshold() == (YOUNG, *before[1:])
    assert gc.get_threshold() == before


def test_the_collector_is_as_before_after_an_import_that_failed() -> None:
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), fewer_collections():
        raise ZeroDivisionError
    assert gc.get_threshold() == before


def test_it_is_as_before_when_the_last_of_several_that_overlap_ends() -> None:
    before = gc.get_threshold()
    first, second = fewer_collections(), fewer_collections()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == (YOUNG, *before[1:])
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before
