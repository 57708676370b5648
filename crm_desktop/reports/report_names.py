"""Reports for other eyes: the same figures without the names of people."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from crm_desktop.reports.report import Cell, Report, ReportTable, Row
from crm_desktop.words import _


def without_names(report: Report) -> Report:
    """Return `report` with each person's name replaced by a number, the same one wherever the name stands."""
    numbered: dict[Cell, str] = {}

    def hidden(name: Cell) -> str:
        if name not in numbered:
            numbered[name] = _("Person {n}").format(n=len(numbered) + 1)
        return numbered[name]

    def hidden_in(rows: Iterable[Row], places: frozenset[int]) -> Iterator[Row]:
        for row in rows:
            yield tuple(hidden(cell) if at in places and cell else cell for at, cell in enumerate(row))

    def anonymous(table: ReportTable) -> ReportTable:
        places = frozenset(at for at, column in enumerate(table.columns) if column.names_people)
        if not places:
            return table
        rows = hidden_in(table.rows, places)
        return replace(table, rows=tuple(rows) if isinstance(table.rows, tuple | list) else rows)

    chart = report.chart
    if chart is not None and chart.names_people:
        chart = replace(chart, categories=tuple(hidden(name) for name in chart.categories))
    return replace(report, chart=chart, tables=tuple(anonymous(table) for table in report.tables))
