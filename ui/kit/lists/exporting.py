"""Writing what a list shows, or the selected part of it, to a file: as a table, as cards, or as it is printed."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.exchange.exported import Exported, origin
from crm_desktop.exchange.vcard_writer import CardVersion
from crm_desktop.jobs import Progress
from crm_desktop.reports.list_report import Listed, Sheet
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place
from crm_desktop.store.chosen import Chosen
from crm_desktop.store.list_words import counted, filter_words
from crm_desktop.store.record_query import View
from crm_desktop.values.file_name import file_name
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _, ngettext
from ui.kit.asked_again import before_leaving
from ui.kit.desk import Desk
from ui.kit.lists.state import ListState
from ui.kit.theme import Tone

_TABLES = (N_("CSV table (*.csv)"), N_("Excel workbook (*.xlsx)"), N_("JSON (*.json)"))
_CARDS, _CARDS_4, _CALENDAR = N_("Cards (*.vcf)"), N_("Cards, version 4.0 (*.vcf)"), N_("Calendar (*.ics)")
# The forms of their own that records of a table have, beside those of tables.
_OWN_FORMS = {"contact": (_CARDS, _CARDS_4), "interaction": (_CALENDAR,), "task": (_CALENDAR,)}
_PRINTED = (N_("PDF (*.pdf)"),)


class Export(NamedTuple):
    """What is written: `chosen` of what `state` shows, so many `records`; all of it where nothing is chosen."""

    state: ListState
    chosen: Chosen
    records: int

    @property
    def title(self) -> str:
        """What the list is called."""
        view = self.state.view
        return view.name if view is not None else _(self.state.kind.label)

    @property
    def view(self) -> View:
        """The rows with the columns that are shown, and no others."""
        return self.state.query._replace(columns=self.state.columns)

    @property
    def is_personal(self) -> bool:
        """Whether what is written says something of people: in its columns, by what its records are called or name."""
        kind = self.state.kind
        shown = [kind.field(name) for name in (*self.state.columns, kind.table.title)]
        return any(field.personal or _names_someone(field) for field in shown)


def _names_someone(field: Field) -> bool:
    """Tell whether `field` is a link to what has a personal title; that of one's own colleague is none here."""
    table = BY_NAME.get(field.target or "")
    return table is not None and field.target != "member" and table.by_name[table.title].personal


def ask_and_export(desk: Desk, owner: QWidget, export: Export, *, printed: bool = False) -> None:
    """Ask where to, then write `export`: as a file that other programs read, or as it is `printed`.

    Where it holds personal data, the passphrase is asked again first.
    """
    if not export.is_personal:
        _tell_filter(desk, owner, export, printed=printed)
        return
    title = _("Export {name}").format(name=export.title)
    before_leaving(desk, owner, title, lambda: _tell_filter(desk, owner, export, printed=printed))


def _tell_filter(desk: Desk, owner: QWidget, export: Export, *, printed: bool) -> None:
    """Ask where to, telling how many records are written and by which filter."""

    def ask(filtered: str) -> None:
        count = counted(export.state.kind.name, export.records, desk.formats.number(export.records))
        told = [count, _("Filter: {filter}").format(filter=filtered)] if filtered else [count]
        _ask_where(desk, owner, export, told, printed=printed)

    desk.read(filter_words, export.view, desk.place, owner=owner, then=ask)


def _ask_where(desk: Desk, owner: QWidget, export: Export, told: Sequence[str], *, printed: bool) -> None:
    own = _OWN_FORMS.get(export.state.kind.table.name, ())
    forms = [_(each) for each in (_PRINTED if printed else (*_TABLES, *own, *_PRINTED))]
    name = export.title
    asked = _("Print {name} as PDF") if printed else _("Export {name}")
    dialog = QFileDialog(owner, " · ".join((asked.format(name=name), *told)))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(forms)
    dialog.setDefaultSuffix(_ending(forms[0]))
    dialog.filterSelected.connect(lambda chosen_filter: dialog.setDefaultSuffix(_ending(chosen_filter)))
    dialog.selectFile(f"{file_name(name)} {desk.today().isoformat()}.{_ending(forms[0])}")
    dialog.fileSelected.connect(lambda path: export_to(desk, owner, export, Path(path), _version_of(dialog)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _version_of(dialog: QFileDialog) -> CardVersion:
    return CardVersion.FOUR if dialog.selectedNameFilter() == _(_CARDS_4) else CardVersion.THREE


def export_to(desk: Desk, owner: QWidget, export: Export, path: Path, cards: CardVersion = CardVersion.THREE) -> None:
    """Write `export` to `path`, as `cards` in that version; the task strip shows how far it is."""

    def tell(written: Exported) -> None:
        told = ngettext("{n} record written to {file}", "{n} records written to {file}", written.records)
        parts = [told.format(n=desk.formats.number(written.records), file=path.name)]
        if written.filtered:
            parts.append(_("Filter: {filter}").format(filter=written.filtered))
        desk.say(" · ".join(parts), tone=Tone.SUCCESS)

    workspace, made_at = desk.file.workspace, desk.formats.local(desk.now())
    sheet = Sheet(path, made_at, workspace.name, workspace.member_name)
    listed = Listed(export.title, export.view, frozenset(export.chosen.ids))
    count = desk.formats.number(export.records)
    title = ngettext("Exporting {n} record", "Exporting {n} records", export.records).format(n=count)
    desk.read(write_list, listed, desk.place, sheet, cards, owner=owner, then=tell, title=title)


def write_list(
    reader: Connection,
    listed: Listed,
    place: Place,
    sheet: Sheet,
    cards: CardVersion,
    *,
    progress: Progress | None = None,
) -> Exported:
    """Write what `listed` shows to the file of `sheet`; return how many records there are, and by which filter."""
    if sheet.path.suffix.lower() == ".pdf":
        # the writers of each form take long to import, which the first painted list need not wait for
        from crm_desktop.reports.list_print import print_list

        count = print_list(reader, listed, place, sheet, progress)
        return Exported(count, filter_words(reader, listed.view, place))
    from crm_desktop.exchange.export import export_list

    told = origin(listed.title, sheet.workspace_name, sheet.author, sheet.made_at)
    return export_list(reader, listed.view, place, sheet.path, progress, only=listed.ids, origin=told, cards=cards)


def _ending(name_filter: str) -> str:
    return name_filter.partition("*.")[2].rstrip(")") or "csv"
