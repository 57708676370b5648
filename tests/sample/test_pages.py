"""Each page has something to show: the sample looks like a day at work."""

from datetime import date

import pytest

from crm_desktop.contacts.views import saved_views
from crm_desktop.sample.facts import sample_facts
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View, record_count, record_page
from tests.sample.made import NEW_YORK, NOW, Sample

FACTS = sample_facts("small")
NOW_MS = int(NOW.timestamp() * 1000)
HOUR_MS = 3_600_000
TODAY = "2026-05-14"
OWN = "(SELECT id FROM member WHERE role = 'owner')"
UNANSWERED = "first_response_at IS NULL AND status IN ('new', 'open')"


def test_today_shows_late_tasks_of_the_own_member(sample: Sample) -> None:
    late = f"SELECT count(*) FROM task WHERE done_at IS NULL AND due_day < '{TODAY}'"
    assert sample.one(late) == FACTS.overdue_tasks
    assert sample.one(f"{late} AND assignee = {OWN}") >= 5


def test_the_agenda_of_today_has_times_and_one_thing_done(sample: Sample) -> None:
    agenda = sample.rows(
        f"SELECT due_at, duration_min, done_at FROM task WHERE due_day = '{TODAY}' AND due_at NOTNULL "
        f"AND assignee = {OWN}"
    )
    assert len(agenda) >= 4
    assert all(8 * HOUR_MS < due_at - day_start() < 18 * HOUR_MS and minutes for due_at, minutes, _done in agenda)
    assert sum(done is not None for _due, _minutes, done in agenda) == 1


def test_tasks_are_planned_for_tomorrow_next_week_and_later(sample: Sample) -> None:
    open_tasks = "SELECT count(*) FROM task WHERE done_at IS NULL AND due_day"
    assert sample.one(f"{open_tasks} = '2026-05-15'") >= FACTS.tasks_tomorrow
    assert sample.one(f"{open_tasks} BETWEEN '2026-05-18' AND '2026-05-22'") >= 8
    assert sample.one(f"{open_tasks} > '2026-05-22'") >= 15
    assert sample.one("SELECT count(*) FROM task WHERE done_at NOTNULL") > 60


def test_nothing_is_planned_for_a_weekend_but_by_the_calendar_of_today(sample: Sample) -> None:
    days = [row[0] for row in sample.rows("SELECT due_day FROM task WHERE done_at IS NULL AND due_day NOTNULL")]
    assert all(date.fromisoformat(day).weekday() < 5 for day in days)


def test_each_open_stage_has_fresh_ageing_and_rotting_deals_on_the_board(sample: Sample) -> None:
    board = sample.rows(
        "SELECT s.name, (? - d.stage_entered_at) / 86400000.0 / s.rot_days FROM deal d JOIN stage s ON s.id = d.stage "
        "WHERE d.outcome = 'open'",
        NOW_MS,
    )
    assert {name for name, _age in board} == {"Prospecting", "Engaging", "Quoted", "Agreed"}
    for low, high in ((0, 0.6), (0.6, 1), (1, 9)):
        assert sum(low <= age < high for _name, age in board) >= 6


def test_some_open_deals_are_past_their_date_and_some_have_no_next_step(sample: Sample) -> None:
    open_deals = "SELECT count(*) FROM deal d WHERE d.outcome = 'open' AND"
    assert 5 <= sample.one(f"{open_deals} d.expected_on < '{TODAY}'") <= 15
    step = "EXISTS (SELECT 1 FROM task t WHERE t.deal = d.id AND t.done_at IS NULL)"
    assert 8 <= sample.one(f"{open_deals} NOT {step}") <= 22


def test_the_stage_of_a_deal_is_the_last_that_it_moved_to(sample: Sample) -> None:
    last = "(SELECT m.{} FROM stage_move m WHERE m.deal = d.id ORDER BY m.at DESC, m.rid DESC LIMIT 1)"
    assert sample.one(f"SELECT count(*) FROM deal d WHERE d.stage <> {last.format('stage')}") == 0
    assert sample.one(f"SELECT count(*) FROM deal d WHERE d.stage_entered_at <> {last.format('at')}") == 0
    assert sample.one("SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage WHERE s.outcome <> d.outcome") == 0


