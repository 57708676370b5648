"""Reports for other eyes: the same figures without the names of people."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat

from crm_desktop.reports.report import Cell, Report, ReportTable, Row
from crm_desktop.words import _


def without_names(report: Report) -> Report:
    """Return `report` with each person's name replaced by a number, the same one wherever the name stands."""
    numbered: dict[Cell, str] = {}

    def hidden(name: Cell) -> str:
        if name not in numbered:
            numbered[name] = _("Person {n}").format(n=len(numbered) + 1)
        return numbered[name]

    def hidden_in(table: ReportTable, places: frozenset[int]) -> Iterator[Row]:
        # the row without a key is of nobody, or of what has none
        for row, key in zip(table.rows, table.keys or repeat(True), strict=False):
            shown = places if key else frozenset()
            yield tuple(hidden(cell) if at in shown and cell else cell for at, cell in enumerate(row))

    def anonymous(table: ReportTable) -> ReportTable:
        places = frozenset(at for at, column in enumerate(table.columns) if column.names_people)
        if not places:
            return table
        rows = hidden_in(table, places)
        return replace(table, rows=tuple(rows) if isinstance(table.rows, tuple | list) else rows)

    tables = tuple(anonymous(table) for table in report.tables)
    chart = report.chart
    if chart is not None and chart.names_people:
        keyed = zip(chart.categories, chart.keys or repeat(True), strict=False)
        chart = replace(chart, categories=tuple(str(hidden(name)) if key else name for name, key in keyed))
    if chart is not None and chart.series_names_people:
        series = tuple(replace(each, name=str(numbered.get(each.name, each.name))) for each in chart.series)
        chart = replace(chart, series=series)
    return replace(report, chart=chart, tables=tables)
