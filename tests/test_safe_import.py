"""A verified backup comes before every import in bulk."""

from pathlib import Path

import pytest

from crm_desktop.acts import add_record
from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.source import Source
from crm_desktop.jobs import Progress
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.safe_import import BULK_ROWS, import_safely
from crm_desktop.safekeeping import back_up_workspace, check_backup
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View, record_count
from crm_desktop.vault.replacing import BACKUPS
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock

FEW = 5


def import_rows(workspace: Workspace, folder: Path, rows: int) -> ImportReport:
    path = folder / "companies.csv"
    path.write_text("Company,City\n" + "".join(f"Firm {number},Springfield\n" for number in range(rows)))
    return import_safely(workspace, [Source(path, "companies")])


@pytest.fixture
def used(workspace: Workspace, clock: MovedClock) -> Workspace:
    """A workspace with a record of its own."""
    add_record(workspace.journal, "company", {"name": "Acme"})
    clock.move(minutes=1)
    return workspace


def made(workspace: Workspace) -> list[Path]:
    return sorted((workspace.folder / BACKUPS).glob("*.crmbackup"))


def test_a_bulk_is_imported_after_a_backup_that_opens(used: Workspace, tmp_path: Path) -> None:
    report = import_rows(used, tmp_path, BULK_ROWS)
    assert report.backup == made(used)[0]
    assert report.plain()["backup"] == str(report.backup)
    assert report.total.created == BULK_ROWS
    # only what was there before is in it
    assert check_backup(used, report.backup).counts["contact"] == 1


def test_a_new_workspace_has_nothing_to_be_backed_up(workspace: Workspace, tmp_path: Path) -> None:
    assert import_rows(workspace, tmp_path, BULK_ROWS).backup is None
    assert made(workspace) == []


def test_a_backup_that_holds_everything_is_enough(used: Workspace, tmp_path: Path) -> None:
    before = back_up_workspace(used, now=used.journal.clock()).path
    assert import_rows(used, tmp_path, BULK_ROWS).backup == before
    assert made(used) == [before]


def test_a_few_rows_are_imported_at_once_while_the_last_backup_is_fresh(
    used: Workspace, tmp_path: Path, clock: MovedClock
) -> None:
    back_up_workspace(used, now=clock())
    add_record(used.journal, "company", {"name": "Zoomit"})
    clock.move(hours=23)
    assert import_rows(used, tmp_path, FEW).backup is None
    clock.move(hours=2)
    assert import_rows(used, tmp_path, FEW + 1).backup is not None


def test_a_stick_that_is_not_there_does_not_stop_the_import(used: Workspace, tmp_path: Path) -> None:
    away = tmp_path / "not a folder"
    away.write_text("")
    save_setting(used.journal, "backup_folder", str(away / "backups"))
    assert import_rows(used, tmp_path, BULK_ROWS).backup == made(used)[0]


def test_without_any_backup_nothing_is_imported(used: Workspace, tmp_path: Path) -> None:
    place = used.folder / BACKUPS
    place.rmdir()
    place.write_text("")
    with pytest.raises(CrmError):
        import_rows(used, tmp_path, BULK_ROWS)
    with used.reader() as reader:
        assert record_count(reader, View(kind_named("companies")), used.place) == 1


def test_cancelled_while_backing_up_nothing_is_imported(used: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "companies.csv"
    path.write_text("Company\n" + "".join(f"Firm {number}\n" for number in range(BULK_ROWS)))

    class Stopped(Progress):
        def report(self, done: int, total: int, *, in_bytes: bool = False) -> None:
            # the backup is being made: rows are not counted in bytes
            if in_bytes:
                self.cancel()
            super().report(done, total, in_bytes=in_bytes)

    with pytest.raises(Cancelled):
        import_safely(used, [Source(path, "companies")], None, Stopped())
    assert made(used) == []
    with used.reader() as reader:
        assert record_count(reader, View(kind_named("companies")), used.place) == 1
