"""JSON of other programs becomes one table for each type of record, with the links between them."""

import io
import json
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.readers.file_form import FileForm, file_form
from crm_desktop.exchange.readers.json_stream import JsonText
from crm_desktop.exchange.readers.json_table import JsonTable, parts_in
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import ReadAs, Source
from crm_desktop.journal.journal import Journal
from crm_desktop.vault.driver import Row
from tests.exchange.shared_data import real_file
from tests.fuzz.tried import fuzzed


def written(tmp_path: Path, content: object, name: str = "people.json") -> Path:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def table(path: Path, part: str | None = None) -> list[dict[str, str]]:
    with closing(JsonTable(path, ReadAs(sheet=part), "US")) as found:
        return [dict(zip(found.columns, row.cells, strict=True)) for row in found.rows()]


def rows(journal: Journal, sql: str) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql).fetchall()


def test_a_salesforce_tree_keeps_what_its_records_point_to(journal: Journal) -> None:
    given = [Source(real_file("02_salesforce_tree"))]
    report = import_files(journal, given)
    assert report.kinds == {
        "companies": Counts(read=3, created=3),
        "categories": Counts(read=4, skipped=4),
        "products": Counts(read=16, created=16),
    }
    families = "SELECT category, count(*) FROM product GROUP BY 1 ORDER BY 1"
    assert rows(journal, families) == [("Dynamo", 4), ("Electra", 4), ("Fuse", 4), ("Volt", 4)]
    fuse = "SELECT price, tags FROM product WHERE name = 'FUSE X1'"
    assert rows(journal, fuse) == [(250000, '["Commuter"]')]
    assert import_files(journal, given).total == Counts(read=23, unchanged=19, skipped=4)


def test_an_import_plan_names_its_files(journal: Journal) -> None:
    plan = Source(real_file("02_salesforce_tree/sample-data-plan.json"))
    assert import_files(journal, [plan], dry_run=True).total.created == 19


def test_children_of_a_record_are_linked_to_it(journal: Journal, tmp_path: Path) -> None:
    contact = {"attributes": {"type": "Contact", "referenceId": "C1"}, "FirstName": "Ana", "LastName": "Roe"}
    account = {
        "attributes": {"type": "Account", "referenceId": "A1"},
        "Name": "Acme",
        "Contacts": {"records": [contact]},
    }
    path = written(tmp_path, {"records": [account]}, "tree.json")
    assert list(parts_in(path, ReadAs(), "US")) == ["Account", "Contact"]
    report = import_files(journal, [Source(path)])
    assert report.total == Counts(read=2, created=2)
    told = "SELECT p.name, c.name FROM contact p JOIN contact c ON c.id = p.company"
    assert rows(journal, told) == [("Ana Roe", "Acme")]
    # A reference means something inside of its own tree alone.
    assert rows(journal, "SELECT count(*) FROM contact WHERE external_ids IS NOT NULL") == [(0,)]
    assert import_files(journal, [Source(path)]).total == Counts(read=2, unchanged=2)


def test_references_that_point_to_nothing_are_told(journal: Journal, tmp_path: Path) -> None:
    contact = {"attributes": {"type": "Contact", "referenceId": "C1"}, "LastName": "Roe", "AccountId": "@A9"}
    report = import_files(journal, [Source(written(tmp_path, {"records": [contact]}))])
    assert report.total == Counts(read=1, rejected=1)
    assert "There is no record with the id “@A9”" in report.rejections[0].reason
    assert any("point to nothing in these files: @A9" in each for each in report.warnings)


def test_what_is_no_record_among_the_records_is_counted(journal: Journal, tmp_path: Path) -> None:
    people = [{"name": "Ana Roe", "email": "ana@roe.example"}, "junk", None, 7]
    report = import_files(journal, [Source(written(tmp_path, {"people": people, "tags": ["a", "b"]}), "people")])
    assert report.total == Counts(read=1, created=1)
    assert [each for each in report.warnings if "no record" in each] == [
        "3 entries between the records are no records, and were left out."
    ]


