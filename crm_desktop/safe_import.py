"""Importing into an open workspace: a verified backup comes before everything that is called a bulk."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.safekeeping import back_up_workspace, backup_place, backups_of
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.replacing import BACKUPS
from crm_desktop.workspace import Workspace

# A bulk has at least so many rows; a smaller import is backed up before where the last backup is older than a day.
BULK_ROWS = 200
FRESH = timedelta(days=1)


def import_safely(
    workspace: Workspace,
    sources: Sequence[Source],
    options: ImportOptions | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import `sources` as one step, after a verified backup where many rows come or the last one is old.

    The report names the backup that holds what was there before. Raises what `import_files` and backups raise: then
    nothing is changed.
    """
    steps = progress or Progress()

    def make_safe(rows: int) -> Path | None:
        return _backup_before(workspace, rows, steps)

    kept = (options or ImportOptions())._replace(files=workspace.files)
    return import_files(workspace.journal, sources, kept, steps, make_safe=make_safe)


def _backup_before(workspace: Workspace, rows: int, progress: Progress) -> Path | None:
    """Return the backup that holds all that is there now, made where need be; None where none is called for."""
    with workspace.reader() as reader:
        last = _last_change(reader)
    if last is None:
        return None
    now = workspace.journal.clock()
    newest = next((each for each in backups_of(workspace) if each.good), None)
    if newest is not None and milliseconds(newest.made_at) > last:
        return newest.path
    if rows < BULK_ROWS and newest is not None and now - newest.made_at < FRESH:
        return None
    return _made(workspace, progress, now)


def _made(workspace: Workspace, progress: Progress, now: datetime) -> Path:
    try:
        return back_up_workspace(workspace, None, progress, now=now).path
    except Cancelled:
        raise
    except CrmError:
        # the chosen place may be a stick that is not there
        inside = workspace.folder / BACKUPS
        if backup_place(workspace) == inside:
            raise
        return back_up_workspace(workspace, inside, progress, now=now).path


def _last_change(reader: Connection) -> int | None:
    """Return when anything was last changed, in milliseconds, or None where the workspace was made and no more."""
    row = reader.execute("SELECT seq, at FROM step ORDER BY seq DESC LIMIT 1").fetchone()
    return None if row is None or row[0] <= 1 else int(row[1])
