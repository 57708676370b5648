"""The steps of a wizard on one line: done, current, still to come."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.words import _
from ui.kit.boxes import is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.theme import Theme

_DISC, _GAP, _LINE, _APART = 22, 8, 28, 12
_LEAST_APART = 16  # of two steps, where room is short


class StepRow(QWidget):
    """Shows where one is among `titles`; it tells, and does not lead."""

    def __init__(self, theme: Theme, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._titles = list(titles)
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.show_step(0)

    @property
    def current(self) -> int:
        """The number of the current step, counted from 0."""
        return self._current

    def show_step(self, number: int) -> None:
        """Show that the step `number`, counted from 0, is the current one; those before it are done."""
        self._current = number
        self.setAccessibleName(
            _("Step {n} of {all}: {title}").format(
                n=number + 1, all=len(self._titles), title=self._titles[min(number, len(self._titles) - 1)]
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for all steps."""
        px = self._theme.px
        width = sum(map(self._width, range(len(self._titles)))) + (len(self._titles) - 1) * px(_LINE + 2 * _APART)
        return QSize(width, px(28))

    def minimumSizeHint(self) -> QSize:
        """Return the room for all discs and for the title of the current step."""
        px, others = self._theme.px, len(self._titles) - 1
        return QSize(self._width(self._current) + others * px(_DISC + _LEAST_APART), px(28))

    def titled(self) -> list[int]:
        """Return the numbers of the steps whose titles there is room for: all, or that of the current one alone."""
        everyone = list(range(len(self._titles)))
        least = (len(everyone) - 1) * self._theme.px(_LEAST_APART)
        return everyone if sum(map(self._width, everyone)) + least <= self.width() else [self._current]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint discs, titles and the lines between."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_mirrored(self):
            painter.translate(self.width(), 0)
        x, titled = 0.0, self.titled()
        widths = [self._width(each) if each in titled else px(_DISC) for each in range(len(self._titles))]
        between = self._between(sum(widths))
        for number, width in enumerate(widths):
            if number:
                painter.setPen(QPen(theme.colour("hairlineStrong"), 1))
                self._draw_line(painter, x, between)
                x += between
            self._paint_step(painter, QRectF(x, 0, width, self.height()), number, titled=number in titled)
            x += width

    def _between(self, taken: int) -> float:
        """Return how far two steps are apart where all of them together have `taken` so much."""
        px, gaps = self._theme.px, max(len(self._titles) - 1, 1)
        return max(min((self.width() - taken) / gaps, px(_LINE + 2 * _APART)), px(_LEAST_APART))

    def _draw_line(self, painter: QPainter, x: float, between: float) -> None:
        apart = between * _APART / (_LINE + 2 * _APART)
        x, end, middle = x + apart, x + between - apart, self.height() / 2
        sign = -1 if is_mirrored(self) else 1
        painter.drawLine(QPointF(sign * x, middle), QPointF(sign * end, middle))

    def _paint_step(self, painter: QPainter, box: QRectF, number: int, *, titled: bool) -> None:
        theme, px = self._theme, self._theme.px
        side = px(_DISC)
        width = box.width()
        left = -box.right() if is_mirrored(self) else box.left()
        disc_left = left + width - side if is_mirrored(self) else left
        disc = QRectF(disc_left, (self.height() - side) / 2, side, side)
        done, current = number < self._current, number == self._current
        painter.setPen(Qt.PenStyle.NoPen if done or current else QPen(theme.colour("controlBorder"), 1))
        ground = "successTint" if done else "accent"
        painter.setBrush(theme.colour(ground) if done or current else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
        if done:
            paint_icon(painter, theme, "check", disc.toRect(), "success", "xs")
        else:
            painter.setFont(theme.font("small", 600))
            painter.setPen(theme.colour("textOnAccent" if current else "text2"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        if not titled:
            return
        words = QRectF(left, 0, width, self.height())
        edge = side + px(_GAP)
        words = words.adjusted(0, 0, -edge, 0) if is_mirrored(self) else words.adjusted(edge, 0, 0, 0)
        painter.setFont(theme.font("control", 600 if current else 0))
        painter.setPen(theme.colour("text" if current else "text2"))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self._titles[number])

    def _width(self, number: int) -> int:
        words = self._theme.metrics("control", 600).horizontalAdvance(self._titles[number])
        return self._theme.px(_DISC + _GAP) + words + 2
