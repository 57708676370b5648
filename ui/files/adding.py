"""Adding files to a record: kept by a worker, then written as one step; what is refused is told with its reason."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject

from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.files.actions import Attached, Holder, attach_files
from crm_desktop.files.keeping import NewFile, keep_content, keep_path, most_bytes
from crm_desktop.jobs import Progress
from crm_desktop.words import ngettext
from crm_desktop.workspace import Workspace
from ui.files.given import Given
from ui.kit.desk import Desk
from ui.kit.theme import Tone


class _Kept(NamedTuple):
    new: list[NewFile]
    refused: list[str]


class FileAdder(QObject):
    """Adds files; it goes on when the page that asked for it is gone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def add(self, holder: Holder, given: Sequence[Given]) -> None:
        """Keep what was `given` with the record of `holder`."""
        if not given:
            return
        title = ngettext("Adding {name}", "Adding {n} files", len(given)).format(name=given[0].name, n=len(given))
        self._desk.tasks.run(
            _keep,
            self._desk.file.workspace,
            tuple(given),
            title=title,
            then=lambda kept: self._write(holder, kept),
        )

    def _write(self, holder: Holder, kept: _Kept) -> None:
        if kept.new:
            self._desk.act(attach_files, holder, kept.new, then=lambda done: self._tell(kept, done))
        else:
            self._refuse(kept.refused)

    def _tell(self, kept: _Kept, done: Attached) -> None:
        added = len(done.added)
        if kept.refused:
            self._refuse(kept.refused)
        elif not added:
            known = ngettext("{name} is here already", "All {n} files are here already", done.known)
            self._desk.say(known.format(name=kept.new[0].name, n=done.known), tone=Tone.NEUTRAL)
        else:
            told = ngettext("{name} added", "{n} files added", added).format(name=kept.new[0].name, n=added)
            self._desk.say(told, undo=True)

    def _refuse(self, refused: Sequence[str]) -> None:
        others = len(refused) - 1
        if others > 0:
            rest = ngettext("{n} more was not added.", "{n} more were not added.", others).format(n=others)
            self._desk.warn(f"{refused[0]} {rest}")
        elif refused:
            self._desk.warn(refused[0])


def _keep(workspace: Workspace, given: Sequence[Given], progress: Progress) -> _Kept:
    """Keep the bytes of `given` one after the other; runs in a worker."""
    with workspace.reader() as reader:
        most = most_bytes(reader)
    language = workspace.place.language
    kept = _Kept([], [])
    for each in given:
        try:
            if each.path is not None:
                kept.new.append(keep_path(workspace.files, each.path, most, progress, language))
            else:
                kept.new.append(keep_content(workspace.files, each.name, each.content, most, progress, language))
        except Cancelled:
            raise
        except CrmError as error:
            kept.refused.append(str(error))
    return kept
