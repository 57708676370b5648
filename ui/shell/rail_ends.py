"""What stands at the top and at the bottom of the rail: the workspace, where the work is kept, the user."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QSizePolicy, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.buttons import IconButton
from ui.kit.icons import paint_icon
from ui.kit.labels import Avatar, Text
from ui.kit.layouts import row
from ui.kit.painting import Face
from ui.kit.theme import Theme
from ui.shell.logo import paint_logo
from ui.shell.rail_item import LEAD


class WorkspaceButton(QAbstractButton):
    """The name of the workspace at the top of the rail; it opens the app's menu."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact = False
        self.setText(name)
        self.setAccessibleName(_("Workspace {name}, menu").format(name=name))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_compact(self, *, on: bool) -> None:
        """Show the mark alone."""
        self._compact = on
        self.setToolTip(self.text() if on else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the top bar beside it, less the gap to the first place."""
        return QSize(self._theme.px(192), self._theme.px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint mark, name and the sign of a menu."""
        theme, painter, mirrored = self._theme, QPainter(self), is_mirrored(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surfacePressed"))
            painter.drawRoundedRect(QRectF(self.rect()), theme.radius("md"), theme.radius("md"))
        side = theme.px(24)
        box = self.rect().adjusted(theme.px(6), 0, -theme.px(6), 0)
        if self._compact:
            part = QRect((self.width() - side) // 2, 0, side, self.height())
        else:
            part, box = cut_start(box, side, theme.px(8), mirrored=mirrored)
        paint_logo(painter, theme, QRectF(part.x(), (self.height() - side) / 2, side, side))
        if self._compact:
            return
        part, box = cut_end(box, theme.size("icon.sm"), theme.px(6), mirrored=mirrored)
        for name, shift in (("collapse", -4), ("expand", 4)):
            paint_icon(painter, theme, name, part.translated(0, theme.px(shift)), "text2", "xs")
        painter.setFont(theme.font("bodyStrong"))
        painter.setPen(theme.colour("text"))
        painter.drawText(
            box, LEAD, theme.metrics("bodyStrong").elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        )


class RailState(QAbstractButton):
    """Where the work is kept: one line of state and one below it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._note = ""
        self._icon = ("backup", "success")
        self._compact = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_state(self, text: str, note: str, icon: str = "backup", role: str = "success") -> None:
        """Show `text` with `icon` in the colour `role`, and `note` below it."""
        self.setText(text)
        self._note, self._icon = note, (icon, role)
        self.setAccessibleName(text)
        self.setAccessibleDescription(note)
        self._say()
        self.update()

    def set_compact(self, *, on: bool) -> None:
        """Show the icon alone."""
        self._compact = on
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of two lines."""
        return QSize(self._theme.px(192), self._theme.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon and lines."""
        theme, painter, mirrored = self._theme, QPainter(self), is_mirrored(self)
        painter.setLayoutDirection(self.layoutDirection())
        if self._compact:
            paint_icon(painter, theme, self._icon[0], self.rect(), self._icon[1])
            return
        part, box = cut_start(
            self.rect().adjusted(theme.px(8), 0, 0, 0), theme.size("icon.md"), theme.px(8), mirrored=mirrored
        )
        paint_icon(painter, theme, self._icon[0], part, self._icon[1])
        middle = box.height() // 2
        lines = ((self.text(), "small", 500, "text", -8), (self._note, "caption", 400, "text2", 8))
        for text, style, weight, role, shift in lines:
            painter.setFont(theme.font(style, weight))
            painter.setPen(theme.colour(role))
            line = QRect(box.x(), middle - theme.px(9) + theme.px(shift), box.width(), theme.px(18))
            cut = theme.metrics(style, weight).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(line, LEAD, cut)

    def _say(self) -> None:
        self.setToolTip(f"{self.text()}\n{self._note}" if self._compact else "")


class UserRow(QWidget):
    """The user with the buttons for lock and settings, below a line; `clicked` tells of a click on the name."""

    clicked = Signal()

    def __init__(self, theme: Theme, user: Face, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = Text(theme, user.name, "control")
        self.lock = IconButton(theme, "lock", _("Lock now (Ctrl L)"), size="small")
        self.settings = IconButton(theme, "settings", _("Settings"), size="small")
        self._compact = False
        self._who = row(theme, Avatar(theme, user, "sm"), self._name)
        self._line = row(theme, self._who, None, self.lock, self.settings, gap=0, margins=(6, 6, 0, 2))
        self.setLayout(self._line)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._fit)

    def set_compact(self, *, on: bool) -> None:
        """Show the avatar, and above it the settings."""
        self._compact = on
        for part in (self._name, self.lock):
            part.setVisible(not on)
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.BottomToTop if on else ways.LeftToRight)
        self._fit()

    def _fit(self) -> None:
        """Put all in the middle of a compact rail, else at the start."""
        middle = Qt.AlignmentFlag.AlignHCenter if self._compact else Qt.AlignmentFlag(0)
        self._line.setAlignment(self._who, middle)
        self._line.setAlignment(self.settings, middle)
        px = self._theme.px
        self._line.setContentsMargins(0 if self._compact else px(6), px(6), 0, px(2))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click on the name."""
        super().mouseReleaseEvent(event)
        self.clicked.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        painter.drawLine(0, 0, self.width(), 0)
