"""The timeline of a contact: everything that happened, newest first, page by page."""

from datetime import date

import pytest

from crm_desktop.activities.actions import log_interaction
from crm_desktop.activities.timeline import EVERYTHING, Narrowing, TimelineEntry, Whose, timeline_counts, timeline_page
from crm_desktop.activities.timeline_sql import Source
from crm_desktop.contacts.actions import edit_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import redo_last, undo_last
from crm_desktop.products.purchases import add_purchase
from tests.contacts.world import made_world


def timeline(journal: Journal, whose: Whose, narrowing: Narrowing = EVERYTHING) -> list[TimelineEntry]:
    with journal.store.reader() as reader:
        return timeline_page(reader, whose, narrowing)


def counts(journal: Journal, whose: Whose, narrowing: Narrowing = EVERYTHING) -> dict[str, int]:
    with journal.store.reader() as reader:
        return timeline_counts(reader, whose, narrowing)


def test_a_company_tells_what_happened_with_all_its_people(journal: Journal) -> None:
    world = made_world(journal)
    told = timeline(journal, Whose(world.acme, company=True))
    assert {"Renewal of 40 workstations", "Budget is set in May", "Send catalogue"} <= {each.title for each in told}
    assert [each.at for each in told] == sorted((each.at for each in told), reverse=True)


def test_what_people_did_before_their_company_was_known_is_told_by_the_company_too(journal: Journal) -> None:
    world = made_world(journal)
    with journal.transaction("Import") as tx:
        tx.insert("interaction", {"kind": "visit", "at": tx.now_ms, "subject": "Trade fair", "person": world.aaron})
    assert "Trade fair" in {each.title for each in timeline(journal, Whose(world.acme, company=True))}


def test_who_took_part_in_a_meeting_finds_it(journal: Journal) -> None:
    world = made_world(journal)
    with journal.transaction("Import") as tx:
        meeting = tx.insert("interaction", {"kind": "meeting", "at": tx.now_ms, "subject": "Roadmap"})
        tx.insert("participant", {"interaction": meeting, "contact": world.aaron})
    assert "Roadmap" in {each.title for each in timeline(journal, Whose(world.aaron, company=False))}


def test_a_purchase_is_told_on_its_day_and_found_by_its_serial_number(journal: Journal) -> None:
    world = made_world(journal)
    add_purchase(
        journal,
        {"customer": world.acme, "description": "Rack", "bought_on": "2026-03-02", "serial": "R-77", "quantity": 3},
    )
    whose = Whose(world.acme, company=True)
    (told,) = timeline(journal, whose, Narrowing("purchase"))
    assert (told.title, told.day, told.rest["quantity"]) == ("Rack", date(2026, 3, 2), 3)
    assert counts(journal, whose)["purchase"] == 1
    assert [each.title for each in timeline(journal, whose, Narrowing(text="r-77"))] == ["Rack"]


def test_pages_follow_each_other_without_gap_or_repeat(journal: Journal) -> None:
    world = made_world(journal)
    whose, found = Whose(world.acme, company=True), []
    after: TimelineEntry | None = None
    with journal.store.reader() as reader:
        while page := timeline_page(reader, whose, after=after, limit=3):
            found += page
            after = page[-1]
        whole = timeline_page(reader, whose)
    assert found == whole
    assert len({each.key for each in found}) == len(found)


@pytest.mark.parametrize(
    ("kind", "sources"),
    [
        ("call", {Source.INTERACTION}),
        ("deal", {Source.MOVE}),
        ("ticket", {Source.TICKET, Source.SOLVED}),
        ("task", {Source.TASK}),
        ("change", {Source.ADDED}),
    ],
)
def test_the_chips_narrow_to_one_kind_and_count_what_they_show(
    journal: Journal, kind: str, sources: set[Source]
) -> None:
    whose = Whose(made_world(journal).dana, company=False)
    told = timeline(journal, whose, Narrowing(kind))
    assert {each.source for each in told} == sources
    assert counts(journal, whose)[kind] == len(told)


def test_the_count_of_everything_is_what_everything_shows(journal: Journal) -> None:
    world = made_world(journal)
    for whose in (Whose(world.acme, company=True), Whose(world.dana, company=False)):
        assert counts(journal, whose)[""] == len(timeline(journal, whose))


def test_words_are_found_in_what_was_written_whatever_their_case(journal: Journal) -> None:
    whose = Whose(made_world(journal).dana, company=False)
    assert [each.title for each in timeline(journal, whose, Narrowing(text="QUOTE q-1"))] == ["Quote Q-1187"]
    assert counts(journal, whose, Narrowing(text="quote"))["email"] == 1
    assert timeline(journal, whose, Narrowing(text="100%")) == []


def test_a_changed_fact_tells_both_values_and_links_by_name(journal: Journal) -> None:
    world = made_world(journal)
    edit_contact(journal, world.dana, {"company": world.zoomit, "email": "dana@zoomit.example"})
    (entry,) = [each for each in timeline(journal, Whose(world.dana, company=False)) if each.source is Source.CHANGE]
    changes = {change.field.name: change for change in entry.changes}
    assert (changes["company"].before_name, changes["company"].after_name) == ("Acme Corporation", "Zoomit")
    assert (changes["email"].before, changes["email"].after) == ("dana.whitfield@acme.example", "dana@zoomit.example")


def test_a_change_that_was_undone_is_not_told_until_it_is_redone(journal: Journal) -> None:
    world = made_world(journal)
    whose = Whose(world.acme, company=True)
    edit_contact(journal, world.acme, {"sector": "retail"})
    assert counts(journal, whose)["change"] == 2
    undo_last(journal)
    assert counts(journal, whose)["change"] == 1
    redo_last(journal)
    assert counts(journal, whose)["change"] == 2


def test_the_next_step_planned_with_a_call_is_told_with_it(journal: Journal) -> None:
    world = made_world(journal)
    log_interaction(journal, {"kind": "call", "subject": "Asked", "person": world.dana}, {"title": "Call back"})
    (follow,) = [each.follow for each in timeline(journal, Whose(world.dana, company=False)) if each.title == "Asked"]
    assert follow == ("Call back", None, False)


def test_a_stage_move_tells_from_where_to_where(journal: Journal) -> None:
    world = made_world(journal)
    moves = timeline(journal, Whose(world.acme, company=True), Narrowing("deal"))
    assert ("Prospecting", "Engaging") in {(each.rest["from"], each.rest["stage"]) for each in moves}


def test_a_page_is_read_in_one_statement(journal: Journal) -> None:
    world = made_world(journal)
    asked: list[str] = []
    with journal.store.reader() as reader:
        reader.set_trace_callback(asked.append)
        timeline_page(reader, Whose(world.acme, company=True))
        reader.set_trace_callback(None)
    assert len(asked) == 1
