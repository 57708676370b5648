"""What was chosen of several contacts side by side, and the result that it makes at once."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from crm_desktop.contacts.merge_plan import MergeChoices, Merged, merged, source_of
from crm_desktop.contacts.merge_preview import Preview
from crm_desktop.contacts.merge_sides import Side
from crm_desktop.contacts.points import ADDRESS_PARTS
from ui.duplicates.merge_rows import MergeRow, Mode, merge_rows, result_text
from ui.kit.formats import Formats


class Choosing(QObject):
    """Holds the sides in the order in which they are shown, the one that stays first; `changed` tells of a choice."""

    changed = Signal()
    turned = Signal()

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self.preview: Preview | None = None
        self.sides: list[Side] = []
        self.rows: list[MergeRow] = []
        self._take: dict[str, bytes] = {}
        self._without: dict[str, frozenset[bytes]] = {}
        self._merged: Merged | None = None

    @property
    def choices(self) -> MergeChoices:
        """What was chosen, as the merge takes it."""
        return MergeChoices(dict(self._take), {name: ids for name, ids in self._without.items() if ids})

    def begin(self, preview: Preview | None) -> None:
        """Choose anew, among the sides of `preview`."""
        self.preview = preview
        self._take, self._without = {}, {}
        self._show(list(preview.sides) if preview is not None else [])

    def turn(self) -> None:
        """Let the next contact be the one that stays; what was chosen by hand is kept."""
        self._show([*self.sides[1:], *self.sides[:1]])

    def is_chosen(self, row: MergeRow, side: int) -> bool:
        """Tell whether the result has what `side` has in `row`."""
        if not row.cells[side]:
            return False
        if row.mode is Mode.RULE:
            return side == row.ruled
        if row.mode is Mode.SEVERAL:
            return self.sides[side].id not in self._without.get(row.name, frozenset())
        return self.sides[side].id == self._source(row)

    def choose(self, row: MergeRow, side: int) -> None:
        """Take what `side` has in `row`; of lists, put it in or leave it out."""
        if row.mode is Mode.RULE or row.same or not row.cells[side]:
            return
        contact = self.sides[side].id
        if row.mode is Mode.SEVERAL:
            self._without[row.name] = self._without.get(row.name, frozenset()) ^ {contact}
        else:
            self._take.update(dict.fromkeys(row.names, contact))
        self._work_out()
        self.changed.emit()

    def result(self, row: MergeRow) -> str:
        """Return what the result has in `row`, in words."""
        if self.preview is None or self._merged is None:
            return ""
        return result_text(row, self.preview, self._merged, self._formats)

    def _source(self, row: MergeRow) -> bytes:
        if row.name == "address":
            taken = {self._take.get(part) for part in ADDRESS_PARTS} - {None}
            with_address = [side.id for side in self.sides if any(each.kind == "address" for each in side.points)]
            return next(iter(taken), None) or with_address[0]
        return source_of(row.names[0], self.sides, self.choices)

    def _show(self, sides: Sequence[Side]) -> None:
        self.sides = list(sides)
        self.rows = merge_rows(self.preview, self.sides, self._formats) if self.preview is not None else []
        self._work_out()
        self.turned.emit()

    def _work_out(self) -> None:
        preview = self.preview
        self._merged = merged(preview.fields, self.sides, self.choices) if preview is not None else None
