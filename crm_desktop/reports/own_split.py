"""Reports split by a field that the workspace added: which can be, and what the parts are called."""

from typing import NamedTuple

from crm_desktop.reports.report import Choice, Parameter
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.schema.own import Kinds
from crm_desktop.schema.read_forms import read_value
from crm_desktop.store.expressions import field_expression, name_expression

SPLIT = "split"
# What the value of such a parameter begins with: the name of the field follows.
OWN = "own."
# What a part is called is also what a filter on the field is written with.
_FILTERED = frozenset({FieldKind.TEXT, FieldKind.CHOICE, FieldKind.LINK})


class OwnSplit(NamedTuple):
    """The own `field` of `kind` that a report is split by."""

    kind: Kind
    field: Field

    @property
    def drilled(self) -> bool:
        """Whether the records of a part can be listed by its name."""
        return self.field.kind in _FILTERED

    @property
    def people(self) -> bool:
        """Whether the parts may be people."""
        return self.field.personal or self.field.target in ("contact", "member")

    def expression(self, row: str) -> str:
        """Return the expression that reads the value from the `row` of the kind's table; of a link the name."""
        read = name_expression if self.field.kind is FieldKind.LINK else field_expression
        return read(self.kind.table, self.field, row)

    def words(self, stored: Stored, place: Place) -> str:
        """Return what the part with `stored` is called; nothing where the field is empty."""
        shown = str(stored or "") if self.field.kind is FieldKind.LINK else read_value(self.field, stored, place)
        return " ".join(shown.split())


def own_split(kinds: Kinds, records: str, wanted: object) -> OwnSplit | None:
    """Return the own field that `wanted`, the value of a parameter, names among those of `records`."""
    kind, name = kinds.named(records), str(wanted or "")
    found = next((each for each in kind.own_fields if f"{OWN}{each.name}" == name), None)
    return None if found is None else OwnSplit(kind, found)


def with_own_splits(parameters: tuple[Parameter, ...], kind: Kind) -> tuple[Parameter, ...]:
    """Return `parameters` of a report about `kind`, split by its own fields too where it can be split."""
    own = tuple(Choice(f"{OWN}{each.name}", each.label) for each in kind.own_fields)
    whole = (each._replace(choices=each.choices + own) if each.name == SPLIT else each for each in parameters)
    # one choice alone is none
    return tuple(each for each in whole if each.name != SPLIT or len(each.choices) > 1)
