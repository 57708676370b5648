"""What an import changes in records that are there is told field by field, and is only what the user lets it change."""

from crm_desktop.exchange.field_changes import MOST_TOLD
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts, ImportReport
from tests.exchange.import_desk import Desk

FIRST = (
    "Name,Email,Phone,Job title,Company,Birthday,Nickname\n"
    "Ana Roe,ana@example.com,+44 20 7946 0958,Buyer,Acme,1990-02-01,An\n"
)


def told(report: ImportReport) -> list[tuple[str, str, str]]:
    return [(each.field, each.before, each.after) for each in report.changes]


def test_each_changed_field_is_told_with_what_was_there_and_what_comes(desk: Desk) -> None:
    desk.take_in(FIRST)
    report = desk.take_in(
        "Name,Email,Phone,Job title,Company,Birthday\nAna Roe,ana@example.com,+44 20 7946 0999,Owner,Beta,1990-02-03\n"
    )
    assert sorted(told(report)) == [
        ("Birthday", "1990-02-01", "1990-02-03"),
        ("Company", "Acme", "Beta"),
        ("Job title", "Buyer", "Owner"),
        ("Phone", "+44 20 7946 0958", "+44 20 7946 0999"),
    ]
    assert {(each.source, each.row, each.kind, each.record) for each in report.changes} == {
        ("people.csv", 2, "people", "Ana Roe")
    }
    assert report.changed_fields == 4
    ((contact,),) = desk.rows("SELECT lower(hex(id)) FROM contact WHERE kind = 'person'")
    assert {each.id.replace("-", "") for each in report.changes} == {contact}


def test_new_and_unchanged_records_tell_no_changes(desk: Desk) -> None:
    assert told(desk.take_in(FIRST)) == []
    assert told(desk.take_in(FIRST)) == []


def test_lines_of_a_deal_are_told_as_what_they_sell(desk: Desk) -> None:
    desk.take_in("Deal ID,Deal name,Product,Quantity,Amount\nD1,Renewal,Chair,1,100\n", "deals", "deals.csv")
    report = desk.take_in("Deal ID,Deal name,Product,Quantity,Amount\nD1,Renewal,Table,2,300\n", "deals", "deals.csv")
    assert report.total == Counts(read=1, updated=1)
    fields = {each.field: (each.before, each.after) for each in report.changes}
    assert fields["Amount"] == ("$100.00", "$300.00")
    assert any("Table" in after for _before, after in fields.values())


def test_the_list_of_changes_ends_and_their_number_does_not(desk: Desk) -> None:
    rows = range(MOST_TOLD + 50)
    desk.take_in("Name,Email,Job title\n" + "".join(f"P{n},p{n}@example.com,Buyer\n" for n in rows))
    report = desk.take_in("Name,Email,Job title\n" + "".join(f"P{n},p{n}@example.com,Owner\n" for n in rows))
    assert (len(report.changes), report.changed_fields) == (MOST_TOLD, MOST_TOLD + 50)


def test_filling_changes_only_what_is_empty(desk: Desk) -> None:
    desk.take_in("Name,Email,Job title\nAna Roe,ana@example.com,Buyer\n")
    options = ImportOptions(on_match="fill")
    text = "Name,Email,Job title,Nickname,Phone\nAna R.,ana@example.com,Owner,An,+44 20 7946 0958\n"
    report = desk.take_in(text, options=options)
    assert told(report) == [("Nickname", "", "An"), ("Phone", "", "+44 20 7946 0958")]
    assert desk.rows("SELECT name, job_title, nickname FROM contact") == [("Ana Roe", "Buyer", "An")]
    assert desk.take_in(text, options=options).total == Counts(read=1, unchanged=1)
    assert desk.take_in(text.replace("0958", "0999"), options=options).total == Counts(read=1, unchanged=1)


def test_empty_cells_empty_filled_fields_only_where_that_is_wished(desk: Desk) -> None:
    desk.take_in(FIRST)
    emptied = "Name,Email,Job title,Birthday,Company\n,ana@example.com,,,\n"
    assert desk.take_in(emptied).total == Counts(read=1, unchanged=1)
    report = desk.take_in(emptied, options=ImportOptions(empties=True))
    assert sorted(told(report)) == [("Birthday", "1990-02-01", ""), ("Company", "Acme", ""), ("Job title", "Buyer", "")]
    # A name is never emptied, nor is what the file has no column for.
    assert desk.rows("SELECT name, nickname, job_title, birthday FROM contact WHERE kind = 'person'") == [
        ("Ana Roe", "An", None, None)
    ]


def test_no_cell_empties_what_a_record_cannot_be_without(desk: Desk) -> None:
    deals = "Deal ID,Deal name,Stage,Amount,Currency,Company\nD1,Renewal,Engaging,100,EUR,Acme\n"
    desk.take_in(deals, "deals", "deals.csv")
    emptied = "Deal ID,Deal name,Stage,Amount,Currency,Company\nD1,Renewal,,,,\n"
    desk.take_in(emptied, "deals", "deals.csv", ImportOptions(empties=True))
    assert desk.rows("SELECT d.title, s.name, d.outcome FROM deal d JOIN stage s ON s.id = d.stage") == [
        ("Renewal", "Engaging", "open")
    ]
    assert desk.rows("SELECT amount, company FROM deal") == [(None, None)]
