"""Which records lead to which, read from the links of the schema."""

from collections.abc import Iterator
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, KINDS, TABLES, Kind, kind_of
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.schema.link_kinds import link_kind


class Way(NamedTuple):
    """One way to related rows: their `link` holds our id, or (`forward`) our `link` holds theirs.

    Or rows of the table `between` do: their `link` holds our id, their `onward` the related one's.
    """

    link: str
    forward: bool = False
    between: RecordTable | None = None
    onward: str = ""


class Relation(NamedTuple):
    """How the records called `name` are related: of `kind`, by any of `ways`."""

    name: str
    kind: Kind
    ways: tuple[Way, ...]

    @property
    def forward(self) -> bool:
        """Whether it is one of our own links, so that there is one related record at most."""
        return self.ways[0].forward


def relations_of(kind: Kind) -> dict[str, Relation]:
    """Return the relations of `kind` by name: its links, then the kinds of record whose links lead here."""
    found: dict[str, Relation] = {}
    for field in kind.fields:
        if field.kind is FieldKind.LINK and field.target in BY_NAME and not field.read_only:
            found[field.name] = Relation(field.name, linked_kind(kind, field), (Way(field.name, forward=True),))
    for each in map(kind.beside, _linking_kinds()):
        ways = tuple(_ways(each, kind))
        if ways and each.name not in found:
            found[each.name] = Relation(each.name, each, ways)
    return found


def relation_named(kind: Kind, name: str) -> Relation | None:
    """Return the relation of `kind` called `name`: `deals`, or `deals.person` for those of one link alone."""
    relations = relations_of(kind)
    if name in relations:
        return relations[name]
    base, _dot, link = name.partition(".")
    whole = relations.get(base) or next((each for each in relations.values() if each.kind.singular == base), None)
    if whole is None or whole.forward or not link:
        return whole if not link else None
    ways = tuple(way for way in whole.ways if way.link == link and way.between is None)
    return whole._replace(name=name, ways=ways) if ways else None


def linked_kind(kind: Kind, field: Field) -> Kind:
    """Return the kind of record that the link `field` of `kind` points to."""
    return kind.beside(kind_of(field.target or "", link_kind(field)))


def _linking_kinds() -> Iterator[Kind]:
    """Return one kind for each table, but people and companies apart: `contacts` would be both again."""
    yield from (each for each in KINDS if each.table.name != "contact" or each.narrowed is not None)
    whole = {each.table.name for each in KINDS}
    yield from (kind_of(each.name) for each in TABLES if each.name not in whole)


def _ways(of: Kind, to: Kind) -> Iterator[Way]:
    for field in of.fields:
        if _leads(of.table, field, to):
            yield Way(field.name)
    for between in TABLES:
        onward = between.by_name.get(between.belongs_to or "")
        if onward is None or onward.target != of.table.name or of.table is to.table or of.narrowed is not None:
            continue
        for field in between.fields:
            if field is not onward and _leads(between, field, to):
                yield Way(field.name, between=between, onward=onward.name)


def _leads(table: RecordTable, field: Field, to: Kind) -> bool:
    """Return whether an index finds the rows of `table` whose link `field` points to a record of `to`."""
    if field.kind is not FieldKind.LINK or field.target != to.table.name:
        return False
    if to.narrowed is not None and link_kind(field) not in (None, to.narrowed):
        return False
    return any(index.split(",")[0].strip() == field.name for index in table.indexes)
