"""Address books of phones and mail programs become people and companies, once."""

from pathlib import Path

from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.vault.driver import Row
from tests.exchange.shared_data import real_file, real_files


def rows(journal: Journal, sql: str, *values: object) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql, values).fetchall()


def test_all_real_cards_come_in_and_only_the_nameless_one_is_refused(journal: Journal) -> None:
    report = import_files(journal, [Source(path) for path in real_files("05_vcards/*.vcf")])
    assert report.total.read == 56
    assert [(each.source, each.reason) for each in report.rejections] == [
        ("icaljs_vcard_grouped.vcf", "The row has no name and no e-mail address.")
    ]


def test_each_real_card_file_comes_in_as_rehearsed_and_once(journal: Journal) -> None:
    for path in real_files("05_vcards/*.vcf"):
        given = [Source(path)]
        rehearsed = import_files(journal, given, dry_run=True).total
        total = import_files(journal, given).total
        assert rehearsed == total
        again = import_files(journal, given).total
        assert (again.created, again.updated, again.rejected) == (0, 0, total.rejected), path.name


def test_a_phone_card_has_all_its_numbers_with_the_preferred_one_as_main(journal: Journal) -> None:
    import_files(journal, [Source(real_file("05_vcards/John_Doe_IPHONE.vcf"))])
    points = "SELECT label, value, is_primary FROM contact_point WHERE kind = ? ORDER BY position"
    assert rows(journal, points, "phone")[:3] == [
        ("mobile", "905-555-1234", 1),
        ("home", "905-666-1234", 0),
        ("work", "905-777-1234", 0),
    ]
    addresses = "SELECT label, city, country FROM contact_point WHERE kind = 'address' ORDER BY position"
    assert rows(journal, addresses) == [("home", "New York", "US"), ("work", "New York", "US")]
    company = "SELECT c.name, p.department FROM contact p JOIN contact c ON c.id = p.company"
    assert rows(journal, company) == [("IBM", "Accounting")]


def test_people_and_dates_around_a_person_are_told_in_the_notes(journal: Journal) -> None:
    import_files(journal, [Source(real_file("05_vcards/John_Doe_GMAIL.vcf"))])
    ((notes,),) = rows(journal, "SELECT notes FROM contact WHERE kind = 'person'")
    assert str(notes).splitlines()[-2:] == ["Anniversary: 1975-03-01", "Spouse: Jenny"]


def test_a_card_without_a_name_is_called_by_its_nickname(journal: Journal) -> None:
    import_files(journal, [Source(real_file("05_vcards/monica_vcard_stub.vcf"))])
    assert ("Johnny",) in rows(journal, "SELECT name FROM contact")


def test_a_changed_card_changes_what_changed_and_keeps_the_rest(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "ana.vcf"
    lines = [
        "BEGIN:VCARD",
        "UID:7",
        "FN:Ana Roe",
        "TEL;HOME:+44 20 7946 0958",
        "TEL;HOME:+44 20 7946 0959",
        "END:VCARD",
    ]
    path.write_text("\n".join(lines))
    import_files(journal, [Source(path)])
    path.write_text("\n".join(lines).replace("0959", "0960"))
    assert import_files(journal, [Source(path)]).total == Counts(read=1, updated=1)
    assert rows(journal, "SELECT normal FROM contact_point ORDER BY position") == [
        ("+442079460958",),
        ("+442079460960",),
    ]


def test_refused_cards_are_kept_as_a_table_that_imports_as_it_is(journal: Journal, tmp_path: Path) -> None:
    rejects = tmp_path / "refused.csv"
    path = real_file("05_vcards/icaljs_vcard_grouped.vcf")
    import_files(journal, [Source(path)], ImportOptions(rejects=rejects))
    text = rejects.read_text(encoding="utf-8-sig")
    rejects.write_text("name," + text.replace("\nperson,", "\nAna Roe,person,"), encoding="utf-8")
    report = import_files(journal, [Source(rejects)])
    assert report.kinds == {"contacts": Counts(read=1, created=1)}
    assert rows(journal, "SELECT label, street FROM contact_point ORDER BY position") == [
        ("work", "street\napt\npobox"),
        ("home", "street1\napt1\npobox1"),
    ]
