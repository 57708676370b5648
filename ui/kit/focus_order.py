"""Tab moves as one reads: also through what was put between others later."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def order_focus(root: QWidget) -> None:
    """Let Tab move through what `root` holds in the order in which it is laid out."""
    before: QWidget | None = None
    for each in _reached(root):
        if before is not None:
            QWidget.setTabOrder(before, each)
        before = each


def _reached(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None:
            yield from _reached(inside)
        return
    layout = widget.layout()
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    elif layout is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if widget is not None and not widget.isHidden():
            yield from _reached(widget)
        elif inner is not None:
            yield from _laid_out(inner)
