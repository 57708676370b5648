"""The menu bar, hidden until Alt, and the same menus behind the workspace's name."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from ui.shell.commands import Menu

# These stand open in the menu of the workspace; the others are menus in it.
_OPEN = "workspace"


def fill_menu_bar(bar: QMenuBar, menus: Sequence[Menu], made: Mapping[str, QAction]) -> None:
    """Put `menus` on `bar`; `made` are the actions by name."""
    bar.clear()
    for menu in menus:
        bar.addMenu(_filled(QMenu(menu.title, bar), menu, made))


def workspace_menu(menus: Sequence[Menu], made: Mapping[str, QAction], parent: QWidget) -> QMenu:
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


def _filled(target: QMenu, menu: Menu, made: Mapping[str, QAction]) -> QMenu:
    for action in menu.actions:
        if action is None:
            target.addSeparator()
        else:
            target.addAction(made[action.name])
    target.setToolTipsVisible(True)
    return target
