"""What somebody asks a report for by name: refused where nobody is called so, instead of an empty report."""

from collections.abc import Mapping

from crm_desktop.errors import InvalidField
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.reports.narrowing import WHERE
from crm_desktop.reports.parameters import OWNER, TEAM
from crm_desktop.reports.report import ParameterValue
from crm_desktop.schema.forms import Place
from crm_desktop.store.near_names import is_borne, known_names, no_such
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection

_TABLES = {OWNER.name: "member", TEAM.name: "team"}


def check_names(reader: Connection, records: str, parameters: Mapping[str, ParameterValue], place: Place) -> None:
    """Raise InvalidField or WrongFilter where `parameters` of a report on `records` name what is not there."""
    for name, table in _TABLES.items():
        wanted = str(parameters.get(name) or "")
        if wanted and not is_borne(reader, table, wanted):
            raise InvalidField(name, no_such(reader, table, wanted))
    where = str(parameters.get(WHERE.name) or "")
    conditions_from_text(where, workspace_kinds(reader).named(records), place, known_names(reader))
