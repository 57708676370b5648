"""Reports on the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

STARTS = {".pdf": b"%PDF-", ".xlsx": b"PK", ".csv": b"\xef\xbb\xbf", ".json": b"{"}


def test_all_reports_are_listed_with_their_parameters(crm: Run) -> None:
    reports = {each["name"]: each for each in crm("report", "--json").document["reports"]}
    assert {"sales_by_month", "pipeline_by_stage", "won_and_lost", "tickets_by_status"} <= reports.keys()
    assert "period" in [each["name"] for each in reports["sales_by_month"]["parameters"]]
    assert "sales_by_month" in crm("report").out


@pytest.mark.parametrize("ending", [".pdf", ".xlsx", ".csv", ".json"])
def test_a_report_is_written_in_the_format_of_the_ending(crm: Run, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"pipeline{ending}"
    ended = crm("report", "pipeline_by_stage", "--out", out, "--json")
    assert ended.document == {"path": str(out)}
    assert out.read_bytes().startswith(STARTS[ending])


def test_a_report_without_a_file_is_printed(crm: Run) -> None:
    crm("add", "deals", "title=GTX", "amount=1000")
    made = crm("report", "pipeline_by_stage", "--json").document
    assert set(made) == {"title", "parameters", "figures", "tables"}
    assert "Prospecting" in json.dumps(made["tables"])
    assert "Prospecting" in crm("report", "pipeline_by_stage").out


def test_parameters_are_checked(crm: Run, tmp_path: Path) -> None:
    assert crm("report", "sales_by_month", "--param", "period=this_year", "--json").code == 0
    assert crm("report", "sales_by_month", "--param", "colour=red").code == 2
    assert crm("report", "sales_by_month", "--param", "period").code == 2
    assert crm("report", "moon_phases").code == 2
    assert crm("report", "pipeline_by_stage", "--out", tmp_path / "x.doc").code == 2


def test_names_that_nobody_bears_are_told(crm: Run) -> None:
    for parameter in ("owner=Ana", "where=owner = Ana"):
        refused = crm("report", "pipeline_by_stage", "--param", parameter)
        assert refused.code in (1, 2)
        assert "There is no member called “Ana”. Did you mean “Anna Snelling”?" in refused.err
