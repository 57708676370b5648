"""The menus of the pipeline: of a card, of the order, of the stages."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.pipeline.stages import StageRow
from crm_desktop.words import _
from ui.kit.icons import icon
from ui.kit.page import Action
from ui.kit.theme import Theme
from ui.pipeline.filters import ORDERS


def action_menu(theme: Theme, actions: Iterable[Action | None], parent: QWidget) -> QMenu:
    """Return a menu of `actions`, with their icons and keys; None draws a line."""
    menu = QMenu(parent)
    for each in actions:
        if each is None:
            menu.addSeparator()
            continue
        # the keys act on the list; here they are only told
        shown = f"{each.label}\t{each.keys}" if each.keys else each.label
        entry = menu.addAction(icon(theme, each.icon), shown) if each.icon else menu.addAction(shown)
        entry.setEnabled(not each.why_not)
        entry.setToolTip(each.why_not)
        entry.triggered.connect(lambda _on=False, run=each.run: run())
    return menu


def move_menu(stages: Sequence[StageRow], here: bytes, move: Callable[[StageRow], None], parent: QWidget) -> QMenu:
    """Return the menu of the stages that a deal in the stage `here` can be moved to."""
    menu = QMenu(_("Move to"), parent)
    for each in stages:
        chance = _("{n} %").format(n=each.probability)
        entry = menu.addAction(_("{stage}, {chance}").format(stage=each.name, chance=chance))
        entry.setEnabled(each.record != here)
        entry.triggered.connect(lambda _on=False, stage=each: move(stage))
    return menu


def drop(menu: QMenu, opener: QWidget) -> None:
    """Open `menu` below `opener`."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(opener.mapToGlobal(QPoint(0, opener.height())))


def order_menu(current: str, choose: Callable[[str], None], parent: QWidget) -> QMenu:
    """Return the menu of the orders that cards can be in."""
    menu = QMenu(parent)
    for name, label in ORDERS:
        entry = menu.addAction(_(label))
        entry.setCheckable(True)
        entry.setChecked(name == current)
        entry.triggered.connect(lambda _on=False, order=name: choose(order))
    return menu


def stages_menu(
    stages: Sequence[StageRow],
    hidden: frozenset[bytes],
    pipelines: Mapping[bytes, str],
    shown: bytes | None,
    choose: Callable[[frozenset[bytes], bytes | None], None],
    parent: QWidget,
) -> QMenu:
    """Return the menu of the stages shown on the board and, where there are several, of the pipelines."""
    menu = QMenu(parent)
    for each in stages:
        entry = menu.addAction(each.name)
        entry.setCheckable(True)
        entry.setChecked(each.record not in hidden)
        entry.triggered.connect(lambda _on=False, stage=each.record: choose(hidden ^ {stage}, shown))
    if len(pipelines) > 1:
        menu.addSection(_("Pipeline"))
        for record, name in pipelines.items():
            entry = menu.addAction(name)
            entry.setCheckable(True)
            entry.setChecked(record == shown)
            entry.triggered.connect(lambda _on=False, pipeline=record: choose(frozenset(), pipeline))
    return menu
