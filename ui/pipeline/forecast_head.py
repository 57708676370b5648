"""What stands above the table of the forecast: the chart, and figures beside it."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.formats import Formats
from ui.kit.layouts import row
from ui.kit.theme import Theme
from ui.pipeline.forecast_chart import ForecastChart, MonthBar

_SIDE = 260
_STEP = 52
_LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading


class HeadFigure(NamedTuple):
    """A figure beside the chart: label, value and a note after it in the colour `role`."""

    label: str
    value: str
    note: str
    role: str = "text2"


class ForecastHead(QWidget):
    """Chart and figures side by side."""

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = ForecastChart(theme, formats)
        self.side = _HeadFigures(theme)
        self.setLayout(row(theme, self.chart, self.side, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[MonthBar]) -> None:
        """Show `bars` in the chart."""
        self.chart.show_bars(bars)

    def show_figures(self, figures: Sequence[HeadFigure]) -> None:
        """Show `figures` beside the chart."""
        self.side.show_figures(figures)


class _HeadFigures(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._figures: Sequence[HeadFigure] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.updateGeometry)

    def show_figures(self, figures: Sequence[HeadFigure]) -> None:
        """Show `figures` below each other."""
        self._figures = figures
        self.setAccessibleName(", ".join(f"{each.label}: {each.value}, {each.note}" for each in figures))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_SIDE), self._theme.px(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, mirrored = self._theme, is_mirrored(self)
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        x = self.width() - 1 if mirrored else 0
        painter.drawLine(x, theme.px(12), x, self.height() - theme.px(10))
        box = self.rect().adjusted(theme.px(20), 0, -theme.px(12), 0)
        for number, each in enumerate(self._figures):
            top = theme.px(12) + number * theme.px(_STEP)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(QRect(box.x(), top, box.width(), theme.px(16)), _LEAD, each.label)
            line = QRect(box.x(), top + theme.px(16), box.width(), theme.px(24))
            width = theme.metrics("title", numbers=True).horizontalAdvance(each.value)
            part, rest = cut_start(line, width, theme.px(8), mirrored=mirrored)
            painter.setFont(theme.font("title", numbers=True))
            painter.setPen(theme.colour("text"))
            painter.drawText(part, _LEAD, each.value)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour(each.role))
            note = theme.metrics("small").elidedText(each.note, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest.adjusted(0, theme.px(2), 0, theme.px(2)), _LEAD, note)
