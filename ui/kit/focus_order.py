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


def first_reached(layout: QLayout) -> QWidget | None:
    """Return what Tab reaches first of what is laid out in `layout`, None where nothing is."""
    return next(_laid_out(layout), None)


def first_stop(root: QWidget, leaving: QWidget) -> QWidget | None:
    """Return where Tab begins in `root`, beside what is `leaving`."""
    stops = (each for each in _reached(root) if each.isVisible() and each.isEnabled())
    return next((each for each in stops if not leaving.isAncestorOf(each)), None)


def _reached(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        reached = [] if inside is None else list(_reached(inside))
        # where nothing in it can be reached, the area itself is, so that keys scroll it if there is more than it shows
        alone = not reached and _scrolls(widget)
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus if alone else Qt.FocusPolicy.ClickFocus)
        yield from [widget] if alone else reached
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _laid_out(layout)
        # what floats above, such as a toast, comes last
        held = set(_held(layout))
        for each in sorted((part for part in _parts(widget) if part not in held), key=_place):
            yield from _shown(each)
        return
    # splitters, and what scrolls along with the rows of a view
    for each in sorted(_parts(widget), key=_place):
        yield from _shown(each)


def _scrolls(area: QScrollArea) -> bool:
    return any(bar.maximum() > bar.minimum() for bar in (area.verticalScrollBar(), area.horizontalScrollBar()))


def _parts(widget: QWidget) -> Iterator[QWidget]:
    return (each for each in widget.children() if isinstance(each, QWidget) and not each.isWindow())


def _place(widget: QWidget) -> tuple[int, int]:
    mirrored = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return widget.y(), -widget.geometry().right() if mirrored else widget.x()


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for widget in _held(layout):
        yield from _shown(widget)


def _held(layout: QLayout) -> Iterator[QWidget]:
    """Yield the widgets in `layout` and in the layouts within it."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _held(inner)


def _shown(widget: QWidget) -> Iterator[QWidget]:
    if not widget.isHidden():
        yield from _reached(widget)
