"""Records say whose computer was not heard of for long, and a report's PDF says it too."""

from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.reports.catalogue import made_report, report_named
from crm_desktop.reports.pdf_report import Print, paper_of, write_pdf
from crm_desktop.store.freshness import DAY_MS
from crm_desktop.tickets.actions import add_ticket
from crm_desktop.workspace import Workspace
from tests.conftest import NOON
from tests.ui.shell.conftest import choices, quiet, window
from ui.contacts.icon_fact import IconFact
from ui.kit.desk import Place
from ui.kit.silence import SilenceLine
from ui.shell.window import Window

__all__ = ("choices", "quiet", "window")
TOLD = "Reed's laptop was last heard 9 days ago"


@pytest.fixture
def silent(workspace: Workspace) -> Workspace:
    """The workspace, which shares with a laptop that was last heard of nine days ago."""
    seen = int(NOON.timestamp() * 1000) - 9 * DAY_MS
    with workspace.journal.bookkeeping() as connection:
        connection.execute("INSERT INTO device(site, name, last_seen) VALUES (77, 'Reed''s laptop', ?)", (seen,))
    return workspace


def shown(window: Window, kind: type[QWidget]) -> list[str]:
    page = window.workplace.page if window.workplace is not None else None
    return [] if page is None else [each.accessibleName() for each in page.findChildren(kind) if each.isVisible()]


def says(window: Window, kind: type[QWidget]) -> bool:
    return TOLD in shown(window, kind)


def test_a_contact_a_deal_and_a_ticket_say_it(window: Window, silent: Workspace, qtbot: QtBot) -> None:
    dana = add_contact(silent.journal, "person", {"name": "Dana Whitfield"})
    deal = add_deal(silent.journal, {"title": "Fleet renewal", "person": dana})
    ticket = add_ticket(silent.journal, {"subject": "Oven door", "contact": dana})
    window.resize(1440, 900)
    window.show_workspace(silent)
    told: list[tuple[Place, type[QWidget]]] = [
        (Place("contact", dana), IconFact),
        (Place("pipeline", deal), SilenceLine),
        (Place("tickets", ticket), SilenceLine),
    ]
    for place, kind in told:
        window.go(place)
        qtbot.waitUntil(partial(says, window, kind))


def test_a_printed_report_says_it(silent: Workspace, tmp_path: Path) -> None:
    place = silent.place
    with silent.reader() as reader:
        report = made_report(reader, report_named("sales_by_month"), {}, place, NOON.date())
    printed = Print(NOON, place.language, paper_of(letter=True), silent.name, silent.member_name)
    write_pdf(report, tmp_path / "report.pdf", printed)
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "May miss changes" in text
    assert TOLD in text
