"""Stages by pipeline and name, as deals of other programs name them."""

from typing import NamedTuple

from crm_desktop.exchange.choice_words import outcome_of_stage
from crm_desktop.exchange.known import name_key
from crm_desktop.exchange.links import Links
from crm_desktop.exchange.match import PARTED, Key, KeyIndex
from crm_desktop.pipeline.stages import stages
from crm_desktop.schema.forms import Stored
from crm_desktop.words import _


class Stage(NamedTuple):
    """A stage with its `probability` in percent, and the `outcome` of the deals in it."""

    record: bytes
    pipeline: bytes
    outcome: str
    probability: int | None


class StagesByName:
    """Finds stages; one that nobody has is made at the end of its pipeline."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._index = KeyIndex(lambda _sort: (), links.spool)
        self._places: dict[bytes, int] = {}
        self.by_id: dict[bytes, Stage] = {}
        for each in stages(links.connection):
            self._add(Stage(each.record, each.pipeline, each.outcome, each.probability))
            self._index.add(each.record, [_key(each.pipeline, each.name)])

    def named(self, name: str, pipeline_name: str) -> Stage:
        """Return the stage called `name` of the pipeline, by default the first one.

        Some programs write the pipeline in brackets behind the stage.
        """
        pipeline = self._pipeline(pipeline_name)
        name = name.removesuffix(f" ({pipeline_name})")
        key = _key(pipeline, name)
        found = self._index.find([key])
        return self._made(name, pipeline, key) if found is None else self.by_id[found]

    def of_outcome(self, outcome: str) -> Stage:
        """Return the first stage with `outcome`, made where there is none."""
        found = next((each for each in self.by_id.values() if each.outcome == outcome), None)
        return found or self.named({"won": _("Won"), "lost": _("Lost")}.get(outcome, _("Open")), "")

    def _made(self, name: str, pipeline: bytes, key: Key) -> Stage:
        outcome = outcome_of_stage(name)
        chance = {"won": 100, "lost": 0}.get(outcome)
        values: dict[str, Stored] = {
            "name": name,
            "pipeline": pipeline,
            "position": self._places.get(pipeline, 0),
            "outcome": outcome,
            "probability": chance,
        }
        record = self._links.make("stages", "stage", values, [key], self._index)
        return self._add(Stage(record, pipeline, outcome, chance))

    def _add(self, stage: Stage) -> Stage:
        self.by_id[stage.record] = stage
        self._places[stage.pipeline] = self._places.get(stage.pipeline, 0) + 1
        return stage

    def _pipeline(self, name: str) -> bytes:
        if not name and self._places:
            return next(iter(self._places))
        more: dict[str, Stored] = {"position": len(self._places)}
        found = self._links.named_record("pipeline", "pipelines", name or _("Sales"), more)
        return found or b""


def _key(pipeline: bytes, name: str) -> Key:
    return "stage", f"{pipeline.hex()}{PARTED}{name_key(name)}"
