"""What the Today page reads: what must be done now, what waits, what changed."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from crm_desktop.activities.keep_in_touch import OutOfTouch, out_of_touch, rhythms
from crm_desktop.contacts.birthdays import Birthday, birthdays
from crm_desktop.contacts.promises import OpenPromise, open_promises
from crm_desktop.journal.history import HistoryStep, history_page
from crm_desktop.pipeline.goals import goal_of_month
from crm_desktop.pipeline.queries import DAY_MS
from crm_desktop.reports.agenda import LISTED, AgendaItem, agenda
from crm_desktop.reports.day_figures import DayFigures, day_figures
from crm_desktop.reports.needy_deals import NeedyDeal, needy_deals
from crm_desktop.reports.tile_sparks import (
    WIN_RATE_DAYS,
    overdue_days,
    satisfaction_weeks,
    win_rate_weeks,
    won_weeks,
)
from crm_desktop.schema.forms import Place
from crm_desktop.store.functions import name_shown
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.tickets.queries import QueueRow, ticket_queue
from crm_desktop.vault.driver import Connection

AHEAD_DAYS = 8
# A promise is told of before its day, a birthday early enough for a card by post.
PROMISED_DAYS = 3
BIRTHDAY_DAYS = 7


class Tiles(NamedTuple):
    """The figures at the top; amounts in minor units of the workspace's currency, shares from 0 to 1."""

    won_minor: int
    won_before_minor: int
    weighted_minor: int
    open_deals: int
    won_90: int
    closed_90: int
    overdue: int
    satisfaction: float | None
    answers: int
    won_weeks: tuple[float, ...]
    satisfaction_weeks: tuple[float, ...]
    win_rate_weeks: tuple[float, ...]
    overdue_days: tuple[float, ...]


class FollowUp(NamedTuple):
    """A task whose day has passed; `day` is the ISO day on which it was due."""

    id: bytes
    title: str
    kind: str
    day: str
    contact: bytes | None
    contact_name: str
    company_name: str
    is_company: bool


class TodayView(NamedTuple):
    """Everything that the page shows, read in one state of the file; `member_name` is whose day it is."""

    member_name: str
    tiles: Tiles
    agenda: list[AgendaItem]
    ahead: list[AgendaItem]
    overdue: list[FollowUp]
    overdue_count: int
    deals: list[NeedyDeal]
    deals_count: int
    deals_minor: int
    tickets: list[QueueRow]
    tickets_count: int
    month: list[tuple[int, int]]
    month_before: list[tuple[int, int]]
    goal_minor: int | None
    changes: list[HistoryStep]
    promises: Sequence[OpenPromise]
    touch: list[OutOfTouch]
    touch_count: int
    birthdays: list[Birthday]
    rhythms: dict[str, int]
    figures: DayFigures
    tiles_shown: str


_AMOUNT = "coalesce(d.amount, 0) * coalesce(d.rate, 1)"
_TASK_WHO = """
    FROM task k LEFT JOIN contact p ON p.id = coalesce(k.person, (SELECT person FROM deal WHERE id = k.deal))
         LEFT JOIN contact c ON c.id = coalesce(k.company, p.company, (SELECT company FROM deal WHERE id = k.deal))
"""


def today_view(reader: Connection, place: Place, now: datetime, member: bytes | None = None) -> TodayView:
    """Return the page of `member` as of the instant `now`, for days in the zone of `place`."""
    today = now.astimezone(place.zone).date()
    overdue, overdue_count = _overdue(reader, today, member)
    planned, ahead = agenda(reader, place, now, member, today + timedelta(days=AHEAD_DAYS))
    late = overdue_days(reader, now.astimezone(place.zone), member)
    touch, touch_count = out_of_touch(reader, _ms(now), today.isoformat(), member, LISTED)
    deals, deals_count, deals_minor = needy_deals(reader, today, _ms(now))
    tickets = _ticket_deadlines(reader, place, now)
    name = reader.execute("SELECT name FROM member WHERE id = ?", (member,)).fetchone()
    return TodayView(
        member_name="" if name is None else str(name[0]),
        tiles=_tiles(reader, today, overdue_count, late, _ms(now)),
        agenda=planned,
        ahead=ahead,
        overdue=overdue,
        overdue_count=overdue_count,
        deals=deals,
        deals_count=deals_count,
        deals_minor=deals_minor,
        tickets=tickets,
        tickets_count=len(tickets),
        month=_won_by_day(reader, today),
        month_before=_won_by_day(reader, today.replace(day=1) - timedelta(days=1)),
        goal_minor=goal_of_month(reader, today),
        changes=history_page(reader, limit=8),
        promises=open_promises(reader, today + timedelta(days=PROMISED_DAYS)),
        touch=touch,
        touch_count=touch_count,
        birthdays=birthdays(reader, today, today + timedelta(days=BIRTHDAY_DAYS), member, LISTED),
        rhythms=rhythms(reader),
        figures=day_figures(reader, today, place.zone, member),
        tiles_shown=setting_value(reader, "today_tiles", member),
    )


