"""How high the rows of a long list are: measured when they come into view, guessed until then."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate


class RowHeights:
    """Heights and places of rows that differ in height; `measure(row)` is asked once for each row and width.

    Ten thousand rows cost no more than those that are seen: the others have the height that rows have on average.
    """

    def __init__(self, measure: Callable[[int], int], usual: int) -> None:
        self._measure = measure
        self._usual = usual
        self._heights: list[int] = []
        self._known = bytearray()
        self._tops: list[int] | None = None

    @property
    def total(self) -> int:
        """How high all rows are together."""
        return self._places()[-1]

    def restart(self, count: int, usual: int) -> None:
        """Forget everything: there are `count` rows, of the height `usual` until they are measured."""
        self._usual = usual
        self._heights = [usual] * count
        self._known = bytearray(count)
        self._tops = None

    def insert(self, start: int, count: int) -> None:
        """Make room for `count` rows at `start`."""
        self._heights[start:start] = [self._average()] * count
        self._known[start:start] = bytearray(count)
        self._tops = None

    def remove(self, start: int, count: int) -> None:
        """Take `count` rows away at `start`."""
        del self._heights[start : start + count]
        del self._known[start : start + count]
        self._tops = None

    def forget(self, row: int | None = None) -> None:
        """Measure `row` again when it is seen next, or all rows: what they were is a good guess until then."""
        if row is None:
            self._known = bytearray(len(self._heights))
        elif row < len(self._known):
            self._known[row] = 0

    def height(self, row: int) -> int:
        """Return how high `row` is, measuring it."""
        if not self._known[row]:
            height = self._measure(row)
            self._known[row] = 1
            if height != self._heights[row]:
                self._heights[row] = height
                self._tops = None
        return self._heights[row]

    def top(self, row: int) -> int:
        """Return where `row` begins, by what is known of those above it."""
        return self._places()[row]

    def row_at(self, y: int) -> int:
        """Return the row that `y` lies in, -1 where there is none."""
        places = self._places()
        if not 0 <= y < places[-1]:
            return -1
        return bisect_right(places, y) - 1

    def seen(self, first: int, height: int) -> range:
        """Measure the rows from `first` on until they fill `height`; return which they are."""
        row, filled = first, 0
        while row < len(self._heights) and filled < height:
            filled += self.height(row)
            row += 1
        return range(first, row)

    def _places(self) -> list[int]:
        if self._tops is None:
            self._tops = list(accumulate(self._heights, initial=0))
        return self._tops

    def _average(self) -> int:
        measured = [height for height, known in zip(self._heights[-200:], self._known[-200:], strict=True) if known]
        return sum(measured) // len(measured) if measured else self._usual
