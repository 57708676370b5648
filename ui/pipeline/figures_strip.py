"""The strip above the board: what is open, expected, closing, in need of care, and won."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.pipeline.queries import BoardFigures
from crm_desktop.words import _, ngettext
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.formats import Formats
from ui.kit.theme import Theme
from ui.pipeline.goal_bar import LEAST_GOAL, MonthGoal, paint_goal

_HEIGHT = 64
_PAD = 20
_LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading


class Figure(NamedTuple):
    """One figure of the strip: label, value, and a note after it."""

    label: str
    value: str
    note: str
    role: str = "text"


class FiguresStrip(QWidget):
    """Figures side by side with lines between them; what does not fit is left out from the end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._figures: list[Figure] = []
        self._goal: MonthGoal | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Figures of the pipeline"))
        theme.changed.connect(self.updateGeometry)

    def show_figures(self, figures: list[Figure]) -> None:
        """Show `figures` in their order."""
        self._figures = figures
        self.setAccessibleDescription(", ".join(self._words()))
        self.update()

    def show_goal(self, goal: MonthGoal | None) -> None:
        """Show how the month stands to its `goal` in the stead of the last figure, where there is room."""
        self._goal = goal
        self.setAccessibleDescription(", ".join((*self._words(), *([goal.words] if goal else ()))))
        self.update()

    def _words(self) -> list[str]:
        return [f"{each.label}: {each.value} {each.note}" for each in self._figures]

    def sizeHint(self) -> QSize:
        """Return the height of the strip."""
        return QSize(self._theme.px(400), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, figures and lines."""
        theme, mirrored = self._theme, is_mirrored(self)
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        rest = self.rect()
        for place, figure in enumerate(self._figures):
            width = self._width(figure)
            last = place == len(self._figures) - 1
            if last and self._goal is not None and rest.width() >= self._theme.px(LEAST_GOAL):
                paint_goal(painter, theme, rest.adjusted(theme.px(_PAD), 0, -theme.px(_PAD), 0), self._goal)
                return
            if width > rest.width():
                return
            part, rest = cut_start(rest, width, mirrored=mirrored)
            self._paint_figure(painter, part, figure)
            if place < len(self._figures) - 1:
                line, _before = cut_end(part, 1, mirrored=mirrored)
                edge = theme.px(13)
                painter.fillRect(line.adjusted(0, edge, 0, -edge), theme.colour("hairline"))

    def _paint_figure(self, painter: QPainter, box: QRect, figure: Figure) -> None:
        theme, mirrored = self._theme, is_mirrored(self)
        box = box.adjusted(theme.px(_PAD), 0, -theme.px(_PAD), 0)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(QRect(box.x(), theme.px(12), box.width(), theme.px(18)), _LEAD, figure.label)
        line = QRect(box.x(), theme.px(29), box.width(), theme.px(24))
        value = theme.metrics("title", numbers=True).horizontalAdvance(figure.value)
        part, rest = cut_start(line, value, theme.px(6), mirrored=mirrored)
        painter.setFont(theme.font("title", numbers=True))
        painter.setPen(theme.colour(figure.role))
        painter.drawText(part, _LEAD, figure.value)
        painter.setFont(theme.font("small", numbers=True))
        painter.setPen(theme.colour("text2"))
        painter.drawText(rest.adjusted(0, theme.px(2), 0, theme.px(2)), _LEAD, figure.note)

    def _width(self, figure: Figure) -> int:
        theme = self._theme
        value = theme.metrics("title", numbers=True).horizontalAdvance(figure.value)
        note = theme.metrics("small", numbers=True).horizontalAdvance(figure.note)
        label = theme.metrics("small").horizontalAdvance(figure.label)
        return max(value + theme.px(6) + note, label) + 2 * theme.px(_PAD) + 2


def strip_figures(found: BoardFigures, formats: Formats) -> list[Figure]:
    """Return what the strip shows of `found`."""
    share = formats.percent(found.weighted_minor / found.open_minor) if found.open_minor else formats.percent(0)
    return [
        Figure(_("Open"), formats.money(found.open_minor, whole=True), _deals(found.open_deals, formats)),
        Figure(
            _("Weighted forecast"),
            formats.money(found.weighted_minor, whole=True),
            _("{share} of open").format(share=share),
        ),
        Figure(
            _("Closing this month"),
            formats.money(found.closing_minor, whole=True),
            _deals(found.closing_deals, formats),
        ),
        Figure(
            _("Needs attention"),
            formats.number(found.needing_attention),
            _("rotting or late"),
            "danger" if found.needing_attention else "text",
        ),
        Figure(_("Won this month"), formats.money(found.won_minor, whole=True), "", "success"),
    ]


def _deals(count: int, formats: Formats) -> str:
    return ngettext("{n} deal", "{n} deals", count).format(n=formats.number(count))
