"""Charts on the screen: painted from the same value as on paper, with tooltips and a way to the records behind."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm_desktop.reports.axis import Axis, chart_axis
from crm_desktop.reports.chart import Chart, ChartKind, prepared, thinned
from crm_desktop.reports.number_words import NumberWords
from crm_desktop.values.veil import unveiled
from crm_desktop.words import _
from ui.kit.chart_painter import FLAT_LABEL, FLAT_ROW, LABEL_STYLE, LABEL_WEIGHT, ChartPainter, Picture, heading_height
from ui.kit.chart_shapes import Plot, Shape, flat_shapes, pie_shapes, upright_shapes
from ui.kit.theme import Theme

MOST_FLAT = 30
PIE_COLOURS = 5


class ChartView(QWidget):
    """Shows one Chart with its heading and legend.

    `clicked` carries the drill-down key of the category (its name where there is none) and the name of the series.
    Arrows move from value to value, Enter clicks; what a value is, is said in a tooltip and to screen readers.
    """

    clicked = Signal(object, str)

    def __init__(
        self, theme: Theme, numbers: NumberWords, *, heading: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._heading = heading
        self._chart: Chart | None = None
        self._shapes: list[Shape] = []
        self._plot: Plot | None = None
        self._at = -1
        self._values = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setProperty("focusRing", True)
        theme.changed.connect(self._lay_out)

    def show_chart(self, chart: Chart) -> None:
        """Show `chart`, thinned and grouped as on paper."""
        shown = prepared(chart)
        self._chart = thinned(shown, MOST_FLAT) if shown.kind is ChartKind.FLAT else shown
        self._at = -1
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(in_words(self._chart, self._numbers))
        self._lay_out()
        self.updateGeometry()

    def show_values(self, *, on: bool) -> None:
        """Write the values on the bars, or leave that to the tooltip."""
        self._values = on
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a chart in a report."""
        if self._chart is not None and self._chart.kind is ChartKind.FLAT:
            rows = len(self._chart.categories)
            return QSize(self._theme.px(480), round(self._top()) + rows * self._theme.px(FLAT_ROW) + self._theme.px(8))
        return QSize(self._theme.px(480), self._theme.px(320))

    def minimumSizeHint(self) -> QSize:
        """Return the least in which a chart can be read."""
        return QSize(self._theme.px(200), self._theme.px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Work the shapes out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the mouse."""
        at = self._shape_at(event.position())
        if at != self._at:
            self._at = at
            self.update()
        self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
        if at >= 0:
            QToolTip.showText(
                event.globalPosition().toPoint() + QPoint(8, 8), unveiled(self._words(self._shapes[at])), self
            )
        else:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._at = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the records behind the value."""
        self._click(self._shape_at(event.position()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing."""
        super().focusOutEvent(event)
        self._at = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter clicks."""
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
        key = Qt.Key(event.key())
        if key in steps:
            self._step(*steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._click(self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heading, legend and chart."""
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = Picture(
            self._chart,
            self.width(),
            self._top(),
            self._shapes,
            self._plot,
            self._circle(),
            self._at,
            focused=self.hasFocus(),
            values=self._values,
        )
        chart_painter = ChartPainter(painter, self._theme, self._numbers, picture)
        if self._heading:
            chart_painter.paint_heading()
        if self._shapes:
            chart_painter.paint()
        else:
            painter.setFont(self._theme.font("body"))
            painter.setPen(self._theme.colour("text2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("Nothing to show for this choice"))

    def _lay_out(self) -> None:
        chart = self._chart
        self._shapes, self._plot = [], None
        if chart is None or not chart.categories or not chart.series:
            self.update()
            return
        theme, top = self._theme, self._top()
        if chart.kind is ChartKind.PIE:
            self._shapes = pie_shapes(chart, self._circle(), PIE_COLOURS)
        elif chart.kind is ChartKind.FLAT:
            left = theme.px(FLAT_LABEL)
            box = QRectF(left, top, self.width() - left - theme.px(90), self.height() - top)
            self._shapes = flat_shapes(chart, box, theme.px(FLAT_ROW))
        else:
            axis = chart_axis(chart, self._numbers)
            left = self._axis_width(axis)
            box = QRectF(left, top + theme.px(8), self.width() - left - theme.px(2), 0)
            box.setBottom(self.height() - theme.px(22))
            self._plot = Plot(box, axis, len(chart.categories))
            self._shapes = upright_shapes(chart, self._plot)
        self.update()

    def _axis_width(self, axis: Axis) -> int:
        metrics = self._theme.metrics(LABEL_STYLE, LABEL_WEIGHT)
        widest = max(metrics.horizontalAdvance(tick.label) for tick in axis.ticks)
        return max(widest + self._theme.px(8), self._theme.px(30))

    def _circle(self) -> QRectF:
        top = self._top()
        side = max(min(self.height() - top - 8, self.width() * 0.45), 10)
        return QRectF(self._theme.px(8), top + 4, side, side)

    def _top(self) -> float:
        if self._chart is None or not self._heading:
            return self._theme.px(8)
        return heading_height(self._chart, self._theme, self.width())

    def _shape_at(self, point: QPointF) -> int:
        hit = [number for number, shape in enumerate(self._shapes) if shape.path.contains(point)]
        return hit[-1] if hit else -1

    def _step(self, category: int, series: int) -> None:
        if not self._shapes:
            return
        now = self._shapes[self._at] if self._at >= 0 else self._shapes[0]
        wanted = (now.category + category, now.series + series) if self._at >= 0 else (now.category, now.series)
        for number, shape in enumerate(self._shapes):
            if (shape.category, shape.series) == wanted:
                self._at = number
                self.setAccessibleDescription(self._words(shape))
                QToolTip.showText(self.mapToGlobal(shape.tip.toPoint()), unveiled(self._words(shape)), self)
                self.update()

    def _click(self, at: int) -> None:
        if at >= 0 and self._chart is not None:
            shape = self._shapes[at]
            keys = self._chart.keys or self._chart.categories
            self.clicked.emit(keys[shape.category], self._chart.series[shape.series].name)

    def _words(self, shape: Shape) -> str:
        chart = self._chart
        if chart is None:
            return ""
        one = chart.series[shape.series]
        value = self._numbers.value(one.values[shape.category], chart.unit)
        if len(chart.series) == 1:
            return _("{category}: {value}").format(category=chart.categories[shape.category], value=value)
        return _("{category}, {series}: {value}").format(
            category=chart.categories[shape.category], series=one.name, value=value
        )


def in_words(chart: Chart, numbers: NumberWords) -> str:
    """Return all values of `chart` in words, for those who cannot see it."""
    lines = []
    for one in chart.series:
        pairs = zip(chart.categories, one.values, strict=True)
        lines.append(f"{one.name}: " + ", ".join(f"{name} {numbers.value(value, chart.unit)}" for name, value in pairs))
    return ". ".join(lines)
