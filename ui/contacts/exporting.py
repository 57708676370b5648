"""Writing what a list shows, or the selected part of it, to a file."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.contacts.bulk_edit import Chosen
from crm_desktop.jobs import Progress
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View, plain_record, record_count, record_rows
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from ui.contacts.bulk_words import exported_title
from ui.contacts.list_state import ListState
from ui.kit.desk import Desk
from ui.kit.theme import Tone


def ask_and_export(desk: Desk, owner: QWidget, state: ListState, chosen: Chosen, count: int) -> None:
    """Ask where to, then write `chosen` of what `state` shows; all of it where nothing is chosen."""
    name = _(state.kind.label)
    dialog = QFileDialog(owner, _("Export {name}").format(name=name.lower()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(
        [_("CSV table (*.csv)"), _("Excel workbook (*.xlsx)"), _("JSON (*.json)"), _("Cards (*.vcf)")]
    )
    dialog.setDefaultSuffix("csv")
    dialog.filterSelected.connect(lambda chosen_filter: dialog.setDefaultSuffix(_ending(chosen_filter)))
    dialog.selectFile(f"{name} {desk.today().isoformat()}.csv")
    dialog.fileSelected.connect(lambda path: export_to(desk, owner, state, chosen, count, Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def export_to(desk: Desk, owner: QWidget, state: ListState, chosen: Chosen, count: int, path: Path) -> None:
    """Write `chosen` of what `state` shows, `count` records, to `path`; the task strip shows how far it is."""

    def tell(written: int) -> None:
        told = ngettext("{n} record written to {file}", "{n} records written to {file}", written)
        desk.say(told.format(n=desk.formats.number(written), file=path.name), tone=Tone.SUCCESS)

    view = View(state.kind, state.setting.conditions, state.setting.sorting, state.columns)
    title = exported_title(count, desk.formats.number(count))
    desk.read(write_list, view, desk.place, frozenset(chosen.ids), path, owner=owner, then=tell, title=title)


def write_list(
    reader: Connection, view: View, place: Place, ids: frozenset[bytes], path: Path, *, progress: Progress | None = None
) -> int:
    """Write those of `view` that are among `ids`, or all where there are none, to `path`; return how many."""
    # Writing files brings the spreadsheet writer with it, which the first painted list need not wait for.
    from crm_desktop.exchange.export import CARDS, export_columns, export_rows

    if path.suffix.lower() == CARDS:
        from crm_desktop.exchange.vcard_writer import write_vcards

        return write_vcards(reader, view, place, path, progress, only=ids)
    rows = (plain_record(view, row) for row in record_rows(reader, view, place) if not ids or row.record in ids)
    total = len(ids) or record_count(reader, view, place)
    return export_rows(path, export_columns(view), rows, progress, total)


def _ending(name_filter: str) -> str:
    return name_filter.partition("*.")[2].rstrip(")") or "csv"
