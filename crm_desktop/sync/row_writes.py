"""What arrived for rows that are here: gathered, and written by few statements, for each takes as long as its rows."""

from collections.abc import Mapping

from crm_desktop.journal.clock import stamp_ms
from crm_desktop.journal.incoming import Incoming
from crm_desktop.schema.field import FieldKind, RecordTable
from crm_desktop.store.capture import OWN_VALUES
from crm_desktop.sync.merge import Clock, Value
from crm_desktop.sync.noted import arrived, bag_text, is_own, known_field
from crm_desktop.values.names import fold


class RowWrites:
    """Values and clocks of rows of `table` that wait to be written; `flush` writes them."""

    def __init__(self, incoming: Incoming, table: RecordTable) -> None:
        self._incoming, self._table = incoming, table
        self._made: list[tuple[object, ...]] = []
        self._forgotten: list[tuple[object, ...]] = []
        self._clocks: list[tuple[object, ...]] = []
        self._values: dict[tuple[str, ...], list[tuple[object, ...]]] = {}

    def put_made(self, rid: int, made: Clock) -> None:
        """Give the row `rid` the clock `made`; those of its fields are to be put anew."""
        self._made.append((*made, rid))

    def put_clocks(self, rid: int, before: Mapping[int, Clock], clocks: Mapping[int, Clock]) -> None:
        """Let the fields of the row `rid` have these `clocks` of their own, and no others that they had `before`."""
        self._forgotten += [(self._table.number, rid, field) for field in before.keys() - clocks.keys()]
        self._clocks += [
            (self._table.number, rid, field, *clock) for field, clock in clocks.items() if before.get(field) != clock
        ]

    def put_values(self, rid: int, here: Mapping[int, Value], taken: Mapping[int, Value], newest: int) -> None:
        """Write what was `taken` into the row `rid`, whose values are `here`; its latest stamp is `newest`."""
        values: dict[str, object] = {"updated_at": stamp_ms(newest)}
        after = {**here, **taken}
        for number in taken:
            field = known_field(self._table, number)
            if field is not None:
                values[field.name] = arrived(field, taken[number])
                before = here.get(number)
                if field.kind is FieldKind.LINK and isinstance(before, str):
                    self._incoming.pointed_before(bytes.fromhex(before))
                if field.name == self._table.title:
                    values["sort_name"] = fold(str(taken[number] or ""))
            elif is_own(number):
                values[OWN_VALUES] = bag_text({each: value for each, value in after.items() if is_own(each)})
            else:
                values["_x"] = bag_text({each: value for each, value in after.items() if self._is_unknown(each)})
        self._values.setdefault(tuple(values), []).append((*values.values(), rid))
        self._incoming.touch(self._table.name, rid)

    def flush(self) -> None:
        """Write what was gathered so far."""
        connection, name = self._incoming.connection, self._table.name
        connection.executemany(f"UPDATE {name} SET _hlc = ?, _site = ? WHERE rid = ?", self._made)
        # also those that were the same as that of the row
        connection.executemany(
            f"DELETE FROM fclock WHERE tbl = {self._table.number} AND rid = ?", [each[-1:] for each in self._made]
        )
        connection.executemany("DELETE FROM fclock WHERE tbl = ? AND rid = ? AND fld = ?", self._forgotten)
        connection.executemany(
            "INSERT OR REPLACE INTO fclock(tbl, rid, fld, hlc, site) VALUES (?, ?, ?, ?, ?)", self._clocks
        )
        for names, rows in self._values.items():
            settings = ", ".join(f"{each} = ?" for each in names)
            connection.executemany(f"UPDATE {name} SET {settings} WHERE rid = ?", rows)
        for gathered in (self._made, self._forgotten, self._clocks, self._values):
            gathered.clear()

    def _is_unknown(self, number: int) -> bool:
        return not is_own(number) and known_field(self._table, number) is None
