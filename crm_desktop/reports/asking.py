"""A report asked for by a screen: made, timed, and with what can be chosen for it."""

import time
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from crm_desktop.reports.catalogue import ReportKind, made_report
from crm_desktop.reports.report import ParameterValue, Report
from crm_desktop.schema.forms import Place
from crm_desktop.vault.driver import Connection


class MadeReport(NamedTuple):
    """A report, how long it took to make, and the names of owners and teams that it can be narrowed to."""

    report: Report
    seconds: float
    owners: tuple[str, ...]
    teams: tuple[str, ...]


def asked_report(
    reader: Connection, kind: ReportKind, parameters: Mapping[str, ParameterValue], place: Place, today: date
) -> MadeReport:
    """Make the report `kind` and time it."""
    begun = time.perf_counter()
    report = made_report(reader, kind, parameters, place, today)
    seconds = time.perf_counter() - begun
    return MadeReport(report, seconds, _names(reader, "member"), _names(reader, "team"))


def _names(reader: Connection, table: str) -> tuple[str, ...]:
    found = reader.execute(f"SELECT name FROM {table} WHERE removed_at IS NULL ORDER BY sort_name LIMIT 500")
    return tuple(str(row[0]) for row in found)
