"""One deal with all that belongs to it, its lines, and what was closed in a month."""

from datetime import date

from crm_desktop.activities.actions import add_task
from crm_desktop.acts import add_record
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.pipeline.actions import add_deal, lose_deal, move_deal, win_deal
from crm_desktop.pipeline.closed import ReasonCount, closed_month
from crm_desktop.pipeline.deal_sheet import DealSheet, deal_sheet
from crm_desktop.pipeline.lines import add_line, remove_line
from crm_desktop.pipeline.stages import stages


def sheet_of(journal: Journal, deal: bytes) -> DealSheet:
    """Read the sheet of `deal`."""
    with journal.store.reader() as reader:
        found = deal_sheet(reader, deal, journal.place)
    assert found is not None
    return found


def test_a_deal_shows_its_steps_lines_and_the_stages_it_went_through(journal: Journal) -> None:
    deal = add_deal(journal, {"title": "Scanners"})
    with journal.store.reader() as reader:
        engaging = next(each for each in stages(reader) if each.name == "Engaging")
    move_deal(journal, deal, engaging.record)
    add_task(journal, {"title": "Call Dana", "due_day": "2026-05-16", "deal": deal})
    product = add_record(journal, "products", {"name": "Wren 2", "price": "189"})
    add_line(journal, deal, product, 3)
    sheet = sheet_of(journal, deal)
    assert [(each.from_stage, each.stage) for each in sheet.moves] == [("Prospecting", "Engaging"), ("", "Prospecting")]
    assert [each.title for each in sheet.steps] == ["Call Dana"]
    assert [(each.name, each.amount) for each in sheet.lines] == [("Wren 2", 567_00)]


def test_a_deleted_line_comes_back_by_undo(journal: Journal) -> None:
    deal = add_deal(journal, {"title": "Scanners"})
    line = add_line(journal, deal, add_record(journal, "products", {"name": "Wren 2", "price": "189"}), 1)
    remove_line(journal, line)
    assert sheet_of(journal, deal).lines == []
    undo_last(journal)
    assert [each.id for each in sheet_of(journal, deal).lines] == [line]


def test_a_month_tells_what_was_won_and_why_deals_were_lost(journal: Journal) -> None:
    for number in range(3):
        deal = add_deal(journal, {"title": f"Deal {number}", "amount": 100_00})
        if number == 0:
            win_deal(journal, deal, 120_00, date(2026, 5, 3))
        else:
            lose_deal(journal, deal, "Price", date(2026, 5, 4))
    with journal.store.reader() as reader:
        closed = closed_month(reader, "2026-05", (), journal.place)
        before = closed_month(reader, "2026-04", (), journal.place)
    assert (closed.won_deals, closed.won_minor, closed.lost_deals) == (1, 120_00, 2)
    assert closed.lost_reasons == (ReasonCount("Price", 2),)
    assert (before.won_deals, before.won_minor, before.lost_reasons) == (0, 0, ())
