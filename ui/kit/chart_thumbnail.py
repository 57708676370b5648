"""A chart so small that only its shapes are seen."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.reports.axis import chart_axis
from crm_desktop.reports.chart import Chart, ChartKind, prepared, thinned
from crm_desktop.reports.number_words import NumberWords
from ui.kit.chart_shapes import Plot, Shape, flat_shapes, pie_shapes, upright_shapes
from ui.kit.theme import Theme

HEIGHT = 112
# How much of the width the shapes take, and what they leave above and below.
SHARE, AROUND = 0.72, 20
MOST_ROWS, PIE_COLOURS = 5, 5


class ChartThumbnail(QWidget):
    """Shows the shapes of a Chart, without axis, names and numbers; what they say is in its description."""

    def __init__(self, theme: Theme, numbers: NumberWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._chart: Chart | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.updateGeometry)

    def show_chart(self, chart: Chart) -> None:
        """Show `chart`."""
        shown = prepared(chart)
        self._chart = thinned(shown, MOST_ROWS) if shown.kind is ChartKind.FLAT else shown
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a thumbnail."""
        return QSize(self._theme.px(240), self._theme.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shapes on their base line."""
        chart = self._chart
        if chart is None or not chart.categories or not chart.series:
            return
        width = self.width() * SHARE
        around = self._theme.px(AROUND)
        box = QRectF((self.width() - width) / 2, around, width, self.height() - 2 * around)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chart.kind in (ChartKind.PIE, ChartKind.FLAT):
            self._fill(painter, self._lying(chart, box))
            return
        shapes = upright_shapes(chart, Plot(box, chart_axis(chart, self._numbers), len(chart.categories)))
        if chart.kind is ChartKind.LINE:
            self._draw_lines(painter, chart, shapes)
        else:
            self._fill(painter, shapes)
        painter.setPen(QPen(self._theme.colour("hairlineStrong"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _lying(self, chart: Chart, box: QRectF) -> list[Shape]:
        if chart.kind is ChartKind.FLAT:
            return flat_shapes(chart, box, box.height() / len(chart.categories))
        side = box.height()
        return pie_shapes(chart, QRectF(box.center().x() - side / 2, box.top(), side, side), PIE_COLOURS)

    def _fill(self, painter: QPainter, shapes: list[Shape]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for shape in shapes:
            painter.setBrush(self._theme.colour(f"chart.c{shape.colour}"))
            painter.drawPath(shape.path)

    def _draw_lines(self, painter: QPainter, chart: Chart, shapes: list[Shape]) -> None:
        for series, one in enumerate(chart.series):
            painter.setPen(QPen(self._theme.colour(f"chart.c{one.colour}"), 1.5))
            painter.drawPolyline(QPolygonF([each.tip for each in shapes if each.series == series]))
