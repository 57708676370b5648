"""Paints a table's row in one go: no delegate call a cell, text measured once for each width."""

from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from ui.kit.cells import Cell, CellKind, Consent, Permission
from ui.kit.icons import icon_pixmap, paint_icon
from ui.kit.marks import Mark, paint_check
from ui.kit.paged_model import Column
from ui.kit.painting import paint_avatar, paint_badges
from ui.kit.table_header import CELL_PAD
from ui.kit.theme import Theme

# The cache of measured texts is emptied here: some screens full, and a few megabytes at most.
MOST_MEASURED = 20_000
CHANNEL_ICONS = ("email", "call", "letter")


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
        theme.changed.connect(self._measured.clear)

    def paint(
        self, painter: QPainter, slots: list[Slot], cells: tuple[Cell, ...], y: int, height: int, *, selected: bool
    ) -> None:
        """Paint `cells` into `slots` of the row at `y`."""
        for slot in slots:
            cell = cells[slot.place]
            if slot.column.kind is CellKind.CHECK:
                box = QRect(slot.x + self._theme.px(CELL_PAD), y, slot.width - self._theme.px(CELL_PAD), height)
                paint_check(painter, self._theme, box, Mark.ON if selected else Mark.OFF)
            elif cell.text or cell.icon:
                self._paint_text(painter, slot, cell, y, height)
            elif cell.badges or cell.consent:
                self._paint_marks(painter, slot, cell, y, height)

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

    def _paint_text(self, painter: QPainter, slot: Slot, cell: Cell, y: int, height: int) -> None:
        theme = self._theme
        pad = theme.px(CELL_PAD)
        x, width = slot.x + pad, slot.width - 2 * pad
        right_to_left = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if cell.face is not None or cell.icon:
            lead = self._paint_lead(painter, cell, QRect(x, y, width, height), right_to_left=right_to_left)
            x, width = (x, width - lead) if right_to_left else (x + lead, width - lead)
        if width <= 0 or not cell.text:
            return
        text, used = self.elided(cell, width)
        if slot.column.right_aligned is not right_to_left:
            x += width - used
        metrics = theme.metrics(cell.style)
        painter.setFont(theme.font(cell.style, numbers=cell.numbers))
        painter.setPen(theme.colour(cell.colour))
        painter.drawText(x, y + (height + metrics.ascent() - metrics.descent()) // 2, text)

    def _paint_lead(self, painter: QPainter, cell: Cell, box: QRect, *, right_to_left: bool) -> int:
        """Paint avatar or icon at the start of `box`; return how much of it is used."""
        theme = self._theme
        side = theme.size("avatar.sm") if cell.face is not None else theme.size("icon.md")
        if cell.face is not None and cell.face.company:
            side = theme.size("avatar.xs")
        x = box.right() + 1 - side if right_to_left else box.x()
        if cell.face is not None:
            paint_avatar(painter, theme, QRect(x, box.y() + (box.height() - side) // 2, side, side), cell.face)
            return side + theme.px(6)
        pixmap = icon_pixmap(theme, cell.icon, cell.icon_colour, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(x, box.y() + (box.height() - side) // 2, pixmap)
        return side + theme.px(6)

    def _paint_marks(self, painter: QPainter, slot: Slot, cell: Cell, y: int, height: int) -> None:
        pad = self._theme.px(CELL_PAD)
        box = QRect(slot.x + pad, y, slot.width - 2 * pad, height)
        if cell.badges:
            paint_badges(painter, self._theme, box, cell.badges)
        elif cell.consent is not None:
            paint_consent(painter, self._theme, box, cell.consent)


def paint_consent(painter: QPainter, theme: Theme, box: QRect, consent: Consent) -> None:
    """Paint the three channels: tinted when allowed, outlined when not asked, struck through when refused."""
    side, gap = theme.size("badge"), theme.px(3)
    step = side + gap
    right_to_left = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    for channel, permission in enumerate(consent):
        x = box.right() + 1 - side - channel * step if right_to_left else box.x() + channel * step
        square = QRect(x, box.y() + (box.height() - side) // 2, side, side)
        _paint_channel(painter, theme, square, CHANNEL_ICONS[channel], permission)


def _paint_channel(painter: QPainter, theme: Theme, square: QRect, name: str, permission: Permission) -> None:
    colours = {
        Permission.GIVEN: ("successTint", "success"),
        Permission.NOT_ASKED: ("surface", "text3"),
        Permission.WITHDRAWN: ("dangerTint", "danger"),
    }[permission]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("hairlineStrong") if permission is Permission.NOT_ASKED else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(colours[0]))
    painter.drawRoundedRect(QRectF(square).adjusted(0.5, 0.5, -0.5, -0.5), theme.radius("sm"), theme.radius("sm"))
    paint_icon(painter, theme, name, square, colours[1], "xs")
    if permission is Permission.WITHDRAWN:
        inset = theme.px(3)
        painter.setPen(QPen(theme.colour(colours[1]), 1.5 * theme.zoom))
        painter.drawLine(square.bottomLeft() + QPoint(inset, -inset), square.topRight() + QPoint(-inset, inset))
    painter.restore()


def _cut(metrics: QFontMetrics, text: str, width: int, *, middle: bool) -> tuple[str, int]:
    used = metrics.horizontalAdvance(text)
    if used <= width:
        return text, used
    where = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    cut = metrics.elidedText(text, where, width)
    return cut, metrics.horizontalAdvance(cut)
