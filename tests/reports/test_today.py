"""The Today page: what must be done now."""

from datetime import date

from crm_desktop.activities.actions import add_task, complete_tasks, log_interaction
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.pipeline.actions import add_deal, edit_deal, win_deal
from crm_desktop.reports.today import TodayView, today_view
from crm_desktop.schema.forms import Place
from crm_desktop.tickets.actions import add_ticket
from tests.conftest import MovedClock


def view(journal: Journal, place: Place) -> TodayView:
    with journal.store.reader() as reader:
        return today_view(reader, place, journal.clock())


def test_an_empty_workspace_has_an_empty_day(journal: Journal, place: Place) -> None:
    empty = view(journal, place)
    assert (empty.agenda, empty.overdue, empty.deals, empty.tickets, empty.month) == ([], [], [], [], [])
    assert empty.tiles.satisfaction is None


def test_follow_ups_are_late_from_the_day_after(journal: Journal, place: Place) -> None:
    dana = add_contact(journal, "person", {"name": "Dana"})
    late = add_task(journal, {"title": "Late", "person": dana, "due_day": "2026-05-12"})
    add_task(journal, {"title": "Now", "person": dana, "due_day": "2026-05-14"})
    add_task(journal, {"title": "Soon", "due_day": "2026-05-15"})
    shown = view(journal, place)
    assert [(each.title, each.contact_name) for each in shown.overdue] == [("Late", "Dana")]
    assert [each.title for each in shown.agenda] == ["Now"]
    assert [each.title for each in shown.ahead] == ["Soon"]
    complete_tasks(journal, [late])
    assert view(journal, place).overdue_count == 0


def test_the_day_is_the_users_own(journal: Journal, place: Place, clock: MovedClock) -> None:
    evening = int(clock.now.timestamp() * 1000) + 14 * 3_600_000
    log_interaction(journal, {"kind": "meeting", "subject": "Dinner", "at": evening, "planned": 1})
    assert [(each.title, each.day) for each in view(journal, place).agenda] == [("Dinner", "2026-05-14")]


def test_deals_say_why_they_need_attention(journal: Journal, place: Place, clock: MovedClock) -> None:
    add_deal(journal, {"title": "Stale", "amount": 100_00})
    clock.move(days=30)
    add_deal(journal, {"title": "Late", "amount": 300_00, "expected_on": "2026-06-10"})
    bare = add_deal(journal, {"title": "Bare", "amount": 200_00, "expected_on": "2026-07-10"})
    shown = view(journal, place)
    assert [(each.title, each.reason, each.days) for each in shown.deals] == [
        ("Late", "late", 3),
        ("Bare", "no_step", 0),
        ("Stale", "stale", 30),
    ]
    assert (shown.deals_count, shown.deals_minor) == (3, 600_00)
    add_task(journal, {"title": "Call", "deal": bare, "due_day": "2026-06-20"})
    assert view(journal, place).deals_count == 2


def test_a_deal_that_is_worth_less_or_quiet_says_so(journal: Journal, place: Place, clock: MovedClock) -> None:
    quiet = add_deal(journal, {"title": "Quiet", "amount": 100_00})
    less = add_deal(journal, {"title": "Less", "amount": 200_00})
    for each in (quiet, less):
        add_task(journal, {"title": "Call", "deal": each, "due_day": "2026-09-20"})
    with journal.store.reader() as reader:
        rot = int(reader.execute("SELECT s.rot_days FROM deal d JOIN stage s ON s.id = d.stage").fetchone()[0])
    with journal.transaction("Give the stage more time") as tx:
        for row in tx.connection.execute("SELECT id FROM stage").fetchall():
            tx.update("stage", row[0], {"rot_days": rot + 100})
    clock.move(days=31)
    now_ms = int(clock.now.timestamp() * 1000)
    log_interaction(journal, {"kind": "call", "subject": "Asked", "deal": less, "at": now_ms})
    edit_deal(journal, less, {"amount": 164_00})
    reasons = [(each.title, each.reason, each.days) for each in view(journal, place).deals]
    assert reasons == [("Less", "dropped", 18), ("Quiet", "quiet", 31)]
    undo_last(journal)
    assert [each.title for each in view(journal, place).deals] == ["Quiet"]


def test_what_was_won_this_month_adds_up(journal: Journal, place: Place) -> None:
    for day, amount in ((2, 100_00), (9, 50_00)):
        win_deal(journal, add_deal(journal, {"title": "Won"}), amount, date(2026, 5, day))
    win_deal(journal, add_deal(journal, {"title": "Before"}), 70_00, date(2026, 4, 30))
    shown = view(journal, place)
    assert shown.month == [(2, 100_00), (9, 150_00)]
    assert (shown.tiles.won_minor, shown.tiles.won_before_minor, shown.tiles.won_90) == (150_00, 70_00, 3)


def test_tickets_with_a_deadline_today_are_shown(journal: Journal, place: Place) -> None:
    add_ticket(journal, {"subject": "Soon", "priority": "critical"})
    add_ticket(journal, {"subject": "Thanks", "kind": "compliment"})
    assert [each.subject for each in view(journal, place).tickets] == ["Soon"]
