"""Rows of different heights are measured only when they are seen."""

from ui.contacts.row_heights import RowHeights


def test_only_what_is_seen_is_measured() -> None:
    measured: list[int] = []

    def measure(row: int) -> int:
        measured.append(row)
        return 100 if row % 2 else 20

    heights = RowHeights(measure, 50)
    heights.restart(10_000, 50)
    assert heights.total == 500_000
    assert heights.seen(0, 200) == range(4)
    assert measured == [0, 1, 2, 3]
    assert (heights.top(4), heights.row_at(130), heights.total) == (240, 2, 500_040)
    assert heights.seen(0, 200) == range(4)
    assert len(measured) == 4


def test_rows_put_in_and_taken_out_move_the_rest() -> None:
    heights = RowHeights(lambda row: 10 * (row + 1), 30)
    heights.restart(3, 30)
    for row in range(3):
        heights.height(row)
    heights.insert(1, 2)
    assert heights.top(3) == 10 + 2 * 20
    heights.remove(0, 3)
    assert (heights.top(1), heights.total) == (20, 50)


def test_what_is_forgotten_is_a_guess_until_it_is_seen_again() -> None:
    width = 100
    heights = RowHeights(lambda _row: 6000 // width, 50)
    heights.restart(2, 50)
    assert heights.seen(0, 200) == range(2)
    width = 50
    heights.forget()
    assert heights.total == 120
    assert (heights.height(0), heights.total) == (120, 180)


def test_nothing_lies_above_or_below() -> None:
    heights = RowHeights(lambda _row: 10, 10)
    heights.restart(2, 10)
    assert (heights.row_at(-1), heights.row_at(20), heights.row_at(19)) == (-1, -1, 1)
