"""The records of a report told apart by a field that the workspace added: a table of its values, and their chart."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from crm_desktop.reports.chart import Chart, ChartKind, Series, Unit, UnitKind
from crm_desktop.reports.own_split import OWN, SPLIT, OwnSplit, own_split
from crm_desktop.reports.report import (
    Choice,
    ColumnKind,
    Parameter,
    ParameterKind,
    ParameterValue,
    Report,
    ReportColumn,
    ReportTable,
    Row,
)
from crm_desktop.reports.sold import Chosen
from crm_desktop.schema.forms import Place
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.values.money import currency_decimals
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _, within

SPLIT_BY_OWN = Parameter(SPLIT, N_("Split into"), ParameterKind.CHOICE, "", (Choice("", N_("Nothing else")),))
_WIDTH = 30


class Measure(NamedTuple):
    """A sum over the records of a part: `sql` adds them up; `colour` is that of its series in the chart, 0 for none."""

    name: str
    title: str
    sql: str
    colour: int = 0
    kind: ColumnKind = ColumnKind.COUNT


class Counted(NamedTuple):
    """What is counted: records of `kind` as the `row` of the SQL `source`, by `measures`; `title` is the chart's."""

    kind: str
    row: str
    source: str
    chosen: Chosen
    measures: tuple[Measure, ...]
    title: str


class _Part(NamedTuple):
    name: str
    sums: tuple[int, ...]


def with_own_part(
    report: Report, reader: Connection, parameters: Mapping[str, ParameterValue], place: Place, counted: Counted
) -> Report:
    """Return `report` with a table, and as its chart one, by the own field that `parameters` ask for, if they do."""
    split = own_split(workspace_kinds(reader), counted.kind, parameters.get(SPLIT))
    if split is None:
        return report
    parts = _parts(reader, split, place, counted)
    chart = _chart(split, parts, place, counted)
    return replace(report, chart=chart, tables=(_table(split, parts, place, counted), *report.tables))


def _parts(reader: Connection, split: OwnSplit, place: Place, counted: Counted) -> list[_Part]:
    sums = ", ".join(each.sql for each in counted.measures)
    found = reader.execute(
        f"SELECT {split.expression(counted.row)} AS part, {sums} FROM {counted.source} {counted.chosen.sql} GROUP BY 1",
        counted.chosen.values,
    )
    parts: dict[str, tuple[int, ...]] = {}
    for stored, *numbers in found:
        # several stored values may read the same
        name = split.words(stored, place)
        known = parts.get(name, (0,) * len(numbers))
        parts[name] = tuple(one + int(other or 0) for one, other in zip(known, numbers, strict=True))
    made = [_Part(name, numbers) for name, numbers in parts.items()]
    return sorted(made, key=lambda part: (not part.name, [-number for number in part.sums], part.name))


def _name(split: OwnSplit, part: _Part) -> str:
    return part.name or _("Without {part}").format(part=within(split.field.label))


def _table(split: OwnSplit, parts: list[_Part], place: Place, counted: Counted) -> ReportTable:
    share = (100 - _WIDTH) / len(counted.measures)
    columns = (
        ReportColumn(f"{OWN}{split.path}", split.field.label, share=_WIDTH, names_people=split.people),
        *(
            ReportColumn(
                each.name, each.title, each.kind, place.currency if each.kind is ColumnKind.MONEY else "", share, True
            )
            for each in counted.measures
        ),
    )
    rows: tuple[Row, ...] = tuple((_name(split, part), *part.sums) for part in parts)
    total: Row = (_("Total"), *(sum(part.sums[at] for part in parts) for at in range(len(counted.measures))))
    title = _("By {part}").format(part=within(split.field.label))
    keys = tuple(part.name for part in parts) if split.drilled else ()
    return ReportTable(f"by_{OWN}{split.path}", title, columns, rows, total, keys=keys)


def _chart(split: OwnSplit, parts: list[_Part], place: Place, counted: Counted) -> Chart:
    drawn = [(at, each) for at, each in enumerate(counted.measures) if each.colour]
    money = any(each.kind is ColumnKind.MONEY for _at, each in drawn)
    unit = 10 ** currency_decimals(place.currency) if money else 1
    return Chart(
        kind=ChartKind.BARS if money else ChartKind.STACKED,
        title=_("{title} by {part}").format(title=counted.title, part=within(split.field.label)),
        note=_("In {currency}.").format(currency=place.currency) if money else "",
        unit=Unit(UnitKind.MONEY, place.currency) if money else Unit(UnitKind.COUNT),
        categories=tuple(_name(split, part) for part in parts),
        series=tuple(
            Series(each.title, tuple(part.sums[at] / unit for part in parts), each.colour) for at, each in drawn
        ),
        keys=tuple(part.name for part in parts) if split.drilled else (),
        names_people=split.people,
    )
