"""What is said of the outcome of an import and done with it: show what came in, keep what was refused."""

from pathlib import Path

from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.schema import forms
from crm_desktop.vault.driver import Connection
from crm_desktop.words import ngettext
from ui.exchange.chosen_files import Rehearsal
from ui.kit.desk import Place
from ui.kit.formats import Formats

LISTED = {"deals": "pipeline", "tickets": "tickets", "products": "products"}


def import_label(report: ImportReport | None, formats: Formats) -> str:
    """Return what the button says that imports what `report` counts."""
    count = report.total.created + report.total.updated if report is not None else 0
    return ngettext("Import {n} record", "Import {n} records", count).format(n=formats.number(count))


def done_words(report: ImportReport, formats: Formats) -> str:
    """Return what is said once what `report` counts is imported."""
    count = report.total.created + report.total.updated
    return ngettext("{n} record imported", "{n} records imported", count).format(n=formats.number(count))


def place_of_most(report: ImportReport) -> Place:
    """Return where most of the records that `report` counts are listed."""
    kinds = report.kinds
    kind = max(kinds, key=lambda name: kinds[name].created + kinds[name].updated)
    if kind in LISTED:
        return Place(LISTED[kind])
    if kind in ("people", "companies"):
        return Place("contacts", None, {"kind": kind})
    return Place("records", None, {"kind": kind})


def write_refused(reader: Connection, place: forms.Place, rehearsal: Rehearsal, path: Path) -> str:
    """Write the refused rows of `rehearsal` with their reasons to `path`; return its name."""
    from crm_desktop.exchange.run import rehearse

    sources = [file.source._replace(kind=file.kind) for file in rehearsal.files]
    rehearse(reader, place, sources, ImportOptions(rejects=path, seen=rehearsal.report.seen))
    return path.name
