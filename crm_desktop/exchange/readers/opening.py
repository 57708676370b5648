"""Opening a file with the reader that fits it."""

from collections.abc import Callable

from crm_desktop.exchange.readers.file_form import FileForm, file_form
from crm_desktop.exchange.readers.json_table import JsonTable
from crm_desktop.exchange.readers.ldif import open_ldif
from crm_desktop.exchange.readers.open_mails import MailTable
from crm_desktop.exchange.readers.open_text import open_text_table
from crm_desktop.exchange.readers.open_vcards import open_vcards
from crm_desktop.exchange.readers.table import Table
from crm_desktop.exchange.readers.workbook import open_page, open_sheet
from crm_desktop.exchange.source import Source


def open_table(source: Source, region: str, is_known: Callable[[str], bool]) -> Table:
    """Open the table of `source`; `is_known` tells usual names of columns. Raises UnreadableFile."""
    form = file_form(source.path)
    match form:
        case FileForm.WORKBOOK:
            return open_sheet(source.path, source.read_as, is_known)
        case FileForm.PAGE:
            return open_page(source.path, source.read_as, region, is_known)
        case FileForm.VCARD:
            return open_vcards([source.path, *source.more], source.label, source.read_as, region)
        case FileForm.JSON:
            return JsonTable(source.path, source.read_as, region)
        case FileForm.MAIL | FileForm.BOX:
            return MailTable(source.label, [source.path, *source.more], box=form is FileForm.BOX)
        case FileForm.LDIF:
            return open_ldif(source.path)
        case FileForm.TEXT | FileForm.CALENDAR:
            return open_text_table(source.path, source.read_as, region, is_known)
