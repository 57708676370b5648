"""What was written into a record or a part of it, or told of it, by those who did not know that it was removed."""

from collections.abc import Iterator
from typing import NamedTuple

from crm_desktop.journal.transaction import Stored
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.schema.forms import label_of
from crm_desktop.schema.own import Kinds
from crm_desktop.store.belonging import REMOVED, owner_of, parts_of, tellers_of
from crm_desktop.store.expressions import field_expression
from crm_desktop.sync.arrived_conflicts import OPEN
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.removal import AFTER_REMOVAL
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# Of a part that was made these say nothing that the others do not.
_BESIDE = frozenset({"kind", "position", "is_primary", "is_main"})


class Edited(NamedTuple):
    """A value that was written into a record which somebody else removed, or into a row of `table` that is part of it.

    A row that tells of the record, such as a call, stands here by its words.

    `kind` is what the row's kind column says, where it has one.
    """

    field: Field
    value: Stored
    table: str
    kind: str | None

    @property
    def label(self) -> str:
        """What the value is called."""
        return value_label(self.table, self.kind, self.field)


def value_label(table: str, kind: str | None, field: Field) -> str:
    """Return what a field is called: the value of a part by its kind, such as "Phone"."""
    declared = BY_NAME[table].by_name.get("kind")
    if field.name == BY_NAME[table].title and declared is not None and declared.choices and kind:
        return label_of(declared, kind)
    return _(field.label)


def edited_meanwhile(reader: Connection, kinds: Kinds, table: RecordTable, rid: int) -> tuple[Edited, ...]:
    """Return what was written into the row `rid` of `table`, and into its parts, not knowing that it was removed."""
    lost = reader.execute(
        f"SELECT lose_hlc, lose_site FROM conflict WHERE kind = ? AND state = {OPEN} AND tbl = ? AND rid = ?",
        (AFTER_REMOVAL, table.number, rid),
    ).fetchall()
    clocks = frozenset(Clock(*each) for each in lost)
    found = list(_written(reader, kinds, table, rid, clocks))
    for part, link in parts_of(table):
        rows = reader.execute(
            f"SELECT q.rid, q._hlc, q._site FROM {part.name} q JOIN {table.name} t ON q.{link} = t.id "
            f"WHERE t.rid = ? AND q.{REMOVED} IS NULL ORDER BY q.rid",
            (rid,),
        ).fetchall()
        for row, *made in rows:
            if Clock(*made) in clocks:
                found += _typed(reader, part, row)
            else:
                found += _written(reader, kinds, part, row, clocks)
    return (*found, *_told(reader, table, rid, clocks))


def _written(
    reader: Connection, kinds: Kinds, table: RecordTable, rid: int, clocks: frozenset[Clock]
) -> Iterator[Edited]:
    """Yield the fields of a row that hold what was written at `clocks`."""
    found = reader.execute(
        "SELECT fld, hlc, site FROM fclock WHERE tbl = ? AND rid = ? ORDER BY fld", (table.number, rid)
    ).fetchall()
    for number, *clock in found:
        field = kinds.numbered(table.name, number)
        if Clock(*clock) in clocks and not field.read_only:
            yield _edited(reader, table, rid, field)


def _typed(reader: Connection, table: RecordTable, rid: int) -> Iterator[Edited]:
    """Yield what a row holds that somebody made."""
    for field in table.stored_fields:
        if not field.read_only and field.name not in _BESIDE and field.name != table.belongs_to:
            made = _edited(reader, table, rid, field)
            if made.value is not None and made.value != "":
                yield made


def _told(reader: Connection, table: RecordTable, rid: int, clocks: frozenset[Clock]) -> Iterator[Edited]:
    """Yield the words of what tells of the row `rid` of `table` and was made at `clocks`, each once."""
    rows: dict[tuple[str, int], RecordTable] = {}
    for teller, link in tellers_of(table):
        owner = owner_of(teller) or teller
        row = "q" if owner is teller else "o"
        joined = "" if owner is teller else f"JOIN {owner.name} o ON o.id = q.{teller.belongs_to}"
        found = reader.execute(
            f"SELECT {row}.rid, q._hlc, q._site FROM {teller.name} q {joined} JOIN {table.name} t ON q.{link} = t.id "
            f"WHERE t.rid = ? AND q.{REMOVED} IS NULL AND {row}.{REMOVED} IS NULL ORDER BY {row}.rid",
            (rid,),
        ).fetchall()
        rows |= {(owner.name, each): owner for each, *made in found if Clock(*made) in clocks}
    for (_name, row_id), owner in rows.items():
        yield from _words(reader, owner, row_id)


def _words(reader: Connection, table: RecordTable, rid: int) -> Iterator[Edited]:
    """Yield the title of the row and its first long text, as far as it has them; else what has to be there."""
    longer = (each for each in table.stored_fields if each.kind is FieldKind.LONG_TEXT)
    said = [_edited(reader, table, rid, each) for each in (table.by_name[table.title], next(longer, None)) if each]
    if any(each.value for each in said):
        yield from (each for each in said if each.value)
    else:
        yield from (_edited(reader, table, rid, each) for each in table.fields if each.required)


def _edited(reader: Connection, table: RecordTable, rid: int, field: Field) -> Edited:
    kind = "t.kind" if "kind" in table.by_name else "NULL"
    read = field_expression(table, field)
    value, named = reader.execute(f"SELECT {read}, {kind} FROM {table.name} t WHERE t.rid = ?", (rid,)).fetchone()
    return Edited(field, value, table.name, named)
