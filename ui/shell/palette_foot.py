"""The foot of the palette: which keys do what."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.painting import key_size, paint_key
from ui.kit.pixmaps import kept_pixmap
from ui.kit.theme import Theme

GAP = 8
PAD = 16


class Hint(NamedTuple):
    """Keys, and what they do."""

    keys: str
    words: str


class Foot(QWidget):
    """The hints in one picture, drawn once: it moves, and so is painted again, with each answer of another length."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._first = (Hint("↑ ↓", _("choose")), Hint("↵", _("open")), Hint("→", _("more actions")))
        self._last = (Hint(">", _("commands only")), Hint("?", _("all keys")))
        self.setAccessibleName(", ".join(f"{each.keys} {each.words}" for each in (*self._first, *self._last)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height of the row; it gives way to the width of the box."""
        return QSize(0, key_size(self._theme, self._first[0].keys).height() + 2 * self._theme.px(GAP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hints that stand first at the start, the last at the end."""
        painter, mirrored = QPainter(self), is_mirrored(self)
        shown = tuple((self._theme.key(each.keys), each.words) for each in (*self._first, *self._last))
        key = ("palette foot", mirrored, *shown)
        kept = kept_pixmap(self._theme, key, self.size(), self.devicePixelRatioF(), self._draw)
        painter.drawPixmap(0, 0, kept)

    def _draw(self, painter: QPainter) -> None:
        theme, mirrored = self._theme, is_mirrored(self)
        inner = self.rect().adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        wide = sum(key + words + 2 * theme.px(GAP) for key, words in map(self._widths, self._last)) - theme.px(GAP)
        end, start = cut_end(inner, wide, theme.px(GAP), mirrored=mirrored)
        self._draw_hints(painter, start, self._first)
        self._draw_hints(painter, end, self._last)

    def _draw_hints(self, painter: QPainter, box: QRect, hints: Sequence[Hint]) -> None:
        """Draw `hints` one after the other from where reading starts in `box`; words give way where it is narrow."""
        theme, gap, mirrored = self._theme, self._theme.px(GAP), is_mirrored(self)
        for hint in hints:
            wide_key, wide_words = self._widths(hint)
            cap, box = cut_start(box, wide_key, gap, mirrored=mirrored)
            paint_key(painter, theme, cap, hint.keys, "text2", "hairlineStrong")
            part, box = cut_start(box, min(wide_words, max(box.width(), 0)), gap, mirrored=mirrored)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text2"))
            words = theme.metrics("small").elidedText(hint.words, Qt.TextElideMode.ElideRight, part.width())
            painter.drawText(part, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words)

    def _widths(self, hint: Hint) -> tuple[int, int]:
        """Return how wide the keys and the words of `hint` are."""
        return key_size(self._theme, hint.keys).width(), self._theme.metrics("small").horizontalAdvance(hint.words) + 1
