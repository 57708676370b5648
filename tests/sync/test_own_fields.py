"""Own fields of each type reach the other computers with their values, and what is changed there comes back."""

from crm_desktop.acts import add_record, set_fields
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.forms import Plain
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import View, plain_record, record_page
from tests.own_types import TYPES
from tests.sync.laptops import Firm, Laptop

# A file comes with its content, which is shared apart from the record.
SHARED = {name: each for name, each in TYPES.items() if name != "file"}


def held(laptop: Laptop) -> dict[str, Plain]:
    """Return what the deal has in its own fields on `laptop`, by their names."""
    with laptop.workspace.reader() as reader:
        view = View(workspace_kinds(reader).named("deals"))
        (row,) = record_page(reader, view, laptop.workspace.place).rows
        record = plain_record(view, row, laptop.workspace.place)
        return {each.name: record[each.name] for each in view.kind.own_fields}


def test_values_of_each_type_are_shared_both_ways(firm: Firm) -> None:
    first = firm.first()
    add_record(first.journal, "companies", {"name": "Zephyr GmbH"})
    for sort, each in SHARED.items():
        wanted = NewField("deals", f"Own {sort}", sort, each.choices, each.target, formula=each.formula)
        add_own_field(first.journal, wanted)
    names = {sort: f"own_{sort}" for sort in SHARED}
    typed = {names[sort]: each.typed for sort, each in SHARED.items() if each.typed}
    pump = add_record(first.journal, "deals", {"title": "Pump", "amount": "100", **typed})
    first.sync()
    second = firm.another()
    second.sync()
    assert held(second) == {names[sort]: each.plain for sort, each in SHARED.items()}
    assert second.hash == first.hash

    changed = [name for sort, name in names.items() if sort not in ("formula", "yes_no")]
    set_fields(second.journal, pump, dict.fromkeys(changed, ""))
    second.sync()
    first.sync()
    assert not any(held(first)[name] for name in changed)
    undo_last(second.journal)
    second.sync()
    first.sync()
    assert held(first) == {names[sort]: each.plain for sort, each in SHARED.items()}
