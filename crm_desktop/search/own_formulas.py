"""Formulas in search: those whose result changes with nothing but the record itself."""

from collections.abc import Mapping

from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.own import Kinds
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection

_ANY = "SELECT 1 FROM custom_field WHERE kind = 'formula' AND removed_at IS NULL LIMIT 1"


def searched_formulas(kinds: Kinds, table: str) -> list[Field]:
    """Return the formulas of `table` by whose results a record is found.

    What changes with other records or with the day is left out: no change of the record would tell of it.
    """
    return [each for each in kinds.own.get(table, ()) if each.kind is FieldKind.FORMULA and _is_of_record_alone(each)]


def formula_inputs(connection: Connection) -> Mapping[str, frozenset[int]]:
    """Return the program's own fields, by table and number, whose change gives a searched formula another result."""
    if connection.execute(_ANY).fetchone() is None:
        return {}
    kinds = workspace_kinds(connection)
    return {
        table: frozenset(each.number for formula in formulas for each in formula.inputs if each.own is None)
        for table in kinds.own
        if (formulas := searched_formulas(kinds, table))
    }


def _is_of_record_alone(formula: Field) -> bool:
    return (
        bool(formula.inputs)
        and "today" not in formula.formula.lower()
        and all((each.own or each.stored) and each.kind is not FieldKind.LINK for each in formula.inputs)
    )
