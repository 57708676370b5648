"""A pressable line that has a menu of its own beside what pressing it does."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from ui.kit.boxes import cut_end, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme

DOTS = 28


class WithMenu(Pressable):
    """Shows dots at its end while the mouse or the focus is here; `menu_wanted` tells where the menu is to open.

    The menu key and a right click ask for it as well. Subclasses call `paint_dots` when they have painted themselves.
    """

    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent)
        self._menu = False

    def offer_menu(self, name: str) -> None:
        """Say that there is a menu, called `name`."""
        self._menu = True
        self.setAccessibleDescription(name)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu where there is one."""
        if not self._menu or not self.isEnabled():
            super().contextMenuEvent(event)
        elif event.reason() is QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(event.globalPos())
        else:
            self._ask()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the menu where the dots are, press anywhere else."""
        on_dots = self._menu and self.isEnabled() and self._dots().contains(event.position().toPoint())
        if on_dots and event.button() is Qt.MouseButton.LeftButton:
            self._ask()
        else:
            super().mousePressEvent(event)

    def paint_dots(self, painter: QPainter) -> None:
        """Paint the dots over the end of what is painted."""
        if not self._menu or not self.isEnabled() or not (self.underMouse() or self.hasFocus()):
            return
        box = self._dots()
        painter.fillRect(box, self._theme.colour("surfaceHover" if self.underMouse() else "surface"))
        paint_icon(painter, self._theme, "more", box, "text2", "sm")

    def _dots(self) -> QRect:
        room = self.rect().adjusted(0, self._theme.px(2), 0, -self._theme.px(2))
        return cut_end(room, self._theme.px(DOTS), mirrored=is_mirrored(self))[0]

    def _ask(self) -> None:
        box = self._dots()
        self.menu_wanted.emit(self.mapToGlobal(QPoint(box.left(), box.bottom())))
