"""A row of two lines under a heading, and how it is painted."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit.boxes import cut_end, cut_start
from ui.kit.icons import paint_icon
from ui.kit.painting import Badge, Face, badge_size, paint_avatar, paint_badge, paint_ring
from ui.kit.theme import Theme

LINE_HEIGHT = 58
HEADING_HEIGHT = 30
PAD = 16


class State(NamedTuple):
    """Where a line stands: an icon or the `share` of a ring that is left, and words in the colour `role`."""

    text: str
    role: str = "text2"
    icon: str = ""
    share: float | None = None


class Line(NamedTuple):
    """Two lines: icon, title and time; then what it is about, where it stands, and whose it is.

    A `figure` stands at the end in the middle of both, `strong` where it asks for attention; a `badge` or a `link` at
    its top.
    """

    id: bytes
    title: str
    about: str = ""
    time: str = ""
    icon: str = ""
    icon_role: str = "text2"
    state: State | None = None
    face: Face | None = None
    unread: bool = False
    figure: str = ""
    strong: bool = False
    badge: Badge | None = None
    link: str = ""


class Heading(NamedTuple):
    """Words above a group of lines."""

    text: str


def link_box(theme: Theme, box: QRect, line: Line, *, mirrored: bool) -> QRect:
    """Return where the link of `line`, which is painted in `box`, stands."""
    inner = box.adjusted(theme.px(PAD), theme.px(8), -theme.px(PAD), 0)
    first = QRect(inner.x(), inner.y(), inner.width(), theme.px(20))
    width = theme.metrics("small", 500).horizontalAdvance(line.link) + 1
    return cut_end(first, width, mirrored=mirrored)[0]


class TwoLineDelegate(QStyledItemDelegate):
    """Paints the Lines and Headings that `row_at` returns for a place."""

    def __init__(
        self,
        theme: Theme,
        view: QAbstractItemView,
        row_at: Callable[[int], Line | Heading],
        height: int = LINE_HEIGHT,
    ) -> None:
        super().__init__(view)
        self._height = height
        self._theme = theme
        self._view = view
        self._row_at = row_at

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a heading or a line."""
        height = HEADING_HEIGHT if isinstance(self._row_at(index.row()), Heading) else self._height
        return QSize(0, self._theme.px(height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the row."""
        row = self._row_at(index.row())
        painter.save()
        painter.setLayoutDirection(option.direction)
        mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        if isinstance(row, Heading):
            self._paint_heading(painter, option.rect, row)
        else:
            self._paint_ground(painter, option, current=self._view.currentIndex() == index)
            self._paint_line(painter, option.rect, row, mirrored=mirrored)
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        painter.drawLine(option.rect.left(), option.rect.bottom(), option.rect.right(), option.rect.bottom())
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRect, heading: Heading) -> None:
        theme = self._theme
        painter.fillRect(box, theme.colour("surfaceSunken"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text2"))
        inner = box.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, heading.text)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, current: bool) -> None:
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = "selectedStrong" if current else "surfaceHover" if hovered else "surface"
        painter.fillRect(option.rect, self._theme.colour(ground))

    def _paint_line(self, painter: QPainter, box: QRect, line: Line, *, mirrored: bool) -> None:
        theme = self._theme
        inner = box.adjusted(theme.px(PAD), theme.px(8), -theme.px(PAD), -theme.px(9))
        if line.figure:
            inner = self._paint_figure(painter, inner, line, mirrored=mirrored)
        if line.icon:
            part, inner = cut_start(inner, theme.size("icon.md"), theme.px(8), mirrored=mirrored)
            mark = QRect(part.x(), inner.y(), part.width(), theme.px(20))
            paint_icon(painter, theme, line.icon, mark, line.icon_role)
        first = QRect(inner.x(), inner.y(), inner.width(), theme.px(20))
        if line.badge is not None:
            width = badge_size(theme, line.badge).width()
            part, first = cut_end(first, width, theme.px(8), mirrored=mirrored)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_badge(painter, theme, part, line.badge)
        if line.link:
            part = link_box(theme, box, line, mirrored=mirrored)
            first = cut_end(first, part.width(), theme.px(8), mirrored=mirrored)[1]
            self._write(painter, part, line.link, "small", "accentText", weight=500)
        second = QRect(inner.x(), inner.bottom() + 1 - theme.px(20), inner.width(), theme.px(20))
        if line.unread:
            dot, _rest = cut_start(box.adjusted(theme.px(5), 0, -theme.px(5), 0), theme.px(6), mirrored=mirrored)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(dot.x(), first.center().y() - theme.px(3), dot.width(), dot.width())
        self._paint_first(painter, first, line, mirrored=mirrored)
        self._paint_second(painter, second, line, mirrored=mirrored)

    def _paint_figure(self, painter: QPainter, box: QRect, line: Line, *, mirrored: bool) -> QRect:
        """Paint the figure of `line`; return what is left of `box`."""
        weight = 600 if line.strong else 0
        width = self._theme.metrics("control", weight, numbers=True).horizontalAdvance(line.figure)
        part, rest = cut_end(box, width, self._theme.px(10), mirrored=mirrored)
        self._write(
            painter, part, line.figure, "control", "text" if line.strong else "text2", weight=weight, numbers=True
        )
        return rest

    def _paint_first(self, painter: QPainter, box: QRect, line: Line, *, mirrored: bool) -> None:
        theme = self._theme
        if line.time:
            width = theme.metrics("small", numbers=True).horizontalAdvance(line.time)
            part, box = cut_end(box, width, theme.px(8), mirrored=mirrored)
            self._write(painter, part, line.time, "small", "text3", numbers=True)
        self._write(painter, box, line.title, "bodyStrong" if line.unread else "control", "text")

    def _paint_second(self, painter: QPainter, box: QRect, line: Line, *, mirrored: bool) -> None:
        theme = self._theme
        if line.face is not None:
            part, box = cut_end(box, theme.size("avatar.xs"), theme.px(6), mirrored=mirrored)
            paint_avatar(painter, theme, part, line.face)
        if line.state is not None:
            width = theme.metrics("small", 500, numbers=True).horizontalAdvance(line.state.text)
            part, box = cut_end(box, width, theme.px(4), mirrored=mirrored)
            self._write(painter, part, line.state.text, "small", line.state.role, weight=500, numbers=True)
            if line.state.icon or line.state.share is not None:
                part, box = cut_end(box, theme.px(16), theme.px(8), mirrored=mirrored)
                self._paint_state(painter, part, line.state)
        self._write(painter, box, line.about, "small", "text2")

    def _paint_state(self, painter: QPainter, box: QRect, state: State) -> None:
        if state.share is not None:
            role = {"warning": "warningSolid", "danger": "dangerSolid"}.get(state.role, "neutralSolid")
            paint_ring(painter, self._theme, box, state.share, role)
        else:
            paint_icon(painter, self._theme, state.icon, box, state.role, "sm")

    def _write(
        self, painter: QPainter, box: QRect, text: str, style: str, role: str, *, weight: int = 0, numbers: bool = False
    ) -> None:
        painter.setFont(self._theme.font(style, weight, numbers=numbers))
        painter.setPen(self._theme.colour(role))
        metrics = self._theme.metrics(style, weight, numbers=numbers)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, cut)