def test_the_amount_of_a_deal_is_the_sum_of_its_lines(sample: Sample) -> None:
    total = (
        "(SELECT sum(round(quantity * unit_price * (100 - discount_pct) / 100)) FROM deal_line l WHERE l.deal = d.id)"
    )
    assert sample.one(f"SELECT count(*) FROM deal d WHERE abs(d.amount - {total}) > 2") == 1  # one was bargained down


def test_two_years_of_closed_deals_have_a_win_rate_a_season_and_reasons(sample: Sample) -> None:
    won, closed = sample.rows("SELECT sum(outcome = 'won'), count(*) FROM deal WHERE outcome <> 'open'")[0]
    assert 0.5 < won / closed < 0.7
    assert sample.one("SELECT count(DISTINCT substr(closed_on, 1, 7)) FROM deal") >= 24
    june, august = (
        sample.one("SELECT count(*) FROM deal WHERE substr(closed_on, 6, 2) = ?", month) for month in ("06", "08")
    )
    assert june > 1.4 * august
    assert sample.one("SELECT count(DISTINCT lost_reason) FROM deal WHERE outcome = 'lost'") >= 5
    assert sample.one("SELECT count(*) FROM deal WHERE outcome = 'lost' AND lost_reason IS NULL") == 0
    assert sample.one(f"SELECT count(*) FROM deal WHERE outcome = 'won' AND closed_on LIKE '{TODAY[:8]}%'") >= 3


def test_each_month_of_a_year_has_a_goal_that_is_not_beyond_reach(sample: Sample) -> None:
    amounts = [row[0] for row in sample.rows("SELECT amount FROM goal WHERE period = 'month' ORDER BY starts_on")]
    won = "SELECT sum(amount * coalesce(rate, 1)) / 24 FROM deal WHERE outcome = 'won'"
    assert len(amounts) == 15
    assert amounts == sorted(amounts)
    assert all(sample.one(won) < amount < 2 * sample.one(won) for amount in amounts[-4:])


def test_only_customers_have_bought(sample: Sample) -> None:
    buyers = sample.rows(
        "SELECT DISTINCT c.lifecycle FROM deal d JOIN contact c ON c.id = d.company WHERE outcome = 'won'"
    )
    assert {row[0] for row in buyers} == {"customer", "former"}


@pytest.mark.parametrize(
    ("from_ms", "until_ms", "least"),
    [(-9 * HOUR_MS, 0, 3), (0, 2 * HOUR_MS, 3), (2 * HOUR_MS, 14 * HOUR_MS, 4), (14 * HOUR_MS, 30 * HOUR_MS, 3)],
    ids=["breaching", "next two hours", "today", "tomorrow"],
)
def test_the_ticket_queue_has_each_group(sample: Sample, from_ms: int, until_ms: int, least: int) -> None:
    due = f"SELECT count(*) FROM ticket WHERE {UNANSWERED} AND answer_due_at > ? AND answer_due_at <= ?"
    assert sample.one(due, NOW_MS + from_ms, NOW_MS + until_ms) >= least


def test_some_tickets_wait_some_have_no_deadline_and_some_no_owner(sample: Sample) -> None:
    assert sample.one("SELECT count(*) FROM ticket WHERE status = 'waiting' AND first_response_at NOTNULL") >= 6
    assert sample.one(f"SELECT count(*) FROM ticket WHERE {UNANSWERED} AND answer_due_at IS NULL") >= 4
    assert sample.one("SELECT count(*) FROM ticket WHERE kind = 'compliment' AND answer_due_at NOTNULL") == 0
    assert sample.one(f"SELECT count(*) FROM ticket WHERE {UNANSWERED} AND owner IS NULL") >= 3
    assert sample.one(f"SELECT count(*) FROM ticket WHERE {UNANSWERED} AND owner = {OWN}") >= 3


def test_nearly_all_tickets_were_answered_in_time_and_many_are_rated(sample: Sample) -> None:
    in_time, rated, mean = sample.rows(
        "SELECT avg(first_response_at <= answer_due_at), count(satisfaction), avg(satisfaction) FROM ticket "
        "WHERE first_response_at NOTNULL"
    )[0]
    assert 0.85 < in_time < 1
    assert rated > 80
    assert 3.5 < mean < 4.8
    assert sample.one("SELECT count(*) FROM ticket WHERE solved_at > ?", NOW_MS - 7 * 24 * HOUR_MS) >= 3


