"""What putting records into the bin would concern, told beforehand."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.schema.forms import Place
from crm_desktop.schema.purchases import PURCHASE
from crm_desktop.store.along import FOLLOWING, LISTED, all_along, ids_text
from crm_desktop.store.chosen import Chosen, chosen_ids
from crm_desktop.values.day import milliseconds_of
from crm_desktop.vault.driver import Connection

# What was bought stays with the one who bought it.
_STAYING = [
    *((each, along.links, along.open) for each, along in FOLLOWING if along.asked),
    (PURCHASE, ("customer",), "true"),
]


class Going(NamedTuple):
    """How much removing concerns beside what is removed, by table.

    `along` goes into the bin too, `asked` would if that were wanted; `staying` is about it and stays where it is not.
    """

    along: Mapping[str, int]
    asked: Mapping[str, int]
    staying: Mapping[str, int]

    @property
    def concerns(self) -> bool:
        """Whether anything but what is removed is concerned."""
        return bool(self.along or self.staying)


def going(reader: Connection, table: str, chosen: Chosen, place: Place) -> Going:
    """Return what putting the `chosen` records of `table` into the bin would concern."""
    records, now_ms = chosen_ids(reader, chosen, place), milliseconds_of(place.clock())
    along = all_along(reader, table, records, now_ms)
    wider = all_along(reader, table, records, now_ms, asked=True)
    return Going(
        {name: len(ids) for name, ids in along.items()},
        {each.name: len(wider[each.name]) for each, how in FOLLOWING if how.asked and each.name in wider},
        _staying(reader, table, records),
    )


def _staying(reader: Connection, table: str, records: Sequence[bytes]) -> dict[str, int]:
    values = {"chosen": ids_text(records)}
    counts: dict[str, int] = {}
    for each, links, still_open in _STAYING:
        about = [f"t.{link} IN {LISTED.format('chosen')}" for link in links if each.by_name[link].target == table]
        if about:
            wanted = f"({' OR '.join(about)}) AND t.removed_at IS NULL AND {still_open}"
            sql = f"SELECT count(*) FROM {each.name} t WHERE {wanted}"
            counts[each.name] = int(reader.execute(sql, values).fetchone()[0])
    return {name: n for name, n in counts.items() if n}
