"""What is made of a list beside the screen: files and paper."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.kit.desk import Desk
from ui.kit.lists.table import ListTable

if TYPE_CHECKING:
    from ui.kit.lists.exporting import Export


class ListFiles:
    """Writes the selected records of `table`, or all that it shows where none is."""

    def __init__(self, desk: Desk, owner: QWidget, table: ListTable) -> None:
        self._desk, self._owner, self._table = desk, owner, table

    def export(self) -> None:
        """Write them to a file."""
        self._write(printed=False)

    def print_out(self) -> None:
        """Write them as they are printed."""
        self._write(printed=True)

    def wanted(self) -> "Export":
        """Return what is to be written."""
        from ui.kit.lists.exporting import Export

        model = self._table.model
        count = model.selected_count or model.total or model.rowCount()
        return Export(self._table.state, self._table.chosen(), count)

    def _write(self, *, printed: bool) -> None:
        # reports take long to import and come with the first file that is written
        from ui.kit.lists.exporting import ask_and_export

        ask_and_export(self._desk, self._owner, self.wanted(), printed=printed)
