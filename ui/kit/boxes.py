"""Rectangles cut in the direction of reading."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget


def is_mirrored(widget: QWidget) -> bool:
    """Return whether text runs from right to left on `widget`."""
    return widget.layoutDirection() is Qt.LayoutDirection.RightToLeft


def cut_start(box: QRect, width: int, gap: int = 0, *, mirrored: bool) -> tuple[QRect, QRect]:
    """Return the part of `box` that is `width` wide where reading starts, and what is left after `gap`."""
    if mirrored:
        part = QRect(box.right() + 1 - width, box.y(), width, box.height())
        return part, box.adjusted(0, 0, -width - gap, 0)
    return QRect(box.x(), box.y(), width, box.height()), box.adjusted(width + gap, 0, 0, 0)


def cut_end(box: QRect, width: int, gap: int = 0, *, mirrored: bool) -> tuple[QRect, QRect]:
    """Return the part of `box` that is `width` wide where reading ends, and what is left before `gap`."""
    return cut_start(box, width, gap, mirrored=not mirrored)
