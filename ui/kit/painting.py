"""Small things that delegates and widgets paint: badges, avatars, meters, rings, sparklines, keys."""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple
from zlib import crc32

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from crm_desktop.values.names import fold, initials
from ui.kit.boxes import cut_start
from ui.kit.icons import paint_icon
from ui.kit.pixmaps import kept_pixmap
from ui.kit.theme import Theme, Tone, ToneColours, tone_colours

AVATAR_COLOURS = 8
METER_STEPS = 3
FAINT_EDGE = 0.4  # of a key cap on a button, as in the design


class Badge(NamedTuple):
    """A short word on a tint, with an icon where the tone alone would carry the meaning."""

    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


class Face(NamedTuple):
    """Whose avatar is shown: the initials come from `name`, the colour from `id`."""

    name: str
    id: bytes
    company: bool = False


def badge_size(theme: Theme, badge: Badge) -> QSize:
    """Return how large `badge` is painted."""
    width = theme.metrics("caption").horizontalAdvance(badge.text) + 2 * _badge_pad(theme, badge)
    if badge.icon:
        width += theme.size("icon.xs") + theme.px(4)
    return QSize(width, theme.size("badge"))


def paint_badge(painter: QPainter, theme: Theme, box: QRect, badge: Badge) -> int:
    """Paint `badge` at the start of `box`, middle of its height, cut to its width; return the width used."""
    colours = badge_colours(badge)
    size = badge_size(theme, badge)
    width = min(size.width(), box.width())
    mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    body, _rest = cut_start(box, width, mirrored=mirrored)
    body = QRect(body.x(), box.y() + (box.height() - size.height()) // 2, width, size.height())
    _paint_badge_body(painter, theme, body, badge)
    inner = body.adjusted(_badge_pad(theme, badge), 0, -_badge_pad(theme, badge), 0)
    if badge.icon:
        part, inner = cut_start(inner, theme.size("icon.xs"), theme.px(4), mirrored=mirrored)
        paint_icon(painter, theme, badge.icon, part, colours.text, "xs")
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.colour(colours.text))
    text = badge.text
    if width < size.width():
        text = theme.metrics("caption").elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)
    return width


def badge_colours(badge: Badge) -> ToneColours:
    """Return the names of the tokens that `badge` is painted with; a tag has the same ones wherever it stands."""
    if badge.tone is not Tone.TAG:
        return tone_colours(badge.tone)
    index = avatar_colour(fold(badge.text).encode())
    return ToneColours(f"avatar{index}.text", f"avatar{index}.tint", f"avatar{index}.text")


def _badge_pad(theme: Theme, badge: Badge) -> int:
    return theme.px(6) + (1 if badge.tone is Tone.OUTLINE else 0)


def paint_badges(painter: QPainter, theme: Theme, box: QRect, badges: Sequence[Badge]) -> None:
    """Paint `badges` one after the other; those that do not fit become a count."""
    left = box
    mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    for index, badge in enumerate(badges):
        rest = len(badges) - index - 1
        room = left.width() - (theme.px(34) if rest else 0)
        if index and badge_size(theme, badge).width() > room:
            paint_badge(painter, theme, left, Badge(f"+{rest + 1}"))
            return
        used = paint_badge(painter, theme, left, badge)
        _part, left = cut_start(left, used, theme.px(4), mirrored=mirrored)


@lru_cache(4096)
def _letters(name: str) -> str:
    return initials(name) or "?"


def avatar_colour(record: bytes) -> int:
    """Return which of the avatar colours the record `record` has everywhere."""
    return crc32(record) % AVATAR_COLOURS


