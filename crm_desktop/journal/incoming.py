"""The transaction that takes in what others wrote: muted, so that nothing of it is sent back."""

from collections.abc import Callable, Iterable, Sequence

from crm_desktop.journal.written import last_change, last_step
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import FieldKind
from crm_desktop.store.derived import Touched
from crm_desktop.vault.driver import Connection

Forget = Callable[[Connection, str, Sequence[int]], None]
_OF_ROWS = ("change", "fclock", "conflict")


class Incoming:
    """An open transaction on `connection`; whoever writes through it tells which rows it touched."""

    def __init__(self, connection: Connection, forget: Sequence[Forget]) -> None:
        self.connection = connection
        self._forget = forget
        self._since = last_change(connection)
        self._known_steps = last_step(connection)
        self._rows: dict[str, set[int]] = {}
        self._ranges: dict[str, list[range]] = {}
        self._pointed: set[bytes] = set()
        self._unnoted: dict[str, set[int]] = {}

    @property
    def empty(self) -> bool:
        """Whether no record was touched so far."""
        return not (self._rows or self._ranges)

    @property
    def count(self) -> int:
        """How many rows were touched so far."""
        single = sum(len(rids) for rids in self._rows.values())
        return single + sum(len(each) for ranges in self._ranges.values() for each in ranges)

    @property
    def since(self) -> int:
        """Behind which change all stands that this transaction notes."""
        return self._since

    def is_new(self, step: int) -> bool:
        """Tell whether `step` came with this transaction, so that what the journal has of it was noted just now."""
        return step > self._known_steps

    def touch(self, table: str, rid: int) -> None:
        """Note that the row `rid` of `table` was changed."""
        self._rows.setdefault(table, set()).add(rid)

    def touch_unnoted(self, table: str, rid: int) -> None:
        """Note that the row `rid` of `table` was changed, and that no change in the journal tells of it."""
        self.touch(table, rid)
        self._unnoted.setdefault(table, set()).add(rid)

    def touch_range(self, table: str, rids: range) -> None:
        """Note that the rows `rids` of `table` were inserted."""
        self._ranges.setdefault(table, []).append(rids)

    def pointed_before(self, record: bytes) -> None:
        """Note that a link led to `record` before, so that what is computed of it is computed anew."""
        self._pointed.add(record)

    def drop(self, table: str, rids: Iterable[int]) -> None:
        """Delete the rows `rids` of `table` for good, with their history, their clocks and what is derived of them."""
        declared = BY_NAME[table]
        gone = sorted(rids)
        links = [each.name for each in declared.stored_fields if each.kind is FieldKind.LINK]
        for rid in gone:
            row = self.connection.execute(f"SELECT {', '.join(links)} FROM {table} WHERE rid = ?", (rid,)).fetchone()
            self._pointed.update(each for each in row or () if each is not None)
        for forget in self._forget:
            forget(self.connection, table, gone)
        for rid in gone:
            for each in _OF_ROWS:
                self.connection.execute(f"DELETE FROM {each} WHERE tbl = ? AND rid = ?", (declared.number, rid))
            self.connection.execute(f"DELETE FROM {table} WHERE rid = ?", (rid,))
            self.touch(table, rid)

    def touched(self) -> Touched:
        """Return which rows were touched."""
        rows = {name: frozenset(rids) for name, rids in self._rows.items()}
        unnoted = {name: frozenset(rids) for name, rids in self._unnoted.items()}
        return Touched(
            rows, self._ranges, self._since, frozenset(self._pointed), unnoted, upto=last_change(self.connection)
        )
