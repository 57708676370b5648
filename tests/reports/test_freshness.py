"""Reports say when this computer last synced, and whose changes may be missing."""

from crm_desktop.journal.journal import Journal
from crm_desktop.reports.catalogue import made_report, report_named
from crm_desktop.reports.report_json import report_document
from crm_desktop.store.freshness import DAY_MS
from tests.conftest import NOON

NOON_MS = int(NOON.timestamp() * 1000)


def test_a_report_names_the_computer_that_was_not_heard_of(journal: Journal) -> None:
    with journal.bookkeeping() as connection:
        connection.execute("INSERT OR REPLACE INTO sync(one, last_ok_at) VALUES (1, ?)", (NOON_MS,))
        device = (77, "Reed's laptop", NOON_MS - 9 * DAY_MS)
        connection.execute("INSERT INTO device(site, name, last_seen) VALUES (?, ?, ?)", device)
    with journal.store.reader() as reader:
        report = made_report(reader, report_named("sales_by_month"), {}, journal.place, NOON.date())
    assert report.data_time == NOON
    assert report.filters[-1] == ("May miss changes", "Reed's laptop was last heard 9 days ago")
    assert report_document(report)["silence"] == "Reed's laptop was last heard 9 days ago"


def test_a_workspace_of_one_computer_says_nothing_of_it(journal: Journal) -> None:
    with journal.store.reader() as reader:
        report = made_report(reader, report_named("sales_by_month"), {}, journal.place, NOON.date())
    assert report.data_time is None
    assert "silence" not in report_document(report)


def test_who_shares_by_parcels_alone_is_told_as_well(journal: Journal) -> None:
    with journal.bookkeeping() as connection:
        device = (77, "The van", NOON_MS - 9 * DAY_MS)
        connection.execute("INSERT INTO device(site, name, last_seen) VALUES (?, ?, ?)", device)
    with journal.store.reader() as reader:
        report = made_report(reader, report_named("sales_by_month"), {}, journal.place, NOON.date())
    assert report.data_time is None
    assert report.filters[-1] == ("May miss changes", "The van was last heard 9 days ago")
