"""Keeping a file in an own field of a record."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject

from crm_desktop.errors import CrmError
from crm_desktop.files.actions import Holder
from crm_desktop.files.field_file import put_into_field
from crm_desktop.files.keeping import keep_path, most_bytes
from crm_desktop.jobs import Progress
from crm_desktop.words import _
from ui.kit.core import FileAccess
from ui.kit.desk import Desk

FILES = "attachment"


class OwnFile(NamedTuple):
    """The file at `path`, to be kept with the record of `holder` in its own `field`."""

    holder: Holder
    field: str
    path: Path


def keep_own_file(
    desk: Desk,
    wanted: OwnFile,
    owner: QObject,
    then: Callable[[object], None],
    on_error: Callable[[CrmError], None] | None = None,
) -> None:
    """Keep the file that is `wanted`; the task strip shows how far it is. Calls `then` or `on_error`."""
    desk.tasks.run(
        _kept,
        desk.file,
        wanted,
        owner=owner,
        then=then,
        on_error=on_error,
        title=_("Adding {name}").format(name=wanted.path.name),
        writer=True,
    )


def _kept(file: FileAccess, wanted: OwnFile, *, progress: Progress) -> bytes:
    workspace = file.workspace
    with workspace.reader() as reader:
        most = most_bytes(reader)
    new = keep_path(workspace.files, wanted.path, most, progress, workspace.place.language)
    return put_into_field(workspace.journal, wanted.holder, wanted.field, new)
