"""The mark at fields whose value two computers wrote at once: until somebody decides, it leads to the decision."""

from collections.abc import Mapping
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QObject

from crm_desktop.sync.conflicts import clashing_among
from crm_desktop.vault.driver import Connection
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place
from ui.kit.fields.fact_row import FactRow

Record = tuple[str, bytes]
Marked = Mapping[Record, frozenset[str]]


class ClashMarks(QObject):
    """Marks the rows of the records that it follows; `rows` go by table, id and the field's name."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: dict[Record, Mapping[str, FactRow]] = {}
        self._bound: WeakSet[FactRow] = WeakSet()
        desk.committed.connect(self._on_committed)

    def follow(self, rows: Mapping[Record, Mapping[str, FactRow]]) -> None:
        """Mark `rows` from now on, and those before no more."""
        for shown in self._every_row():
            shown.set_clash(on=False)
        self._rows = dict(rows)
        for shown in self._every_row():
            if shown not in self._bound:
                shown.review_wanted.connect(lambda each=shown: self._review(each))
                self._bound.add(shown)
        self._ask()

    def _every_row(self) -> list[FactRow]:
        return [row for rows in self._rows.values() for row in rows.values() if shiboken6.isValid(row)]

    def _ask(self) -> None:
        if self._rows:
            self._desk.read(_clashing, tuple(self._rows), owner=self, then=self._show, key="clashes")

    def _show(self, marked: Marked) -> None:
        for record, rows in self._rows.items():
            for name, shown in rows.items():
                if shiboken6.isValid(shown):
                    shown.set_clash(on=name in marked.get(record, frozenset()))

    def _review(self, shown: FactRow) -> None:
        found = next((record for record, rows in self._rows.items() if shown in rows.values()), None)
        if found is not None:
            self._desk.go(Place("conflicts", found[1]))

    def _on_committed(self, _commit: Commit) -> None:
        self._ask()


def _clashing(reader: Connection, records: tuple[Record, ...]) -> Marked:
    return clashing_among(reader, records)
