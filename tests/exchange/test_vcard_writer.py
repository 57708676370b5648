"""Contacts go out as vCards and come back as they were."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.acts import add_record
from crm_desktop.contacts.reach import add_point
from crm_desktop.errors import WrongUsage
from crm_desktop.exchange.export import export_list
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.exchange.vcard_lines import folded, text_line
from crm_desktop.exchange.vcard_writer import CardVersion, write_vcards
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_step
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View, plain_record
from crm_desktop.store.whole_list import record_rows

PEOPLE = View(kind_named("people"))
DANA = {
    "prefix": "Dr.",
    "given_name": "Dana",
    "family_name": "Whitfield; the, elder",
    "nickname": "Dee",
    "job_title": "Head of purchasing, EMEA",
    "department": "Büro & Einkauf",
    "birthday": "--05-12",
    "email": "dana@acme.example",
    "phone": "(212) 555-0142",
    "street": "1 Long Road\nBack door",
    "city": "Springfield",
    "postal_code": "62701",
    "country": "US",
    "tags": "vip, trade fair",
    "notes": "first line\nsecond; with, signs \\ and 🎉 " + "long " * 40,
}


def filled(journal: Journal, place: Place) -> None:
    add_record(
        journal, "companies", {"name": "Acme, Inc", "website": "https://acme.example", "phone": "(212) 555-0100"}
    )
    dana = add_record(journal, "people", {**DANA, "company": "Acme, Inc"})
    add_record(journal, "people", {"name": "Reed Coulter", "birthday": "1980-05-12"})
    add_point(journal, {"contact": dana, "kind": "phone", "value": "(212) 555-0177", "label": "mobile"})


def shown(journal: Journal, place: Place) -> dict[str, dict[str, object]]:
    left = {"id", "company_id", "created_at", "updated_at", "external_ids", "created_by", "created_by_id", "custom"}
    with journal.store.reader() as reader:
        return {
            str(row["name"]): {name: value for name, value in row.items() if name not in left and value is not None}
            for row in (plain_record(PEOPLE, each, place) for each in record_rows(reader, PEOPLE, place))
        }


@pytest.mark.parametrize("version", list(CardVersion))
def test_what_goes_out_comes_back_equal(journal: Journal, place: Place, tmp_path: Path, version: CardVersion) -> None:
    filled(journal, place)
    before = shown(journal, place)
    with journal.store.reader() as reader:
        assert write_vcards(reader, View(kind_named("contacts")), place, tmp_path / "all.vcf", version=version) == 3
        steps = [row[0] for row in reader.execute("SELECT seq FROM step WHERE seq > 1 ORDER BY seq DESC")]
    for step in steps:
        undo_step(journal, step)
    assert shown(journal, place) == {}
    report = import_files(journal, [Source(tmp_path / "all.vcf", "auto")])
    assert (report.total.created, report.total.rejected) == (3, 0)
    assert shown(journal, place) == before


def test_further_numbers_and_their_labels_are_written(journal: Journal, place: Place, tmp_path: Path) -> None:
    filled(journal, place)
    with journal.store.reader() as reader:
        export_list(reader, PEOPLE, place, tmp_path / "people.vcf")
    text = (tmp_path / "people.vcf").read_bytes().decode()
    assert "TEL;TYPE=CELL:+12125550177" in text.split("\r\n")
    assert "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-12\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_only_contacts_have_cards(journal: Journal, place: Place, tmp_path: Path) -> None:
    with journal.store.reader() as reader, pytest.raises(WrongUsage, match="Cards hold people"):
        export_list(reader, View(kind_named("deals")), place, tmp_path / "deals.vcf")


@given(st.text())
def test_a_folded_line_is_short_and_unfolds_to_itself(text: str) -> None:
    line = text_line("NOTE", text)
    assert line.endswith("\r\n")
    inner = line.removesuffix("\r\n")
    assert all(len(each.encode("utf-8", "surrogatepass")) <= 75 for each in inner.split("\r\n"))
    assert folded(inner.replace("\r\n ", "")) == line
