"""Buttons: one primary in an area, the rest normal or quiet; icon buttons; links; switches."""

from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.marks import paint_switch
from ui.kit.painting import key_size, paint_key
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme


class ButtonKind(StrEnum):
    """How much a button asks for attention."""

    PRIMARY = "primary"
    NORMAL = "normal"
    QUIET = "quiet"
    DESTRUCTIVE = "destructive"
    ON_TOOLTIP = "on tooltip"


_GROUNDS = {
    ButtonKind.PRIMARY: ("accent", "accentHover", "accentPressed"),
    ButtonKind.NORMAL: ("surface", "surfaceHover", "surfacePressed"),
    ButtonKind.QUIET: ("", "surfaceHover", "surfacePressed"),
    ButtonKind.DESTRUCTIVE: ("dangerSolid", "dangerSolid", "danger"),
    ButtonKind.ON_TOOLTIP: ("", "", ""),
}
_TEXTS = {
    ButtonKind.PRIMARY: "textOnAccent",
    ButtonKind.NORMAL: "text",
    ButtonKind.QUIET: "text2",
    ButtonKind.DESTRUCTIVE: "surface",
    ButtonKind.ON_TOOLTIP: "tooltipText",
}


class Button(Pressable):
    """A push button; `size` is "normal" (32), "small" (28) or "large" (40), `keys` is shown as a key cap."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: ButtonKind = ButtonKind.NORMAL,
        *,
        size: str = "normal",
        icon: str = "",
        keys: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, parent)
        self._kind = kind
        self._size = size
        self._icon = icon
        self._keys = keys
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_kind(self, kind: ButtonKind) -> None:
        """Show the button as `kind`."""
        self._kind = kind
        self.update()

    def show_keys(self, keys: str) -> None:
        """Show `keys` as a key cap; an empty text shows none."""
        self._keys = keys
        self.updateGeometry()
        self.update()

    def set_wide(self) -> None:
        """Take all the width there is."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str) -> None:
        """Show the icon `name`."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for icon, text and key cap."""
        theme = self._theme
        width = theme.metrics(*self._style()).horizontalAdvance(self.text()) + 2 * self._pad()
        if self._icon:
            width += theme.size("icon.md") + theme.px(6)
        if self._keys:
            width += key_size(theme, self._keys).width() + theme.px(8)
        return QSize(width, theme.size(f"control.{self._size}"))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a button is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, text and key cap."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        role = _TEXTS[self._kind] if self.isEnabled() else "textDisabled"
        role = "accentText" if self._shows_lit else role
        # what a wide button says stays together in its middle
        spare = max(self.width() - self.sizeHint().width(), 0)
        box = self.rect().adjusted(self._pad() + spare // 2, 0, -self._pad() - (spare - spare // 2), 0)
        box = self._paint_icon(painter, box, role)
        if self._keys:
            edge = role if self._kind in (ButtonKind.PRIMARY, ButtonKind.DESTRUCTIVE) else "hairlineStrong"
            width = key_size(self._theme, self._keys).width()
            cap, box = cut_end(box, width, self._theme.px(8), mirrored=is_mirrored(self))
            paint_key(painter, self._theme, cap, self._keys, role if edge == role else "text3", edge)
        painter.setFont(self._theme.font(*self._style()))
        painter.setPen(self._theme.colour(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic, self.text())

    def _paint_ground(self, painter: QPainter) -> None:
        theme = self._theme
        grounds = _GROUNDS[self._kind]
        ground = grounds[2] if self.isDown() else grounds[1] if self.underMouse() else grounds[0]
        edge = "hairlineStrong" if self._kind is ButtonKind.NORMAL else ""
        if not self.isEnabled() and self._kind is not ButtonKind.QUIET:
            ground, edge = "surfaceSunken", "hairline"
        if self._kind is ButtonKind.ON_TOOLTIP:
            edge = "controlBorder"
        if self._shows_lit:
            ground, edge = "selected", "accent"
        radius = theme.radius("md")
        painter.setPen(QPen(theme.colour(edge), 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground) if ground else Qt.BrushStyle.NoBrush)
        half = 0.5 if edge else 0.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)

    def _paint_icon(self, painter: QPainter, box: QRect, role: str) -> QRect:
        if not self._icon:
            return box
        part, rest = cut_start(box, self._theme.size("icon.md"), self._theme.px(6), mirrored=is_mirrored(self))
        paint_icon(painter, self._theme, self._icon, part, role)
        return rest

    @property
    def _shows_lit(self) -> bool:
        return self._lit and self._kind in (ButtonKind.NORMAL, ButtonKind.QUIET)

    def _style(self) -> tuple[str, int]:
        return ("small", 500) if self._size == "small" else ("control", 0)

    def _pad(self) -> int:
        return self._theme.px({"small": 10, "normal": 13, "large": 16}[self._size])


class IconButton(Pressable):
    """A square button with an icon alone; `name` is its tooltip and what a screen reader says."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        *,
        size: str = "small",
        icon_size: str = "md",
        role: str = "text2",
        framed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", parent)
        self._icon = icon
        self._size = size
        self._icon_size = icon_size
        self._role = role
        self._framed = framed
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon: str, role: str = "text2") -> None:
        """Show another icon, in the colour `role`."""
        self._icon, self._role = icon, role
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square, never smaller than what a finger or an unsteady hand hits."""
        side = max(self._theme.size(f"control.{self._size}"), self._theme.size("hitTargetMin"))
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon on a ground that shows only under the mouse, or while checked."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        ground = "surfacePressed" if self.isDown() else "surfaceHover" if self.underMouse() else ""
        on = self.isChecked() or self._lit
        ground = "selected" if on else ground
        if self.isEnabled() and (ground or self._framed):
            painter.setPen(QPen(theme.colour("hairlineStrong"), 1) if self._framed else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground or "surface"))
            half = 0.5 if self._framed else 0.0
            box = QRectF(self.rect()).adjusted(half, half, -half, -half)
            painter.drawRoundedRect(box, theme.radius("md"), theme.radius("md"))
        role = "accentText" if on else self._role
        paint_icon(
            painter, theme, self._icon, self.rect(), role if self.isEnabled() else "textDisabled", self._icon_size
        )


