"""The kinds of record of one workspace: those of the program, with the fields that the workspace added."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, Kind, kind_named, kind_of
from crm_desktop.schema.field import Field
from crm_desktop.words import N_

# Journal numbers from here on are those of own fields: 48 random bits of the record's id follow, so that two laptops
# that add a field offline meet on one number once in millions of millions.
FIRST_OWN_NUMBER = 1_000_000
_RANDOM_BYTES = 6


def own_number(record: bytes) -> int:
    """Return the journal number of the own field that `record` describes; it is also its key in `custom`."""
    return FIRST_OWN_NUMBER + int.from_bytes(record[-_RANDOM_BYTES:])


class Kinds(NamedTuple):
    """The kinds as one workspace has them: `own` are its fields by table, `gone` those that were removed."""

    own: Mapping[str, tuple[Field, ...]] = MappingProxyType({})
    gone: Mapping[str, tuple[Field, ...]] = MappingProxyType({})

    def named(self, name: str) -> Kind:
        """Return the kind called `name`, in plural or singular; raises WrongUsage when there is none."""
        return self._with_own(kind_named(name))

    def of(self, table: str, narrowed: str | None = None) -> Kind:
        """Return the most telling kind for a row of `table` whose `kind` column holds `narrowed`."""
        return self._with_own(kind_of(table, narrowed))

    def field(self, table: str, name: str) -> Field:
        """Return the field of `table` called `name`, also one that was removed."""
        declared = BY_NAME[table].by_name.get(name)
        if declared is not None:
            return declared
        return next((each for each in self._all_own(table) if each.name == name), _unknown(name, 0))

    def numbered(self, table: str, number: int) -> Field:
        """Return the field of `table` with the journal number `number`, also one that was removed."""
        if number < FIRST_OWN_NUMBER:
            declared = BY_NAME[table].all_fields
            return next((each for each in declared if each.number == number), _unknown(str(number), number))
        return next((each for each in self._all_own(table) if each.number == number), _unknown(str(number), number))

    def _with_own(self, kind: Kind) -> Kind:
        return kind._replace(own=self.own.get(kind.table.name, ()), others=self.own)

    def _all_own(self, table: str) -> tuple[Field, ...]:
        return self.own.get(table, ()) + self.gone.get(table, ())


STANDARD = Kinds()  # what a workspace has that added nothing


def _unknown(name: str, number: int) -> Field:
    """Return what stands for a field whose description has not reached this device."""
    return Field(number, name, N_("A field that is not known here"), read_only=True, own=b"")
