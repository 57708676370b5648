"""Paints the line above the rows of a group."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from ui.kit.boxes import cut_start
from ui.kit.group_head import GroupHead
from ui.kit.icons import paint_icon
from ui.kit.row_painter import Slot
from ui.kit.table_header import CELL_PAD
from ui.kit.theme import Theme


def paint_head(
    painter: QPainter, theme: Theme, slots: list[Slot], head: GroupHead, box: QRect, *, mirrored: bool
) -> None:
    """Paint `head` into `box`: arrow, title and note from the start on, sums in their `slots`."""
    pad = theme.px(CELL_PAD)
    summed = [slot for slot in slots if head.sums.get(slot.column.name)]
    painter.setFont(theme.font("control", numbers=True))
    painter.setPen(theme.colour("text"))
    middle = Qt.AlignmentFlag.AlignVCenter
    for slot in summed:
        side = Qt.AlignmentFlag.AlignTrailing if slot.column.right_aligned else Qt.AlignmentFlag.AlignLeading
        room = QRect(slot.x + pad, box.y(), slot.width - 2 * pad, box.height())
        painter.drawText(room, side | middle, head.sums[slot.column.name])
    rest = box.adjusted(2 * pad, 0, -pad, 0)
    if summed and mirrored:
        rest.setLeft(max(slot.x + slot.width for slot in summed))
    elif summed:
        rest.setRight(min(slot.x for slot in summed))
    mark, rest = cut_start(rest, theme.size("icon.sm"), theme.px(8), mirrored=mirrored)
    paint_icon(painter, theme, "expand" if head.open else "back" if mirrored else "next", mark, "text2", "sm")
    metrics = theme.metrics("control")
    title = metrics.elidedText(head.title, Qt.TextElideMode.ElideRight, rest.width())
    words, rest = cut_start(rest, metrics.horizontalAdvance(title), theme.px(8), mirrored=mirrored)
    painter.setFont(theme.font("control"))
    painter.drawText(words, Qt.AlignmentFlag.AlignLeading | middle, title)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("text2"))
    painter.drawText(rest, Qt.AlignmentFlag.AlignLeading | middle, head.note)
