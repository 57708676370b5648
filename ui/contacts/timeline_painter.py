"""Paints the rows of a timeline; texts are broken into lines once for each width."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.contacts.timeline_model import RowKind, TimelineModel
from ui.contacts.timeline_words import NameLink, Run, Told
from ui.kit.boxes import cut_end, cut_start
from ui.kit.icons import paint_icon
from ui.kit.painting import paint_badges
from ui.kit.skeleton import paint_skeleton
from ui.kit.theme import Theme, tone_colours
from ui.kit.wrapping import wrapped

SIDE = 20
MARKER = 28
GUTTER = 40
PAD, TITLE, LINE, GAP, FOOT, GROUP = 6, 24, 20, 7, 11, 28
MOST_LINES = 12
_START = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_END = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_RUN_ROLES = {"": ("text2", ""), "before": ("danger", "dangerTint"), "after": ("success", "successTint")}


class Laid(NamedTuple):
    """A text broken into lines, and how high the whole entry is."""

    lines: tuple[str, ...]
    height: int


class Piece(NamedTuple):
    """A piece of a line, and the name that it is, if it is one."""

    text: str
    link: NameLink | None = None


class TimelinePainter(QStyledItemDelegate):
    """Paints groups and entries; `room` is how high the room at the top is, `width` how wide the rows are."""

    def __init__(self, theme: Theme, model: TimelineModel) -> None:
        super().__init__(model)
        self._theme = theme
        self._rows = model
        self._laid: dict[tuple[Told, int], Laid] = {}
        self.room = 0
        self.width = 0
        theme.changed.connect(self._laid.clear)
        model.modelReset.connect(self._laid.clear)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return how high the row is."""
        return QSize(self.width, self.height_of(index.row()))

    def height_of(self, place: int) -> int:
        """Return how high the row at `place` is."""
        told = self._rows.told(place)
        if told is not None:
            return self._lay(told, self.width).height
        return self.room if self._rows.row(place).kind is RowKind.ROOM else self._theme.px(GROUP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the row."""
        row = self._rows.row(index.row())
        box: QRect = option.rect
        mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setLayoutDirection(option.direction)
        told = self._rows.told(index.row())
        if told is not None:
            last = self._rows.ends_group(index.row())
            self._paint_entry(painter, box, told, last=last, mirrored=mirrored, option=option)
        elif row.kind is RowKind.GROUP:
            side = self._theme.px(SIDE)
            self._paint_group(painter, box.adjusted(side, 0, -side, 0), row.label, mirrored=mirrored)
        painter.restore()

    def _paint_group(self, painter: QPainter, box: QRect, label: str, *, mirrored: bool) -> None:
        theme = self._theme
        top = QRect(box.x(), box.y() + theme.px(PAD), box.width(), theme.px(20))
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("text2"))
        painter.drawText(top, _START, label)
        used = theme.metrics("small", 500).horizontalAdvance(label)
        rest = cut_start(top, used, theme.px(12), mirrored=mirrored)[1]
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(rest.left(), top.center().y(), rest.right(), top.center().y())

    def _paint_entry(
        self,
        painter: QPainter,
        whole: QRect,
        told: Told,
        *,
        last: bool,
        mirrored: bool,
        option: QStyleOptionViewItem,
    ) -> None:
        theme = self._theme
        state = option.state
        if state & QStyle.StateFlag.State_Selected or state & QStyle.StateFlag.State_MouseOver:
            self._paint_ground(painter, whole, chosen=bool(state & QStyle.StateFlag.State_Selected))
        side = theme.px(SIDE)
        box = whole.adjusted(side, theme.px(PAD), -side, 0)
        gutter, rest = cut_start(box, theme.px(MARKER), theme.px(GUTTER - MARKER), mirrored=mirrored)
        if not last:
            x = gutter.center().x()
            painter.setPen(QPen(theme.colour("hairline"), 1))
            painter.drawLine(x, box.y() + theme.px(MARKER + 2), x, box.bottom() + theme.px(PAD) - 1)
        self._paint_marker(painter, QRect(gutter.x(), box.y(), gutter.width(), theme.px(MARKER)), told)
        self._paint_title(painter, QRect(rest.x(), box.y(), rest.width(), theme.px(TITLE)), told, mirrored=mirrored)
        self._paint_body(painter, rest, told, mirrored=mirrored)
        if state & QStyle.StateFlag.State_HasFocus:
            self._paint_focus(painter, whole)

    def _paint_focus(self, painter: QPainter, whole: QRect) -> None:
        theme = self._theme
        width = theme.size("focusRing.width")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(whole).adjusted(theme.px(12) + width / 2, width / 2, -theme.px(12) - width / 2, -theme.px(2))
        painter.drawRoundedRect(box, theme.radius("lg"), theme.radius("lg"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_ground(self, painter: QPainter, whole: QRect, *, chosen: bool) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("selected" if chosen else "surfaceHover"))
        box = QRectF(whole).adjusted(theme.px(12), 0, -theme.px(12), -theme.px(2))
        painter.drawRoundedRect(box, theme.radius("lg"), theme.radius("lg"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_marker(self, painter: QPainter, circle: QRect, told: Told) -> None:
        theme, colours = self._theme, tone_colours(told.tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colours.tint))
        painter.drawEllipse(QRectF(circle))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        paint_icon(painter, theme, told.icon, circle, colours.text, "sm")

    def _paint_title(self, painter: QPainter, box: QRect, told: Told, *, mirrored: bool) -> None:
        theme = self._theme
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(box, _END, told.when)
        used = theme.metrics("small").horizontalAdvance(told.when)
        rest = cut_end(box, used, theme.px(12), mirrored=mirrored)[1]
        strong = theme.metrics("control")
        title = strong.elidedText(told.title, Qt.TextElideMode.ElideRight, rest.width())
        painter.setFont(theme.font("control"))
        painter.setPen(theme.colour("text"))
        painter.drawText(rest, _START, title)
        rest = cut_start(rest, strong.horizontalAdvance(title), theme.px(8), mirrored=mirrored)[1]
        aside = theme.metrics("small").elidedText(told.aside, Qt.TextElideMode.ElideRight, max(rest.width(), 0))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(rest, _START, aside)

    def _paint_body(self, painter: QPainter, rest: QRect, told: Told, *, mirrored: bool) -> None:
        theme = self._theme
        y = rest.y() + theme.px(TITLE)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text2"))
        for line in self._lay(told, self.width).lines:
            box = QRect(rest.x(), y, rest.width(), theme.px(LINE))
            if told.links and "@" in line:
                self._paint_linked(painter, box, pieces_of(line, told.links), mirrored=mirrored)
            else:
                painter.drawText(box, _START, line)
            y += theme.px(LINE)
        for runs in told.runs:
            self._paint_runs(painter, QRect(rest.x(), y, rest.width(), theme.px(LINE)), runs, mirrored=mirrored)
            y += theme.px(LINE)
        if told.badges:
            badges = QRect(rest.x(), y + theme.px(GAP), rest.width(), theme.size("badge"))
            paint_badges(painter, theme, badges, told.badges)

    def link_at(self, place: int, whole: QRect, point: QPoint, *, mirrored: bool) -> NameLink | None:
        """Return the name at `point` in the row at `place`, which is painted in `whole`."""
        told = self._rows.told(place) if place >= 0 else None
        if told is None or not told.links:
            return None
        theme = self._theme
        side, line_height = theme.px(SIDE), theme.px(LINE)
        box = whole.adjusted(side, theme.px(PAD), -side, 0)
        rest = cut_start(box, theme.px(MARKER), theme.px(GUTTER - MARKER), mirrored=mirrored)[1]
        lines = self._lay(told, self.width).lines
        number = (point.y() - rest.y() - theme.px(TITLE)) // line_height
        if not 0 <= number < len(lines):
            return None
        line_box = QRect(rest.x(), rest.y() + theme.px(TITLE) + number * line_height, rest.width(), line_height)
        boxes = self._boxes(line_box, pieces_of(lines[number], told.links), mirrored=mirrored)
        return next((piece.link for part, piece in boxes if part.contains(point)), None)

    def _boxes(self, box: QRect, pieces: Sequence[Piece], *, mirrored: bool) -> Iterator[tuple[QRect, Piece]]:
        metrics = self._theme.metrics("body")
        for piece in pieces:
            part, box = cut_start(box, metrics.horizontalAdvance(piece.text), 0, mirrored=mirrored)
            yield part, piece

    def _paint_linked(self, painter: QPainter, box: QRect, pieces: Sequence[Piece], *, mirrored: bool) -> None:
        for part, piece in self._boxes(box, pieces, mirrored=mirrored):
            painter.setPen(self._theme.colour("accentText" if piece.link is not None else "text2"))
            painter.drawText(part, _START, piece.text)
        painter.setPen(self._theme.colour("text2"))

    def _paint_runs(self, painter: QPainter, box: QRect, runs: tuple[Run, ...], *, mirrored: bool) -> None:
        theme, metrics = self._theme, self._theme.metrics("body")
        for run in runs:
            if box.width() <= theme.px(12):
                return
            role, tint = _RUN_ROLES[run.mark]
            pad = theme.px(2) if tint else 0
            text = metrics.elidedText(run.text, Qt.TextElideMode.ElideRight, box.width() - 2 * pad)
            part, box = cut_start(box, metrics.horizontalAdvance(text) + 2 * pad, theme.px(3), mirrored=mirrored)
            if tint:
                ground = QRectF(part).adjusted(0, theme.px(1), 0, -theme.px(1))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour(tint))
                painter.drawRoundedRect(ground, theme.radius("sm"), theme.radius("sm"))
            painter.setPen(theme.colour(role))
            painter.drawText(part, Qt.AlignmentFlag.AlignCenter, text)
            if run.mark == "before":
                painter.drawLine(part.x() + pad, part.center().y() + 1, part.right() - pad, part.center().y() + 1)

    def _lay(self, told: Told, width: int) -> Laid:
        key = (told, width)
        found = self._laid.get(key)
        if found is None:
            found = self._laid[key] = self._made(told, width - self._theme.px(2 * SIDE + GUTTER))
        return found

    def _made(self, told: Told, room: int) -> Laid:
        theme = self._theme
        lines = wrapped(told.text, theme, "body", room, MOST_LINES)
        count = len(lines) + len(told.runs)
        height = PAD + TITLE + LINE * count + FOOT + (GAP + 20 if told.badges else 0)
        return Laid(lines, theme.px(max(height, theme.tokens.sizes["row.timelineMin"])))


def pieces_of(line: str, links: Sequence[NameLink]) -> list[Piece]:
    """Return `line` in pieces, in which names behind “@” stand alone."""
    pieces: list[Piece] = []
    rest = line
    while rest:
        found = [(at, -len(link.name), link) for link in links if (at := rest.find(f"@{link.name}")) >= 0]
        if not found:
            break
        at, _length, link = min(found)
        end = at + len("@") + len(link.name)
        pieces += [Piece(rest[:at])] if at else []
        pieces.append(Piece(rest[at:end], link))
        rest = rest[end:]
    return [*pieces, Piece(rest)] if rest else pieces


def paint_waiting(painter: QPainter, theme: Theme, first: QRect) -> None:
    """Paint grey bars for entries that are awaited: the `first` of them and those below it."""
    side = theme.px(SIDE)
    for number in range(4):
        box = first.translated(0, number * first.height()).adjusted(side - theme.px(14), 0, -side, 0)
        paint_skeleton(painter, theme, box, number)
