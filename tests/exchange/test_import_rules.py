"""What an import does with what is there already, with what it cannot read, and when it is stopped."""

import csv
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import Cancelled, CrmError, UnreadableFile, WrongUsage
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import ReadAs, Source
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.workspace import Workspace
from tests.exchange.import_desk import Desk, reasons


def test_a_known_person_is_updated_by_e_mail_field_by_field(desk: Desk) -> None:
    desk.take_in("Name,Email,Phone,Job title\nAna Roe,ana@example.com,+44 20 7946 0958,Buyer\n")
    report = desk.take_in("Name,Email,Phone,Job title\nAna Roe-Lee,ANA@example.com,,Owner\n")
    assert report.total == Counts(read=1, updated=1)
    assert desk.rows("SELECT name, family_name, job_title FROM contact") == [("Ana Roe-Lee", "Roe-Lee", "Owner")]
    # An empty cell never empties a filled field.
    assert desk.rows("SELECT normal FROM contact_point WHERE kind = 'phone'") == [("+442079460958",)]


def test_a_new_phone_number_replaces_the_main_one_and_others_stay(desk: Desk) -> None:
    desk.take_in("Name,Email,Phone,Mobile\nAna,ana@example.com,+44 20 7946 0958,+44 7700 900123\n")
    desk.take_in("Name,Email,Phone\nAna,ana@example.com,+44 20 7946 0999\n")
    points = "SELECT label, normal, is_primary FROM contact_point WHERE kind = 'phone' ORDER BY position"
    assert desk.rows(points) == [(None, "+442079460999", 1), ("mobile", "+447700900123", 0)]


def test_tags_and_roles_are_added_to_those_that_are_there(desk: Desk) -> None:
    desk.take_in("Company,Website,Tags\nAcme,acme.example,a\n", "companies", "customers.csv")
    desk.take_in("Company,Website,Tags\nAcme,acme.example,b\n", "companies", "suppliers.csv")
    assert desk.rows("SELECT roles, tags FROM contact") == [('["customer", "supplier"]', '["a", "b"]')]


def test_a_person_is_found_by_name_and_company_where_there_is_no_e_mail(desk: Desk) -> None:
    desk.take_in("Name,Company\nAna Roe,Acme Ltd\n")
    report = desk.take_in("Name,Company,Job title\nana roe,ACME,Buyer\n")
    assert (report.total.updated, dict(report.linked)) == (1, {})


def test_numbers_that_cannot_be_are_refused_as_when_they_are_typed(desk: Desk) -> None:
    report = desk.take_in("Company,Employees,Founded\nAcme,-3,1990\nIsdom,12,1990\n", "companies")
    assert reasons(report) == [(2, "Employees", "-3")]
    assert "it goes from 0 to" in report.rejections[0].reason
    desk.take_in("Deal name,Company,Probability\nA,Isdom,155%\n", "deals")
    assert desk.rows("SELECT title FROM deal") == []


def test_who_has_another_e_mail_address_is_not_overwritten(desk: Desk) -> None:
    desk.take_in("Name,Company,Email\nAna Roe,Acme,ana@example.com\n")
    assert desk.take_in("Name,Company,Email\nAna Roe,Acme,other@example.com\n").total.created == 1


def test_companies_are_the_same_without_their_legal_form(desk: Desk) -> None:
    desk.take_in("Company,Sector\nMüller & Söhne GmbH,retail\n", "companies", "firms.csv")
    report = desk.take_in("Company,Sector\nMuller & Sohne,finance\n", "companies", "firms.csv")
    assert report.total.updated == 1


def test_an_import_names_the_step_that_takes_it_back_where_it_changed_anything(desk: Desk) -> None:
    text = "Name,Email\nAna,ana@example.com\n"
    step = desk.take_in(text).step
    assert desk.rows("SELECT max(seq) FROM step") == [(step,)]
    assert desk.take_in(text).step is None


def test_a_company_found_without_its_legal_form_keeps_it_and_that_is_told(desk: Desk) -> None:
    desk.take_in("Company,Sector\nAcme Corporation,retail\n", "companies", "firms.csv")
    report = desk.take_in("Company,Sector\nAcme,finance\n", "companies", "firms.csv")
    assert desk.rows("SELECT name, sector FROM contact") == [("Acme Corporation", "finance")]
    assert [each for each in report.warnings if "legal form" in each and "“Acme”" in each]


