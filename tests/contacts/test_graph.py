"""Who is tied to a contact, and by which way one knows another."""

from itertools import pairwise

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.contacts.graph import Graph, contact_graph
from crm_desktop.contacts.jobs import add_job, end_job
from crm_desktop.contacts.paths import MOST_STEPS, connection_between
from crm_desktop.contacts.relations import add_relationship
from crm_desktop.contacts.ties import Bond
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal
from tests.contacts.world import World, made_world


@pytest.fixture
def world(journal: Journal) -> World:
    return made_world(journal)


def graph(journal: Journal, contact: bytes, levels: int = 2, *, past: bool = False, most: int = 200) -> Graph:
    with journal.store.reader() as reader:
        found = contact_graph(reader, contact, levels, past=past, most=most)
    assert found is not None
    return found


def way(journal: Journal, one: bytes, other: bytes) -> list[tuple[str, str, bool]]:
    """Return the bond, the name reached and the direction of each step."""
    with journal.store.reader() as reader:
        found = connection_between(reader, one, other)
    assert found.whole
    return [(tie.bond.value, tie.name, tie.outward) for tie in found.ties]


def test_the_graph_holds_jobs_parents_and_relationships_once_each(journal: Journal, world: World) -> None:
    add_relationship(journal, {"from_contact": world.dana, "to_contact": world.aaron, "kind": "reports to"})
    edit_contact(journal, world.zoomit, {"parent": world.acme})
    found = graph(journal, world.acme)
    assert {(node.name, node.level) for node in found.nodes} == {
        ("Acme Corporation", 0),
        ("Dana Whitfield", 1),
        ("Aaron Feld", 1),
        ("Zoomit", 1),
        ("Priya Raman", 2),
    }
    assert sorted(tie.bond for tie in found.ties) == [Bond.JOB, Bond.JOB, Bond.JOB, Bond.PARENT, Bond.RELATION]


def test_what_ended_is_left_out_until_it_is_asked_for(journal: Journal, world: World) -> None:
    end_job(journal, world.dana, None, journal.clock().date())
    assert "Dana Whitfield" not in {node.name for node in graph(journal, world.acme).nodes}
    (tie,) = [each for each in graph(journal, world.acme, past=True).ties if each.past]
    assert (tie.name, tie.said) == ("Dana Whitfield", "IT purchasing manager")


def test_a_graph_has_room_for_so_many_and_counts_the_rest(journal: Journal, world: World) -> None:
    for number in range(6):
        add_contact(journal, "person", {"name": f"Number {number}", "company": world.acme})
    found = graph(journal, world.acme, most=5)
    assert (len(found.nodes), found.left_out) == (5, 4)


def test_an_unknown_contact_has_no_graph(journal: Journal) -> None:
    with journal.store.reader() as reader:
        assert contact_graph(reader, new_id()) is None


def test_the_shortest_way_is_told_step_by_step_with_its_direction(journal: Journal, world: World) -> None:
    add_relationship(journal, {"from_contact": world.aaron, "to_contact": world.priya, "kind": "spouse of"})
    assert way(journal, world.dana, world.zoomit) == [
        ("job", "Acme Corporation", True),
        ("job", "Aaron Feld", False),
        ("relation", "Priya Raman", True),
        ("job", "Zoomit", True),
    ]
    assert [step[0] for step in way(journal, world.zoomit, world.dana)] == ["job", "relation", "job", "job"]


def test_a_shared_deal_is_a_way(journal: Journal, world: World) -> None:
    add_deal(journal, {"title": "Joint order", "company": world.acme, "person": world.priya})
    assert ("deal", "Priya Raman", True) in way(journal, world.acme, world.priya)


def test_a_past_job_is_a_way_too(journal: Journal, world: World) -> None:
    add_job(journal, {"person": world.priya, "company": world.acme, "from_day": "2018-01-01", "to_day": "2020-01-01"})
    assert way(journal, world.priya, world.acme) == [("job", "Acme Corporation", True)]


def test_who_is_not_connected_is_told_and_so_is_oneself(journal: Journal, world: World) -> None:
    assert way(journal, world.dana, world.priya) == []
    assert way(journal, world.dana, world.dana) == []


def test_a_way_is_followed_only_so_far(journal: Journal) -> None:
    chain = [add_contact(journal, "company", {"name": f"Link {number}"}) for number in range(MOST_STEPS + 2)]
    for one, other in pairwise(chain):
        add_relationship(journal, {"from_contact": one, "to_contact": other, "kind": "works with"})
    assert len(way(journal, chain[0], chain[MOST_STEPS])) == MOST_STEPS
    assert way(journal, chain[0], chain[MOST_STEPS + 1]) == []
