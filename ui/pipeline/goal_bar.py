"""How the month stands to its goal: won, likely, and where the goal is, as one bar."""

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from crm_desktop.pipeline.queries import BoardFigures
from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start
from ui.kit.formats import Formats
from ui.kit.theme import Theme
from ui.pipeline.forecast_model import short_month

# With less room than this the words would meet.
LEAST_GOAL = 360
BAR, HATCH = 10, 6
# What is beyond goal and likely sum, so that both can be seen.
ROOM_ABOVE = 1.05
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class MonthGoal(NamedTuple):
    """The goal of a month with its sums in minor units, and how they are said."""

    goal: int
    won: int
    likely: int
    label: str
    amount: str
    told: str

    @property
    def words(self) -> str:
        """All of it, for screen readers."""
        return f"{self.label} {self.amount}, {self.told}"


def goal_of(figures: BoardFigures, goal: int | None, today: date, formats: Formats) -> MonthGoal | None:
    """Return how the month of `today` stands to `goal`; None where there is none."""
    if not goal:
        return None
    won, likely = (formats.money(each, whole=True) for each in (figures.won_minor, figures.likely_minor))
    return MonthGoal(
        goal,
        figures.won_minor,
        figures.likely_minor,
        _("{month} goal").format(month=short_month(today.isoformat()[:7], formats, "LLLL")),
        formats.money(goal, whole=True),
        _("Won {won} · likely {likely}").format(won=won, likely=likely),
    )


def paint_goal(painter: QPainter, theme: Theme, box: QRect, month: MonthGoal) -> None:
    """Paint the words of `month` over its bar into `box`."""
    mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    line = QRect(box.x(), theme.px(12), box.width(), theme.px(18))
    _paint_words(painter, theme, line, month, mirrored=mirrored)
    bar = QRect(box.x(), theme.px(38), box.width(), theme.px(BAR))
    top = max(month.goal, month.likely, month.won) * ROOM_ABOVE
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(bar), theme.px(3), theme.px(3))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(shape, theme.colour("neutralTint"))
    painter.setClipPath(shape)
    likely, _rest = cut_start(bar, round(bar.width() * month.likely / top), mirrored=mirrored)
    won, _rest = cut_start(bar, round(bar.width() * month.won / top), mirrored=mirrored)
    painter.fillRect(likely, theme.colour("chart.muted"))
    _hatch(painter, theme, likely)
    painter.fillRect(won, theme.colour("chart.c1"))
    mark, _rest = cut_start(bar, round(bar.width() * month.goal / top), mirrored=mirrored)
    at = mark.left() if mirrored else mark.right() - 1
    painter.fillRect(QRect(at, bar.top(), 2, bar.height()), theme.colour("chart.goal"))
    painter.restore()


def _paint_words(painter: QPainter, theme: Theme, line: QRect, month: MonthGoal, *, mirrored: bool) -> None:
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("text2"))
    width = theme.metrics("small").horizontalAdvance(month.told) + 1
    told, rest = cut_end(line, width, theme.px(8), mirrored=mirrored)
    painter.drawText(told, Qt.AlignmentFlag.AlignTrailing | _MIDDLE, month.told)
    label, amount = cut_start(
        rest, theme.metrics("small").horizontalAdvance(month.label) + 1, theme.px(4), mirrored=mirrored
    )
    painter.drawText(label, Qt.AlignmentFlag.AlignLeading | _MIDDLE, month.label)
    painter.setFont(theme.font("small", 600, numbers=True))
    painter.setPen(theme.colour("text"))
    painter.drawText(amount, Qt.AlignmentFlag.AlignLeading | _MIDDLE, month.amount)


def _hatch(painter: QPainter, theme: Theme, box: QRect) -> None:
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(theme.colour("chart.c1"), theme.px(2)))
    for x in range(box.left() - box.height(), box.right(), theme.px(HATCH)):
        painter.drawLine(x, box.bottom(), x + box.height(), box.top())
    painter.restore()
