"""What can be done with a saved view, for the menu of its tab."""

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.views import SavedView
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.lists.view_form import NamedView, ViewForm
from ui.kit.lists.view_keeper import ViewKeeper
from ui.kit.menus import MenuAct


def view_acts(desk: Desk, keeper: ViewKeeper, view: SavedView, below: QWidget) -> list[MenuAct]:
    """Return the entries of the menu of `view`; its name is asked for `below` the tabs."""

    def rename() -> None:
        def keep(named: NamedView) -> None:
            keeper.rename(view, named.name)

        ViewForm(desk, _("Rename view"), keep, view.name, sharing=False, parent=below).open_below(below)

    shares = _("Make personal") if view.shared else _("Share with the team")
    return [
        MenuAct("edit", _("Rename…"), rename),
        MenuAct("person" if view.shared else "people", shares, partial(keeper.share, view)),
        MenuAct("delete", _("Delete view"), partial(keeper.remove, view)),
    ]
