"""What was won so far this month, beside the month before."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.words import _
from ui.kit.chart_shapes import round_scale
from ui.kit.desk import Desk

LONGEST_MONTH = 31
MOST_LINES = 3


class MonthChart(QWidget):
    """Lines over the days of a month: this month solid; dashed the way to the goal, or the month before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._month: Sequence[tuple[int, int]] = ()
        self._before: Sequence[tuple[int, int]] = ()
        self._goal: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Won this month"))

    def show_months(
        self, month: Sequence[tuple[int, int]], before: Sequence[tuple[int, int]], goal: int | None = None
    ) -> None:
        """Show the running sums of this month and of the month before, as (day, minor units), and the `goal`."""
        self._month, self._before, self._goal = month, before, goal
        formats = self._desk.formats
        words = _("{now} so far, {then} in the whole month before").format(
            now=formats.money(month[-1][1] if month else 0, whole=True),
            then=formats.money(before[-1][1] if before else 0, whole=True),
        )
        if goal is not None:
            told = _("{words}; the goal is {amount}")
            words = told.format(words=words, amount=formats.money(goal, whole=True))
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which both lines can be told apart."""
        return QSize(self._desk.theme.px(300), self._desk.theme.px(140))

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(self._desk.theme.px(160), self._desk.theme.px(110))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, days, both lines and the sum so far."""
        theme, formats = self._desk.theme, self._desk.formats
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = QRectF(self.rect()).adjusted(theme.px(52), theme.px(22), -theme.px(24), -theme.px(28))
        most = max([1, self._goal or 0, *(amount for _day, amount in (*self._month, *self._before))])
        top, step = round_scale(most, MOST_LINES)
        painter.setFont(theme.font("caption", numbers=True))
        for level in range(0, top + 1, step):
            y = plot.bottom() - level / top * plot.height()
            painter.setPen(QPen(theme.colour("chart.grid"), 0))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.colour("chart.axis"))
            box = QRect(0, round(y) - theme.px(8), round(plot.left()) - theme.px(8), theme.px(16))
            painter.drawText(
                box,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                formats.short_money(level),
            )
        for day in (1, 8, 15, 22, 29):
            self._day_label(painter, plot, day)
        today = self._desk.today()
        if self._goal:
            self._goal_line(painter, plot, plot.bottom() - self._goal / top * plot.height())
        else:
            self._line(painter, self._points(plot, self._before, top, LONGEST_MONTH), "chart.axis", dashed=True)
        points = self._points(plot, self._month, top, today.day)
        self._line(painter, points, "chart.c1", dashed=False)
        if self._month:
            self._sum_so_far(painter, points[-1], self._month[-1][1])

    def _goal_line(self, painter: QPainter, plot: QRectF, y: float) -> None:
        """Paint the straight way to the goal, by which one sees whether one is ahead of it."""
        theme = self._desk.theme
        today = self._desk.today()
        days = monthrange(today.year, today.month)[1]
        end = QPointF(plot.left() + (days - 1) / (LONGEST_MONTH - 1) * plot.width(), y)
        self._line(painter, [plot.bottomLeft(), end], "chart.goal", dashed=True)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("chart.axis"))
        room = theme.metrics("caption").horizontalAdvance(_("Goal")) + theme.px(6)
        # the words stand on the side of the line on which the sum so far is not
        ahead = bool(self._month) and self._month[-1][1] > (self._goal or 0) * today.day / days
        box = QRectF(end.x() - room, y + theme.px(4) if ahead else y - theme.px(20), room, theme.px(16))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _("Goal"))

    def _day_label(self, painter: QPainter, plot: QRectF, day: int) -> None:
        theme = self._desk.theme
        today = self._desk.today()
        x = plot.left() + (day - 1) / (LONGEST_MONTH - 1) * plot.width()
        try:
            label = self._desk.formats.day(date(today.year, today.month, day))
        except ValueError:
            return
        box = QRectF(x - theme.px(30), plot.bottom() + theme.px(4), theme.px(60), theme.px(18))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)

    def _points(self, plot: QRectF, sums: Sequence[tuple[int, int]], top: int, last_day: int) -> list[QPointF]:
        def at(day: int, amount: int) -> QPointF:
            x = plot.left() + (day - 1) / (LONGEST_MONTH - 1) * plot.width()
            return QPointF(x, plot.bottom() - amount / top * plot.height())

        points = [at(1, 0), *(at(day, amount) for day, amount in sums)]
        return [*points, at(max(last_day, sums[-1][0] if sums else 1), sums[-1][1] if sums else 0)]

    def _line(self, painter: QPainter, points: list[QPointF], role: str, *, dashed: bool) -> None:
        pen = QPen(self._desk.theme.colour(role), 1.2 if dashed else 2.0)
        if dashed:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))

    def _sum_so_far(self, painter: QPainter, point: QPointF, amount: int) -> None:
        theme = self._desk.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("chart.c1"))
        painter.drawEllipse(point, 3.5, 3.5)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("caption", 600, numbers=True))
        box = QRectF(point.x() - theme.px(60), point.y() - theme.px(24), theme.px(120), theme.px(18))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._desk.formats.money(amount, whole=True))
