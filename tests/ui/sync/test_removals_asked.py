"""Where the office would take much off this computer, the window stops, says so, and goes on when that is allowed."""

import pytest
from pytestqt.qtbot import QtBot

from tests.sync.laptops import Firm
from tests.ui.sync.test_sharing import opened_popover, state, watch, window
from ui.kit.buttons import LinkButton
from ui.shell import sharing
from ui.shell.window import Window

__all__ = ("window",)
GUESTS = 40


def contacts(window: Window) -> int:
    assert window.session is not None
    with window.session.core.reader() as reader:
        return int(reader.execute("SELECT count(*) FROM contact").fetchone()[0])


def test_a_removal_of_much_is_asked_about_in_the_window(
    window: Window, firm: Firm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.session is not None
    with window.session.core.journal.transaction("Import guests") as tx:
        for number in range(GUESTS):
            tx.insert("contact", {"kind": "person", "name": f"Guest {number}"})
    watch(window).sync_now()
    admin = firm.office.admin()

    def sent() -> bool:
        row = admin.execute("SELECT count(*) FROM crm.row WHERE tbl = 1").fetchone()
        return row == (GUESTS,)

    qtbot.waitUntil(sent)
    admin.execute(
        "WITH gone AS (DELETE FROM crm.row WHERE tbl = 1 RETURNING tbl, id) "
        "INSERT INTO crm.erased (tbl, id, by, reason) SELECT g.tbl, g.id, m.id, 'slip' FROM gone g, crm.member m "
        "WHERE m.role_name = 'anna'"
    )
    watch(window).sync_now()
    qtbot.waitUntil(lambda: state(window).text() == f"{GUESTS} records would go")
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert contacts(window) == GUESTS
    asked: list[str] = []

    def agreed(_parent: object, _theme: object, question: str, *_more: object, destructive: bool) -> bool:
        asked.append(question)
        return destructive

    monkeypatch.setattr(sharing, "confirm", agreed)
    popover = opened_popover(window)
    (allow,) = (each for each in popover.findChildren(LinkButton) if each.text() == "Let them go…")
    assert allow.isVisible()
    allow.click()
    qtbot.waitUntil(lambda: state(window).text() == "Shared, up to date")
    assert asked == [f"Let {GUESTS} records go?"]
    assert contacts(window) == 0
