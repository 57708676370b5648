"""The entries of the calendar as a model: one row each, said in words."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.activities.calendar import CalendarEntry
from ui.activities.entry_words import spoken_entry
from ui.kit.formats import Formats

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class EntriesModel(QAbstractListModel):
    """All entries that a view shows, in their order."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.entries: list[CalendarEntry] = []

    def show_entries(self, entries: Sequence[CalendarEntry]) -> None:
        """Show `entries` in place of what was shown."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def place_of(self, entry: CalendarEntry) -> int | None:
        """Return the row of what `entry` is, wherever it is now, or None."""
        wanted = (entry.record, entry.occurrence)
        return next((row for row, each in enumerate(self.entries) if (each.record, each.occurrence) == wanted), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many entries there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the entry in words; it is painted by the view."""
        spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        if role in spoken and index.isValid():
            return spoken_entry(self.entries[index.row()], self._formats)
        return None
