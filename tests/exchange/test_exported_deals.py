"""A list of deals that leaves one workspace comes into another with what nobody types."""

from pathlib import Path

import pytest

from crm_desktop.exchange.export import export_list
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.clock import system_clock
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.standard import add_standard_pipeline
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.creation import create_tables
from crm_desktop.store.record_query import View
from crm_desktop.store.store import Store
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.workspace import DERIVED


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_list_of_deals_in_several_currencies_comes_into_another_workspace_with_its_rates(
    journal: Journal, tmp_path: Path, ending: str
) -> None:
    told = "SELECT title, amount, currency, rate, rate_on, stage_entered_at, outcome FROM deal ORDER BY title"
    listed = tmp_path / f"deals{ending}"
    deals_in_currencies(journal)
    with journal.store.reader() as reader:
        before = reader.execute(told).fetchall()
        export_list(reader, View(kind_named("deals")), journal.place, listed)
    assert [(row[2], row[3]) for row in before] == [("USD", 1.0), ("GBP", 1.26), ("JPY", 0.0067)]
    for currency, same in (("USD", True), ("GBP", False)):
        other = other_journal(tmp_path / f"{currency}.db", journal.place._replace(currency=currency))
        report = import_files(other, [Source(listed)])
        assert report.total.created == 3
        with other.store.reader() as reader:
            after = reader.execute(told).fetchall()
        other.store.close()
        if same:
            assert after == before
            assert not any("no rate" in each for each in report.warnings)
        else:
            # rates to another currency say nothing here
            assert [(row[2], row[3]) for row in after] == [("USD", None), ("GBP", 1.0), ("JPY", None)]


def deals_in_currencies(journal: Journal) -> None:
    """Keep three deals, two of them in other currencies with the rate of a day."""
    with journal.transaction("Deals") as tx:
        stage, pipeline = tx.connection.execute("SELECT id, pipeline FROM stage WHERE outcome = 'won'").fetchone()
        for title, currency, rate in (("A", "USD", 1.0), ("B", "GBP", 1.26), ("C", "JPY", 0.0067)):
            values: dict[str, Stored] = {"title": title, "amount": 12_300, "currency": currency, "rate": rate}
            values |= {"rate_on": "2024-12-04", "stage_entered_at": 1_744_019_100_000, "outcome": "won"}
            tx.insert("deal", {**values, "stage": stage, "pipeline": pipeline, "closed_on": "2025-04-07"})


def other_journal(path: Path, place: Place) -> Journal:
    """Return the journal of another workspace."""
    key = raw_key(new_secret())
    connection = connect(path, key, create=True)
    create_tables(connection, DERIVED)
    connection.close()
    made = Journal(Store(path, key), DERIVED, system_clock, place)
    with made.transaction("Create workspace") as tx:
        add_standard_pipeline(tx)
    return made
