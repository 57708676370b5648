"""What the search for duplicates keeps is written in the order of its tables."""

from array import array
from random import Random

import pytest

from crm_desktop.contacts.match_tables import in_order, joined, key_rows


@pytest.mark.parametrize("count", [0, 1, 9_999, 10_000, 10_001, 123_457])
def test_numbers_come_in_their_order_however_many_there_are(count: int) -> None:
    dice = Random(count)
    numbers = [dice.randrange(-(1 << 62), 1 << 62) for _number in range(count)]
    assert list(in_order(numbers)) == sorted(numbers)


def test_numbers_that_are_all_alike_or_in_order_already_stay_so() -> None:
    assert list(in_order([7] * 50_000)) == [7] * 50_000
    assert list(in_order(range(50_000))) == list(range(50_000))
    assert list(in_order(range(50_000, 0, -1))) == list(range(1, 50_001))


def test_keys_come_with_their_contacts() -> None:
    keyed = array("q", [*joined([5, 3], 9), *joined([3], 2)])
    assert list(key_rows(keyed)) == [(3, 2), (3, 9), (5, 9)]
