"""Adding files to a record: kept by a worker, then written as one step; what is refused is told with its reason.

Mails that are dropped become entries of the timeline, with what they carry.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject

from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.files.actions import Attached, Holder, attach_files
from crm_desktop.files.keeping import NewFile, keep_content, keep_path, most_bytes
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.mail_drop import Mails, has_timeline, is_mail, look_at_mails, take_in_mails
from crm_desktop.words import _, ngettext
from crm_desktop.workspace import Workspace
from ui.files.given import Given
from ui.kit.desk import Desk
from ui.kit.theme import Tone


class _Kept(NamedTuple):
    new: list[NewFile]
    refused: list[str]


class _Looked(NamedTuple):
    mails: Mails
    kept: _Kept


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

    def drop(self, holder: Holder, given: Sequence[Given]) -> None:
        """Take in what was dropped: mails as entries beside the record of `holder`, everything else as files."""
        if not (has_timeline(holder) and any(_is_mail(each) for each in given)):
            self.add(holder, given)
            return
        self._desk.tasks.run(
            _looked_at,
            self._desk.file.workspace,
            tuple(given),
            title=_("Looking at mails"),
            then=lambda looked: self._take(holder, looked),
        )

    def _take(self, holder: Holder, looked: _Looked) -> None:
        if not looked.mails.paths:
            self._write(holder, looked.kept)
            return
        self._desk.act(
            _take_in,
            self._desk.file.workspace,
            holder,
            looked,
            title=_("Adding mails"),
            then=lambda report: self._tell_mails(looked, report),
        )

    def _tell_mails(self, looked: _Looked, report: ImportReport) -> None:
        total, amiss = report.total, [*looked.kept.refused]
        if total.rejected:
            told = ngettext("{n} mail could not be read", "{n} mails could not be read", total.rejected)
            amiss.insert(0, f"{told.format(n=total.rejected)}.")
        words = " · ".join(_mail_words(looked, report))
        if amiss:
            words = f"{words}. {' '.join(amiss)}"
        self._desk.say(words, tone=Tone.WARNING if amiss else Tone.SUCCESS, undo=report.step is not None)

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


def _mail_words(looked: _Looked, report: ImportReport) -> list[str]:
    """Return what became of the mails, and of the files beside them."""
    total, files = report.total, report.files_added
    counted = (
        (ngettext("{n} mail added to the timeline", "{n} mails added to the timeline", total.created), total.created),
        (ngettext("{n} mail that is here linked", "{n} mails that are here linked", total.updated), total.updated),
        (ngettext("{n} mail is here already", "{n} mails are here already", total.unchanged), total.unchanged),
    )
    words = [told.format(n=count) for told, count in counted if count]
    if files:
        told = ngettext("{name} added", "{n} files added", files)
        words.append(told.format(name=looked.kept.new[0].name, n=files))
    return words


def _is_mail(given: Given) -> bool:
    return given.path is not None and is_mail(given.path)


def _looked_at(workspace: Workspace, given: Sequence[Given], progress: Progress) -> _Looked:
    """Find out which of `given` are mails, and keep the bytes of the others; runs in a worker."""
    mails = look_at_mails(workspace, [each.path for each in given if each.path and _is_mail(each)], progress)
    others = [each for each in given if each.path is None or each.path not in mails.paths]
    kept = _keep(workspace, others, progress)
    for each in mails.unread:
        told = _("“{file}” cannot be read as a mail and is kept as a file: {reason}")
        kept.refused.append(told.format(file=each.path.name, reason=each.reason))
    return _Looked(mails, kept)


def _take_in(
    _journal: Journal, workspace: Workspace, holder: Holder, looked: _Looked, *, progress: Progress
) -> ImportReport:
    return take_in_mails(workspace, holder, looked.mails, looked.kept.new, progress)


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