def test_hubspot_results_are_flat(tmp_path: Path) -> None:
    results = [{"id": "7", "properties": {"firstname": "Ana", "email": None}, "archived": False}]
    assert table(written(tmp_path, {"results": results, "paging": {"next": {"after": "1"}}})) == [
        {"id": "7", "firstname": "Ana", "email": "", "archived": "FALSE"}
    ]


def test_lists_under_several_keys_are_several_tables(tmp_path: Path) -> None:
    path = written(tmp_path, {"people": [{"name": "Ana"}], "deals": [{"title": "Big", "amount": 12.50}]})
    assert list(parts_in(path, ReadAs(), "US")) == ["people", "deals"]
    assert table(path, "deals") == [{"title": "Big", "amount": "12.5"}]
    with pytest.raises(UnreadableFile, match=r"has no records of the type “cats”\. Types: people, deals"):
        table(path, "cats")


@pytest.mark.parametrize(
    "text",
    [
        '[{"name": "Ana"}, {"name": "Bo"}]',
        '{"name": "Ana"}\n{"name": "Bo"}\n',
        '{"a": {"name": "Ana"}, "b": {"name": "Bo"}}',
        '{"data": {"people": [{"name": "Ana"}, {"name": "Bo"}]}}',
        '\ufeff[{"name":"Ana"},\n\t{"name":"Bo"}]',
    ],
)
def test_all_usual_shapes_are_read(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    assert file_form(path) is FileForm.JSON
    (part,) = parts_in(path, ReadAs(), "US")
    assert [row["name"] for row in table(path, part)] == ["Ana", "Bo"]


def test_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    path = written(tmp_path, '[{"name": "Ana", "big": 100000000000000000000000000000, "price": 1.10, "no": NaN}]')
    assert table(path) == [{"name": "Ana", "big": "100000000000000000000000000000", "price": "1.10", "no": ""}]


def test_nested_parts_and_lists_become_columns(tmp_path: Path) -> None:
    record = {
        "name": "Ana",
        "address": {"city": "Leeds", "zip": "LS1"},
        "tags": ["a", "b"],
        "mails": [{"value": "x@y.z"}],
    }
    assert table(written(tmp_path, [record])) == [
        {"name": "Ana", "address.city": "Leeds", "address.zip": "LS1", "tags": "a, b", "mails": "x@y.z"}
    ]


@pytest.mark.parametrize("text", ['[{"name": "Ana"}, {"na', '[{"name" "Ana"}]', "{" * 5, "[" * 100_000, '[{"a":1}}'])
def test_damaged_files_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        table(written(tmp_path, text))


def test_a_long_file_takes_little_memory() -> None:
    record = b'{"name": "Ana Roe", "email": "ana@example.com", "city": "Leeds"},'
    binary = io.BytesIO(b"[" + record * 100_000 + b"{}]")
    tracemalloc.start()
    count = sum(1 for _item in JsonText(binary, "utf-8", "people.json").items())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_001
    assert peak < 1_000_000


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, [{"name": "Ana"}])
    with closing(JsonTable(path, ReadAs(), "US")) as found:
        written(tmp_path, [{"name": "Ana"}, {"name": "Bo"}])
        with pytest.raises(UnreadableFile, match="changed while it was being read"):
            list(found.rows())


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.text(max_size=4), st.sampled_from(["attributes", "records", "referenceId", "type", "Id"])),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=12,
)


@given(content=VALUES, cut=st.one_of(st.none(), st.integers(0, 200)))
@fuzzed("JSON", 300)
def test_whatever_stands_in_a_file_it_is_read_or_refused(tmp_path: Path, content: object, cut: int | None) -> None:
    path = tmp_path / "noise.json"
    path.write_bytes(json.dumps(content).encode()[:cut] or b"{")
    try:
        for part in parts_in(path, ReadAs(), "US"):
            assert table(path, part) == table(path, part)
    except UnreadableFile:
        return
