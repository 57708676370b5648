"""How the cells of an import are read: phones by country, lengths of time, signs that nobody sees."""

from crm_desktop.exchange.import_report import Counts
from tests.exchange.import_desk import Desk, reasons


def test_numbers_without_country_code_are_of_the_country_of_their_row(desk: Desk) -> None:
    text = "Name,Email,Phone,Country\nAnaïs,a@x.example,01 23 45 67 89,France\nBo,b@x.example,(212) 555-0142,\n"
    desk.take_in(text)
    numbers = "SELECT value, normal FROM contact_point WHERE kind = 'phone' ORDER BY rid"
    expected = [("01 23 45 67 89", "+33123456789"), ("(212) 555-0142", "+12125550142")]
    assert desk.rows(numbers) == expected
    # a list without countries leaves the number as it was understood
    report = desk.take_in("Name,Email,Phone\nAnaïs,a@x.example,01 23 45 67 89\n")
    assert report.total == Counts(read=1, unchanged=1)
    assert desk.rows(numbers) == expected


def test_the_contact_of_a_company_is_called_in_the_country_of_the_company(desk: Desk) -> None:
    text = "Company,Country,Contact name,Contact phone\nAcme SARL,France,Anaïs Roe,01 23 45 67 89\n"
    desk.take_in(text, "companies", "firms.csv")
    assert desk.rows("SELECT normal FROM contact_point WHERE kind = 'phone'") == [("+33123456789",)]


def test_signs_that_nobody_sees_around_a_cell_refuse_nothing(desk: Desk) -> None:
    report = desk.take_in("Name,Email\nAna\u00a0Roe,\u200bana@example.com\u200b\u00a0\n")
    assert report.rejections == []
    assert desk.rows("SELECT value FROM contact_point") == [("ana@example.com",)]


def test_lengths_of_time_are_read_as_people_write_them(desk: Desk) -> None:
    lines = ["30 min", "1h", "1 h 05 min", "1:30", "0:29:40", "45", "soon"]
    text = "Type,Date,Subject,Duration\n" + "".join(
        f"Call,2024-05-0{n},S{n},{cell}\n" for n, cell in enumerate(lines, 1)
    )
    report = desk.take_in(text, "activities", "calls.csv")
    assert desk.rows("SELECT duration_min FROM interaction ORDER BY at") == [(30,), (60,), (65,), (90,), (30,), (45,)]
    assert reasons(report) == [(8, "Duration", "soon")]


def test_companies_that_the_same_file_made_are_named_where_a_row_fits_both(desk: Desk) -> None:
    text = "Name,Company,Email\nAna,Acme LLC,a@x.example\nBo,Acme GmbH,b@x.example\nCy,Acme,c@x.example\n"
    (refused,) = desk.take_in(text).rejections
    assert refused.row == 4
    assert "Acme LLC; Acme GmbH." in refused.reason
