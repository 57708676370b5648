"""Menus that drop from a control or open under the mouse."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from ui.kit.boxes import is_mirrored
from ui.kit.click_through import ClickThrough
from ui.kit.icons import icon
from ui.kit.menu_letters import MenuLetters
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme


class MenuAct(NamedTuple):
    """One entry of a menu: its icon ("" for none), its words, what it does."""

    icon: str
    label: str
    run: Callable[[], object]


def made_menu(theme: Theme, acts: Sequence[MenuAct], parent: QWidget) -> QMenu:
    """Return a menu of `acts` that goes away for good when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    MenuLetters(menu)
    for act in acts:
        mark = icon(theme, act.icon) if act.icon else QIcon()
        menu.addAction(mark, act.label).triggered.connect(lambda _on=False, act=act: act.run())
    return menu


def drop(menu: QMenu, opener: QWidget) -> None:
    """Open `menu` below `opener`; it goes away for good when it closes."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    ClickThrough(menu, opener)
    if menu.findChild(MenuLetters) is None:
        MenuLetters(menu)
    corner = opener.rect().bottomRight() if is_mirrored(opener) else opener.rect().bottomLeft()
    shift = menu.sizeHint().width() if is_mirrored(opener) else 0
    if isinstance(opener, Pressable):
        opener.light(on=True)
        menu.aboutToHide.connect(lambda: opener.light(on=False) if isValid(opener) else None)
    menu.popup(opener.mapToGlobal(corner) + QPoint(-shift, 2))
