"""What is made of a list beside the screen: files, paper, labels and letters."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.store.record_query import View
from ui.contacts.list_table import ContactTable
from ui.kit.desk import Desk
from ui.kit.lists.state import ListState

if TYPE_CHECKING:
    from ui.kit.lists.exporting import Export


class ListFiles:
    """Writes the selected contacts of `table`, or all that `state` shows where none is."""

    def __init__(self, desk: Desk, owner: QWidget, table: ContactTable, state: Callable[[], ListState]) -> None:
        self._desk, self._owner, self._table, self._state = desk, owner, table, state

    def export(self) -> None:
        """Write them to a file."""
        self._write(printed=False)

    def print_out(self) -> None:
        """Write them as they are printed."""
        self._write(printed=True)

    def make_labels(self) -> None:
        """Print address labels of them."""
        # what writes PDF takes 0.3 s to import, which the first painted list need not wait for
        from ui.contacts.mailing import LabelsDialog, WrittenTo

        self._ask(LabelsDialog(self._desk, self._owner, WrittenTo(*self._written_to())))

    def make_letters(self) -> None:
        """Write letters to them."""
        from ui.contacts.mailing import LettersDialog, WrittenTo

        self._ask(LettersDialog(self._desk, self._owner, WrittenTo(*self._written_to())))

    def _write(self, *, printed: bool) -> None:
        # reports come with the first file that is written
        from ui.kit.lists.exporting import ask_and_export

        ask_and_export(self._desk, self._owner, self._export(), printed=printed)

    def _export(self) -> "Export":
        from ui.kit.lists.exporting import Export

        model = self._table.model
        count = model.selected_count or model.total or model.rowCount()
        return Export(self._state(), self._table.chosen(), count)

    def _written_to(self) -> tuple[View, frozenset[bytes], int]:
        export = self._export()
        return export.state.query, frozenset(export.chosen.ids), export.records

    def _ask(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