def test_ticket_numbers_follow_the_order_in_which_they_came(sample: Sample) -> None:
    rows = sample.rows("SELECT number FROM ticket ORDER BY opened_at, number")
    numbers = [row[0] for row in rows]
    assert numbers == list(range(numbers[0], numbers[0] + FACTS.tickets))


def test_conversations_have_one_to_six_messages_in_their_order(sample: Sample) -> None:
    talks = sample.rows(
        "SELECT count(*), min(m.at) >= t.opened_at, max(m.at) <= ?, "
        "max(m.kind = 'out') = (t.first_response_at NOTNULL), min((m.kind = 'in') = (m.author NOTNULL)) "
        "FROM ticket_message m JOIN ticket t ON t.id = m.ticket GROUP BY t.rid",
        NOW_MS,
    )
    assert len(talks) == FACTS.tickets
    assert {talk[0] for talk in talks} >= {1, 2, 3, 4, 5, 6}
    assert all(all(talk[1:]) for talk in talks)
    assert sample.one("SELECT count(*) FROM ticket_message WHERE kind = 'note'") > 100


def test_two_years_of_interactions_are_of_every_kind_mood_and_phase(sample: Sample) -> None:
    kinds = dict(sample.rows("SELECT kind, count(*) FROM interaction GROUP BY 1"))
    assert len(kinds) == 8
    assert min(kinds.values()) > 40
    assert sample.one("SELECT count(*) FROM interaction WHERE planned = 0 AND at > ?", NOW_MS) == 0
    assert sample.one("SELECT count(*) FROM interaction WHERE planned = 1 AND at < ?", NOW_MS) == 0
    assert sample.one("SELECT count(*) FROM interaction WHERE deal NOTNULL") > 1000
    assert sample.one("SELECT count(*) FROM interaction WHERE ticket NOTNULL") > 50
    assert {row[0] for row in sample.rows("SELECT DISTINCT mood FROM interaction")} == {
        None,
        "happy",
        "neutral",
        "unhappy",
    }
    assert sample.one("SELECT count(*) FROM interaction WHERE body LIKE '%{%' OR subject LIKE '%{%'") == 0
    assert sample.one("SELECT count(DISTINCT subject || body) FROM interaction") > 2000
    last_week = sample.one("SELECT count(*) FROM interaction WHERE planned = 0 AND at > ?", NOW_MS - 7 * 24 * HOUR_MS)
    assert last_week > 25


def test_an_interaction_about_a_deal_is_with_its_person_while_it_was_open(sample: Sample) -> None:
    wrong = sample.one(
        "SELECT count(*) FROM interaction i JOIN deal d ON d.id = i.deal WHERE i.company <> d.company "
        "OR date(i.at / 1000, 'unixepoch', '+1 day') < d.opened_on "
        "OR date(i.at / 1000, 'unixepoch', '-1 day') > d.closed_on AND d.closed_on < '2026-04-30'"
    )
    assert wrong == 0


def test_each_saved_view_finds_records_and_names_known_columns(sample: Sample) -> None:
    asking = NEW_YORK._replace(clock=lambda: NOW, member=sample.one("SELECT owner FROM saved_view LIMIT 1"))
    with sample.journal.store.reader() as reader:
        for page in ("people", "companies", "deals", "tickets"):
            for saved in saved_views(reader, page, asking):
                assert not saved.wrong
                view = View(kind_named(page), saved.setting.conditions, saved.setting.sorting, saved.setting.columns)
                assert record_count(reader, view, asking) > 0, saved.name
                assert record_page(reader, view, asking).rows, saved.name


def test_lists_know_the_last_interaction_and_what_is_open(sample: Sample) -> None:
    roll_up = "SELECT count(*) FROM contact_rollup WHERE"
    assert sample.one(f"{roll_up} last_at NOTNULL") > 500
    assert sample.one(f"{roll_up} open_deals > 0") > 40
    assert sample.one(f"{roll_up} won_amount > 0") > 80
    assert sample.one(f"{roll_up} open_tickets > 0") > 30


def day_start() -> int:
    """Return the midnight that the sample's today begins with."""
    return int(NOW.replace(hour=0, minute=0).timestamp() * 1000)
