"""Every control of every page has a name that a screen reader can say."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import Quiet, acme, choices, opened, quiet, window
from ui.kit.desk import Place
from ui.shell.pages import PAGES
from ui.shell.window import Window

__all__ = ["acme", "choices", "opened", "quiet", "window"]

ROLE = QAccessible.Role
CONTROLS = frozenset(
    (
        *(ROLE.Button, ROLE.ButtonMenu, ROLE.ButtonDropDown, ROLE.CheckBox, ROLE.RadioButton, ROLE.ComboBox),
        *(ROLE.EditableText, ROLE.SpinBox, ROLE.Slider, ROLE.Link, ROLE.PageTab, ROLE.PageTabList, ROLE.Switch),
        *(ROLE.Table, ROLE.List, ROLE.Tree, ROLE.Chart, ROLE.Graphic),
    )
)
# Rows of a list are named by its model; a few of them tell for all.
MOST_CHILDREN = 60


@pytest.fixture
def day(workspace: Workspace, acme: bytes) -> dict[str, bytes | None]:
    """One record of each kind, by the page that shows it."""
    journal = workspace.journal
    dana = add_record(
        journal, "people", {"name": "Dana Whitfield", "company": "Acme Corporation", "email": "d@a.example"}
    )
    deal = add_record(journal, "deals", {"title": "GTX Pro", "company": "Acme Corporation", "amount": "1250"})
    ticket = add_record(journal, "tickets", {"subject": "Display stays dark", "contact": "Dana Whitfield"})
    product = add_record(journal, "products", {"name": "GTX Pro", "price": "100"})
    add_record(journal, "tasks", {"title": "Call back", "person": "Dana Whitfield", "due_day": "2026-05-10"})
    add_record(journal, "activities", {"kind": "call", "subject": "Licence", "person": "Dana Whitfield"})
    return {"contact": dana, "pipeline": deal, "tickets": ticket, "products": product}


def interfaces(root: QWidget) -> Iterator[QAccessibleInterface]:
    """Yield what a screen reader finds in `root`: all that is shown, of long lists the beginning."""
    waiting = [QAccessible.queryAccessibleInterface(root)]
    while waiting:
        each = waiting.pop()
        if not _is_there(each) or each.state().invisible:
            continue
        yield each
        children = each.childCount()
        if isinstance(each.object(), QAbstractItemView):
            children = min(children, MOST_CHILDREN)
        waiting += [each.child(at) for at in range(children)]


def _is_there(each: object) -> bool:
    """Tell whether `each` can be asked: a child may be gone by then, whatever its stub promises."""
    return isinstance(each, QAccessibleInterface) and each.isValid()


def unnamed(root: QWidget) -> list[str]:
    """Return the controls in `root` that have no name, each told by its class and the way to it."""
    bare = [
        each for each in interfaces(root) if each.role() in CONTROLS and not each.text(QAccessible.Text.Name).strip()
    ]
    return sorted({_way(each.object()) or str(each.role()) for each in bare})


def _way(thing: object) -> str:
    names: list[str] = []
    while isinstance(thing, QWidget) and len(names) < 4:
        names.append(type(thing).__name__)
        thing = thing.parentWidget()
    return " in ".join(names)


@pytest.mark.parametrize("name", [each.name for each in PAGES])
def test_every_control_of_a_page_has_a_name(
    day: dict[str, bytes | None], opened: Window, quiet: Quiet, qtbot: QtBot, name: str
) -> None:
    arguments = {"name": "sales_by_month"} if name == "report" else {"kind": "activities"} if name == "records" else {}
    opened.go(Place(name, day.get(name), arguments))
    quiet()
    qtbot.wait(50)
    bare = unnamed(opened)
    assert bare == [], "\n".join(bare)
