"""The types of an open database, so that everything above the driver is checked by mypy."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

Parameters = Sequence[object] | Mapping[str, object]
# a row's values have the types of the query that made it, which only its caller knows
Row = tuple[Any, ...]


class Cursor(Protocol):
    """What a statement gave back; iterating yields its rows."""

    rowcount: int
    arraysize: int
    lastrowid: int
    description: Sequence[tuple[str, None, None, None, None, None, None]] | None

    def __iter__(self) -> Iterator[Row]: ...

    def execute(self, sql: str, parameters: Parameters = ..., /) -> "Cursor":
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: Iterable[Parameters], /) -> "Cursor":
        """Run one statement for each set of parameters."""
        ...

    def fetchone(self) -> Any:
        """Return the next row, or None; its shape is the caller's knowledge."""
        ...

    def fetchmany(self, size: int = ..., /) -> list[Row]:
        """Return up to `size` further rows."""
        ...

    def fetchall(self) -> list[Row]:
        """Return all further rows."""
        ...

    def close(self) -> None:
        """Release the statement."""
        ...


class Connection(Protocol):
    """An open, keyed database in autocommit mode: transactions are begun and ended by statements."""

    row_factory: Any
    isolation_level: str | None

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    @property
    def total_changes(self) -> int:
        """How many rows were changed since opening."""
        ...

    def execute(self, sql: str, parameters: Parameters = ..., /) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: Iterable[Parameters], /) -> Cursor:
        """Run one statement for each set of parameters."""
        ...

    def executescript(self, sql: str, /) -> Cursor:
        """Run several statements; it commits an open transaction first."""
        ...

    def cursor(self) -> Cursor:
        """Return a new cursor."""
        ...

    def commit(self) -> None:
        """Commit the open transaction, if there is one."""
        ...

    def rollback(self) -> None:
        """Roll the open transaction back, if there is one."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...

    def interrupt(self) -> None:
        """Stop the running statements, from another thread."""
        ...

    def create_function(
        self, name: str, narg: int, function: Callable[..., Any] | None, *, deterministic: bool = ...
    ) -> None:
        """Give SQL the function `name` of `narg` arguments (-1: any number)."""
        ...

    def create_aggregate(self, name: str, narg: int, factory: Callable[[], Any], /) -> None:
        """Give SQL the aggregate `name`; `factory` makes objects with `step` and `finalize`."""
        ...

    def create_collation(self, name: str, callback: Callable[[str, str], int] | None, /) -> None:
        """Give SQL the collation `name`."""
        ...

    def set_progress_handler(self, handler: Callable[[], int] | None, n: int) -> None:
        """Call `handler` every `n` steps of a statement; a true answer stops it."""
        ...

    def set_authorizer(self, callback: Callable[..., int] | None) -> None:
        """Ask `callback` whether a statement may touch a table or column."""
        ...

    def set_trace_callback(self, callback: Callable[[str], None] | None) -> None:
        """Show each statement to `callback`."""
        ...
