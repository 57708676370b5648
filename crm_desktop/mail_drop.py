"""Mail files that are dropped on the page of a record: entries of its timeline, with what they carry, in one step."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import Cancelled, CrmError, UnreadableFile
from crm_desktop.exchange.beside import TABLES, Beside
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.source import Source
from crm_desktop.files.actions import Holder
from crm_desktop.files.keeping import NewFile
from crm_desktop.jobs import Progress
from crm_desktop.words import _
from crm_desktop.workspace import Workspace

_ENDINGS = frozenset({".eml", ".mbox"})
# Beside the fields that somebody filled since, a mail that is here already keeps what it says.
_ON_MATCH = "fill"


class Unread(NamedTuple):
    """A file of a mail that is none, and why."""

    path: Path
    reason: str


class Mails(NamedTuple):
    """The mail files that can be read, the number of mails in them, and why each of the others cannot be."""

    paths: Sequence[Path]
    number: int
    unread: Sequence[Unread]


def is_mail(path: Path) -> bool:
    """Tell whether the file at `path` is called a mail or a box of mails."""
    return path.suffix.lower() in _ENDINGS


def has_timeline(holder: Holder) -> bool:
    """Tell whether mails can be entries beside the record of `holder`."""
    return holder.table in TABLES


def look_at_mails(workspace: Workspace, paths: Sequence[Path], progress: Progress | None = None) -> Mails:
    """Return which of `paths` can be read as mails, and how many mails there are; nothing is changed."""
    readable: list[Path] = []
    unread: list[Unread] = []
    count = 0
    for path in paths:
        try:
            report = _rehearsed(workspace, path, progress)
        except Cancelled:
            raise
        except CrmError as error:
            unread.append(Unread(path, str(error)))
            continue
        if report.total.read > report.total.rejected:
            readable.append(path)
            count += report.total.read
        else:
            reason = report.rejections[0].reason if report.rejections else _("There is no mail in it.")
            unread.append(Unread(path, reason))
    return Mails(readable, count, unread)


def take_in_mails(
    workspace: Workspace,
    holder: Holder,
    mails: Mails,
    files: Sequence[NewFile] = (),
    progress: Progress | None = None,
) -> ImportReport:
    """Make entries of `mails` beside the record of `holder` and keep `files` with it, as one step.

    Nobody is made who is only named in a mail, and a mail that is here already is linked to the record as well.
    """
    from crm_desktop.exchange.run import import_files
    from crm_desktop.safe_import import BULK_ROWS, import_safely

    sources = [Source(path) for path in mails.paths]
    options = ImportOptions(
        on_match=_ON_MATCH, files=workspace.files, beside=Beside(holder.table, holder.record, files)
    )
    if mails.number < BULK_ROWS:
        return import_files(workspace.journal, sources, options, progress)
    return import_safely(workspace, sources, options, progress)


def _rehearsed(workspace: Workspace, path: Path, progress: Progress | None) -> ImportReport:
    # the readers take long to load, and no page that can take mails waits for that
    from crm_desktop.exchange.readers.file_form import FileForm, file_form
    from crm_desktop.exchange.run import import_files

    if file_form(path) not in (FileForm.MAIL, FileForm.BOX):
        raise UnreadableFile(_("It does not begin as a mail does."))
    return import_files(workspace.journal, [Source(path)], None, progress, dry_run=True)
