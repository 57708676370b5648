"""Paints a table's row in one go: no delegate call a cell, text measured once for each width."""

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from ui.kit.boxes import cut_start
from ui.kit.cells import Cell, CellKind, Consent, Permission
from ui.kit.icons import icon_pixmap, paint_icon
from ui.kit.marks import Mark, paint_check
from ui.kit.paged_model import Column
from ui.kit.painting import paint_avatar, paint_badges
from ui.kit.pixmaps import kept_pixmap
from ui.kit.table_header import CELL_PAD
from ui.kit.theme import Theme

# The cache of measured texts is emptied here: some screens full, and a few megabytes at most.
MOST_MEASURED = 20_000
CHANNEL_ICONS = ("email", "call", "post")
_CHANNEL_COLOURS = {
    Permission.GIVEN: ("successTint", "success"),
    Permission.NOT_ASKED: ("surface", "text3"),
    Permission.WITHDRAWN: ("dangerTint", "danger"),
}


class Slot(NamedTuple):
    """Where a column is painted now."""

    place: int
    column: Column[Any]
    x: int
    width: int


class RowPainter:
    """Paints cells into slots; keeps what it measured until the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._measured: dict[tuple[str, str, int, bool], tuple[str, int]] = {}
        self._pens: dict[tuple[str, bool], tuple[QFont, int]] = {}
        self._pad = 0
        self._forget()
        theme.changed.connect(self._forget)

    def paint(
        self,
        painter: QPainter,
        slots: list[Slot],
        cells: tuple[Cell, ...],
        y: int,
        height: int,
        *,
        selected: bool,
        mirrored: bool = False,
    ) -> None:
        """Paint `cells` into `slots` of the row at `y`."""
        for slot in slots:
            cell = cells[slot.place]
            if cell.text or cell.icon:
                self._paint_text(painter, slot, cell, y, height, mirrored=mirrored)
            elif cell.badges:
                box = QRect(slot.x + self._pad, y, slot.width - 2 * self._pad, height)
                paint_badges(painter, self._theme, box, cell.badges)
            elif cell.consent is not None:
                box = QRect(slot.x + self._pad, y, slot.width - 2 * self._pad, height)
                paint_consent(painter, self._theme, box, cell.consent)
            elif slot.column.kind is CellKind.CHECK:
                self._paint_check(painter, slot, y, height, selected=selected, mirrored=mirrored)

    def elided(self, cell: Cell, width: int) -> tuple[str, int]:
        """Return the text of `cell` cut to `width`, and how wide that is."""
        key = (cell.text, cell.style, width, cell.numbers)
        found = self._measured.get(key)
        if found is None:
            if len(self._measured) > MOST_MEASURED:
                self._measured.clear()
            metrics = self._theme.metrics(cell.style, numbers=cell.numbers)
            found = self._measured[key] = _cut(metrics, cell.text, width, middle=cell.elide_middle)
        return found

    def _paint_text(self, painter: QPainter, slot: Slot, cell: Cell, y: int, height: int, *, mirrored: bool) -> None:
        x, width = slot.x + self._pad, slot.width - 2 * self._pad
        if cell.face is not None or cell.icon:
            lead = self._paint_lead(painter, cell, QRect(x, y, width, height), mirrored=mirrored)
            x, width = (x, width - lead) if mirrored else (x + lead, width - lead)
        if width <= 0 or not cell.text:
            return
        text, used = self.elided(cell, width)
        if slot.column.right_aligned is not mirrored:
            x += width - used
        font, rise = self._font_and_rise(cell)
        painter.setFont(font)
        painter.setPen(self._theme.colour(cell.colour))
        if mirrored:
            # what a name or number is written in decides its direction, not the language of the screen
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(x, y + (height + rise) // 2, text)
        if mirrored:
            painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    def _paint_lead(self, painter: QPainter, cell: Cell, box: QRect, *, mirrored: bool) -> int:
        """Paint avatar or icon at the start of `box`; return how much of it is used."""
        theme = self._theme
        side = theme.size("icon.md")
        if cell.face is not None:
            side = theme.size("avatar.xs" if cell.face.company else "avatar.sm")
        x = box.right() + 1 - side if mirrored else box.x()
        top = box.y() + (box.height() - side) // 2
        if cell.face is not None:
            paint_avatar(painter, theme, QRect(x, top, side, side), cell.face)
        else:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(x, top, icon_pixmap(theme, cell.icon, cell.icon_colour, side, ratio))
        return side + theme.px(6)

    def _paint_check(
        self, painter: QPainter, slot: Slot, y: int, height: int, *, selected: bool, mirrored: bool
    ) -> None:
        theme, mark = self._theme, Mark.ON if selected else Mark.OFF
        side = theme.size("icon.md")
        size, box = QSize(side, side), QRect(0, 0, side, side)
        ratio = painter.device().devicePixelRatioF()
        pixmap = kept_pixmap(theme, ("check", mark), size, ratio, lambda on: paint_check(on, theme, box, mark))
        x = slot.x + (slot.width + (-self._pad if mirrored else self._pad) - side) // 2
        painter.drawPixmap(x, y + (height - side) // 2, pixmap)

    def _font_and_rise(self, cell: Cell) -> tuple[QFont, int]:
        """Return the font of `cell`, and twice how far its baseline is below the middle of a row."""
        key = (cell.style, cell.numbers)
        found = self._pens.get(key)
        if found is None:
            metrics = self._theme.metrics(cell.style)
            font = self._theme.font(cell.style, numbers=cell.numbers)
            found = self._pens[key] = (font, metrics.ascent() - metrics.descent())
        return found

    def _forget(self) -> None:
        self._measured.clear()
        self._pens.clear()
        self._pad = self._theme.px(CELL_PAD)


def paint_consent(painter: QPainter, theme: Theme, box: QRect, consent: Consent) -> None:
    """Paint the three channels: tinted when allowed, outlined when not asked, struck through when refused."""
    side = theme.size("badge")
    mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    size = QSize(len(consent) * (side + theme.px(3)), side)
    # there are few answers, and each is painted hundreds of times
    draw = partial(_paint_channels, theme=theme, consent=consent, size=size, mirrored=mirrored)
    key = ("consent", *consent, mirrored)
    pixmap = kept_pixmap(theme, key, size, painter.device().devicePixelRatioF(), draw)
    place, _rest = cut_start(box, size.width(), mirrored=mirrored)
    painter.drawPixmap(place.x(), place.y() + (place.height() - side) // 2, pixmap)


def _paint_channels(painter: QPainter, theme: Theme, consent: Consent, size: QSize, *, mirrored: bool) -> None:
    box = QRect(0, 0, size.width(), size.height())
    for name, permission in zip(CHANNEL_ICONS, consent, strict=True):
        square, box = cut_start(box, size.height(), theme.px(3), mirrored=mirrored)
        _paint_channel(painter, theme, square, name, permission)


def _paint_channel(painter: QPainter, theme: Theme, square: QRect, name: str, permission: Permission) -> None:
    ground, colour = _CHANNEL_COLOURS[permission]
    painter.setPen(theme.colour("hairlineStrong") if permission is Permission.NOT_ASKED else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(QRectF(square).adjusted(0.5, 0.5, -0.5, -0.5), theme.radius("sm"), theme.radius("sm"))
    paint_icon(painter, theme, name, square, colour, "xs")
    if permission is Permission.WITHDRAWN:
        inset = theme.px(3)
        painter.setPen(QPen(theme.colour(colour), 1.5 * theme.zoom))
        painter.drawLine(square.bottomLeft() + QPoint(inset, -inset), square.topRight() + QPoint(-inset, inset))


def _cut(metrics: QFontMetrics, text: str, width: int, *, middle: bool) -> tuple[str, int]:
    used = metrics.horizontalAdvance(text)
    if used <= width:
        return text, used
    where = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    cut = metrics.elidedText(text, where, width)
    return cut, metrics.horizontalAdvance(cut)
