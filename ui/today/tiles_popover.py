"""Chooses the figures on Today and puts them in order: by mouse, or with Space and Alt with the arrows."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from crm_desktop.words import _
from ui.kit.labels import Text
from ui.kit.popover import Popover
from ui.kit.theme import Theme
from ui.today.figures import LABELS, MOST_SHOWN

WIDTH, ITEM = 260, 32
_NAME = Qt.ItemDataRole.UserRole


class TilesPopover(Popover):
    """Lists all figures, those that are shown first; `chosen` carries the names of those shown, in their order."""

    chosen = Signal(list)

    def __init__(self, theme: Theme, shown: Sequence[str], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.closed.connect(self.deleteLater)
        self.list = _OrderedList()
        self.list.setAccessibleName(_("Figures on Today"))
        self.list.setFixedSize(theme.px(WIDTH), theme.px(ITEM) * len(LABELS) + theme.px(8))
        for name in (*shown, *(each for each in LABELS if each not in shown)):
            item = QListWidgetItem(_(LABELS[name]), self.list)
            item.setData(_NAME, name)
            item.setSizeHint(QSize(0, theme.px(ITEM)))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in shown else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._on_checked)
        self.list.moved.connect(self._tell)
        self._hint = Text(theme, "", "small", "text2", wrap=True)
        self.body.addWidget(Text(theme, _("Figures on Today"), "bodyStrong"))
        self.body.addWidget(self.list)
        self.body.addWidget(self._hint)
        self._hint.setText(_("Up to {n}. Drag to reorder, or Alt and the arrows.").format(n=MOST_SHOWN))
        self.list.setFocus()

    @property
    def names(self) -> list[str]:
        """The names of the figures that are shown, in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [str(each.data(_NAME)) for each in items if each.checkState() is Qt.CheckState.Checked]

    def _on_checked(self, item: QListWidgetItem) -> None:
        if len(self.names) > MOST_SHOWN:
            item.setCheckState(Qt.CheckState.Unchecked)
            return
        self._tell()

    def _tell(self) -> None:
        if len(self.names) <= MOST_SHOWN:
            self.chosen.emit(self.names)


class _OrderedList(QListWidget):
    """A list whose items are dragged to another place, or moved by Alt with an arrow; `moved` tells of it."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put down what was dragged."""
        super().dropEvent(event)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the item with Alt and an arrow."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key())) if event.modifiers() & Qt.KeyboardModifier.AltModifier else None
        row = self.currentRow()
        if step is None:
            super().keyPressEvent(event)
        elif 0 <= row + step < self.count():
            self.blockSignals(True)
            self.insertItem(row + step, self.takeItem(row))
            self.setCurrentRow(row + step)
            self.blockSignals(False)
            self.moved.emit()
