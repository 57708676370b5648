"""A list at the start and what its current line shows beside it; the line between them can be dragged."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.kit.theme import Theme

_ROOM = 900


def beside(theme: Theme, listed: QWidget, shown: QWidget, width: int) -> QSplitter:
    """Return `listed`, `width` wide at first, with `shown` in all room that is left."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(1)
    split.addWidget(listed)
    split.addWidget(shown)
    split.setStretchFactor(1, 1)
    split.setSizes([theme.px(width), theme.px(_ROOM)])
    return split
