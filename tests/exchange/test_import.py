"""Real files of other programs become records, once, in one step that can be undone."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.pipeline.standard import add_standard_pipeline
from crm_desktop.schema.forms import Place
from crm_desktop.store.creation import create_tables
from crm_desktop.store.store import Store
from crm_desktop.vault.driver import Row
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.sqlcipher import RawKey, connect
from crm_desktop.workspace import DERIVED
from tests.conftest import NOON
from tests.exchange.shared_data import real_file, real_files

PLACE = Place("en", "US", "USD", ZoneInfo("America/New_York"))
MAVEN = ("accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv")


def sources(*names: str, kind: str = "auto") -> list[Source]:
    return [Source(real_file(name), kind) for name in names]


def maven() -> list[Source]:
    return sources(*(f"01_maven_crm/{name}" for name in MAVEN))


def rows(journal: Journal, sql: str, *values: object) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql, values).fetchall()


class Imported(NamedTuple):
    """A file that holds the four Maven files, its key, and what the import and its rehearsal said."""

    database: Path
    key: RawKey
    rehearsed: ImportReport
    report: ImportReport


def opened(database: Path, key: RawKey, place: Place) -> Journal:
    return Journal(Store(database, key), DERIVED, lambda: NOON, place)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Import the Maven files once for all tests that only look at what became of them."""
    database, key = tmp_path_factory.mktemp("maven") / "crm.db", raw_key(new_secret())
    connection = connect(database, key, create=True)
    create_tables(connection, DERIVED)
    connection.close()
    journal = opened(database, key, PLACE)
    with journal.transaction("Create workspace") as tx:
        tx.insert("member", {"name": "Anna", "role": "owner"})
        add_standard_pipeline(tx)
    given = maven()
    rehearsed = import_files(journal, given, dry_run=True)
    assert rows(journal, "SELECT (SELECT count(*) FROM deal), (SELECT count(*) FROM step)") == [(0, 1)]
    report = import_files(journal, given)
    journal.store.close()
    return Imported(database, key, rehearsed, report)


@pytest.fixture
def filled(imported: Imported, tmp_path: Path) -> Iterator[Journal]:
    """The journal of a copy of what the Maven files became."""
    copied = shutil.copy(imported.database, tmp_path / "crm.db")
    journal = opened(Path(copied), imported.key, PLACE)
    yield journal
    journal.store.close()


def comparable(report: ImportReport) -> dict[str, object]:
    return {name: value for name, value in report.plain().items() if name not in {"batch", "seconds", "fingerprint"}}


def changes(report: ImportReport) -> tuple[int, int, int, dict[str, int]]:
    total = report.total
    return total.created, total.updated, total.rejected, dict(report.linked)


