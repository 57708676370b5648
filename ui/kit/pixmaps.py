"""Pictures drawn once and kept until the theme changes."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from ui.kit.theme import Theme


def kept_pixmap(
    theme: Theme, key: tuple[object, ...], size: QSize, ratio: float, draw: Callable[[QPainter], None]
) -> QPixmap:
    """Return the picture `key` of `size` at the pixel ratio `ratio`; `draw` is called where it is not there yet."""
    whole_key = (*key, size.width(), size.height(), ratio)
    found = theme.pixmaps.get(whole_key)
    if found is None:
        found = QPixmap(size * ratio)
        found.setDevicePixelRatio(ratio)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
        painter.end()
        theme.pixmaps[whole_key] = found
    return found
