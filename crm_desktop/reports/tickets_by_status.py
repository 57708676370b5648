"""Tickets by status and age: what waits, for how long, and how satisfied customers were."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from crm_desktop.reports.chart import Chart, ChartKind, Series, Unit, UnitKind
from crm_desktop.reports.narrowing import WHERE, Narrowed, narrowed_by
from crm_desktop.reports.own_parts import SPLIT_BY_OWN, Counted, Measure, with_own_part
from crm_desktop.reports.parameters import OWNER, label_of
from crm_desktop.reports.report import (
    Choice,
    ColumnKind,
    Figure,
    Parameter,
    ParameterKind,
    ParameterValue,
    Report,
    ReportColumn,
    ReportTable,
    Row,
)
from crm_desktop.reports.sold import Chosen
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.schema.forms import label_of as choice_label
from crm_desktop.schema.tickets import CHANNELS, STATUSES, TICKET, TICKET_KINDS, TICKET_PRIORITIES
from crm_desktop.values.counts import shown_number
from crm_desktop.values.day_shown import shown_day
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _, within

DAY_MS = 86_400_000
# Upper bounds of the ages in days, and what they are called; the last is open.
AGES = ((1, N_("Up to 1 day")), (3, N_("2 to 3 days")), (7, N_("4 to 7 days")), (30, N_("8 to 30 days")))
OLDER = N_("Over 30 days")
NO_DATE = N_("No date")

KIND = Parameter(
    "kind",
    N_("Kind"),
    ParameterKind.CHOICE,
    "",
    (Choice("", N_("any")), *(Choice(each.value, each.label) for each in TICKET_KINDS)),
)
PARAMETERS = (KIND, OWNER, SPLIT_BY_OWN, WHERE)
Counts = dict[tuple[str, str], int]


def make(reader: Connection, parameters: Mapping[str, ParameterValue], place: Place, today: date) -> Report:
    """Make the report for the tickets that `parameters` choose."""
    narrowed = narrowed_by(reader, parameters, "tickets", place, "t")
    where, values = _chosen(parameters, narrowed)
    by_priority = _counts(reader, "priority", where, values)
    open_by_age = _ages(reader, where, values, int(datetime.combine(today, time(12), UTC).timestamp() * 1000))
    statuses = {
        each.value: sum(n for (status, _rest), n in by_priority.items() if status == each.value) for each in STATUSES
    }
    rated, satisfaction = reader.execute(
        f"SELECT count(t.satisfaction), avg(t.satisfaction) FROM ticket t WHERE t.removed_at IS NULL {where}", values
    ).fetchone()
    report = Report(
        name="tickets_by_status",
        title=_("Tickets by status and age"),
        subtitle=narrowed.under(_("As of {day}").format(day=shown_day(today, place.language))),
        of=narrowed.words,
        filters=(
            *narrowed.line,
            (_("Kind"), label_of(KIND, parameters.get("kind") or "")),
            (_("Owner"), str(parameters.get("owner") or _("everyone"))),
        ),
        figures=_figures(statuses, rated, satisfaction),
        chart=_chart(by_priority),
        tables=(
            _table("priority", by_priority),
            _table("channel", _counts(reader, "channel", where, values)),
            _age_table(open_by_age),
        ),
        parameters=dict(parameters),
        raw_figures={
            "tickets": sum(statuses.values()),
            **statuses,
            "rated": rated,
            "satisfaction": None if satisfaction is None else round(satisfaction, 3),
        },
    )
    return with_own_part(report, reader, parameters, place, _counted(Chosen(where, values)))


def _counted(chosen: Chosen) -> Counted:
    by_status = (
        Measure(each.value, _(each.label), f"count(CASE WHEN t.status = '{each.value}' THEN 1 END)", number)
        for number, each in enumerate(STATUSES, 1)
    )
    measures = (*by_status, Measure("total", _("Total"), "count(*)"))
    return Counted("tickets", "t", "ticket t WHERE t.removed_at IS NULL", chosen, measures, _("Tickets"))


def _chosen(parameters: Mapping[str, ParameterValue], narrowed: Narrowed) -> tuple[str, tuple[Stored, ...]]:
    where = narrowed.sql
    values: list[Stored] = [*narrowed.values]
    if parameters.get("kind"):
        where, values = f"{where} AND t.kind = ?", [*values, str(parameters["kind"])]
    if parameters.get("owner"):
        where = f"{where} AND t.owner IN (SELECT id FROM member WHERE sort_name = fold(?))"
        values.append(str(parameters["owner"]))
    return where, tuple(values)


def _counts(reader: Connection, column: str, where: str, values: tuple[Stored, ...]) -> Counts:
    found = reader.execute(
        f"SELECT coalesce(t.status, ''), coalesce(t.{column}, ''), count(*) FROM ticket t "
        f"WHERE t.removed_at IS NULL {where} GROUP BY 1, 2",
        values,
    )
    return {(status, part): count for status, part, count in found}


def _ages(reader: Connection, where: str, values: tuple[Stored, ...], now_ms: int) -> Counts:
    age = f"({now_ms} - t.opened_at) / {DAY_MS}.0"
    steps = " ".join(f"WHEN {age} <= {days} THEN '{name}'" for days, name in AGES)
    found = reader.execute(
        f"SELECT t.status, CASE WHEN t.opened_at IS NULL THEN '{NO_DATE}' {steps} ELSE '{OLDER}' END, count(*) "
        "FROM ticket t "
        f"WHERE t.removed_at IS NULL AND t.status IN ('new', 'open', 'waiting') {where} GROUP BY 1, 2",
        values,
    )
    return {(status, part): count for status, part, count in found}


def _figures(statuses: Mapping[str, int], rated: int, satisfaction: float | None) -> tuple[Figure, ...]:
    waiting = statuses["waiting"]
    ended = statuses["solved"] + statuses["closed"]
    return (
        Figure(_("Tickets"), shown_number(sum(statuses.values()))),
        Figure(_("Open"), shown_number(statuses["new"] + statuses["open"])),
        Figure(_("Waiting"), shown_number(waiting)),
        Figure(_("Solved or closed"), shown_number(ended)),
        Figure(
            _("Satisfaction"),
            "–" if satisfaction is None else shown_number(satisfaction, 1),
            _("of 5, {n} answers").format(n=shown_number(rated)),
        ),
    )


def _field(column: str) -> Field:
    return TICKET.by_name[column]


def _chart(by_priority: Counts) -> Chart:
    shown = [each for each in STATUSES if any(status == each.value for status, _part in by_priority)]
    return Chart(
        kind=ChartKind.STACKED,
        title=_("Tickets by status and priority"),
        note="",
        unit=Unit(UnitKind.COUNT),
        categories=tuple(_(each.label) for each in shown),
        series=tuple(
            Series(
                _(priority.label),
                tuple(float(by_priority.get((status.value, priority.value), 0)) for status in shown),
                number,
            )
            for number, priority in enumerate(TICKET_PRIORITIES, 1)
        ),
        keys=tuple(each.value for each in shown),
    )


def _table(column: str, counts: Counts) -> ReportTable:
    choices = TICKET_PRIORITIES if column == "priority" else CHANNELS
    parts = [each.value for each in choices if any(part == each.value for _status, part in counts)]
    if any(not part for _status, part in counts):
        parts.append("")
    rows: tuple[Row, ...] = tuple(
        (choice_label(_field(column), part) or _("None"), *_by_status(counts, part)) for part in parts
    )
    return _status_table(column, _(_field(column).label), rows, parts)


def _age_table(counts: Counts) -> ReportTable:
    parts = [name for name in (*(name for _days, name in AGES), OLDER, NO_DATE) if any(p == name for _s, p in counts)]
    rows: tuple[Row, ...] = tuple((_(part), *_by_status(counts, part)) for part in parts)
    return _status_table("age", _("Age of what is open"), rows, parts)


def _by_status(counts: Counts, part: str) -> tuple[int, ...]:
    numbers = tuple(counts.get((status.value, part), 0) for status in STATUSES)
    return (*numbers, sum(numbers))


def _status_table(name: str, title: str, rows: tuple[Row, ...], keys: list[str]) -> ReportTable:
    columns = (
        ReportColumn(name, title, share=34),
        *(ReportColumn(each.value, _(each.label), ColumnKind.COUNT, share=11) for each in STATUSES),
        ReportColumn("total", _("Total"), ColumnKind.COUNT, share=11),
    )
    sums = [sum(int(str(row[place])) for row in rows) for place in range(1, len(columns))]
    total: Row = (_("Total"), *sums)
    heading = title if name == "age" else _("By {part}").format(part=within(title))
    return ReportTable(f"by_{name}", heading, columns, rows, total, keys=tuple(keys))