def test_the_four_maven_files_become_8800_deals_with_all_that_they_name(imported: Imported, filled: Journal) -> None:
    report = imported.report
    assert {kind: counts.created for kind, counts in report.kinds.items()} == {
        "members": 35,
        "companies": 85,
        "products": 7,
        "deals": 8800,
    }
    assert report.total == Counts(read=8927, created=8927)
    assert report.linked == {"teams": 3, "members": 6}
    assert report.batch is not None
    stages = "SELECT s.name, count(*) FROM deal d JOIN stage s ON s.id = d.stage GROUP BY 1"
    assert dict(rows(filled, stages)) == {"Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500}
    outcomes = "SELECT outcome, count(*) FROM deal GROUP BY 1"
    assert dict(rows(filled, outcomes)) == {"won": 4238, "lost": 2473, "open": 2089}


def test_the_maven_figures_are_those_that_are_published(filled: Journal) -> None:
    regions = "SELECT t.name, sum(d.amount) / 100 FROM deal d JOIN team t ON t.id = d.team GROUP BY 1"
    assert dict(rows(filled, regions)) == {"Central": 3346293, "East": 3090594, "West": 3568647}
    products = (
        "SELECT p.name, sum(l.unit_price * l.quantity) / 100 FROM deal_line l JOIN product p ON p.id = l.product "
        "JOIN deal d ON d.id = l.deal WHERE d.outcome = 'won' GROUP BY 1"
    )
    # GTXPro of the pipeline is GTX Pro of the catalogue.
    assert ("GTX Pro", 3510578) in rows(filled, products)
    assert rows(filled, "SELECT count(*) FROM deal WHERE company IS NULL") == [(1425,)]
    assert rows(filled, "SELECT count(*) FROM deal WHERE team IS NULL OR owner IS NULL") == [(0,)]
    assert rows(filled, "SELECT count(*) FROM contact WHERE parent IS NOT NULL") == [(15,)]
    days = "SELECT min(opened_on), max(opened_on), min(closed_on), max(closed_on) FROM deal"
    assert rows(filled, days) == [("2016-10-20", "2017-12-27", "2017-03-01", "2017-12-31")]


def test_what_the_maven_files_leave_open_is_told(imported: Imported, filled: Journal) -> None:
    warnings = "\n".join(imported.report.warnings)
    assert "“technolgy” (technology?)" in warnings
    assert "“Philipines” as Philippines" in warnings
    assert "“revenue”: amounts were taken in USD as they are written." in warnings
    assert rows(filled, "SELECT annual_revenue, sector FROM contact WHERE name = 'Acme Corporation'") == [
        (110004, "technolgy")
    ]


def test_importing_again_changes_nothing_and_leaves_no_step(filled: Journal) -> None:
    steps = rows(filled, "SELECT count(*) FROM step")
    again = import_files(filled, maven())
    assert again.total == Counts(read=8927, unchanged=8927)
    assert (again.batch, again.linked) == (None, {})
    assert rows(filled, "SELECT count(*) FROM step") == steps


def test_the_whole_import_is_one_step_and_is_undone_as_one(filled: Journal) -> None:
    undone = undo_last(filled)
    assert undone is not None
    assert "accounts.csv and 3 more files" in undone.label
    for table in ("contact", "contact_point", "deal", "deal_line", "product", "team", "import_batch"):
        assert rows(filled, f"SELECT count(*) FROM {table} WHERE removed_at IS NULL") == [(0,)], table
    assert rows(filled, "SELECT name FROM member WHERE removed_at IS NULL") == [("Anna",)]


def test_a_rehearsal_counts_the_same(imported: Imported) -> None:
    assert comparable(imported.rehearsed) == comparable(imported.report)


def test_the_order_of_the_files_does_not_matter(journal: Journal) -> None:
    backwards = list(reversed(maven()))
    assert import_files(journal, backwards, dry_run=True).linked == {"teams": 3, "members": 6}


def test_interactions_make_their_people_at_their_accounts(journal: Journal) -> None:
    given = sources("01_maven_crm_plus/interactions.csv", "01_maven_crm_plus/accounts.csv")
    report = import_files(journal, given)
    assert report.kinds["activities"] == Counts(read=626, created=626)
    assert report.linked == {"people": 85}
    kinds = "SELECT kind, count(*) FROM interaction GROUP BY 1"
    assert dict(rows(journal, kinds)) == {"meeting": 381, "email": 245}
    assert rows(journal, "SELECT sum(planned), count(company) FROM interaction") == [(326, 626)]
    first = (
        "SELECT datetime(min(at) / 1000, 'unixepoch'), subject FROM interaction WHERE body LIKE 'Engaged in a brief%'"
    )
    # A day without a time is its noon, here in New York.
    assert rows(journal, first)[0][0] == "2024-01-31 17:00:00"
    assert rows(journal, "SELECT count(*) FROM contact WHERE kind = 'person' AND company IS NOT NULL") == [(85,)]
    assert import_files(journal, given).total == Counts(read=711, unchanged=711)


def test_northwind_customers_and_suppliers_bring_their_contact_people(journal: Journal) -> None:
    names = ("customers.csv", "suppliers.csv", "employees.csv", "products.csv")
    report = import_files(journal, sources(*(f"02_northwind/{name}" for name in names)))
    assert {kind: counts.created for kind, counts in report.kinds.items()} == {
        "companies": 120,
        "members": 9,
        "products": 77,
    }
    assert report.linked == {"people": 120}
    roles = "SELECT roles, count(*) FROM contact WHERE kind = 'company' GROUP BY 1"
    assert dict(rows(journal, roles)) == {'["customer"]': 91, '["supplier"]': 29}
    person = "SELECT p.name, p.job_title, c.name FROM contact p JOIN contact c ON c.id = p.company WHERE p.name = ?"
    assert rows(journal, person, "Maria Anders") == [("Maria Anders", "Sales Representative", "Alfreds Futterkiste")]
    assert any("rows have an unquoted “,” inside a cell" in each for each in report.warnings)
    address = "SELECT street, city, country FROM contact_point p JOIN contact c ON c.id = p.contact WHERE c.name = ?"
    assert rows(journal, f"{address} AND p.kind = 'address'", "Hanari Carnes") == [
        ("Rua do Paço, 67", "Rio de Janeiro", "BR")
    ]
    bosses = "SELECT m.name, b.name FROM member m JOIN member b ON b.id = m.manager WHERE m.name = 'Nancy Davolio'"
    assert rows(journal, bosses) == [("Nancy Davolio", "Andrew Fuller")]
    assert rows(journal, "SELECT sum(active), count(supplier) FROM product") == [(69, 77)]


def test_contacts_of_both_kinds_come_in_one_list(journal: Journal) -> None:
    report = import_files(journal, sources("06_contact_exports/odoo_res.partner.csv"))
    assert report.kinds == {"contacts": Counts(read=6, created=6)}
    people = "SELECT p.name FROM contact p JOIN contact c ON c.id = p.company WHERE c.name = 'Grocery Outlet'"
    assert {name for (name,) in rows(journal, people)} >= {"Bob", "Bill"}
    assert rows(journal, "SELECT roles FROM contact WHERE name = 'Grocery Outlet'") == [('["customer"]',)]


@pytest.mark.parametrize("path", real_files("07_csv/messy_leads/*.csv"), ids=lambda path: path.stem)
def test_messy_leads_come_in_once_and_as_rehearsed(journal: Journal, path: Path) -> None:
    given = [Source(path, "people")]
    rehearsed = import_files(journal, given, dry_run=True)
    report = import_files(journal, given)
    assert comparable(report) == comparable(rehearsed)
    assert report.total.created
    assert report.total.created + report.total.unchanged + report.total.skipped + report.total.rejected == (
        report.total.read
    )
    again = import_files(journal, given)
    assert changes(again) == (0, 0, report.total.rejected, {})


def test_formulas_stay_text(journal: Journal) -> None:
    import_files(journal, sources("07_csv/messy_leads/17-formula-injection.csv", kind="people"))
    names = {name for (name,) in rows(journal, "SELECT name FROM contact")}
    assert names >= {"=SUM(A1:A10)", "@SUM(A1)", "-100"}


def test_people_without_any_key_are_not_taken_for_each_other(journal: Journal) -> None:
    given = sources("09_duplicates/febrl_dataset1.csv", kind="people")
    report = import_files(journal, given)
    assert (report.total.created, report.total.updated, report.total.rejected) == (997, 0, 3)
    assert import_files(journal, given).total.unchanged == 997


def test_what_was_imported_is_kept_as_a_batch(journal: Journal) -> None:
    report = import_files(journal, sources("01_maven_crm/products.csv"))
    ((source, counts),) = rows(journal, "SELECT source, counts FROM import_batch")
    assert source == "products.csv"
    assert json.loads(str(counts))["created"] == report.total.created == 7


def test_the_report_has_the_keys_that_scripts_read(journal: Journal) -> None:
    one = import_files(journal, sources("01_maven_crm/products.csv"), dry_run=True).plain()
    assert set(one) == {
        *("batch", "read", "created", "updated", "unchanged", "skipped", "rejected", "detected", "rejections"),
        *("duplicates", "likely", "changes", "changed_fields", "warnings", "seconds", "kinds", "linked", "backup"),
        *("fingerprint", "contradicted", "contradictions"),
    }
    detected = one["detected"]
    assert isinstance(detected, dict)
    assert {name: detected[name] for name in ("format", "encoding", "delimiter", "header_row", "dates", "decimal")} == {
        "format": "csv",
        "encoding": "utf-8",
        "delimiter": ",",
        "header_row": 1,
        "dates": None,
        "decimal": None,
    }
    assert detected["mapping"] == {"product": "name", "series": "category", "sales_price": "price"}


def test_several_files_have_a_list_of_what_was_detected(imported: Imported) -> None:
    several = imported.report.plain()["detected"]
    assert isinstance(several, list)
    assert [each["kind"] for each in several] == ["companies", "products", "deals", "members"]
