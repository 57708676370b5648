"""Presentation mode: hidden amounts are shown to whoever points at them, or comes to them by keys."""

from collections.abc import Iterator

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QToolTip, QWidget

from crm_desktop.values.veil import hidden_amounts

# What is said of a thing that shows amounts.
_TOLD = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
# Amounts stand in a part of what tells them: a figure in its tile, a line in its card.
_DEEPEST, _HIGHEST = 12, 2
_MOST = 12
_ROLES = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)


class Peek(QObject):
    """While it lives, amounts that are hidden come up beside the pointer, or below what has the focus."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.installEventFilter(self)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._look_at_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer where the pointer rests and where keys lead; all else goes its way."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and isinstance(watched, QWidget):
            return _show(amounts_at(watched, event.globalPos()), event.globalPos(), watched)
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            self._later.start()
        return super().eventFilter(watched, event)

    def _look_at_focus(self) -> None:
        widget = QApplication.focusWidget()
        if widget is None or not shiboken6.isValid(widget):
            return
        if isinstance(widget, QAbstractItemView):
            index = widget.currentIndex()
            corner = widget.viewport().mapToGlobal(widget.visualRect(index).bottomLeft())
            _show(_amounts_in(index), corner, widget)
            return
        focused = QAccessible.queryAccessibleInterface(widget)
        inner = focused.focusChild() if _is_there(focused) else None
        shown = inner if inner is not None and _is_there(inner) else focused
        if not _is_there(shown):
            return
        _show(_amounts_of(shown), shown.rect().bottomLeft(), widget)


def amounts_at(widget: QWidget, place: QPoint) -> list[str]:
    """Return the amounts that are hidden at `place` of the screen, in `widget` or the things in it."""
    view = widget.parentWidget()
    if isinstance(view, QAbstractItemView) and view.viewport() is widget:
        return _amounts_in(view.indexAt(widget.mapFromGlobal(place)))
    whole = QAccessible.queryAccessibleInterface(widget)
    if _is_there(whole):
        for each in reversed(list(_chain(whole, place))):
            amounts = _amounts_of(each)
            if amounts:
                return amounts
    above = widget.parentWidget()
    for _step in range(_HIGHEST):
        if above is None or above.isWindow():
            return []
        told = QAccessible.queryAccessibleInterface(above)
        amounts = _amounts_of(told) if _is_there(told) else []
        if amounts:
            return amounts
        above = above.parentWidget()
    return []


def _amounts_in(index: QModelIndex) -> list[str]:
    told = (index.data(role) for role in _ROLES) if index.isValid() else ()
    return next((amounts for each in told if each and (amounts := hidden_amounts(str(each)))), [])


def _chain(whole: QAccessibleInterface, place: QPoint) -> Iterator[QAccessibleInterface]:
    """Yield `whole` and what stands at `place` in it, ever deeper."""
    each: QAccessibleInterface | None = whole
    for _step in range(_DEEPEST):
        if each is None or not _is_there(each):
            return
        yield each
        each = each.childAt(place.x(), place.y())


def _amounts_of(told: QAccessibleInterface) -> list[str]:
    for kind in _TOLD:
        amounts = hidden_amounts(told.text(kind))
        if amounts:
            return amounts
    return []


def _is_there(told: QAccessibleInterface | None) -> bool:
    return told is not None and told.isValid()


def _show(amounts: list[str], place: QPoint, widget: QWidget) -> bool:
    """Show `amounts` at `place`; tell whether there are any. A chart has too many, and tells each by itself."""
    if not 0 < len(amounts) <= _MOST:
        return False
    # the isolating signs keep each amount in its own direction
    text = " · ".join(f"\u2068{each}\u2069" for each in amounts)
    QToolTip.showText(place + QPoint(0, 8), text, widget)
    return True
