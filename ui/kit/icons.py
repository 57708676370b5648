"""Icons by meaning: Phosphor glyphs, tinted from the theme, sharp at every pixel ratio."""

from functools import partial

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap

from ui.kit.fonts import glyph, load_icon_font
from ui.kit.icon_names import GLYPHS
from ui.kit.pixmaps import kept_pixmap
from ui.kit.theme import Theme

# A dot stands in the middle of these: Phosphor has no ring with one. It is so much of the icon's side in radius.
_DOTTED, _DOT = frozenset({"due today"}), 0.11
# These point along the line of reading and are mirrored where text runs from right to left.
_DIRECTED = frozenset({"back", "forward", "next", "reply", "indent", "arrow"})


def icon(theme: Theme, name: str, role: str = "text2") -> QIcon:
    """Return the icon that means `name`, painted in the theme's colour `role`, also after the theme changes."""
    return QIcon(_GlyphEngine(theme, _known(name), role))


def icon_pixmap(theme: Theme, name: str, role: str, size: int, ratio: float) -> QPixmap:
    """Return the icon `name` at `size` device-independent pixels (already zoomed) for the pixel ratio `ratio`."""
    colour = theme.colour(role)
    key = ("icon", name, colour.rgba(), QGuiApplication.layoutDirection())
    return kept_pixmap(theme, key, QSize(size, size), ratio, partial(_draw, name=name, colour=colour, size=size))


def paint_icon(painter: QPainter, theme: Theme, name: str, box: QRect, role: str = "text2", size: str = "md") -> None:
    """Paint the icon `name` in the middle of `box`; `size` is a token: "xs", "sm", "md", "lg"."""
    side = theme.size(f"icon.{size}")
    pixmap = icon_pixmap(theme, name, role, side, painter.device().devicePixelRatioF())
    painter.drawPixmap(box.x() + (box.width() - side) // 2, box.y() + (box.height() - side) // 2, pixmap)


def _known(name: str) -> str:
    if name not in GLYPHS:
        raise KeyError(f"no icon means “{name}”; the names are in ui/kit/icon_names.py")
    return name


def _draw(painter: QPainter, name: str, colour: QColor, size: int) -> None:
    if name in _DIRECTED and QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        painter.translate(size, 0)
        painter.scale(-1, 1)
    font = QFont(load_icon_font())
    font.setPixelSize(size)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QRect(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, glyph(GLYPHS[_known(name)]))
    if name in _DOTTED:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(size / 2, size / 2), size * _DOT, size * _DOT)


class _GlyphEngine(QIconEngine):
    def __init__(self, theme: Theme, name: str, role: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        """Return a copy, as QIcon asks for."""
        return _GlyphEngine(self._theme, self._name, self._role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon at `size` device pixels."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        """Return the icon at `size` device pixels on a screen with `scale` of them to a pixel."""
        side = round(min(size.width(), size.height()) / scale)
        return icon_pixmap(self._theme, self._name, self._role_in(mode), side, scale)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint the icon into `rect`."""
        side = min(rect.width(), rect.height())
        ratio = painter.device().devicePixelRatioF()
        pixmap = icon_pixmap(self._theme, self._name, self._role_in(mode), side, ratio)
        painter.drawPixmap(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, pixmap)

    def _role_in(self, mode: QIcon.Mode) -> str:
        return "textDisabled" if mode is QIcon.Mode.Disabled else self._role