def test_a_company_gets_the_legal_form_that_a_file_names(desk: Desk) -> None:
    desk.take_in("Company\nAcme\n", "companies", "firms.csv")
    report = desk.take_in("Company\nAcme Ltd\n", "companies", "firms.csv")
    assert desk.rows("SELECT name FROM contact") == [("Acme Ltd",)]
    assert [each.before for each in report.changes] == ["Acme"]
    assert any("legal form" in each for each in report.warnings)


def test_companies_with_two_legal_forms_are_two_and_shown_as_likely_duplicates(desk: Desk) -> None:
    desk.take_in("Company,City\nAcme Inc.,Albany\n", "companies", "firms.csv")
    report = desk.take_in("Company,City\nAcme GmbH,Berlin\nACME Incorporated,Albany\n", "companies", "firms.csv")
    assert (report.total.created, report.total.unchanged + report.total.updated) == (1, 1)
    assert [(each.name, each.other) for each in report.likely] == [("Acme GmbH", "Acme Inc.")]


def test_links_tell_companies_with_two_legal_forms_apart(desk: Desk) -> None:
    desk.take_in("Company\nAcme Inc.\nAcme GmbH\n", "companies", "firms.csv")
    desk.take_in("Name,Email,Company\nAna,ana@example.com,ACME gmbh\nBo,bo@example.com,Acme Ltd\n")
    found = "SELECT p.name, c.name FROM contact p JOIN contact c ON c.id = p.company ORDER BY p.name"
    assert desk.rows(found) == [("Ana", "Acme GmbH"), ("Bo", "Acme Ltd")]


def test_a_name_that_fits_two_companies_but_for_their_legal_form_is_refused(desk: Desk) -> None:
    desk.take_in("Company\nAcme Inc.\nAcme GmbH\n", "companies", "firms.csv")
    report = desk.take_in("Company\nAcme\n", "companies", "firms.csv")
    assert report.total.rejected == 1
    assert "Acme GmbH" in report.rejections[0].reason


def test_found_records_are_skipped_or_made_again_as_the_user_says(desk: Desk) -> None:
    text = "Name,Email\nAna,ana@example.com\n"
    desk.take_in(text)
    assert desk.take_in(text, options=ImportOptions(on_match="skip")).total == Counts(read=1, skipped=1)
    made_again = desk.take_in(text, options=ImportOptions(on_match="create")).total
    assert made_again == Counts(read=1, created=1, duplicates=1)
    with pytest.raises(WrongUsage):
        desk.take_in(text, options=ImportOptions(on_match="merge"))


def test_the_user_chooses_which_fields_say_the_same_record(desk: Desk) -> None:
    desk.take_in("Name,Email,Postal code\nAna,ana@example.com,LS1\n")
    options = ImportOptions(match=("name", "postal_code"))
    report = desk.take_in("Name,Email,Postal code\nAna,new@example.com,LS1\n", options=options)
    assert report.total.updated == 1
    assert desk.rows("SELECT value FROM contact_point WHERE kind = 'email'") == [("new@example.com",)]
    with pytest.raises(WrongUsage):
        desk.take_in("Name,Email\nAna,ana@example.com\n", options=ImportOptions(match=("birthday_cake",)))


def test_a_row_that_fits_two_records_is_refused_with_both_named(desk: Desk) -> None:
    for name in ("Ana Roe", "Ana R."):
        add_contact(desk.journal, "person", {"name": name, "email": "ana@example.com"})
    report = desk.take_in("Name,Email\nAna,ana@example.com\n")
    assert report.total.rejected == 1
    assert all(name in report.rejections[0].reason for name in ("Ana Roe", "Ana R."))


def test_a_link_that_fits_two_companies_refuses_the_row(desk: Desk) -> None:
    for _twice in range(2):
        add_contact(desk.journal, "company", {"name": "Acme"})
    report = desk.take_in("Name,Company\nAna,Acme\n")
    assert (report.total.rejected, dict(report.linked)) == (1, {})


def test_a_refused_row_leaves_nothing_that_it_would_have_made(desk: Desk) -> None:
    report = desk.take_in("Deal name,Company,Amount,Owner\nBig one,Acme,a lot,Bo\nSmall one,Beta,12.50,Bo\n", "deals")
    assert reasons(report) == [(2, "Amount", "a lot")]
    assert dict(report.linked) == {"companies": 1, "members": 1}
    assert desk.rows("SELECT name FROM contact") == [("Beta",)]


def test_rows_of_one_file_that_mean_one_record_become_one(desk: Desk) -> None:
    lines = ["Ana,ana@example.com,"] + [f"P{n},p{n}@example.com," for n in range(4500)] + ["Ana,ana@example.com,Buyer"]
    report = desk.take_in("Name,Email,Job title\n" + "\n".join([*lines, lines[-1]]) + "\n")
    assert report.total == Counts(read=4503, created=4501, updated=1, unchanged=1)
    assert desk.rows("SELECT job_title FROM contact WHERE name = 'Ana'") == [("Buyer",)]


