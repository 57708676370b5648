"""Reports split by a field that the workspace added: which can be, and what the parts are called."""

from typing import NamedTuple

from crm_desktop.reports.report import Choice, Parameter
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.schema.link_kinds import link_kind
from crm_desktop.schema.own import Kinds
from crm_desktop.schema.read_forms import read_value
from crm_desktop.store.expressions import field_expression, name_expression
from crm_desktop.words import _

SPLIT = "split"
# What the value of such a parameter begins with: the path of the field follows.
OWN = "own."
_CONTACT = "contact"
# What a part is called is also what a filter on the field is written with.
_FILTERED = frozenset({FieldKind.TEXT, FieldKind.CHOICE, FieldKind.LINK})


class OwnSplit(NamedTuple):
    """The own `field` that a report is split by: of the `kind` that is counted, or that its `link` leads to."""

    kind: Kind
    field: Field
    link: Field | None = None

    @property
    def path(self) -> str:
        """The path by which a filter on what is counted reads the field: `colour`, `company.region`."""
        return self.field.name if self.link is None else f"{self.link.name}.{self.field.name}"

    @property
    def choice(self) -> Choice:
        """What is chosen to split a report so."""
        label = self.field.label
        if self.link is not None:
            label = _("{field} ({link})").format(field=label, link=_(self.link.label))
        return Choice(f"{OWN}{self.path}", label)

    @property
    def drilled(self) -> bool:
        """Whether the records of a part can be listed by its name."""
        return self.field.kind in _FILTERED

    @property
    def people(self) -> bool:
        """Whether the parts may be people."""
        return self.field.personal or self.field.target in ("contact", "member")

    def expression(self, row: str) -> str:
        """Return the expression that reads the value for the `row` of what is counted; of a link the name."""
        read = name_expression if self.field.kind is FieldKind.LINK else field_expression
        if self.link is None:
            return read(self.kind.table, self.field, row)
        value = read(self.kind.table, self.field, "linked")
        return f"(SELECT {value} FROM {self.kind.table.name} linked WHERE linked.id = {row}.{self.link.name})"

    def words(self, stored: Stored, place: Place) -> str:
        """Return what the part with `stored` is called; nothing where the field is empty."""
        shown = str(stored or "") if self.field.kind is FieldKind.LINK else read_value(self.field, stored, place)
        return " ".join(shown.split())


def own_split(kinds: Kinds, records: str, wanted: object) -> OwnSplit | None:
    """Return the own field that `wanted`, the value of a parameter, names for a report about `records`."""
    name = str(wanted or "")
    return next((each for each in own_splits(kinds, kinds.named(records)) if each.choice.value == name), None)


def own_splits(kinds: Kinds, kind: Kind) -> list[OwnSplit]:
    """Return what a report about `kind` can be split by: own fields of it, and of the contacts that it links to."""
    splits = [OwnSplit(kind, each) for each in kind.own_fields]
    for link in kind.table.fields:
        if link.target == _CONTACT:
            linked = kinds.of(_CONTACT, link_kind(link))
            splits += [OwnSplit(linked, each, link) for each in linked.own_fields]
    return splits


def with_own_splits(parameters: tuple[Parameter, ...], kinds: Kinds, kind: Kind) -> tuple[Parameter, ...]:
    """Return `parameters` of a report about `kind`, split by own fields too where it can be split."""
    own = tuple(each.choice for each in own_splits(kinds, kind))
    whole = (each._replace(choices=each.choices + own) if each.name == SPLIT else each for each in parameters)
    # one choice alone is none
    return tuple(each for each in whole if each.name != SPLIT or len(each.choices) > 1)
