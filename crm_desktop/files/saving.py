"""Saving a copy of a kept file outside: the one way in which its bytes leave the workspace."""

from pathlib import Path

from crm_desktop.errors import CrmError
from crm_desktop.files.queries import FileRow
from crm_desktop.jobs import Progress
from crm_desktop.store.file_store import FileStore
from crm_desktop.vault.durable import create_private, replace_durably, sync_file, write_refused
from crm_desktop.words import _


def save_copy(
    files: FileStore, row: FileRow, target: Path, progress: Progress | None = None, *, over: bool = False
) -> Path:
    """Write the bytes of `row` to the file `target`, or under its name into the folder `target`; return where.

    It is there whole or not at all. Raises CrmError where something is there already, unless `over`, MissingContent,
    DamagedWorkspace and Cancelled.
    """
    told = progress or Progress()
    path = target / row.name if target.is_dir() else target
    if path.exists() and not over:
        raise CrmError(_("{path} exists already. Choose another name.").format(path=path))
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.unlink(missing_ok=True)
        with create_private(draft) as file:
            done = 0
            for chunk in files.read(row.content):
                file.write(chunk)
                done += len(chunk)
                told.report(done, row.size)
            file.flush()
            sync_file(file.fileno())
        replace_durably(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise write_refused(error, path) from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return path
