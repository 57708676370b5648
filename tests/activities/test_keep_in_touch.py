"""Keeping in touch: by rating, or by a rhythm of one's own."""

from crm_desktop.activities.actions import add_task, log_interaction
from crm_desktop.activities.keep_in_touch import OutOfTouch, out_of_touch, out_of_touch_filter, rhythms
from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View, record_count
from tests.conftest import MovedClock


def silent(journal: Journal, member: bytes | None = None) -> list[OutOfTouch]:
    now = journal.clock()
    today = now.astimezone(journal.zone).date().isoformat()
    with journal.store.reader() as reader:
        found, count = out_of_touch(reader, milliseconds(now), today, member)
    assert count == len(found)
    return found


def test_who_was_silent_for_longer_than_the_rhythm_of_the_rating_is_due(journal: Journal, clock: MovedClock) -> None:
    acme = add_contact(journal, "company", {"name": "Acme", "rating": "A"})
    add_contact(journal, "company", {"name": "Bolt", "rating": "B"})
    add_contact(journal, "company", {"name": "Cork", "rating": "C"})
    add_contact(journal, "company", {"name": "Dorn"})
    clock.move(days=29)
    assert silent(journal) == []
    clock.move(days=1)
    assert [(each.name, each.silent_days, each.rhythm_days) for each in silent(journal)] == [("Acme", 30, 30)]
    clock.move(days=31)
    assert [each.name for each in silent(journal)] == ["Acme", "Bolt"]
    log_interaction(journal, {"kind": "call", "company": acme})
    assert [each.name for each in silent(journal)] == ["Bolt"]


def test_a_rhythm_of_ones_own_goes_before_that_of_the_rating(journal: Journal, clock: MovedClock) -> None:
    add_contact(journal, "person", {"name": "Weekly", "keep_in_touch_days": 7})
    never = add_contact(journal, "person", {"name": "Never", "rating": "A", "keep_in_touch_days": 0})
    clock.move(days=100)
    assert [each.name for each in silent(journal)] == ["Weekly"]
    edit_contact(journal, never, {"keep_in_touch_days": None})
    assert [each.name for each in silent(journal)] == ["Weekly", "Never"]


def test_who_is_planned_for_or_wants_to_be_left_alone_is_not_due(journal: Journal, clock: MovedClock) -> None:
    planned, meeting, alone = (
        add_contact(journal, "company", {"name": name, "rating": "A"}) for name in ("Planned", "Meeting", "Alone")
    )
    edit_contact(journal, alone, {"do_not_contact": 1})
    clock.move(days=40)
    add_task(journal, {"title": "Call", "company": planned, "due_day": "2026-07-01"})
    ahead = milliseconds(clock()) + 86_400_000
    log_interaction(journal, {"kind": "meeting", "company": meeting, "at": ahead, "planned": 1})
    assert silent(journal) == []


def test_mine_are_those_that_are_mine_or_nobodys(journal: Journal, clock: MovedClock) -> None:
    with journal.transaction("Team") as tx:
        reed = tx.insert("member", {"name": "Reed"})
    add_contact(journal, "company", {"name": "Mine", "rating": "A"})
    add_contact(journal, "company", {"name": "Reed's", "rating": "A", "owner": reed})
    clock.move(days=40)
    assert [each.name for each in silent(journal, journal.member)] == ["Mine"]


def test_rhythms_are_settings_and_zero_means_never(journal: Journal, clock: MovedClock) -> None:
    add_contact(journal, "company", {"name": "Acme", "rating": "A"})
    clock.move(days=40)
    save_setting(journal, "keep_in_touch_a", "0")
    with journal.store.reader() as reader:
        assert rhythms(reader) == {"B": 60}
    assert silent(journal) == []


def test_the_list_behind_the_card_is_a_filter_like_any_other(journal: Journal) -> None:
    add_contact(journal, "company", {"name": "Acme", "rating": "A"})
    add_contact(journal, "company", {"name": "Bolt", "rating": "B"})
    add_contact(journal, "company", {"name": "Cork", "rating": "C"})
    companies = kind_named("companies")
    with journal.store.reader() as reader:
        conditions = conditions_from_text(out_of_touch_filter(rhythms(reader)), companies, journal.place)
        assert record_count(reader, View(companies, conditions), journal.place) == 2
