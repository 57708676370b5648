"""Facts that are being typed while one goes to another contact."""

from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Place, Saying
from ui.kit.fields.fact_row import FactRow


def test_what_is_typed_into_a_fact_is_saved_where_one_goes_elsewhere(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    row = acme.parts.facts._rows["sector"]
    assert isinstance(row, FactRow)
    row.edit()
    assert row._input is not None
    row._input.set_typed("logistics")
    acme.arrive(Place("contact", world.dana))
    wait()
    with workspace.reader() as reader:
        sectors = reader.execute("SELECT id, sector FROM contact WHERE sector = 'logistics'").fetchall()
    assert [tuple(each) for each in sectors] == [(world.acme, "logistics")]
    assert not any(each.editing for each in acme.findChildren(FactRow))


def test_what_does_not_fit_a_fact_is_told_where_one_goes_elsewhere(
    acme: ContactPage, world: World, said: list[Saying], wait: Wait
) -> None:
    acme.parts.facts.toggle_everything()
    row = acme.parts.facts._rows["founded_year"]
    assert isinstance(row, FactRow)
    row.edit()
    assert row._input is not None
    row._input.set_typed("long ago")
    acme.arrive(Place("contact", world.dana))
    wait()
    (told,) = [each.text for each in said]
    assert told.startswith("“long ago” was not saved as Founded. ")
    assert not any(each.editing for each in acme.findChildren(FactRow))