def phone_of(reader: Connection, contact: bytes) -> str:
    """Return the number to call `contact` by; nothing where there is none, or where they want to be left alone."""
    row = reader.execute(
        "SELECT m.value FROM contact_point m JOIN contact c ON c.id = m.contact WHERE m.contact = ? "
        "AND m.kind = 'phone' AND m.removed_at IS NULL AND coalesce(c.do_not_contact, 0) = 0 "
        "ORDER BY m.is_primary DESC, m.rid LIMIT 1",
        (contact,),
    ).fetchone()
    return str(row[0]) if row is not None else ""


def _ms(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def _tiles(reader: Connection, today: date, overdue: int, late: tuple[float, ...], now_ms: int) -> Tiles:
    month, before = today.isoformat()[:7], (today.replace(day=1) - timedelta(days=1)).isoformat()[:7]
    weighted, open_deals = reader.execute(
        f"SELECT coalesce(sum({_AMOUNT} * coalesce(d.probability, 0) / 100.0), 0), count(*) FROM deal d "
        "WHERE d.outcome = 'open' AND d.removed_at IS NULL"
    ).fetchone()
    since = (today - timedelta(days=WIN_RATE_DAYS)).isoformat()
    won_90, closed_90 = reader.execute(
        "SELECT count(CASE WHEN d.outcome = 'won' THEN 1 END), count(*) FROM deal d "
        "WHERE d.outcome IN ('won', 'lost') AND d.closed_on >= ? AND d.removed_at IS NULL",
        (since,),
    ).fetchone()
    rated = now_ms - WIN_RATE_DAYS * DAY_MS
    satisfaction, answers = reader.execute(
        "SELECT avg(satisfaction), count(satisfaction) FROM ticket WHERE opened_at >= ? AND removed_at IS NULL",
        (rated,),
    ).fetchone()
    return Tiles(
        _won(reader, month),
        _won(reader, before),
        round(weighted),
        open_deals,
        won_90,
        closed_90,
        overdue,
        satisfaction,
        answers,
        won_weeks(reader, today),
        satisfaction_weeks(reader, now_ms),
        win_rate_weeks(reader, today),
        late,
    )


def _won(reader: Connection, month: str) -> int:
    row = reader.execute(
        f"SELECT coalesce(sum({_AMOUNT}), 0) FROM deal d WHERE d.outcome = 'won' AND d.removed_at IS NULL "
        "AND d.closed_on BETWEEN ? AND ?",
        (f"{month}-01", f"{month}-31"),
    ).fetchone()
    amount: float = row[0]
    return round(amount)


def _overdue(reader: Connection, today: date, member: bytes | None) -> tuple[list[FollowUp], int]:
    open_late = (
        "k.due_day < ?1 AND k.done_at IS NULL AND k.removed_at IS NULL "
        "AND (?2 IS NULL OR k.assignee = ?2 OR k.assignee IS NULL)"
    )
    whose = (today.isoformat(), member)
    found = reader.execute(
        "SELECT k.id, k.title, coalesce(k.kind, 'todo'), k.due_day, coalesce(p.id, c.id), "
        f"iif(p.id IS NULL, {name_shown('c')}, {name_shown('p')}), "
        f"iif(p.id IS NULL, '', {name_shown('c')}), p.id IS NULL {_TASK_WHO} WHERE {open_late} "
        f"ORDER BY k.due_day, k.rid LIMIT {LISTED}",
        whose,
    ).fetchall()
    count = reader.execute(f"SELECT count(*) FROM task k WHERE {open_late}", whose).fetchone()[0]
    return [FollowUp._make([*row[:7], bool(row[7])]) for row in found], int(count)


def _ticket_deadlines(reader: Connection, place: Place, now: datetime) -> list[QueueRow]:
    tomorrow = datetime.combine(now.astimezone(place.zone).date() + timedelta(days=1), time(), place.zone)
    queue = ticket_queue(reader, (), place, _ms(now), _ms(tomorrow))
    return [each for each in queue if each.group in ("breaching", "next_hours", "today")]


def _won_by_day(reader: Connection, day: date) -> list[tuple[int, int]]:
    """Return what was won so far in the month of `day`, up to each day on which something was won."""
    month = day.isoformat()[:7]
    found = reader.execute(
        f"SELECT CAST(substr(d.closed_on, 9, 2) AS INTEGER), sum({_AMOUNT}) FROM deal d WHERE d.outcome = 'won' "
        "AND d.removed_at IS NULL AND d.closed_on BETWEEN ? AND ? GROUP BY 1 ORDER BY 1",
        (f"{month}-01", f"{month}-31"),
    )
    total, points = 0, []
    for number, amount in found:
        total += round(amount)
        points.append((number, total))
    return points
