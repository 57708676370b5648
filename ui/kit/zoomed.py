"""Widths that follow the zoom."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.kit.theme import Theme

_NO_LIMIT = 16_777_215  # what Qt takes for none


class ZoomedWidth(QObject):
    """Keeps `widget` between `least` and `most` wide, which are pixels of the design, at every zoom."""

    def __init__(self, theme: Theme, widget: QWidget, least: int = 0, most: int = _NO_LIMIT) -> None:
        super().__init__(widget)
        self._theme, self._widget, self._least, self._most = theme, widget, least, most
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self._widget.setMinimumWidth(self._theme.px(self._least))
        self._widget.setMaximumWidth(min(self._theme.px(self._most), _NO_LIMIT))


def fix_width(theme: Theme, widget: QWidget, width: int) -> None:
    """Keep `widget` exactly `width` wide at every zoom."""
    ZoomedWidth(theme, widget, width, width)