def paint_avatar(painter: QPainter, theme: Theme, box: QRect, face: Face) -> None:
    """Paint the avatar of `face` into the square `box`: a circle for a person, a rounded square for a company."""
    side = min(box.width(), box.height())
    ratio = painter.device().devicePixelRatioF()
    # Ron-tech is RT, while a person's double name counts as one
    letters = _letters(face.name.replace("-", " ") if face.company else face.name)
    index = avatar_colour(face.id)
    draw = partial(_draw_avatar, theme=theme, letters=letters, index=index, company=face.company, side=side)
    pixmap = kept_pixmap(theme, ("avatar", letters, index, face.company), QSize(side, side), ratio, draw)
    painter.drawPixmap(box.x() + (box.width() - side) // 2, box.y() + (box.height() - side) // 2, pixmap)


def paint_marker(painter: QPainter, theme: Theme, box: QRect) -> None:
    """Paint `box` as by a marker, below what was found."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("mark"))
    painter.drawRoundedRect(QRectF(box), theme.radius("xs"), theme.radius("xs"))


def paint_age_meter(painter: QPainter, theme: Theme, box: QRect, steps: int) -> int:
    """Paint 1 to 3 filled steps at the start of `box` (fresh, ageing, rotting); return the width used."""
    colour = theme.colour(("neutralSolid", "neutralSolid", "warningSolid", "dangerSolid")[min(steps, METER_STEPS)])
    width, height, gap = theme.px(5), theme.px(10), theme.px(2)
    used = _meter_width(theme)
    mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    x = cut_start(box, used, mirrored=mirrored)[0].x()
    y = box.y() + (box.height() - height) // 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for step in range(METER_STEPS):
        place = METER_STEPS - 1 - step if mirrored else step
        bar = QRectF(x + place * (width + gap), y, width, height)
        filled = step < steps
        painter.setPen(QPen(colour if filled else theme.colour("hairlineStrong"), 1))
        painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 1, 1)
    painter.restore()
    return used


def age_width(theme: Theme, text: str) -> int:
    """Return how wide the age meter is with `text` after it."""
    words = theme.metrics("small", numbers=True).horizontalAdvance(text)
    return _meter_width(theme) + theme.px(4) + words + 1


def _meter_width(theme: Theme) -> int:
    return METER_STEPS * theme.px(5) + (METER_STEPS - 1) * theme.px(2)


def paint_age(painter: QPainter, theme: Theme, box: QRect, steps: int, text: str) -> None:
    """Paint the age meter and `text` ("13 d") after it, in the colour of the steps."""
    used = paint_age_meter(painter, theme, box, steps)
    mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    _meter, rest = cut_start(box, used, theme.px(4), mirrored=mirrored)
    painter.setFont(theme.font("small", numbers=True))
    painter.setPen(theme.colour(("text2", "text2", "warning", "danger")[min(steps, METER_STEPS)]))
    painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)


def paint_ring(painter: QPainter, theme: Theme, box: QRect, share: float, role: str) -> None:
    """Paint a ring of which `share` (0 to 1) is still left, in the colour `role`, in the middle of `box`."""
    side, width = theme.px(16), 2.5 * theme.zoom
    half = width / 2
    ring = QRectF(box.x() + (box.width() - side) / 2, box.y() + (box.height() - side) / 2, side, side)
    ring.adjust(half, half, -half, -half)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("neutralTint"), width))
    painter.drawEllipse(ring)
    pen = QPen(theme.colour(role), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawArc(ring, 90 * 16, -round(min(max(share, 0.0), 1.0) * 360 * 16))
    painter.restore()


def paint_sparkline(painter: QPainter, theme: Theme, box: QRectF, values: Sequence[float], role: str) -> None:
    """Paint `values` from left to right as a line with a dot at the last, in the colour `role`."""
    if not values:
        return
    dot = 2.5 * theme.zoom
    points = _spark_points(box.adjusted(0, dot, -dot, 0), values)
    colour = theme.colour(role)
    area = QPolygonF([*points, QPointF(points[-1].x(), box.bottom()), QPointF(points[0].x(), box.bottom())])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    shade = theme.colour(role)
    painter.setBrush(shade)
    painter.setOpacity(0.12)
    painter.drawPolygon(area)
    painter.setOpacity(1.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.5 * theme.zoom))
    painter.drawPolyline(points)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(points[-1], dot, dot)
    painter.restore()


def key_size(theme: Theme, keys: str) -> QSize:
    """Return how large the key hint `keys` is painted; one that was taken away has no width."""
    keys = theme.key(keys)
    if not keys:
        return QSize(0, theme.px(18))
    return QSize(theme.metrics("caption").horizontalAdvance(keys) + 2 * theme.px(6), theme.px(18))


def paint_key(painter: QPainter, theme: Theme, box: QRect, keys: str, text: str, edge: str) -> None:
    """Paint `keys` as a key cap in the middle of `box`, in the colours `text` and `edge`, faint where both are one."""
    size, keys = key_size(theme, keys), theme.key(keys)
    if not keys:
        return
    cap = QRect(box.x(), box.y() + (box.height() - size.height()) // 2, size.width(), size.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = theme.colour(edge)
    if edge == text:
        line.setAlphaF(FAINT_EDGE)
    painter.setPen(QPen(line, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), theme.radius("sm"), theme.radius("sm"))
    painter.setPen(theme.colour(text))
    painter.setFont(theme.font("caption"))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
    painter.restore()


def _paint_badge_body(painter: QPainter, theme: Theme, body: QRect, badge: Badge) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlined = badge.tone is Tone.OUTLINE
    painter.setPen(QPen(theme.colour("hairlineStrong"), 1) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(badge_colours(badge).tint))
    half = 0.5 if outlined else 0.0
    painter.drawRoundedRect(QRectF(body).adjusted(half, half, -half, -half), theme.radius("sm"), theme.radius("sm"))
    painter.restore()


def _draw_avatar(painter: QPainter, theme: Theme, letters: str, index: int, *, company: bool, side: int) -> None:
    body = QPainterPath()
    # companies are squares rounded by 22 % of their side (DESIGN, 6)
    radius = side * 0.22 if company else side / 2
    body.addRoundedRect(QRectF(0, 0, side, side), radius, radius)
    painter.fillPath(body, theme.colour(f"avatar{index}.tint"))
    font = QFont(theme.font("bodyStrong"))
    # smaller avatars need larger letters to be read
    font.setPixelSize(round(max(side * 0.25 + 4 * theme.zoom, side * 0.36)))
    painter.setFont(font)
    painter.setPen(theme.colour(f"avatar{index}.text"))
    painter.drawText(QRect(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, letters)


def _spark_points(box: QRectF, values: Sequence[float]) -> list[QPointF]:
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    step = box.width() / max(len(values) - 1, 1)
    return [
        QPointF(box.left() + index * step, box.bottom() - (value - low) / spread * box.height())
        for index, value in enumerate(values)
    ]


def paint_swatch(painter: QPainter, box: QRect, colour: QColor) -> None:
    """Paint the square that stands for a series of a chart."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(box), 2, 2)
    painter.restore()
