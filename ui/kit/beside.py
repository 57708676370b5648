"""A list at the start and what its current line shows beside it; the line between them can be dragged."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.kit.theme import Theme
from ui.kit.zoomed import ZoomedWidth

_ROOM = 900
LEAST = 200  # below this hardly a name can be read


class _Beside(QSplitter):
    """Lets the list be as much wider as the text is larger."""

    def __init__(self, theme: Theme, listed: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme, self._listed, self._zoom = theme, listed, theme.zoom
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        grown, self._zoom = self._theme.zoom / self._zoom, self._theme.zoom
        if grown != 1.0:
            first, *rest = self.sizes()
            self.setSizes([round(first * grown), *rest])


def beside(theme: Theme, listed: QWidget, shown: QWidget, width: int) -> QSplitter:
    """Return `listed`, `width` wide at first, with `shown` in all room that is left."""
    split = _Beside(theme, listed)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(1)
    ZoomedWidth(theme, listed, least=LEAST)
    split.addWidget(listed)
    split.addWidget(shown)
    split.setStretchFactor(1, 1)
    split.setSizes([theme.px(width), theme.px(_ROOM)])
    return split
