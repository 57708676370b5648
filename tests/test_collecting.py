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
