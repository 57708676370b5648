"""A connection that tells when what was asked has left, so that work beside the server does not hold it up."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
    _until: float | None = None

    @contextmanager
    def telling(self, left: Callable[[], None] | None) -> Iterator[None]:
        """Call `left` whenever what was asked in the block is on its way, and nothing but the answer is waited for."""
        self._left = left
        try:
            yield
        finally:
            self._left = None

    @contextmanager
    def answered_within(self, seconds: float) -> Iterator[None]:
        """Cut the line where the server does not answer in the block within so many `seconds`, though it is there."""
        self._until = time.monotonic() + seconds
        try:
            yield
        finally:
            self._until = None

    def wait(self, gen: PQGen[_Answer], *how: Any, **named: Any) -> _Answer:
        """Wait as any connection does."""
        watched = self._left is not None or self._until is not None
        return super().wait(self._watched(gen) if watched else gen, *how, **named)

    def _watched(self, asked: PQGen[_Answer]) -> PQGen[_Answer]:
        try:
            waits_for = next(asked)
            while True:
                if self._left is not None and waits_for == Wait.R:
                    self._left()
                ready = yield waits_for
                if not ready and self._until is not None and time.monotonic() > self._until:
                    # the driver finds that nobody is there
                    _cut(self.pgconn.socket)
                waits_for = asked.send(ready)
        except StopIteration as done:
            answer: _Answer = done.value
            return answer


def _cut(line: int) -> None:
    with suppress(OSError):
        shut = socket.socket(fileno=line)
        try:
            shut.shutdown(socket.SHUT_RDWR)
        finally:
            shut.detach()
