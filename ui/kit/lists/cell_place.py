"""Where what is typed into a cell of a list is kept: where the fact of the record's own page keeps it, too."""

from crm_desktop.store.record_query import Row, View, view_fields
from crm_desktop.words import _
from ui.kit.drafts import FACT, place_of


def cell_place(view: View, row: Row, name: str) -> tuple[str, str]:
    """Return the place of what is typed into the column `name` of `row`, and what that is called."""
    table = view.kind.table
    values = {field.name: (field, value) for field, value in zip(view_fields(view), row.values, strict=True)}
    label = _(values[name][0].label)
    called = values[table.title][1] if table.title in values else None
    told = _("{field} of {name}").format(field=label, name=called) if called else label
    return place_of(FACT, table.name, row.record, name), told
