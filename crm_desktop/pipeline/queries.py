"""What the board and the forecast read of deals."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from crm_desktop.filters.tree import Filter
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.filters import conditions_sql
from crm_desktop.store.functions import name_shown
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.own_shown import own_expressions, own_words, shown_own_fields
from crm_desktop.vault.driver import Connection

DAY_MS = 86_400_000


class Card(NamedTuple):
    """One deal on the board; `amount` in minor units of `currency`, `entered_at` the instant it came to its stage.

    `next_due` is the day of its next open task, `has_step` whether one is planned at all, `own` what stands in the
    first of the workspace's own fields, in words.
    """

    id: bytes
    title: str
    company: bytes | None
    company_name: str
    person_name: str
    stage: bytes
    amount: int | None
    currency: str
    probability: int
    expected_on: str | None
    entered_at: int
    owner: bytes | None
    owner_name: str
    next_due: str | None
    has_step: bool
    outcome: str
    own: tuple[str, ...] = ()


class StageSum(NamedTuple):
    """Count and sums of one stage, in minor units of the workspace's currency."""

    stage: bytes
    deals: int
    amount_minor: int
    weighted_minor: int


class BoardFigures(NamedTuple):
    """The strip above the board, in minor units of the workspace's currency.

    `likely_minor` is what was won this month with the weighted sum of what closes in it.
    """

    open_deals: int
    open_minor: int
    weighted_minor: int
    closing_deals: int
    closing_minor: int
    needing_attention: int
    won_minor: int
    likely_minor: int


class ForecastRow(NamedTuple):
    """What is expected and won in one month (`YYYY-MM`), in minor units of the workspace's currency."""

    month: str
    deals: int
    open_minor: int
    weighted_minor: int
    won_minor: int


_CURRENCY = Card._fields.index("currency")
_AMOUNT = "coalesce(t.amount, 0) * coalesce(t.rate, 1)"
_CHANCE = "coalesce(t.probability, s.probability, 0)"
_STEP = "FROM task k WHERE k.deal = t.id AND k.done_at IS NULL AND k.removed_at IS NULL"
_CARD_COLUMNS = f"""
    t.id, t.title, t.company, {name_shown("c")}, {name_shown("p")}, t.stage, t.amount,
           coalesce(t.currency, ?), {_CHANCE}, t.expected_on, coalesce(t.stage_entered_at, t.created_at),
           t.owner, coalesce(m.name, ''), (SELECT min(k.due_day) {_STEP}), EXISTS (SELECT 1 {_STEP}), t.outcome
"""
_CARD_FROM = """
    FROM deal t LEFT JOIN stage s ON s.id = t.stage LEFT JOIN contact c ON c.id = t.company
         LEFT JOIN contact p ON p.id = t.person LEFT JOIN member m ON m.id = t.owner
"""
CARD_ORDERS = {
    "expected_on": "t.expected_on IS NULL, t.expected_on, t.id",
    "amount": f"{_AMOUNT} DESC, t.id",
    "age": "coalesce(t.stage_entered_at, t.created_at), t.id",
    "company": "c.sort_name IS NULL, c.sort_name, t.id",
}


def board_cards(
    reader: Connection, stage: bytes, conditions: Sequence[Filter], place: Place, order: str = "expected_on"
) -> list[Card]:
    """Return the cards of one `stage` that fit `conditions`, in one of CARD_ORDERS."""
    where = conditions_sql(workspace_kinds(reader).named("deals"), conditions, place)
    chosen = f"t.stage = ? AND t.removed_at IS NULL {where.sql} ORDER BY {CARD_ORDERS[order]}"
    return _cards(reader, chosen, (stage, *where.values), place)


def one_card(reader: Connection, deal: bytes, place: Place) -> Card | None:
    """Return the card of `deal`, or None where it is not here."""
    found = _cards(reader, "t.id = ?", (deal,), place)
    return found[0] if found else None


def stage_sums(reader: Connection, conditions: Sequence[Filter], place: Place) -> dict[bytes, StageSum]:
    """Return the sums of each stage over the deals that fit `conditions`."""
    where = conditions_sql(workspace_kinds(reader).named("deals"), conditions, place)
    found = reader.execute(
        f"SELECT t.stage, count(*), CAST(round(sum({_AMOUNT})) AS INTEGER), "
        f"CAST(round(sum({_AMOUNT} * {_CHANCE} / 100.0)) AS INTEGER) "
        f"FROM deal t LEFT JOIN stage s ON s.id = t.stage "
        f"WHERE t.removed_at IS NULL AND t.stage IS NOT NULL {where.sql} GROUP BY t.stage",
        where.values,
    )
    return {row[0]: StageSum(*row) for row in found}


