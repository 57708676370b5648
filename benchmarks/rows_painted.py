"""Notices when a table paints rows."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView


class RowsPainted(QObject):
    """Whether the rows of a table were painted, once its events were worked through."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.seen = False
        table.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note a painting with rows."""
        if event.type() is QEvent.Type.Paint and self._table.model().rowCount() > 0:
            self.seen = True
        return False
