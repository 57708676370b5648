"""Whatever people and machines do, in whatever order: real files and a real PostgreSQL end up equal, nothing lost."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from crm_desktop.sync import apply
from tests.sync.cluster import Cluster
from tests.sync.conftest import emptied_office
from tests.sync.real_world import FIELDS, PLACES, WATCHED, Person, World

WHO = st.integers(0, 5)
MOST_LAPTOPS = 4
BESIDE = tuple(each for each in WATCHED if each != "contact")
# `make soak-real` asks for more of them, and for others each time.
WANTED = int(os.environ.get("CRM_REAL_HISTORIES", "0"))
QUICK = settings(
    max_examples=WANTED or 6,
    stateful_step_count=40 if WANTED else 25,
    derandomize=not WANTED,
    # one real history takes a second: a shorter one that fails as well is not worth the hour
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    database=None,
    suppress_health_check=list(HealthCheck),
)


class Sharing(RuleBasedStateMachine):
    """A few laptops, of which anyone may do anything at any time."""

    make: Callable[[], World]

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).make()
        self.world.join()
        self.world.add(self.world.people[0])

    def teardown(self) -> None:
        try:
            self.world.settle()
        finally:
            self.world.close()

    def person(self, who: int) -> Person:
        return self.world.people[who % len(self.world.people)]

    @rule(who=WHO)
    def add(self, who: int) -> None:
        self.world.add(self.person(who))

    @rule(who=WHO, number=st.integers(0, 3), field=st.sampled_from(FIELDS))
    def edit(self, who: int, number: int, field: str) -> None:
        self.world.edit(self.person(who), number, field)

    @rule(who=WHO, number=st.integers(0, 1), field=st.sampled_from(FIELDS))
    def edit_again(self, who: int, number: int, field: str) -> None:
        self.world.edit(self.person(who), number, field)

    @rule(who=WHO, number=st.integers(0, 3), table=st.sampled_from(BESIDE))
    def add_beside(self, who: int, number: int, table: str) -> None:
        self.world.add_beside(self.person(who), number, table)

    @rule(who=WHO, number=st.integers(0, 1), place=st.sampled_from(PLACES))
    def edit_beside(self, who: int, number: int, place: tuple[str, str]) -> None:
        table, field = place
        self.world.edit(self.person(who), number, field, table)

    @rule(who=WHO, number=st.integers(0, 1), table=st.sampled_from(tuple(WATCHED)))
    def remove(self, who: int, number: int, table: str) -> None:
        self.world.remove(self.person(who), number, table)

    @rule(who=WHO, number=st.integers(0, 3))
    def erase(self, who: int, number: int) -> None:
        self.world.erase(self.person(who), number)

    @rule(who=WHO)
    def undo(self, who: int) -> None:
        self.world.undo(self.person(who))

    @rule(who=WHO, choice=st.sampled_from(("mine", "theirs", "both")))
    def decide(self, who: int, choice: str) -> None:
        self.world.decide(self.person(who), choice)

    @rule(who=WHO)
    def share(self, who: int) -> None:
        self.world.sync(self.person(who))

    @rule(who=WHO, at=st.integers(1, 9), answered=st.booleans())
    def share_over_a_bad_line(self, who: int, at: int, *, answered: bool) -> None:
        self.world.sync(self.person(who), at, answered=answered)

    @precondition(lambda self: len(self.world.people) < MOST_LAPTOPS)
    @rule()
    def join(self) -> None:
        self.world.join()

    @rule(who=WHO)
    def keep_copy(self, who: int) -> None:
        self.world.keep_copy(self.person(who))

    @rule(who=WHO)
    def restore(self, who: int) -> None:
        self.world.restore(self.person(who))

    @precondition(lambda self: len(self.world.people) < MOST_LAPTOPS)
    @rule(who=WHO)
    def copy(self, who: int) -> None:
        self.world.copy(self.person(who))

    @rule(who=WHO, days=st.sampled_from((-365, 0, 1, 365)))
    def set_clock(self, who: int, days: int) -> None:
        self.world.skew(self.person(who), days)

    @rule()
    def keep_server(self) -> None:
        self.world.keep_server()

    @rule()
    def set_server_back(self) -> None:
        self.world.set_server_back()


def test_nothing_is_lost_whatever_happens(
    cluster: Cluster, empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def make() -> World:
        return World(emptied_office(cluster), empty_workspace, tmp_path_factory.mktemp("world"))

    machine = type("SharingHere", (Sharing,), {"make": staticmethod(make)})
    run_state_machine_as_test(machine, settings=QUICK)


@pytest.mark.parametrize(("table", "field"), [("contact", "nickname"), ("ticket", "subject")])
def test_a_lost_edit_is_noticed(
    cluster: Cluster, empty_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, field: str
) -> None:
    world = World(emptied_office(cluster), empty_workspace, tmp_path)
    world.add(world.people[0])
    world.add_beside(world.people[0], 0, "ticket")
    world.sync(world.people[0])
    world.join()
    world.sync(world.people[1])
    monkeypatch.setattr(apply, "put_conflicts", lambda _incoming, _conflicts: 0)
    for person in world.people:
        world.edit(person, 0, field, table)
    with pytest.raises(AssertionError, match="lost silently"):
        world.settle()
    world.close()