def board_figures(
    reader: Connection, conditions: Sequence[Filter], place: Place, today: str, now_ms: int
) -> BoardFigures:
    """Return the strip above the board; `today` is an ISO day, by which late and closing this month are told."""
    where = conditions_sql(workspace_kinds(reader).named("deals"), conditions, place)
    month = today[:7]
    stale = f"({now_ms} - coalesce(t.stage_entered_at, t.created_at)) / {DAY_MS} >= coalesce(s.rot_days, 1000000)"
    row = reader.execute(
        f"SELECT count(*), coalesce(sum({_AMOUNT}), 0), coalesce(sum({_AMOUNT} * {_CHANCE} / 100.0), 0), "
        f"count(CASE WHEN substr(t.expected_on, 1, 7) = '{month}' THEN 1 END), "
        f"coalesce(sum(CASE WHEN substr(t.expected_on, 1, 7) = '{month}' THEN {_AMOUNT} END), 0), "
        f"count(CASE WHEN t.expected_on < '{today}' OR {stale} THEN 1 END), "
        f"coalesce(sum(CASE WHEN substr(t.expected_on, 1, 7) = '{month}' THEN {_AMOUNT} * {_CHANCE} / 100.0 END), 0) "
        "FROM deal t LEFT JOIN stage s ON s.id = t.stage "
        f"WHERE t.outcome = 'open' AND t.removed_at IS NULL {where.sql}",
        where.values,
    ).fetchone()
    won = reader.execute(
        f"SELECT coalesce(sum({_AMOUNT}), 0) FROM deal t WHERE t.outcome = 'won' AND t.removed_at IS NULL "
        f"AND t.closed_on BETWEEN '{month}-01' AND '{month}-31' {where.sql}",
        where.values,
    ).fetchone()
    *counted, closing_weighted = (round(each) for each in row)
    return BoardFigures._make([*counted, round(won[0]), round(won[0]) + closing_weighted])


def forecast_months(reader: Connection, conditions: Sequence[Filter], place: Place) -> list[ForecastRow]:
    """Return the months in which deals are expected or were won, in order; deals without a day come under ''."""
    where = conditions_sql(workspace_kinds(reader).named("deals"), conditions, place)
    found = reader.execute(
        "SELECT substr(coalesce(iif(t.outcome = 'won', t.closed_on, t.expected_on), ''), 1, 7) AS month, "
        "count(CASE WHEN t.outcome = 'open' THEN 1 END), "
        f"CAST(round(sum(CASE WHEN t.outcome = 'open' THEN {_AMOUNT} ELSE 0 END)) AS INTEGER), "
        f"CAST(round(sum(CASE WHEN t.outcome = 'open' THEN {_AMOUNT} * {_CHANCE} / 100.0 ELSE 0 END)) AS INTEGER), "
        f"CAST(round(sum(CASE WHEN t.outcome = 'won' THEN {_AMOUNT} ELSE 0 END)) AS INTEGER) "
        "FROM deal t LEFT JOIN stage s ON s.id = t.stage "
        f"WHERE t.outcome IN ('open', 'won') AND t.removed_at IS NULL {where.sql} GROUP BY 1 ORDER BY 1",
        where.values,
    )
    return [ForecastRow(*row) for row in found]


def forecast_cards(reader: Connection, month: str, conditions: Sequence[Filter], place: Place) -> list[Card]:
    """Return the open deals expected in `month` (`YYYY-MM`, or '' for those without a day), soonest first."""
    where = conditions_sql(workspace_kinds(reader).named("deals"), conditions, place)
    chosen = (
        "t.outcome = 'open' AND t.removed_at IS NULL "
        f"AND substr(coalesce(t.expected_on, ''), 1, 7) = ? {where.sql} ORDER BY {CARD_ORDERS['expected_on']}"
    )
    return _cards(reader, chosen, (month, *where.values), place)


def lost_reasons(reader: Connection) -> list[str]:
    """Return the reasons that deals were lost for, the most frequent first, to choose from."""
    found = reader.execute(
        "SELECT lost_reason, count(*) FROM deal WHERE lost_reason > '' AND removed_at IS NULL "
        "GROUP BY 1 ORDER BY 2 DESC LIMIT 12"
    )
    return [str(row[0]) for row in found]


def _cards(reader: Connection, chosen: str, values: Sequence[Stored], place: Place) -> list[Card]:
    """Return the cards of the deals `t` that the SQL `chosen` with its `values` picks, in its order."""
    kind = workspace_kinds(reader).named("deals")
    own = shown_own_fields(kind)
    columns = ", ".join((_CARD_COLUMNS, *own_expressions(kind, own)))
    found = reader.execute(f"SELECT {columns} {_CARD_FROM} WHERE {chosen}", (place.currency, *values))
    return [_card(row, own, place) for row in found]


def _card(row: Sequence[Any], own: Sequence[Field], place: Place) -> Card:
    *facts, has_step, outcome = row[: len(row) - len(own)]
    words = own_words(own, row[len(row) - len(own) :], facts[_CURRENCY], place) if own else ()
    return Card._make((*facts, bool(has_step), outcome, words))