def test_a_parent_may_come_later_in_the_file_or_not_at_all(desk: Desk) -> None:
    text = "Company,Sector,Parent company\nSmall,retail,Large\nOther,retail,Elsewhere\nLarge,finance,Large\n"
    report = desk.take_in(text, "companies", "firms.csv")
    assert (report.total.created, dict(report.linked)) == (3, {"companies": 1})
    parents = "SELECT c.name, p.name FROM contact c JOIN contact p ON p.id = c.parent ORDER BY 1"
    assert desk.rows(parents) == [("Other", "Elsewhere"), ("Small", "Large")]


def test_ids_of_suppliers_and_customers_do_not_meet(desk: Desk) -> None:
    desk.take_in("Supplier ID,Company\n1,Acme\n", "companies", "suppliers.csv")
    report = desk.take_in("Customer ID,Company\n1,Beta\n", "companies", "customers.csv")
    assert report.total.created == 1


def test_an_id_that_names_nobody_refuses_the_row(desk: Desk) -> None:
    report = desk.take_in("Deal name,Account ID\nBig one,77\n", "deals")
    assert "no record with the id “77”" in report.rejections[0].reason


def test_deals_without_an_id_stay_apart_and_are_known_again(desk: Desk) -> None:
    text = "Deal name,Company,Amount\nRenewal,Acme,100\nRenewal,Acme,100\n"
    assert desk.take_in(text, "deals").total.created == 2
    assert desk.take_in(text, "deals").total.unchanged == 2


def test_a_deal_that_moved_on_keeps_the_move(desk: Desk) -> None:
    desk.take_in("Deal ID,Deal name,Stage\nD1,Renewal,Engaging\n", "deals")
    report = desk.take_in("Deal ID,Deal name,Stage,Close date\nD1,Renewal,Won,2024-05-02\n", "deals")
    assert report.total.updated == 1
    assert desk.rows("SELECT outcome, probability, closed_on FROM deal") == [("won", 100, "2024-05-02")]
    moves = "SELECT f.name, t.name FROM stage_move m JOIN stage t ON t.id = m.stage JOIN stage f ON f.id = m.from_stage"
    assert desk.rows(moves) == [("Engaging", "Won")]


def test_a_stage_that_nobody_has_is_made_and_only_clear_words_end_a_deal(desk: Desk) -> None:
    text = "Deal name,Stage,Close date\nA,Verhandlung,2030-01-02\nB,Gewonnen,2024-01-02\nC,Perdu,2024-01-03\n"
    report = desk.take_in(text, "deals")
    assert dict(report.linked) == {"stages": 3}
    stages = (
        "SELECT s.name, d.outcome, d.closed_on, d.expected_on FROM deal d JOIN stage s ON s.id = d.stage ORDER BY 1"
    )
    assert desk.rows(stages) == [
        ("Gewonnen", "won", "2024-01-02", None),
        ("Perdu", "lost", "2024-01-03", None),
        ("Verhandlung", "open", None, "2030-01-02"),
    ]


def test_amounts_are_read_in_the_currency_of_their_row(desk: Desk) -> None:
    report = desk.take_in("Deal name,Amount,Currency\nA,1200,JPY\nB,12.50,EUR\nC,3,\n", "deals")
    assert desk.rows("SELECT amount, currency, rate FROM deal ORDER BY title") == [
        *((1200, "JPY", None), (1250, "EUR", None), (300, "USD", 1.0))
    ]
    assert any("have no rate" in each for each in report.warnings)


def test_what_is_no_number_kind_or_address_refuses_the_row(desk: Desk) -> None:
    report = desk.take_in("Name,Email,Birthday\nA,a@b,\nB,b@example.com,31/31/2001\n,,\nC,,\n")
    assert reasons(report) == [(2, "Email", "a@b"), (3, "Birthday", "31/31/2001")]
    assert report.total == Counts(read=4, created=1, skipped=1, rejected=2)
    activities = desk.take_in("Activity type,Date\nCall,2024-01-02\nJuggling,2024-01-02\n", "activities")
    assert reasons(activities) == [(3, "Activity type", "Juggling")]


def test_phone_numbers_never_refuse_a_row(desk: Desk) -> None:
    report = desk.take_in("Name,Phone\nAna,ask the porter\n")
    assert report.total.created == 1
    assert desk.rows("SELECT value, normal FROM contact_point") == [("ask the porter", "ask the porter")]
    assert any("not complete phone numbers" in each for each in report.warnings)


