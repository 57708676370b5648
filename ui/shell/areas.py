"""The areas of the window that F6 leads through: rail, top bar, filters, content, side panel."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.panels import FilterBar, SidePanel


def areas_of(rail: QWidget, top_bar: QWidget, page: QWidget | None, panels: Sequence[QWidget]) -> list[QWidget]:
    """Return the areas that are shown, in the order of reading."""
    filters = page.findChildren(FilterBar) if page is not None else []
    sides = [*(page.findChildren(SidePanel) if page is not None else []), *panels]
    every = [rail, top_bar, *filters, *([page] if page is not None else []), *sides]
    return [area for area in every if area.isVisible()]


def neighbour(areas: Sequence[QWidget], step: int) -> QWidget | None:
    """Return the area `step` after the one that has the focus, round and round."""
    if not areas:
        return None
    focused = QApplication.focusWidget()
    holding = [place for place, area in enumerate(areas) if focused is not None and area.isAncestorOf(focused)]
    # a filter bar lies within its page: the innermost counts
    current = max(holding, key=lambda place: _depth(areas[place]), default=-step if step > 0 else 0)
    return areas[(current + step) % len(areas)]


def focus_area(area: QWidget) -> None:
    """Put the focus on the first control of `area`, or where the area says."""
    focus_first = getattr(area, "focus_first", None)
    if callable(focus_first):
        focus_first()
        return
    for child in area.findChildren(QWidget):
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            child.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def _depth(widget: QWidget) -> int:
    depth, parent = 0, widget.parentWidget()
    while parent is not None:
        depth, parent = depth + 1, parent.parentWidget()
    return depth
