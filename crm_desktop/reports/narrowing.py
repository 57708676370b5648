"""The filter that a report takes, the same that lists take: as SQL on the rows it counts, and in words."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.words import filter_line, linked_ids
from crm_desktop.reports.report import Parameter, ParameterKind, ParameterValue
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.expressions import names_of_ids
from crm_desktop.store.filters import conditions_sql
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _, within

WHERE = Parameter("where", N_("Filter"), ParameterKind.FILTER)


class Narrowed(NamedTuple):
    """Which rows a report looks at: " AND …" on the `row` that was named, its values, and the same in words.

    `words` is empty where the report looks at all of them.
    """

    sql: str = ""
    values: tuple[Stored, ...] = ()
    words: str = ""

    def under(self, subtitle: str) -> str:
        """Return `subtitle` with what the report is of."""
        return _("{subtitle} · of {records}").format(subtitle=subtitle, records=self.words) if self.words else subtitle

    @property
    def line(self) -> tuple[tuple[str, str], ...]:
        """The filter as one of the report's filters."""
        return ((_("Of"), self.words),) if self.words else ()


def narrowed_by(
    reader: Connection, parameters: Mapping[str, ParameterValue], kind: str, place: Place, row: str
) -> Narrowed:
    """Return what the filter among `parameters` leaves of the records of `kind`, on the `row` of a report's SQL.

    Raises WrongFilter, WrongUsage or InvalidField.
    """
    text = str(parameters.get(WHERE.name) or "")
    whole = workspace_kinds(reader).named(kind)
    conditions = conditions_from_text(text, whole, place)
    if not conditions:
        return Narrowed()
    where = conditions_sql(whole, conditions, place)
    names = names_of_ids(reader, [link for each in conditions for link in linked_ids(whole, each)])
    chosen = f"SELECT t.rid FROM {whole.table.name} t WHERE t.removed_at IS NULL{where.sql}"
    return Narrowed(
        f" AND {row}.rid IN ({chosen})", where.values, _words(whole, filter_line(whole, conditions, place, names))
    )


def _words(kind: Kind, filtered: str) -> str:
    return _("{records} where {filter}").format(records=within(_(kind.label)), filter=filtered)
