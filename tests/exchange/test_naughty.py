"""The naughty strings typed into every kind of field: kept or refused with a reason, exported and imported equal."""

import json
from pathlib import Path

import pytest

from crm_desktop.acts import add_record, remove_records
from crm_desktop.errors import InvalidField
from crm_desktop.exchange.export import export_list
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.forms import Plain, shown_value
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import View, plain_record, view_fields
from crm_desktop.store.typed import typed_values
from crm_desktop.store.whole_list import record_rows
from crm_desktop.values.names import clean_text
from tests.conftest import SHARED_DATA

NAUGHTY: list[str] = json.loads((SHARED_DATA / "09_lists" / "blns.json").read_text(encoding="utf-8"))
OWN = ("text", "long_text", "number", "money", "date", "time", "yes_no", "choice", "choices", "link", "url", "phone")
FIELDS = (
    *("name", "job_title", "notes", "keep_in_touch_days", "birthday", "do_not_contact", "rating", "roles", "tags"),
    *("email", "phone", "website", "country", "language", "company", "street", "city"),
    *(f"own_{kind}" for kind in OWN),
)
KEPT_AS_TYPED = ("job_title", "notes", "street", "city", "own_text", "own_long_text")
# What is typed into the first column of each row, so that rows are told apart whatever else they say.
NUMBER = "row_number"


@pytest.fixture
def typed(journal: Journal) -> list[bytes]:
    """Type each string into every field of a person of its own; what is refused stays empty there."""
    add_own_field(journal, NewField("people", "Row number", "text"))
    for kind in OWN:
        choices = ("Gold", "Silver") if kind.startswith("choice") else ()
        target = "companies" if kind == "link" else None
        add_own_field(journal, NewField("people", f"Own {kind}", kind, choices, target))
    return [_added(journal, number, text) for number, text in enumerate(NAUGHTY)]


def test_what_is_typed_is_kept_shown_and_comes_back_equal(typed: list[bytes], journal: Journal, tmp_path: Path) -> None:
    before = exported(journal, tmp_path / "people.csv")
    for field in KEPT_AS_TYPED:
        assert [row[field] for row in before] == [clean_text(text) or None for text in NAUGHTY], field
    remove_records(journal, typed)
    for ending in (".csv", ".xlsx"):
        report = import_files(
            journal, [Source(tmp_path / f"people{ending}", "people")], ImportOptions(on_match="create")
        )
        assert report.total.created == len(NAUGHTY), report.rejections[:3]
        assert differing(before, exported(journal, tmp_path / "people.xlsx")) == [], ending
        remove_records(journal, _ids(journal))


def exported(journal: Journal, path: Path) -> list[dict[str, Plain]]:
    """Export the people and return what is written of them, in the order in which they were typed."""
    with journal.store.reader() as reader:
        view = View(workspace_kinds(reader).named("people"), (), (), (NUMBER, *FIELDS))
        export_list(reader, view, journal.place, path)
        rows = list(record_rows(reader, view, journal.place))
        for row in rows:
            for field, value in zip(view_fields(view), row.values, strict=True):
                assert isinstance(shown_value(field, value, journal.place), str)
        plain = [plain_record(view, row, journal.place) for row in rows]
    return sorted(
        ({name: value for name, value in row.items() if name != "id" and not name.endswith("_id")} for row in plain),
        key=lambda row: str(row[NUMBER]),
    )


def differing(before: list[dict[str, Plain]], after: list[dict[str, Plain]]) -> list[tuple[str, Plain, Plain]]:
    """Return field, value before and value after, where they differ."""
    assert len(before) == len(after)
    return [
        (name, old[name], new[name])
        for old, new in zip(before, after, strict=True)
        for name in old
        if old[name] != new[name]
    ]


def _added(journal: Journal, number: int, text: str) -> bytes:
    values = {NUMBER: f"{number:04}", "name": f"Person {number}"}
    with journal.store.reader() as reader:
        people = workspace_kinds(reader).named("people")
        for field in FIELDS:
            try:
                typed_values(reader, people, {field: text}, journal.place)
                values[field] = text
            except InvalidField as refused:
                _check_reason(refused, field)
    while True:
        try:
            return add_record(journal, "people", values)
        except InvalidField as refused:
            _check_reason(refused, refused.field)
            if refused.field == "name":
                values["name"] = f"Person {number}"
            else:
                del values[refused.field]


def _check_reason(refused: InvalidField, field: str) -> None:
    assert refused.field == field
    assert str(refused)


def _ids(journal: Journal) -> list[bytes]:
    with journal.store.reader() as reader:
        return [row[0] for row in reader.execute("SELECT id FROM contact WHERE kind = 'person' AND removed_at IS NULL")]
