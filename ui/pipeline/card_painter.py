"""A deal's card, painted: account, deal, amount, age, close date, next step, owner."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen

from ui.kit.boxes import cut_end, cut_start
from ui.kit.cells import step_icon
from ui.kit.icons import paint_icon
from ui.kit.painting import METER_STEPS, paint_age, paint_avatar
from ui.kit.theme import Theme
from ui.pipeline.card_words import ROTTING, CardFace

CARD_HEIGHT = 88
# Around each card in its row, so that the focus ring has room.
MARGIN = 4
_PAD = 13
_EDGE = 3
_LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
_TRAIL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing


def paint_card_face(
    painter: QPainter, theme: Theme, box: QRect, face: CardFace, *, ring: bool = False, chosen: bool = False
) -> None:
    """Paint the card of a deal into `box`; with `ring` it has the focus, `chosen` its edge is in the accent colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter, theme, box, face, chosen=chosen or ring)
    if ring:
        _paint_ring(painter, theme, box)
    mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    pad = theme.px(_PAD)
    inner = box.adjusted(pad, 0, -pad, 0)
    _paint_head(painter, theme, _line(theme, inner, 12, 20), face, mirrored=mirrored)
    title = _line(theme, inner, 33, 18)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("text2"))
    painter.drawText(title, _LEAD, _cut(theme, face.title, title.width(), "small"))
    _paint_foot(painter, theme, _line(theme, inner, 57, 20), face, mirrored=mirrored)
    painter.restore()


def paint_slot(painter: QPainter, theme: Theme, box: QRect, role: str, ground: str = "") -> None:
    """Paint the dashed place where a carried card came from, or would stand."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.colour(role), 1)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.setBrush(theme.colour(ground) if ground else Qt.BrushStyle.NoBrush)
    radius = theme.radius("lg")
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.restore()


def paint_waiting_card(painter: QPainter, theme: Theme, box: QRect) -> None:
    """Paint a card that is still being read."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = theme.radius("lg")
    painter.setPen(QPen(theme.colour("hairline"), 1))
    painter.setBrush(theme.colour("boardCard"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("neutralTint"))
    pad = theme.px(_PAD)
    for top, width, height in ((16, 0.55, 12), (38, 0.75, 9), (62, 0.4, 9)):
        bar = QRectF(box.x() + pad, box.y() + theme.px(top), (box.width() - 2 * pad) * width, theme.px(height))
        painter.drawRoundedRect(bar, 3, 3)
    painter.restore()


def _paint_ground(painter: QPainter, theme: Theme, box: QRect, face: CardFace, *, chosen: bool) -> None:
    radius = theme.radius("lg")
    frame = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("boardCard"))
    painter.drawRoundedRect(frame, radius, radius)
    painter.setPen(QPen(theme.colour("focus" if chosen else "hairline"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, radius, radius)
    if face.age == ROTTING:
        body = QPainterPath()
        body.addRoundedRect(QRectF(box), radius, radius)
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        edge, _rest = cut_start(box, theme.px(_EDGE), mirrored=mirrored)
        strip = QPainterPath()
        strip.addRect(QRectF(edge))
        painter.fillPath(body.intersected(strip), theme.colour("dangerSolid"))


def _paint_ring(painter: QPainter, theme: Theme, box: QRect) -> None:
    width = theme.size("focusRing.width")
    reach = 1 + width / 2
    painter.setPen(QPen(theme.colour("focus"), width))
    radius = theme.radius("lg") + reach
    painter.drawRoundedRect(QRectF(box).adjusted(-reach, -reach, reach, reach), radius, radius)


def _paint_head(painter: QPainter, theme: Theme, box: QRect, face: CardFace, *, mirrored: bool) -> None:
    amount = theme.metrics("bodyStrong", numbers=True).horizontalAdvance(face.amount)
    part, box = cut_end(box, amount, theme.px(8), mirrored=mirrored)
    painter.setFont(theme.font("bodyStrong", numbers=True))
    painter.setPen(theme.colour("text"))
    painter.drawText(part, _TRAIL, face.amount)
    part, box = cut_start(box, theme.size("avatar.xs"), theme.px(8), mirrored=mirrored)
    paint_avatar(painter, theme, part, face.avatar)
    painter.setFont(theme.font("control"))
    painter.setPen(theme.colour("text"))
    painter.drawText(box, _LEAD, _cut(theme, face.account, box.width(), "control"))


def _paint_foot(painter: QPainter, theme: Theme, box: QRect, face: CardFace, *, mirrored: bool) -> None:
    if face.owner is not None:
        part, box = cut_end(box, theme.size("avatar.xs"), theme.px(8), mirrored=mirrored)
        paint_avatar(painter, theme, part, face.owner)
    icon, role = step_icon(face.step)
    part, box = cut_end(box, theme.size("icon.md"), theme.px(8), mirrored=mirrored)
    paint_icon(painter, theme, icon, part, role)
    metrics = theme.metrics("small", numbers=True)
    meter = METER_STEPS * theme.px(5) + (METER_STEPS - 1) * theme.px(2) + theme.px(4)
    width = meter + metrics.horizontalAdvance(face.days) + 1
    part, box = cut_start(box, width, theme.px(8), mirrored=mirrored)
    paint_age(painter, theme, part, face.age, face.days)
    painter.setFont(theme.font("small", numbers=True))
    painter.setPen(theme.colour("danger" if face.late else "text2"))
    closes = closing_words(face, metrics, box.width())
    painter.drawText(box, _LEAD, metrics.elidedText(closes, Qt.TextElideMode.ElideRight, box.width()))


def closing_words(face: CardFace, metrics: QFontMetrics, room: int) -> str:
    """Return the most that can be said in `room` of when the deal closes: words and day, the day, the month."""
    told = [each for each in (face.closes, face.day, face.month) if each]
    return next((each for each in told if metrics.horizontalAdvance(each) <= room), told[-1])


def _line(theme: Theme, box: QRect, top: int, height: int) -> QRect:
    return QRect(box.x(), box.y() + theme.px(top), box.width(), theme.px(height))


def _cut(theme: Theme, text: str, width: int, style: str) -> str:
    return theme.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, width)
