"""The menu bar, hidden until Alt, and the same menus behind the workspace's name."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from ui.kit.page import Action
from ui.shell.commands import Menu

Made = Callable[[Menu, Action], QAction]
# These stand open in the menu of the workspace; the others are menus in it.
_OPEN = "workspace"


def fill_menu_bar(bar: QMenuBar, menus: Sequence[Menu], made: Made) -> None:
    """Put `menus` on `bar`; `made` gives the action of a menu."""
    bar.clear()
    for menu in menus:
        bar.addMenu(_filled(QMenu(menu.title, bar), menu, made))


def name_menu(bar: QMenuBar, menus: Sequence[Menu], name: str) -> None:
    """Call the menu `name` on `bar`, which was filled with as many `menus`, by its title now."""
    for shown, menu in zip(bar.actions(), menus, strict=True):
        if menu.name == name:
            shown.setText(menu.title)


def workspace_menu(menus: Sequence[Menu], made: Made, parent: QWidget) -> QMenu:
    """Return the menu of the workspace button: its own acts, and all others in menus."""
    whole = QMenu(parent)
    for menu in menus:
        if menu.name != _OPEN:
            whole.addMenu(_filled(QMenu(menu.title, whole), menu, made))
    whole.addSeparator()
    for menu in menus:
        if menu.name == _OPEN:
            _filled(whole, menu, made)
    return whole


def _filled(target: QMenu, menu: Menu, made: Made) -> QMenu:
    for action in menu.actions:
        if action is None:
            target.addSeparator()
        else:
            target.addAction(made(menu, action))
    target.setToolTipsVisible(True)
    return target