def test_a_number_as_north_america_writes_it_is_told_and_not_guessed(desk: Desk) -> None:
    desk.journal.place = desk.journal.place._replace(region="DE", currency="EUR")
    report = desk.take_in(
        "Name,Phone,Street,Country\nAna,(415) 555-0199 x22,,\nBo,(415) 555-0188,1 Main St,USA\nCy,030 901820,,\n"
    )
    assert desk.rows("SELECT normal FROM contact_point WHERE kind = 'phone' ORDER BY rid") == [
        ("(415) 555-0199 x22",),
        ("+14155550188",),
        ("+4930901820",),
    ]
    assert [each for each in report.warnings if "North America" in each and "“(415) 555-0199 x22” (1×)" in each]


def test_words_for_nothing_are_nothing(desk: Desk) -> None:
    report = desk.take_in("Name,Job title,Nickname\nAna,NULL,n/a\nBo,-,None\n")
    assert desk.rows("SELECT job_title, nickname FROM contact") == [(None, None), (None, None)]
    assert any("“NULL”" in each for each in report.warnings)


def test_refused_rows_are_kept_mended_and_imported_as_they_are(desk: Desk) -> None:
    rejects = desk.folder / "refused.csv"
    text = 'Name,Email,Notes\n=Ana,ana(at)example.com,"two\nlines"\nBo,bo@example.com,fine\nCy,cy@example.com,a,b\n'
    report = desk.take_in(text, options=ImportOptions(rejects=rejects))
    assert report.rejects == [rejects]
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        header, first, second = csv.reader(file)
    assert header == [
        *("Name", "Email", "Notes", "reject_extra_1", "reject_row", "reject_column", "reject_value", "reject_reason")
    ]
    assert first[:7] == ["'=Ana", "ana(at)example.com", "two\nlines", "", "2", "Email", "ana(at)example.com"]
    assert second[:5] == ["Cy", "cy@example.com", "a", "b", "4"]

    mended = rejects.read_text(encoding="utf-8-sig").replace("ana(at)example.com", "ana@example.com")
    again = desk.take_in(mended, name="mended.csv")
    assert (again.total.created, reasons(again)) == (1, [(3, "", "")])
    assert desk.rows("SELECT name, notes FROM contact ORDER BY name") == [("=Ana", "two\nlines"), ("Bo", "fine")]


def test_refused_rows_remember_how_their_file_was_read(desk: Desk) -> None:
    rejects = desk.folder / "refused.csv"
    lines = "A,a@example.com,25/12/1990\nB,b(at)example.com,01/02/1990\n"
    desk.take_in(f"Name,Email,Birthday\n{lines}", options=ImportOptions(rejects=rejects))
    mended = rejects.read_text(encoding="utf-8-sig").replace("(at)", "@")
    desk.take_in(mended, name="mended.csv")
    assert desk.rows("SELECT birthday FROM contact ORDER BY name") == [("1990-12-25",), ("1990-02-01",)]


def test_several_files_have_a_file_of_refused_rows_each(desk: Desk) -> None:
    people = Source(desk.file("Name,Email\nA,a@b\n"), "people")
    deals = Source(desk.file("Deal name,Amount\nBig,much\n", "deals.csv"), "deals")
    report = import_files(desk.journal, [people, deals], ImportOptions(rejects=desk.folder / "refused.csv"))
    assert [path.name for path in report.rejects] == ["refused.people.csv", "refused.deals.csv"]


def test_nothing_refused_leaves_no_file(desk: Desk) -> None:
    rejects = desk.folder / "refused.csv"
    assert desk.take_in("Name\nAna\n", options=ImportOptions(rejects=rejects)).rejects == []
    assert not rejects.exists()


def test_rejects_that_cannot_be_written_are_said(desk: Desk) -> None:
    with pytest.raises(CrmError, match="could not be written"):
        desk.take_in("Name,Email\nA,a@b\n", options=ImportOptions(rejects=desk.folder / "none" / "refused.csv"))


def test_cancelling_leaves_everything_as_it_was(desk: Desk) -> None:
    path = desk.file("Name,Email\n" + "".join(f"P{n},p{n}@example.com\n" for n in range(6000)))
    seen: list[tuple[int, int]] = []
    progress = Progress(lambda done, total: _note(seen, done, total, progress))
    with pytest.raises(Cancelled):
        import_files(desk.journal, [Source(path, "people")], ImportOptions(rejects=desk.folder / "r.csv"), progress)
    assert seen[-1] == (4000, 6000)
    assert desk.rows("SELECT count(*) FROM contact") == [(0,)]
    assert [each.name for each in desk.folder.iterdir()] == ["people.csv"]
    assert import_files(desk.journal, [Source(path, "people")]).total.created == 6000


