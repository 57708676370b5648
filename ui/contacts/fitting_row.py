"""A row that shows as many of its widgets as fit, those in front first."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.theme import Theme


class FittingRow(QWidget):
    """Widgets side by side, `gap` apart; what does not fit is left out, the first one is cut instead."""

    def __init__(self, theme: Theme, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._gap = gap
        self._widgets: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def refill(self, widgets: Sequence[QWidget]) -> None:
        """Show `widgets` instead of what is there."""
        for each in self._widgets:
            each.hide()
            each.deleteLater()
        self._widgets = list(widgets)
        for each in self._widgets:
            each.setParent(self)
        self.updateGeometry()
        self._arrange()

    def sizeHint(self) -> QSize:
        """Return the room for all widgets."""
        gap = self._theme.px(self._gap)
        hints = [each.sizeHint() for each in self._widgets]
        return QSize(
            sum(hint.width() + gap for hint in hints),
            max((hint.height() for hint in hints), default=self._theme.px(20)),
        )

    def minimumSizeHint(self) -> QSize:
        """Return little: the row gives way."""
        return QSize(self._theme.px(40) if self._widgets else 0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits now."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        rest, gap = self.rect(), self._theme.px(self._gap)
        for place, each in enumerate(self._widgets):
            hint = each.sizeHint()
            shown = hint.width() <= rest.width() or (place == 0 and rest.width() > 0)
            each.setVisible(shown)
            if not shown:
                # what comes later would look as if it came here
                rest = QRect()
                continue
            box, rest = cut_start(rest, min(hint.width(), rest.width()), gap, mirrored=is_mirrored(self))
            top = box.y() + (box.height() - hint.height()) // 2
            each.setGeometry(box.x(), top, box.width(), hint.height())
