"""One place in the rail."""

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.values.counts import shown_number
from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.painting import Face, paint_avatar
from ui.kit.shown_keys import shown_keys
from ui.kit.theme import Theme

LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading


class RailPlace(NamedTuple):
    """One entry of the rail."""

    name: str
    title: str
    icon: str
    keys: str = ""
    face: Face | None = None


class RailItem(QAbstractButton):
    """A place: icon, title, and the number of things that wait there, red where one is late."""

    def __init__(self, theme: Theme, place: RailPlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = place
        self._waiting = 0
        self._late = False
        self._compact = False
        self.setText(place.title)
        self.setAccessibleName(place.title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def name(self) -> str:
        """The name of the place."""
        return self._place.name

    def set_compact(self, *, on: bool) -> None:
        """Show the icon alone, with the title as tooltip."""
        self._compact = on
        keys = f" ({shown_keys(self._place.keys)})" if self._place.keys else ""
        self.setToolTip(self._place.title + keys if on else "")
        self.update()

    def set_waiting(self, count: int, *, late: bool) -> None:
        """Show that `count` things wait here."""
        self._waiting, self._late = count, late
        told = _("{n} waiting, some late") if late else _("{n} waiting")
        self.setAccessibleDescription(told.format(n=count) if count else "")
        self.update()

    def nextCheckState(self) -> None:
        """Leave it to the window to say which place is lit."""

    def sizeHint(self) -> QSize:
        """Return the height of an item."""
        return QSize(self._theme.px(192), self._theme.size("rail.item"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move along the rail, Enter goes there."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, title and number."""
        theme, painter, on = self._theme, QPainter(self), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        self._paint_ground(painter, on=on)
        mirrored, side = is_mirrored(self), theme.size("icon.md")
        if self._compact:
            middle = QRect(0, 0, side, side)
            middle.moveCenter(self.rect().center())
            self._paint_sign(painter, middle, on=on)
            if self._waiting:
                self._paint_dot(painter)
            return
        box = self.rect().adjusted(theme.px(8), 0, -theme.px(8), 0)
        part, box = cut_start(box, side, theme.px(10), mirrored=mirrored)
        self._paint_sign(painter, part, on=on)
        if self._waiting:
            box = self._paint_number(painter, box, mirrored=mirrored)
        painter.setFont(theme.font("control"))
        painter.setPen(theme.colour("text" if on else "text2"))
        title = theme.metrics("control").elidedText(self._place.title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, LEAD, title)

    def _paint_sign(self, painter: QPainter, box: QRect, *, on: bool) -> None:
        if self._place.face is None:
            paint_icon(painter, self._theme, self._place.icon, box, "accentText" if on else "text2")
            return
        side = self._theme.size("avatar.xs")
        square = QRect(0, 0, side, side)
        square.moveCenter(box.center())
        paint_avatar(painter, self._theme, square, self._place.face)

    def _paint_ground(self, painter: QPainter, *, on: bool) -> None:
        theme = self._theme
        if not on and not self.underMouse():
            return
        painter.setPen(QPen(theme.colour("hairline"), 1) if on else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface" if on else "surfacePressed"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.radius("md"), theme.radius("md"))

    def _paint_number(self, painter: QPainter, box: QRect, *, mirrored: bool) -> QRect:
        theme, text = self._theme, shown_number(self._waiting)
        width = theme.metrics("small").horizontalAdvance(text)
        if self._late:
            width += theme.px(12)
            part, box = cut_end(box, width, theme.px(6), mirrored=mirrored)
            pill = QRectF(part).adjusted(0, (part.height() - theme.px(18)) / 2, 0, -(part.height() - theme.px(18)) / 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("dangerTint"))
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        else:
            part, box = cut_end(box, width, theme.px(6), mirrored=mirrored)
        painter.setFont(theme.font("small", 600 if self._late else 0))
        painter.setPen(theme.colour("danger" if self._late else "text2"))
        painter.drawText(part, Qt.AlignmentFlag.AlignCenter, text)
        return box

    def _paint_dot(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("dangerSolid" if self._late else "neutralSolid"))
        centre = QPoint(self.rect().center().x() + theme.px(9), theme.px(8))
        painter.drawEllipse(centre, theme.px(3), theme.px(3))
