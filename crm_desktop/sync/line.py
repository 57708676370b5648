"""A connection that tells when what was asked has left, so that work beside the server does not hold it up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from psycopg import Connection
from psycopg.abc import PQGen
from psycopg.waiting import Wait

_Answer = TypeVar("_Answer")


class Line(Connection[Any]):
    """A connection to the server.

    Megabytes leave in many small parts. A thread that computes meanwhile keeps the interpreter for some milliseconds
    from each of them, and the server waits: so such work begins when all is on its way.
    """

    _left: Callable[[], None] | None = None

    @contextmanager
    def telling(self, left: Callable[[], None] | None) -> Iterator[None]:
        """Call `left` whenever what was asked in the block is on its way, and nothing but the answer is waited for."""
        self._left = left
        try:
            yield
        finally:
            self._left = None

    def wait(self, gen: PQGen[_Answer], *how: Any, **named: Any) -> _Answer:
        """Wait as any connection does."""
        return super().wait(gen if self._left is None else _telling(gen, self._left), *how, **named)


def _telling(asked: PQGen[_Answer], left: Callable[[], None]) -> PQGen[_Answer]:
    try:
        waits_for = next(asked)
        while True:
            if waits_for == Wait.R:
                left()
            waits_for = asked.send((yield waits_for))
    except StopIteration as done:
        answer: _Answer = done.value
        return answer