def _note(seen: list[tuple[int, int]], done: int, total: int, progress: Progress) -> None:
    seen.append((done, total))
    if done == 4000:
        progress.cancel()


def test_an_unreadable_file_stops_all_of_them(desk: Desk) -> None:
    good = Source(desk.file("Name,Email\nAna,ana@example.com\n"), "people")
    with pytest.raises(UnreadableFile):
        import_files(desk.journal, [good, Source(desk.folder / "missing.csv", "people")])
    assert desk.rows("SELECT count(*) FROM contact") == [(0,)]


def test_a_file_that_changes_meanwhile_changes_nothing(desk: Desk) -> None:
    path = desk.file("Name,Email\n" + "".join(f"P{n},p{n}@example.com\n" for n in range(3000)))

    def touched(done: int, _total: int) -> None:
        if done == 2000:
            with path.open("a", encoding="utf-8") as file:
                file.write("Late,late@example.com\n")

    with pytest.raises(UnreadableFile, match="changed while it was being read"):
        import_files(desk.journal, [Source(path, "people")], None, Progress(touched))
    assert desk.rows("SELECT count(*) FROM contact") == [(0,)]


def test_the_user_says_how_days_and_decimals_are_written(desk: Desk) -> None:
    path = desk.file('Deal name,Amount,Close date,Stage\nA,"1,234",01/02/2024,Won\n', "deals.csv")
    source = Source(path, "deals", read_as=ReadAs(dates="dmy", decimal="comma"))
    report = import_files(desk.journal, [source])
    assert report.total.rejected == 1
    assert "more decimals" in report.rejections[0].reason
    import_files(desk.journal, [source._replace(read_as=ReadAs(dates="dmy", decimal="point"))])
    assert desk.rows("SELECT amount, closed_on FROM deal") == [(123400, "2024-02-01")]


def test_a_thousand_is_not_taken_for_an_amount_with_three_decimals(desk: Desk) -> None:
    desk.take_in("Deal name;Amount\nA;1.234\nB;2.500\n", "deals", "deals.csv")
    desk.take_in("Deal name,Amount\nC,5.500\n", "deals", "deals.csv")
    assert desk.rows("SELECT title, amount FROM deal ORDER BY title") == [("A", 123400), ("B", 250000), ("C", 550)]


def test_a_large_load_finds_repeated_rows_again(desk: Desk) -> None:
    lines = [f"P{n % 7000},p{n % 7000}@example.com\n" for n in range(7100)]
    report = desk.take_in("Name,Email\n" + "".join(lines))
    assert report.total == Counts(read=7100, created=7000, unchanged=100)
    indexes = (
        "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'contact_point' AND sql IS NOT NULL"
    )
    assert desk.rows(indexes)[0][0] >= 3


def test_a_read_only_workspace_can_be_rehearsed_on(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Email\nAna,ana@example.com\n", encoding="utf-8")
    assert import_files(workspace.journal, [Source(path, "people")], dry_run=True).total.created == 1


def test_a_second_row_with_one_id_overwrites_nobody_who_was_there(journal: Journal, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("Name,Email\nAnn Poe,ann@x.example\nBo Roe,bo@x.example\n", encoding="utf-8")
    import_files(journal, [Source(first, "people")])
    second.write_text("id,Name,Email\n1,Ann Poe,ann@x.example\n1,Bo Roe,bo@x.example\n", encoding="utf-8")
    for _again in range(2):
        report = import_files(journal, [Source(second, "people")])
        assert [each.row for each in report.rejections] == [3]
        told = "fits several records: Ann Poe (ann@x.example); Bo Roe (bo@x.example). Say in it"
        assert told in report.rejections[0].reason
        with journal.store.reader() as reader:
            assert reader.execute("SELECT name FROM contact ORDER BY rid").fetchall() == [("Ann Poe",), ("Bo Roe",)]
    assert report.total.unchanged == 1
    second.write_text("id,Name,Email\n1,Ann Poe,ann@x.example\n1,Ann Poe-Hart,ann@y.example\n", encoding="utf-8")
    report = import_files(journal, [Source(second, "people")])
    assert report.total.updated == 1
    assert any("what came last stands: “Ann Poe-Hart” (Name)" in each for each in report.warnings)
