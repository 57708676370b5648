"""Things to read: text in a style of the scale, badges, avatars, key caps."""

import re

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.laid_text import laid_text
from ui.kit.painting import (
    Badge,
    Face,
    age_width,
    badge_size,
    key_size,
    paint_age,
    paint_avatar,
    paint_badge,
    paint_key,
)
from ui.kit.theme import Theme

LONGEST_WORD = 16
_LINE = 80  # letters
KEPT_WIDTHS = 8
_LONG_PART = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def breakable(text: str) -> str:
    """Return `text` with places inside long words, such as addresses, where a narrow label may break the line."""
    return _LONG_PART.sub(lambda part: part.group() + "\N{ZERO WIDTH SPACE}", text)


class Text(QLabel):
    """Plain text in a style and colour of the theme; `wrap` breaks lines, else what is too long ends in "…"."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        style: str = "body",
        role: str = "text",
        *,
        weight: int = 0,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._style = style
        self._role = role
        self._weight = weight
        self._heights: dict[int, int] = {}
        self.elide = Qt.TextElideMode.ElideRight
        self.setTextFormat(Qt.TextFormat.PlainText)
        # on a button a label would take the colour of the button's own words
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setWordWrap(wrap)
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    def setText(self, text: str) -> None:
        """Show `text`."""
        self._heights = {}
        super().setText(text)
        self._note_cut()

    def set_role(self, role: str) -> None:
        """Show the text in the colour `role`."""
        self._role = role
        self._fit_theme()

    def sizeHint(self) -> QSize:
        """Return the room for the whole text."""
        # no wider than a column of text: a word without end is broken
        width = min(super().sizeHint().width(), self._letters(_LINE)) if self.wordWrap() else self._width()
        return QSize(width, self.heightForWidth(width) if self.wordWrap() else self._theme.line(self._style))

    def minimumSizeHint(self) -> QSize:
        """Return little: text gives way, and is then cut."""
        least = self._letters(LONGEST_WORD) if self.wordWrap() else self._theme.px(24)
        width = min(super().minimumSizeHint().width() if self.wordWrap() else self._width(), least)
        return QSize(width, self._theme.line(self._style))

    def heightForWidth(self, width: int) -> int:
        """Return how high the lines are together where the text may be `width` wide."""
        if not self.wordWrap() or self._is_selectable:
            return super().heightForWidth(width)
        if width not in self._heights:
            # layouts ask about a few widths in turns, but whoever drags a splitter about all of them
            if len(self._heights) >= KEPT_WIDTHS:
                self._heights.clear()
            self._heights[width] = laid_text(self._theme, self._style, self.text(), width, self._weight).height
        return self._heights[width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as tooltip where it is cut now."""
        super().resizeEvent(event)
        self._note_cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, cut to the width."""
        if self._is_selectable:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self._theme.colour(self._role if self.isEnabled() else "textDisabled"))
        if self.wordWrap():
            laid = laid_text(self._theme, self._style, self.text(), self.width(), self._weight, self.alignment())
            spare = 0 if self.alignment() & Qt.AlignmentFlag.AlignTop else max(self.height() - laid.height, 0) // 2
            laid.layout.draw(painter, QPointF(0, spare))
            return
        cut = self.fontMetrics().elidedText(self.text(), self.elide, self.width())
        painter.drawText(self.contentsRect(), int(self.alignment()), cut)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the font of the theme: with a new parent the style sheet brings the one of an earlier zoom back."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.font() != self._theme.font(self._style, self._weight):
            self.setFont(self._theme.font(self._style, self._weight))

    @property
    def _is_selectable(self) -> bool:
        return bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse)

    def _width(self) -> int:
        return self._theme.metrics(self._style, self._weight).horizontalAdvance(self.text()) + 1

    def _letters(self, count: int) -> int:
        return self._theme.metrics(self._style, self._weight).averageCharWidth() * count

    def _note_cut(self) -> None:
        if not self.wordWrap():
            self.setToolTip(self.text() if self._width() > self.width() + 1 else "")

    def _fit_theme(self) -> None:
        self._heights = {}
        self.setFont(self._theme.font(self._style, self._weight))
        palette = self.palette()
        palette.setColor(self.foregroundRole(), self._theme.colour(self._role))
        self.setPalette(palette)
        self.updateGeometry()


class IconText(QWidget):
    """A small icon with words after it, both in the colour `role`: "Offline", "Late by 38 min"."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        text: str,
        role: str = "text2",
        *,
        icon_role: str = "",
        style: str = "small",
        weight: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._style = style
        self._weight = weight
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_words(icon, text, role, icon_role)
        theme.changed.connect(self.updateGeometry)

    def show_words(self, icon: str, text: str, role: str = "text2", icon_role: str = "") -> None:
        """Show `icon` and `text`."""
        self._icon, self._text = icon, text
        self._role, self._icon_role = role, icon_role or role
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for icon and words."""
        width = self._theme.metrics(self._style, self._weight).horizontalAdvance(self._text)
        return QSize(width + self._theme.size("icon.sm") + self._theme.px(5) + 1, self._theme.line(self._style))

    def minimumSizeHint(self) -> QSize:
        """Return the room for the icon and a letter or two."""
        return QSize(min(self._theme.px(40), self.sizeHint().width()), self._theme.line(self._style))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon and words."""
        theme = self._theme
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        part, rest = cut_start(self.rect(), theme.size("icon.sm"), theme.px(5), mirrored=is_mirrored(self))
        paint_icon(painter, theme, self._icon, part, self._icon_role, "sm")
        painter.setFont(theme.font(self._style, self._weight))
        painter.setPen(theme.colour(self._role))
        metrics = theme.metrics(self._style, self._weight)
        cut = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, cut)


class AgeMeter(QWidget):
    """How long something has been waiting: 1 to 3 filled steps and the time in words."""

    def __init__(self, theme: Theme, steps: int, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps = steps
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the room for steps and words."""
        return QSize(age_width(self._theme, self._text), self._theme.line("small"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint steps and words."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_age(painter, self._theme, self.rect(), self._steps, self._text)


class BadgeLabel(QWidget):
    """A badge that stands alone."""

    def __init__(self, theme: Theme, badge: Badge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.set_badge(badge)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_badge(self, badge: Badge) -> None:
        """Show `badge`."""
        self._badge = badge
        self.setAccessibleName(badge.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the badge."""
        return badge_size(self._theme, self._badge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the badge."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_badge(painter, self._theme, self.rect(), self._badge)


class Avatar(QWidget):
    """The avatar of a person or company; `size` is "xs" (20) to "xl" (56)."""

    def __init__(self, theme: Theme, face: Face, size: str = "md", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self.set_face(face)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_face(self, face: Face) -> None:
        """Show the avatar of `face`."""
        self._face = face
        self.setAccessibleName(face.name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the avatar."""
        side = self._theme.size(f"avatar.{self._size}")
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the avatar."""
        paint_avatar(QPainter(self), self._theme, self.rect(), self._face)


class Dot(QWidget):
    """A dot in a colour of the theme, beside the word that says the same."""

    def __init__(self, theme: Theme, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of the dot."""
        side = self._theme.px(8)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._role))
        painter.drawEllipse(self.rect())


class KeyHint(QWidget):
    """A key cap: "Ctrl K"."""

    def __init__(self, theme: Theme, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of the key cap."""
        return key_size(self._theme, self._keys)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the key cap."""
        paint_key(QPainter(self), self._theme, self.rect(), self._keys, "text2", "hairlineStrong")
