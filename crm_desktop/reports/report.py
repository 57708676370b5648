"""What a report is: figures, a chart and tables, ready to be shown, printed or saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.reports.chart import Chart
from crm_desktop.values.money import Money


class ColumnKind(StrEnum):
    """What the cells of a column hold; the type of the cell stands beside each."""

    TEXT = "text"  # str
    COUNT = "count"  # int
    MONEY = "money"  # int of minor units in the column's currency, or an Money
    PERCENT = "percent"  # float, 47.0 is 47 %
    CHANGE = "change"  # float, 12.0 is +12 %
    DAYS = "days"  # int or float
    DAY = "day"  # date
    INSTANT = "instant"  # aware datetime


Cell = str | int | float | date | datetime | Money | None
Row = tuple[Cell, ...]


class Figure(NamedTuple):
    """A number worth a box of its own, as it is read: label, value, and a note below."""

    label: str
    value: str
    note: str = ""


class ReportColumn(NamedTuple):
    """A column; `share` is its percentage of the width (0: by content), `whole` leaves out the cents.

    `names_people` says that its cells are names of people, `names_customers` that they may be.
    """

    name: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    currency: str = ""
    share: float = 0
    whole: bool = False
    names_people: bool = False
    names_customers: bool = False


@dataclass(frozen=True)
class ReportTable:
    """Rows of cells; `rows` may be an iterator, which is then read once; `swatches` are chart colours by row.

    On paper the columns are as wide as the rows of `sample` need, or the first of `rows` where there are none.
    """

    name: str
    title: str
    columns: tuple[ReportColumn, ...]
    rows: Iterable[Row]
    total: Row | None = None
    swatches: tuple[int | None, ...] = ()
    keys: tuple[object, ...] = ()
    sample: tuple[Row, ...] = ()


class ParameterKind(StrEnum):
    """How a report's parameter is asked for."""

    DAY = "day"
    COUNT = "count"
    CHOICE = "choice"
    TEXT = "text"
    YES_NO = "yes_no"
    FILTER = "filter"  # the text of a filter on the records that the report counts


ParameterValue = str | int | bool | date | None


class Choice(NamedTuple):
    """One of the values a parameter may take."""

    value: str
    label: str


class Parameter(NamedTuple):
    """What a report can be asked for; `label` is marked for translation."""

    name: str
    label: str
    kind: ParameterKind
    default: ParameterValue = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Report:
    """A finished report; `raw_figures` are the numbers behind the boxes, `data_time` is the last sync, if any.

    `of` says in words which records alone were counted, where a filter was asked for; `silence` names the computers
    whose changes may be missing, because they were not heard of for long.
    """

    name: str
    title: str
    subtitle: str = ""
    of: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    figures: tuple[Figure, ...] = ()
    chart: Chart | None = None
    tables: tuple[ReportTable, ...] = ()
    data_time: datetime | None = None
    silence: str = ""
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    raw_figures: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def names_someone(self) -> bool:
        """Whether people or customers are told by name in it."""
        return any(each.names_people or each.names_customers for table in self.tables for each in table.columns)
