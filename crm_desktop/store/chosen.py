"""Which records of a list were chosen: those named, or all that it holds."""

import json
from typing import NamedTuple

from crm_desktop.schema.forms import Place
from crm_desktop.store.expressions import rows_of_kind
from crm_desktop.store.list_pages import record_ids
from crm_desktop.store.record_query import View, view_where
from crm_desktop.store.where import Where
from crm_desktop.vault.driver import Connection


class Chosen(NamedTuple):
    """The records that were chosen: those named by `ids`, or all of `view` where everything was selected."""

    ids: tuple[bytes, ...] = ()
    view: View | None = None


def chosen_ids(reader: Connection, chosen: Chosen, place: Place) -> list[bytes]:
    """Return the ids of the records that were chosen."""
    return list(chosen.ids) if chosen.view is None else record_ids(reader, chosen.view, place)


def chosen_where(chosen: Chosen, place: Place) -> Where:
    """Return the condition that a row `t` was chosen and is not in the bin."""
    if chosen.view is not None:
        where = view_where(chosen.view, place)
        return Where(
            f"{rows_of_kind(chosen.view.kind, removed=chosen.view.removed, searched=True)}{where.sql}", where.values
        )
    ids = json.dumps([each.hex() for each in chosen.ids])
    return Where("t.id IN (SELECT unhex(value) FROM json_each(?)) AND t.removed_at IS NULL", (ids,))
