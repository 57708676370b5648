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
    own = world.members[OWN_MEMBER]
    slots = {
        "{me}": own.name,
        **{f"{{days_ago_{days}}}": world.moment.day(-days) for days in (0, 7, 60)},
        "{days_ahead_7}": world.moment.day(7),
    }
    positions: dict[str, int] = {}
    for each in sample_text("views"):
        page = each["page"]
        position = positions[page] = positions.get(page, -1) + 1
        conditions = [[field, op, slots.get(value, value)] for field, op, value in each["conditions"]]
        lists = (json.dumps(part) for part in (conditions, each["sorting"], each["columns"]))
        yield (dice.new_id(world.moment.now_ms), each["name"], page, *lists, 1, position, own.record)
