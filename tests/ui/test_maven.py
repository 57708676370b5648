"""A real file in, the same figures out everywhere: on the board, in the list, in the report, on paper, in commands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from typer.testing import CliRunner

from crm_desktop.cli.app import command_line
from crm_desktop.cli.call import Call
from crm_desktop.exchange.source import Source
from crm_desktop.safe_import import import_safely
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.exchange.shared_data import real_file
from tests.reports.pdf_reading import opened, page_text
from tests.ui.shell.conftest import choices, quiet, window
from ui.kit.desk import Place
from ui.kit.page import Page
from ui.pipeline.pipeline_page import PipelinePage
from ui.reports.report_page import ReportPage
from ui.reports.saving import pdf_of
from ui.shell.window import Window

__all__ = ["choices", "quiet", "window"]
Quiet = Callable[[], None]
FILES = ("accounts", "products", "sales_teams", "sales_pipeline")
# What the data's own INDEX.md says of them.
STAGES = {"Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500}
TEAMS = {"Central": "3346293.00", "East": "3090594.00", "West": "3568647.00"}
PRODUCTS = {
    "GTX Pro": (729, "3510578.00"),
    "GTX Plus Pro": (479, "2629651.00"),
    "MG Advanced": (654, "2216387.00"),
    "GTX Plus Basic": (653, "705275.00"),
    "GTX Basic": (915, "499263.00"),
    "GTK 500": (15, "400612.00"),
    "MG Special": (793, "43768.00"),
}
# Counted by hand in the four files: won, lost and the won amount of deals with companies of the sector retail.
RETAIL = (799, 468, "1867528.00")
RETAIL_OF_CENTRAL = (211, 136, "436344.00")
RETAIL_STAGES = {"Won": 799, "Lost": 468, "Engaging": 94, "Prospecting": 36}


@pytest.fixture
def maven(workspace: Workspace) -> Workspace:
    """The workspace with the four files in it."""
    report = import_safely(workspace, [Source(real_file(f"01_maven_crm/{name}.csv")) for name in FILES])
    # Anna Snelling, whose workspace it is, is one of the 35 agents
    made = {kind: counts.created + counts.updated for kind, counts in report.kinds.items()}
    assert made == {"members": 35, "companies": 85, "products": 7, "deals": 8800}
    assert report.total.created == 8926
    return workspace


def shown(window: Window, quiet: Quiet, place: Place) -> Page:
    window.go(place)
    quiet()
    assert window.workplace is not None
    assert window.workplace.page is not None
    return window.workplace.page


def test_the_app_shows_the_figures_of_the_files(window: Window, maven: Workspace, quiet: Quiet, qtbot: QtBot) -> None:
    window.show_workspace(maven)
    quiet()
    board = shown(window, quiet, Place("pipeline", None, {"show": "board"}))
    assert isinstance(board, PipelinePage)
    columns = [each.accessibleName() for each in board.board.columns]
    assert [each.rpartition(", ")[0] for each in columns] == ["Prospecting, 500 deals", "Engaging, 1,589 deals"]

    page = shown(window, quiet, Place("report", None, {"name": "sales_by_month"}))
    assert isinstance(page, ReportPage)
    qtbot.waitUntil(lambda: page._made is not None)
    assert page._made is not None
    paper = pdf_of(page._made.report, page._print.wanted())
    pages = [page_text(paper, number) for number in range(len(opened(paper)))]
    assert "10,005,534" in pages[0]
    assert all(any(f"{int(float(amount)):,}" in text for text in pages) for amount in TEAMS.values())


def test_commands_give_the_figures_of_the_files(maven: Workspace, tmp_path: Path) -> None:
    folder = maven.folder
    maven.close()

    def crm(*arguments: str) -> Any:
        variables = {"CRM_WORKSPACE": str(folder), "CRM_PASSPHRASE": PASSPHRASE}
        ended = CliRunner().invoke(command_line(), [*arguments, "--json"], env=variables, obj=Call(lambda _opening: 0))
        assert ended.exit_code == 0, ended.stderr
        return json.loads(ended.stdout)

    counts = {stage: crm("list", "deals", "--where", f"stage = {stage}", "--limit", "1")["count"] for stage in STAGES}
    assert counts == STAGES
    out = tmp_path / "sales.json"
    crm("report", "sales_by_month", "--out", str(out))
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["figures"]["won"], report["figures"]["lost"]) == (4238, 2473)
    assert (report["figures"]["won_amount"], report["figures"]["win_rate"]) == ("10005534.00", 63.15)
    tables = {each["name"]: each["rows"] for each in report["tables"]}
    assert {row[0]: row[2] for row in tables["by_team"]} == TEAMS
    assert {row[0]: (row[1], row[2]) for row in tables["by_product"]} == PRODUCTS

    def narrowed(name: str, *parameters: str) -> Any:
        return crm("report", name, *(part for each in parameters for part in ("--param", each)))

    def closed(report: Any) -> tuple[int, int, str]:
        return report["figures"]["won"], report["figures"]["lost"], report["figures"]["won_amount"]

    retail = "where=company.sector = retail"
    assert closed(narrowed("sales_by_month", retail)) == RETAIL
    assert closed(narrowed("won_and_lost", retail)) == RETAIL
    assert closed(narrowed("won_and_lost", retail, "where=owner.team = Central")) == RETAIL_OF_CENTRAL
    assert closed(narrowed("sales_by_month", retail, "team=Central")) == RETAIL_OF_CENTRAL
    stages = narrowed("pipeline_by_stage", retail)["figures"]
    assert {each: stages[each.lower()] for each in RETAIL_STAGES} == RETAIL_STAGES
    assert closed(narrowed("sales_by_month", "where=amount > 5,000 and outcome = won")) == (656, 0, "3948098.00")
