"""Writing what the calendar shows to a calendar file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.activities.calendar import CalendarEntry
from crm_desktop.jobs import Progress
from crm_desktop.schema import forms
from crm_desktop.values.file_name import file_name
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from ui.kit.asked_again import before_leaving
from ui.kit.desk import Desk
from ui.kit.theme import Tone


def ask_and_export(desk: Desk, owner: QWidget, entries: Sequence[CalendarEntry], title: str) -> None:
    """Ask for the passphrase again, then where to, and write `entries`, which are shown under `title`."""
    if not entries:
        desk.say(_("Nothing is shown here, so there is nothing to export."))
        return
    shown = tuple(entries)
    before_leaving(desk, owner, _("Export the calendar"), lambda: _ask_where(desk, owner, shown, title))


def _ask_where(desk: Desk, owner: QWidget, entries: Sequence[CalendarEntry], title: str) -> None:
    dialog = QFileDialog(owner, _("Export the calendar"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([_("Calendar (*.ics)")])
    dialog.setDefaultSuffix("ics")
    dialog.selectFile(f"{file_name(_('Calendar {period}').format(period=title))}.ics")
    dialog.fileSelected.connect(lambda path: export_to(desk, owner, entries, Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def export_to(desk: Desk, owner: QWidget, entries: Sequence[CalendarEntry], path: Path) -> None:
    """Write `entries` to `path`; the task strip shows how far it is."""

    def tell(count: int) -> None:
        told = ngettext("{n} entry written to {file}", "{n} entries written to {file}", count)
        desk.say(told.format(n=desk.formats.number(count), file=path.name), tone=Tone.SUCCESS)

    title = ngettext("Exporting {n} entry", "Exporting {n} entries", len(entries))
    shown = title.format(n=desk.formats.number(len(entries)))
    desk.read(_write, entries, desk.place, path, owner=owner, then=tell, title=shown)


def _write(
    reader: Connection,
    entries: Sequence[CalendarEntry],
    place: forms.Place,
    path: Path,
    *,
    progress: Progress | None = None,
) -> int:
    # reading and writing calendars takes long to import and comes with the first one that is written
    from crm_desktop.exchange.ics_writer import write_entries

    return write_entries(reader, entries, place, path, progress=progress)
