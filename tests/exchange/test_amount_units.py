"""Amounts in thousands and millions: told by the name of their column, or said by the user."""

from pathlib import Path

import pytest

from crm_desktop.exchange.amount_units import unit_in, without_unit
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.saved_mappings import SavedMapping, Template
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal

TEXT = "Company name,Annual revenue{name}\nAcme,{first}\nBeta,2\n"


@pytest.mark.parametrize(
    ("column", "unit", "bare"),
    [
        ("Amount in $ M", "millions", "Amount"),
        ("Umsatz (Tsd. €)", "thousands", "Umsatz"),
        ("Revenue TEUR", "thousands", "Revenue"),
        ("Revenue in T€", "thousands", "Revenue"),
        ("Umsatz in Mio. EUR", "millions", "Umsatz"),
        ("Deal amount k€", "thousands", "Deal amount"),
        ("Betrag Mrd.", "billions", "Betrag"),
        ("Sales (000s)", "thousands", "Sales"),
        ("Amount", "", "Amount"),
        ("M", "", "M"),
        ("Total_EUR", "", "Total_EUR"),
        ("Amount USD", "", "Amount USD"),
    ],
)
def test_the_name_of_a_column_tells_the_unit_of_its_amounts(column: str, unit: str, bare: str) -> None:
    assert (unit_in(column), without_unit(column)) == (unit, bare)


def revenues(journal: Journal) -> list[int]:
    with journal.store.reader() as reader:
        return [row[0] for row in reader.execute("SELECT annual_revenue FROM contact ORDER BY name")]


def imported(journal: Journal, path: Path, name: str, first: str, units: dict[str, str]) -> ImportReport:
    path.write_text(TEXT.format(name=name, first=first), encoding="utf-8")
    return import_files(journal, [Source(path, "companies", units=units)])


def test_amounts_in_millions_become_what_they_mean_and_the_reason_says_so(journal: Journal, tmp_path: Path) -> None:
    report = imported(journal, tmp_path / "a.csv", " ($ M)", "1.2345", {})
    assert revenues(journal) == [123_450_000, 200_000_000]
    reasons = report.detected[0]["reasons"]
    assert isinstance(reasons, dict)
    assert "in millions" in reasons["Annual revenue ($ M)"]
    assert report.detected[0]["units"] == {"Annual revenue ($ M)": "millions"}


def test_the_user_can_say_another_unit_and_none(journal: Journal, tmp_path: Path) -> None:
    imported(journal, tmp_path / "a.csv", "", "1.2345", {"Annual revenue": "thousands"})
    assert revenues(journal) == [123_450, 200_000]
    imported(journal, tmp_path / "a.csv", " ($ M)", "1.23", {"Annual revenue ($ M)": ""})
    assert revenues(journal) == [123, 200]


def test_refused_rows_remember_the_unit_that_was_said(journal: Journal, tmp_path: Path) -> None:
    path, rejects = tmp_path / "a.csv", tmp_path / "refused.csv"
    path.write_text(TEXT.format(name="", first="one"), encoding="utf-8")
    source = Source(path, "companies", units={"Annual revenue": "thousands"})
    import_files(journal, [source], ImportOptions(rejects=rejects))
    mended = rejects.read_text(encoding="utf-8-sig").replace("Acme,one", "Acme,7")
    rejects.write_text(mended, encoding="utf-8-sig")
    import_files(journal, [Source(rejects)])
    assert revenues(journal) == [700_000, 200_000]


def test_a_template_keeps_the_unit(tmp_path: Path) -> None:
    saved = SavedMapping(b"", "Odd", Template("companies", {"A": "name"}, units={"A": "millions"}))
    assert saved.given_to(Source(tmp_path / "a.csv")).units == {"A": "millions"}
