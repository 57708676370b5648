"""The recovery kit of an open workspace: saved, printed, and proven to be there."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.safekeeping import note_key_tested
from crm_desktop.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI = 300
POINTS_PER_INCH = 72


def save_kit(workspace: Workspace, path: Path) -> Path:
    """Write the kit of `workspace` to `path` and return it."""
    from crm_desktop.vault.kit import write_recovery_kit  # reportlab would be felt at every start

    today = datetime.now(workspace.place.zone).date()
    write_recovery_kit(path, workspace.name, workspace.secret, today, language=workspace.place.language)
    return path


def print_kit(workspace: Workspace, parent: QWidget) -> bool:
    """Ask for a printer and print the kit of `workspace`; return whether it was sent there."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # see save_kit

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return False
    from crm_desktop.vault.kit import recovery_kit  # see save_kit

    today = datetime.now(workspace.place.zone).date()
    sheet = recovery_kit(workspace.name, workspace.secret, today, language=workspace.place.language)
    print_pdf(sheet, printer)
    return True


def print_pdf(content: bytes, printer: "QPrinter") -> None:
    """Send the pages of a PDF to `printer`, without a file in between."""
    import pypdfium2  # see save_kit

    document = pypdfium2.PdfDocument(content)
    painter = QPainter(printer)
    for number, page in enumerate(document):
        if number:
            printer.newPage()
        bitmap = page.render(scale=DPI / POINTS_PER_INCH, rev_byteorder=True)
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB888)
        paper = QRectF(printer.pageLayout().paintRectPixels(printer.resolution()))
        height = paper.width() * bitmap.height / bitmap.width
        painter.drawImage(QRectF(0, 0, paper.width(), height), image)
    painter.end()


def note_kit_checked(workspace: Workspace) -> None:
    """Keep that the user has the kit in hand."""
    note_key_tested(workspace, datetime.now(UTC))
