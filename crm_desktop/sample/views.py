"""The saved views of the sample."""

import json
from collections.abc import Iterator

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.load import Load
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import OWN_MEMBER, World

_COLUMNS = ("id", "name", "page", "conditions", "sorting", "columns", "shared", "position", "owner")


def add_views(load: Load, world: World) -> None:
    """Add the saved views of all pages."""
    load.insert("saved_view", _COLUMNS, _rows(world), 0)


def _rows(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "views")
    owner = world.members[OWN_MEMBER].record
    positions: dict[str, int] = {}
    for each in sample_text("views"):
        page = each["page"]
        position = positions[page] = positions.get(page, -1) + 1
        lists = (json.dumps(part, ensure_ascii=False) for part in (each["filter"], each["sorting"], each["columns"]))
        yield (dice.new_id(world.moment.now_ms), each["name"], page, *lists, 1, position, owner)
