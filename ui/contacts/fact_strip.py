"""The strip of figures below a record's head: what the contact amounts to."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.contacts.record_parts import Figures
from crm_desktop.words import _, ngettext
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.formats import Formats
from ui.kit.painting import paint_sparkline
from ui.kit.theme import Theme

HEIGHT = 59
LEAST_WIDTH = 170
SIDE = 16
_START = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class Figure(NamedTuple):
    """One figure with its label and a note; `spark` is how it came to be."""

    label: str
    value: str
    note: str = ""
    spark: Sequence[float] = ()
    role: str = "text2"


class FactStrip(QWidget):
    """Figures side by side; where there is no room for all, those at the end are left out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cells: list[_FigureCell] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 1)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show `figures`."""
        while len(self._cells) < len(figures):
            cell = _FigureCell(self._theme, first=not self._cells)
            self._cells.append(cell)
            self._row.addWidget(cell, 1)
        for cell, figure in zip(self._cells, figures, strict=False):
            cell.show_figure(figure)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the height of the strip."""
        return QSize(self._theme.px(LEAST_WIDTH), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the height of the strip."""
        return self.sizeHint()

    def resizeEvent(self, _event: object) -> None:
        """Show as many figures as there is room for."""
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline below."""
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _fit(self) -> None:
        room = min(max(self.width() // self._theme.px(LEAST_WIDTH), 1), len(self._cells))
        while room > 1 and any(cell.needed > self.width() // room for cell in self._cells[:room]):
            room -= 1
        for place, cell in enumerate(self._cells):
            cell.setVisible(place < room)


class _FigureCell(QWidget):
    def __init__(self, theme: Theme, *, first: bool) -> None:
        super().__init__()
        self._theme = theme
        self._first = first
        self._figure = Figure("", "")
        theme.changed.connect(self.update)

    def show_figure(self, figure: Figure) -> None:
        """Show `figure`."""
        self._figure = figure
        self.setAccessibleName(f"{figure.label}: {figure.value}")
        self.setAccessibleDescription(figure.note)
        self.update()

    @property
    def needed(self) -> int:
        """How wide the figure is with all its words."""
        return self._needed() + 2 * self._theme.px(SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line to the figure before, label, figure, note and sparkline."""
        theme, mirrored = self._theme, is_mirrored(self)
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        if not self._first:
            painter.setPen(QPen(theme.colour("hairline"), 0))
            x = self.width() - 1 if mirrored else 0
            painter.drawLine(x, 0, x, self.height())
        side = theme.px(SIDE)
        box = self.rect().adjusted(side, 0, -side, 0)
        if len(self._figure.spark) > 1 and box.width() - self._needed() >= theme.px(32):
            # The words come first: the line of growth takes what they leave.
            room = min(theme.px(52), box.width() - self._needed())
            spark, box = cut_end(box, room, theme.px(8), mirrored=mirrored)
            area = QRectF(spark.x(), theme.px(18), spark.width(), theme.px(24))
            paint_sparkline(painter, theme, area, self._figure.spark, "chart.c1")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(QRect(box.x(), theme.px(10), box.width(), theme.px(18)), _START, self._figure.label)
        self._paint_value(painter, QRect(box.x(), theme.px(26), box.width(), theme.px(26)), mirrored=mirrored)

    def _needed(self) -> int:
        """Return how wide figure and note are, with the gaps around them."""
        value = self._theme.metrics("title", numbers=True).horizontalAdvance(self._figure.value)
        return value + self._theme.metrics("small").horizontalAdvance(self._figure.note) + self._theme.px(14)

    def _paint_value(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        theme = self._theme
        painter.setFont(theme.font("title", numbers=True))
        painter.setPen(theme.colour("text"))
        width = theme.metrics("title", numbers=True).horizontalAdvance(self._figure.value)
        painter.drawText(box, _START, self._figure.value)
        rest = cut_start(box, width, theme.px(5), mirrored=mirrored)[1]
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(self._figure.role))
        note = theme.metrics("small").elidedText(self._figure.note, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest.translated(0, theme.px(1)), _START, note)


def figures_shown(figures: Figures, formats: Formats, currency: str) -> list[Figure]:
    """Return the figures of a contact as the strip shows them."""
    shown = [
        Figure(
            _("Lifetime value"),
            formats.money(figures.won_minor, currency, whole=True),
            _("since {year}").format(year=figures.won_since.year) if figures.won_since else "",
            _grown(figures.months),
        ),
        Figure(
            _("Open deals"),
            formats.money(figures.open_minor, currency, whole=True),
            ngettext("{n} deal", "{n} deals", figures.open_deals).format(n=figures.open_deals),
        ),
    ]
    average = figures.average_minor
    if average is not None:
        won = ngettext("{n} deal won", "{n} deals won", figures.won_deals).format(n=figures.won_deals)
        shown.append(Figure(_("Average deal"), formats.money(average, currency, whole=True), won))
    else:
        shown.append(Figure(_("Average deal"), "–", _("none won yet")))
    due = figures.ticket_due_at
    late = due is not None and due < formats.now()
    left = formats.left_within(due - formats.now()) if due is not None else ""
    shown.append(
        Figure(_("Open tickets"), formats.number(figures.open_tickets), left, role="danger" if late else "text2")
    )
    if figures.satisfaction is not None:
        answers = ngettext("of 5, {n} answer", "of 5, {n} answers", figures.answers).format(n=figures.answers)
        shown.append(Figure(_("Satisfaction"), formats.number(figures.satisfaction, 1), answers))
    else:
        shown.append(Figure(_("Satisfaction"), "–", _("not asked yet")))
    return shown


def _grown(months: Sequence[int]) -> list[float]:
    """Return how the sum of `months` grew."""
    sums: list[float] = []
    for each in months:
        sums.append((sums[-1] if sums else 0.0) + each)
    return sums