class LinkButton(Pressable):
    """Words that act like a link; `style` is "control" or "small"."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: str = "",
        style: str = "control",
        role: str = "accentText",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, parent)
        self._icon = icon
        self._style = style
        self._weight = 500 if style == "small" else 0
        self._role = role
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the size of the words, high enough to be hit."""
        width = self._theme.metrics(self._style, self._weight).horizontalAdvance(self.text())
        if self._icon:
            width += self._theme.size("icon.sm") + self._theme.px(6)
        return QSize(width, self._theme.size("hitTargetMin"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words, underlined under the mouse."""
        theme = self._theme
        painter = QPainter(self)
        role = self._role if self.isEnabled() else "textDisabled"
        box = self.rect()
        if self._icon:
            part, box = cut_start(box, theme.size("icon.sm"), theme.px(6), mirrored=is_mirrored(self))
            paint_icon(painter, theme, self._icon, part, role, "sm")
        font = theme.font(self._style, self._weight)
        painter.setFont(font)
        painter.setPen(theme.colour(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self.text())
        if self.underMouse() and self.isEnabled():
            y = box.center().y() + theme.px(7)
            painter.drawLine(box.x(), y, box.right(), y)


class Switch(QCheckBox):
    """A check box that looks like a switch and acts at once."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of the switch."""
        return QSize(self._theme.px(32), self._theme.px(18))

    def hitButton(self, _place: object) -> bool:
        """Every place on the switch moves it."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the switch."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_switch(painter, self._theme, QRectF(self.rect()), on=self.isChecked(), enabled=self.isEnabled())
