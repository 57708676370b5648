"""What an act of the sample's history is, and what acts have in common."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.steps import Write
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import Member, World


class Turn(NamedTuple):
    """When somebody acts: at `at_ms` the member at the place `who`."""

    at_ms: int
    who: int


class Act(NamedTuple):
    """What somebody did."""

    label: str
    writes: Sequence[Write]


Doing = Callable[[Turn], Act]


class Acts:
    """The acts of one `section`, which know the world that they change."""

    def __init__(self, world: World, section: str) -> None:
        self._world = world
        self._dice = Dice(world.seed, f"acts on {section}")
        self._text: Mapping[str, Any] = sample_text("history")

    def _member(self, turn: Turn) -> Member:
        return self._world.members[turn.who]

    def _new(self, turn: Turn, table: str, values: Mapping[str, Stored]) -> Write:
        """Return the writing of a new row of `table` that is made in `turn`."""
        return Write(table, self._dice.new_id(turn.at_ms), values, new=True)
