"""The sales that reports are made of: won deals, each divided among the products of its lines."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import copysign, floor, fsum
from operator import attrgetter
from typing import NamedTuple

from crm_desktop.reports.narrowing import Narrowed
from crm_desktop.reports.own_split import OwnSplit
from crm_desktop.reports.report import ParameterValue
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.vault.driver import Connection

MONTHS_A_YEAR = 12


class Span(NamedTuple):
    """The days that a report looks at, both ends included; None where it is open."""

    first: date | None
    last: date | None

    @property
    def before(self) -> "Span | None":
        """The span of the same length that ends where this one begins, or None for an open one."""
        if self.first is None or self.last is None:
            return None
        length = self.last - self.first
        last = date.fromordinal(self.first.toordinal() - 1)
        return Span(last - length, last)


class Chosen(NamedTuple):
    """Which deals a report looks at: SQL on the deal `d`, and its values."""

    sql: str
    values: tuple[object, ...]


class Sale(NamedTuple):
    """What was won of one thing: `amount_minor` in the workspace's currency, from `deals` deals."""

    key: str
    deals: int
    amount_minor: int


class Part(NamedTuple):
    """What one product of a won deal stands for, in minor units of the workspace's currency; no name is "".

    `own` is what it is called by the own field that a report is split by, where it is.
    """

    deal: int
    closed_on: str
    product: str
    owner: str
    team: str
    company: str
    sector: str
    amount: float
    own: str = ""


# Of each won deal, what each of its lines stands for: its part of the amount by the lines' totals.
_SOLD = """
    WITH line AS (
        SELECT l.deal, p.name AS product,
               coalesce(l.quantity, 1) * coalesce(l.unit_price, 0) * (1 - coalesce(l.discount_pct, 0) / 100.0) AS total
        FROM deal_line l LEFT JOIN product p ON p.id = l.product WHERE l.removed_at IS NULL),
    part AS (
        SELECT deal, product, CASE WHEN sum(total) OVER one > 0 THEN total / sum(total) OVER one
                                   ELSE 1.0 / count(*) OVER one END AS weight
        FROM line WINDOW one AS (PARTITION BY deal))
    SELECT d.rid, coalesce(d.closed_on, ''), coalesce(part.product, ''), coalesce(m.name, ''),
           coalesce(t.name, own.name, ''), coalesce(c.name, ''), coalesce(c.sector, ''),
           CAST(coalesce(d.amount, 0) * coalesce(d.rate, 1) * coalesce(part.weight, 1) AS REAL), {own}
    FROM deal d LEFT JOIN part ON part.deal = d.id
         LEFT JOIN member m ON m.id = d.owner LEFT JOIN team own ON own.id = m.team
         LEFT JOIN team t ON t.id = d.team
         LEFT JOIN contact c ON c.id = d.company
    WHERE d.outcome = 'won' AND d.removed_at IS NULL {chosen}
"""


def _quarter(part: Part) -> str:
    return f"{part.closed_on[:4]}-Q{(int(part.closed_on[5:7]) + 2) // 3}" if part.closed_on else ""


KEYS: Mapping[str, Callable[[Part], str]] = {
    "month": lambda part: part.closed_on[:7],
    "quarter": _quarter,
    "year": lambda part: part.closed_on[:4],
    "product": attrgetter("product"),
    "team": attrgetter("team"),
    "owner": attrgetter("owner"),
    "sector": attrgetter("sector"),
    "company": attrgetter("company"),
    "own": attrgetter("own"),
}


def span_of(parameters: Mapping[str, ParameterValue], today: date) -> Span:
    """Return the days that `parameters` ask for: a named period, or the days from and to."""
    first, last = parameters.get("from"), parameters.get("to")
    if isinstance(first, date) or isinstance(last, date):
        return Span(first if isinstance(first, date) else None, last if isinstance(last, date) else None)
    match parameters.get("period"):
        case "last_12_months":
            month = today.year * MONTHS_A_YEAR + today.month - MONTHS_A_YEAR
            return Span(date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1), today)
        case "this_year":
            return Span(date(today.year, 1, 1), today)
        case "last_year":
            return Span(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
        case _:
            return Span(None, None)


def chosen_deals(parameters: Mapping[str, ParameterValue], span: Span, narrowed: Narrowed) -> Chosen:
    """Return the condition on deals that `parameters`, the `span` of their closing and the filter `narrowed` make."""
    sql = narrowed.sql
    values: list[Stored] = [*narrowed.values]
    if span.first is not None:
        sql, values = f"{sql} AND d.closed_on >= ?", [*values, span.first.isoformat()]
    if span.last is not None:
        sql, values = f"{sql} AND d.closed_on <= ?", [*values, span.last.isoformat()]
    if parameters.get("owner"):
        sql = f"{sql} AND d.owner IN (SELECT id FROM member WHERE sort_name = fold(?))"
        values.append(str(parameters["owner"]))
    if parameters.get("team"):
        sql = (
            f"{sql} AND coalesce(d.team, (SELECT w.team FROM member w WHERE w.id = d.owner)) "
            "IN (SELECT id FROM team WHERE sort_name = fold(?))"
        )
        values.append(str(parameters["team"]))
    return Chosen(sql, tuple(values))


def sold_parts(reader: Connection, chosen: Chosen, place: Place, own: OwnSplit | None = None) -> list[Part]:
    """Return what was won in the deals that `chosen` picks: a part for each of their lines, one for a deal without.

    Where the report is split by an `own` field, each tells its value.
    """
    expression = "NULL" if own is None else own.expression("d")
    found = reader.execute(_SOLD.format(chosen=chosen.sql, own=expression), chosen.values)
    return [Part(*row[:-1])._replace(own="" if own is None else own.words(row[-1], place)) for row in found]


def sales_by(parts: Iterable[Part], key: str) -> list[Sale]:
    """Return what was won by each value of `key` (one of KEYS), the largest amount first."""
    sales = [
        Sale(name, len({part.deal for part in group}), _minor(group)) for name, group in _grouped(parts, key).items()
    ]
    return sorted(sales, key=lambda sale: (-sale.amount_minor, sale.key))


def sales_by_two(parts: Iterable[Part], key: str, split: str) -> dict[str, dict[str, int]]:
    """Return minor units won by each value of `split`, and in it by each value of `key`, both in order."""
    return {
        name: {inner: _minor(group) for inner, group in sorted(_grouped(whole, key).items())}
        for name, whole in sorted(_grouped(parts, split).items())
    }


def _grouped(parts: Iterable[Part], key: str) -> dict[str, list[Part]]:
    groups: dict[str, list[Part]] = {}
    key_of = KEYS[key]
    for part in parts:
        groups.setdefault(key_of(part), []).append(part)
    return groups


def _minor(parts: Iterable[Part]) -> int:
    """Return the sum of `parts`, half a unit away from zero as the file's own sums are rounded."""
    amount = fsum(part.amount for part in parts)
    return int(copysign(floor(abs(amount) + 0.5), amount))


def closed_counts(reader: Connection, chosen: Chosen) -> dict[str, tuple[int, int]]:
    """Return count and minor units of the deals that `chosen` picks, by outcome."""
    found = reader.execute(
        "SELECT d.outcome, count(*), CAST(round(coalesce(sum(d.amount * coalesce(d.rate, 1)), 0)) AS INTEGER) "
        f"FROM deal d WHERE d.removed_at IS NULL {chosen.sql} GROUP BY 1",
        chosen.values,
    )
    return {str(outcome): (count, amount) for outcome, count, amount in found}
