"""What a screen reader finds: every control, and those that have no name."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QWidget

ROLE = QAccessible.Role
CONTROLS = frozenset(
    (
        *(ROLE.Button, ROLE.ButtonMenu, ROLE.ButtonDropDown, ROLE.CheckBox, ROLE.RadioButton, ROLE.ComboBox),
        *(ROLE.EditableText, ROLE.SpinBox, ROLE.Slider, ROLE.Link, ROLE.PageTab, ROLE.PageTabList, ROLE.Switch),
        *(ROLE.Table, ROLE.List, ROLE.Tree, ROLE.Chart, ROLE.Graphic, ROLE.MenuItem, ROLE.ProgressBar),
    )
)
# Rows of a list are named by its model; a few of them tell for all.
MOST_CHILDREN = 60


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


def unnamed(root: QWidget) -> list[str]:
    """Return the controls in `root` that have no name, each told by its class and the way to it."""
    bare = [
        each for each in interfaces(root) if each.role() in CONTROLS and not each.text(QAccessible.Text.Name).strip()
    ]
    return sorted({_way(each.object()) or f"{each.role()} in {_way(root)}" for each in bare})


def _is_there(each: object) -> bool:
    """Tell whether `each` can be asked: a child may be gone by then, whatever its stub promises."""
    return isinstance(each, QAccessibleInterface) and each.isValid()


def _way(thing: object) -> str:
    names: list[str] = []
    while isinstance(thing, QWidget) and len(names) < 4:
        names.append(type(thing).__name__)
        thing = thing.parentWidget()
    return " in ".join(names)
