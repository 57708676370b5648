"""What the calendar shows, as a file of other programs."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from crm_desktop.activities.actions import add_task
from crm_desktop.workspace import Workspace
from tests.activities.test_tasks import at
from tests.ui.activities.conftest import Show, Wait


def test_what_is_shown_is_exported_as_a_calendar(show: Show, workspace: Workspace, wait: Wait, tmp_path: Path) -> None:
    add_task(workspace.journal, {"title": "Call", "kind": "call", "due_at": at("2026-05-14T10:00"), "duration_min": 30})
    add_task(workspace.journal, {"title": "Next month", "due_day": "2026-06-14"})
    page = show("week")
    page.desk.file.confirmed_at = page.desk.now()
    next(each for each in page.commands() if each.keys == "Ctrl+E").run()
    wait()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "week.ics"))
    dialog.close()
    wait()
    text = (tmp_path / "week.ics").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("SUMMARY")] == ["SUMMARY:Call"]
