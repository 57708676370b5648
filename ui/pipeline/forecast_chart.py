"""The chart of the forecast: by month what is won, what is weighed by its chance, and the rest of what is open."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_end, is_mirrored
from ui.kit.chart_shapes import round_scale
from ui.kit.formats import Formats
from ui.kit.theme import Theme

_HEIGHT = 212
_TITLE = 44
_FOOT = 32
_BAR = 52
_AXIS = 64
# How far the mark of a goal reaches beyond the bar on both sides.
_BEYOND = 8
_SWATCH = 12
MOST_LINES = 4
_HATCH = 6  # pixels between the lines of a hatched bar
_LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
_TRAIL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing


class MonthBar(NamedTuple):
    """One month: its name, its sums in minor units, whether it is this one, and what is to be won in it, or 0."""

    name: str
    won: int
    weighted: int
    rest: int
    now: bool
    goal: int = 0

    @property
    def height(self) -> int:
        """All that is won or open."""
        return self.won + self.weighted + self.rest


class ForecastChart(QWidget):
    """Bars by month; what each says is told in a tooltip and to screen readers."""

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._formats = formats
        self._bars: Sequence[MonthBar] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Forecast by month"))
        theme.changed.connect(self.updateGeometry)

    def show_bars(self, bars: Sequence[MonthBar]) -> None:
        """Show `bars` from left to right."""
        self._bars = bars
        self.setAccessibleDescription(". ".join(self._words(each) for each in bars))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the chart."""
        return QSize(self._theme.px(420), self._theme.px(_HEIGHT))

    def event(self, event: QEvent) -> bool:
        """Say what the bar under the mouse holds."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._bar_at(event.pos().x())
            if number is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._words(self._bars[number]), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint title, legend, grid and bars."""
        theme = self._theme
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), theme.colour("surface"))
        head = QRect(theme.px(20), 0, self.width() - theme.px(40), theme.px(_TITLE))
        room = self._paint_legend(painter, head)
        painter.setFont(theme.font("bodyStrong"))
        painter.setPen(theme.colour("text"))
        metrics = theme.metrics("bodyStrong")
        title = metrics.elidedText(self._title(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEAD, title)
        highest, step = round_scale(max((max(each.height, each.goal) for each in self._bars), default=0), MOST_LINES)
        self._paint_grid(painter, highest, step)
        for number, each in enumerate(self._bars):
            self._paint_bar(painter, number, each, highest)

    def _title(self) -> str:
        return _("Forecast against goal") if self._has_goals() else _("Forecast by month")

    def _has_goals(self) -> bool:
        return any(each.goal for each in self._bars)

    def _paint_legend(self, painter: QPainter, box: QRect) -> QRect:
        """Paint what the parts of the bars mean at the end of `box`; return what is left of it."""
        theme = self._theme
        side = theme.px(_SWATCH)
        parts = [("rest", _("Rest of open")), ("weighted", _("Weighted")), ("won", _("Won"))]
        for part, label in [("goal", _("Goal")), *parts] if self._has_goals() else parts:
            width = theme.metrics("small").horizontalAdvance(label)
            words, box = cut_end(box, width, theme.px(6), mirrored=is_mirrored(self))
            swatch, box = cut_end(box, side, theme.px(16), mirrored=is_mirrored(self))
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(words, _LEAD, label)
            self._paint_part(painter, part, QRectF(swatch.x(), swatch.center().y() - side / 2, side, side))
        return box

    def _paint_grid(self, painter: QPainter, highest: int, step: int) -> None:
        theme, plot = self._theme, self._plot()
        painter.setFont(theme.font("caption", 400))
        for value in range(0, highest + 1, step):
            y = round(plot.bottom() - plot.height() * value / highest)
            painter.setPen(QPen(theme.colour("chart.grid"), 0))
            painter.drawLine(round(plot.left()), y, round(plot.right()), y)
            painter.setPen(theme.colour("chart.axis"))
            label = QRect(0, y - theme.px(8), round(plot.left()) - theme.px(8), theme.px(16))
            painter.drawText(label, _TRAIL, self._formats.short_money(value))

    def _paint_bar(self, painter: QPainter, number: int, month: MonthBar, highest: int) -> None:
        theme, plot = self._theme, self._plot()
        step = plot.width() / len(self._bars)
        width = min(theme.px(_BAR), step * 0.7)
        left = round(plot.left() + step * (number + 0.5) - width / 2)
        bottom = plot.bottom()
        for part, value in (("won", month.won), ("weighted", month.weighted), ("rest", month.rest)):
            height = plot.height() * value / highest
            if value > 0:
                self._paint_part(painter, part, QRectF(left, bottom - height, width, height))
            bottom -= height
        if month.goal:
            level = plot.bottom() - plot.height() * month.goal / highest
            beyond = theme.px(_BEYOND)
            self._paint_part(painter, "goal", QRectF(left - beyond, level - 1, width + 2 * beyond, 2))
        painter.setFont(theme.font("caption", 600 if month.now else 400))
        painter.setPen(theme.colour("text" if month.now else "chart.axis"))
        foot = QRectF(plot.left() + step * number, plot.bottom() + theme.px(6), step, theme.px(16))
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, month.name)

    def _paint_part(self, painter: QPainter, part: str, box: QRectF) -> None:
        theme = self._theme
        colour = theme.colour("chart.c1")
        painter.save()
        if part == "won":
            painter.fillRect(box, colour)
        elif part == "goal":
            painter.fillRect(QRectF(box.left(), box.center().y() - 1, box.width(), 2), theme.colour("chart.goal"))
        elif part == "weighted":
            painter.fillRect(box, theme.colour("chart.muted"))
            self._hatch(painter, box)
        else:
            pen = QPen(colour, 1)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.restore()

    def _hatch(self, painter: QPainter, box: QRectF) -> None:
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("chart.c1"), self._theme.px(2)))
        x = box.left() - box.height()
        while x < box.right():
            painter.drawLine(round(x), round(box.bottom()), round(x + box.height()), round(box.top()))
            x += self._theme.px(_HATCH)

    def _plot(self) -> QRectF:
        theme = self._theme
        left, top = theme.px(_AXIS) + theme.px(20), theme.px(_TITLE + 4)
        return QRectF(left, top, self.width() - left - theme.px(50), self.height() - top - theme.px(_FOOT))

    def _bar_at(self, x: int) -> int | None:
        plot = self._plot()
        number = int((x - plot.left()) // (plot.width() / max(len(self._bars), 1)))
        return number if 0 <= number < len(self._bars) and x >= plot.left() else None

    def _words(self, month: MonthBar) -> str:
        money = self._formats.money
        told = _("{month}: won {won}, weighted {weighted}, rest of open {rest}")
        if month.goal:
            told = _("{month}: won {won}, weighted {weighted}, rest of open {rest}; the goal is {goal}")
        return told.format(
            month=month.name,
            won=money(month.won, whole=True),
            weighted=money(month.weighted, whole=True),
            rest=money(month.rest, whole=True),
            goal=money(month.goal, whole=True),
        )
