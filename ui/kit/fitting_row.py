"""A row that shows as many of its widgets as fit, those in front first."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.theme import Theme


class FittingRow(QWidget):
    """Widgets side by side, `gap` apart; what does not fit is left out, the first one is cut instead.

    `kept` stands after the others and is always shown. `left_out` tells how many do not fit now.
    """

    left_out = Signal(int)

    def __init__(self, theme: Theme, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._gap = gap
        self._widgets: list[QWidget] = []
        self._kept: QWidget | None = None
        self._hidden = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def refill(self, widgets: Sequence[QWidget], kept: QWidget | None = None) -> None:
        """Show `widgets`, then `kept`, instead of what is there."""
        for each in self._parts():
            each.hide()
            each.deleteLater()
        self._widgets, self._kept = list(widgets), kept
        for each in self._parts():
            each.setParent(self)
        self.updateGeometry()
        self._arrange()

    def sizeHint(self) -> QSize:
        """Return the room for all widgets."""
        gap = self._theme.px(self._gap)
        hints = [each.sizeHint() for each in self._parts()]
        return QSize(
            sum(hint.width() + gap for hint in hints),
            max((hint.height() for hint in hints), default=self._theme.px(20)),
        )

    def minimumSizeHint(self) -> QSize:
        """Return little: the row gives way."""
        return QSize(self._theme.px(40) if self._parts() else 0, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Arrange anew when a widget wants another size."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits now."""
        super().resizeEvent(event)
        self._arrange()

    def is_left_out(self, place: int) -> bool:
        """Return whether the widget at `place` does not fit now."""
        return self._widgets[place].isHidden()

    def _arrange(self) -> None:
        rest, gap = self.rect(), self._theme.px(self._gap)
        if self._kept is not None:
            rest = cut_end(rest, min(self._kept.sizeHint().width() + gap, rest.width()), mirrored=is_mirrored(self))[1]
        used = hidden = 0
        for place, each in enumerate(self._widgets):
            hint = each.sizeHint()
            shown = hint.width() <= rest.width() or (place == 0 and rest.width() > 0)
            each.setVisible(shown)
            if not shown:
                # what comes later would look as if it came here
                rest = QRect()
                hidden += 1
                continue
            box, rest = cut_start(rest, min(hint.width(), rest.width()), gap, mirrored=is_mirrored(self))
            used += box.width() + gap
            self._put(each, box)
        if self._kept is not None:
            part = cut_start(self.rect(), used, mirrored=is_mirrored(self))[1]
            self._put(self._kept, cut_start(part, self._kept.sizeHint().width(), mirrored=is_mirrored(self))[0])
            self._kept.show()
        if hidden != self._hidden:
            self._hidden = hidden
            self.left_out.emit(hidden)

    def _parts(self) -> list[QWidget]:
        return [*self._widgets, *([self._kept] if self._kept is not None else [])]

    def _put(self, widget: QWidget, box: QRect) -> None:
        height = widget.sizeHint().height()
        widget.setGeometry(box.x(), box.y() + (box.height() - height) // 2, box.width(), height)
