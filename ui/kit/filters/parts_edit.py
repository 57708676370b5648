"""Several parts of a filter below each other, each with its own form; forms lie inside forms."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.filters.tree import Filter
from crm_desktop.schema.catalogue import Kind
from crm_desktop.words import _
from ui.kit.buttons import LinkButton
from ui.kit.desk import Desk
from ui.kit.filters.part_edit import PartEdit, PartsForm


class PartsEdit(PartsForm):
    """Edits the parts of a filter on records of `kind`; `optional` parts may all be taken away."""

    def __init__(self, desk: Desk, kind: Kind, before: Sequence[Filter] = ()) -> None:
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._edits: list[PartEdit] = []
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._add = LinkButton(desk.theme, _("Add a condition"), style="small")
        self._add.clicked.connect(lambda: self._on_add())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(desk.theme.px(12), 0, 0, 0)
        whole.addLayout(self._rows)
        whole.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeading)
        for each in before:
            self._put(each)

    @property
    def edits(self) -> list[PartEdit]:
        """The forms of the parts."""
        return list(self._edits)

    def parts(self, *, told: bool = True) -> list[Filter]:
        """Return the parts; raises InvalidField after saying so beside the input, where it is to be `told`."""
        return [each.filter(told=told) for each in self._edits]

    def add_part(self, before: Filter | None = None) -> PartEdit:
        """Put one more form at the end."""
        made = self._put(before)
        self.resized.emit()
        return made

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a line along what belongs together."""
        painter = QPainter(self)
        painter.setPen(QPen(self._desk.theme.colour("hairlineStrong"), 1))
        x = self.width() - 2 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 2
        painter.drawLine(x, 2, x, self.height() - 2)

    def _on_add(self) -> None:
        made = self.add_part()
        made.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, before: Filter | None) -> PartEdit:
        made = PartEdit(self._desk, self._kind, self._made_inner, before, upright=False)
        made.resized.connect(self.resized)
        made.accepted.connect(self.accepted)
        made.remove_wanted.connect(lambda: self._remove(made))
        self._edits.append(made)
        self._rows.addWidget(made)
        return made

    def _remove(self, gone: PartEdit) -> None:
        self._edits.remove(gone)
        self._rows.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        (self._edits[-1].what if self._edits else self._add).setFocus(Qt.FocusReason.OtherFocusReason)
        self.resized.emit()

    def _made_inner(self, kind: Kind, before: Sequence[Filter]) -> PartsForm:
        return PartsEdit(self._desk, kind, before)
