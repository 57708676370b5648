"""The bar above the list: conditions as chips, whether the view is edited, its order and columns."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind, IconButton, LinkButton
from ui.kit.chips import Choice
from ui.kit.desk import Desk
from ui.kit.filters.chips import FilterChips
from ui.kit.labels import Text
from ui.kit.lists.state import UNSORTED, ListState, offered_columns
from ui.kit.menus import MenuAct, drop, made_menu
from ui.kit.panels import FilterBar

Gathering = Callable[[Kind], Sequence[Field]]


class ListFilterBar(FilterBar):
    """Shows a ListState; `changed` carries the state that the user made of it, `row_size_chosen` how high rows are.

    `gathering` says by which fields records of a kind can be gathered, where the list can.
    `save_wanted` asks to keep the edited view, `groups_wanted` to open all groups (or close them).
    """

    changed = Signal(object)
    row_size_chosen = Signal(str)
    save_wanted = Signal()
    reset_wanted = Signal()
    groups_wanted = Signal(bool)

    def __init__(self, desk: Desk, state: ListState, gathering: Gathering | None = None) -> None:
        theme = desk.theme
        self.chips = FilterChips(desk, state.kind, keys="/")
        self._edited = Text(theme, _("Edited"), "small", "text2")
        self._edited.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._save = LinkButton(theme, _("Save to view"), style="small")
        self._sort = Button(theme, "", ButtonKind.QUIET, size="small", icon="sort")
        self._group = Button(theme, _("Group"), ButtonKind.QUIET, size="small", icon="group")
        self._columns = Button(theme, _("Columns"), ButtonKind.QUIET, size="small", icon="columns")
        self.more = IconButton(theme, "more", _("More"))
        super().__init__(
            theme, self.chips, self._edited, self._save, None, self._sort, self._group, self._columns, self.more
        )
        self._desk = desk
        self._state = state
        self._gathering = gathering
        self._group.setVisible(gathering is not None)
        self._row_size = "M"
        self.chips.changed.connect(lambda parts: self.changed.emit(self._state.with_conditions(parts)))
        self._save.clicked.connect(self.save_wanted)
        self._sort.clicked.connect(self.open_sort)
        self._group.clicked.connect(self.open_groups)
        self._columns.clicked.connect(self.open_columns)

    def show_state(self, state: ListState, row_size: str) -> None:
        """Show `state`."""
        self._state, self._row_size = state, row_size
        self.chips.show_filter(state.kind, state.setting.conditions)
        edited = state.edited
        self._edited.setVisible(edited)
        self._save.setVisible(edited)
        self._save.setText(_("Save to view") if state.view is not None else _("Save as view"))
        self._save.updateGeometry()
        first = state.sorting[0].lstrip("-") if state.sorting else self._title
        field = next((each for each in state.kind.fields if each.name == first), None)
        more = len(state.sorting) - 1
        called = _(field.label) if field is not None else first
        self._sort.setText(_("{field} +{n}").format(field=called, n=more) if more > 0 else called)
        self._sort.setAccessibleName(_("Sorted by {field}").format(field=self._sort.text()))
        self._sort.updateGeometry()
        gathered = next((each for each in state.kind.fields if each.name == state.grouping), None)
        self._group.setText(_("Group") if gathered is None else _(gathered.label))
        told = _("Not gathered") if gathered is None else _("Gathered by {field}").format(field=_(gathered.label))
        self._group.setAccessibleName(told)
        self._group.updateGeometry()

    @property
    def _title(self) -> str:
        return self._state.kind.table.title

    def add_filter(self) -> None:
        """Ask for one more condition."""
        self.chips.add_filter()

    def open_columns(self) -> None:
        """Let the user choose the columns."""
        # a list opens without what only its popovers need
        from ui.kit.columns_popover import ColumnsPopover

        kind = self._state.kind
        choices = [Choice(name, _(kind.field(name).label)) for name in offered_columns(kind, self._state.listed)]
        columns = self._state.columns
        popover = ColumnsPopover(self._desk.theme, choices, columns, columns[:1], self._row_size, parent=self)
        popover.chosen.connect(lambda names: self.changed.emit(self._state.with_columns(names)))
        popover.row_size_chosen.connect(self.row_size_chosen)
        popover.reset_wanted.connect(popover.close)
        popover.reset_wanted.connect(self.reset_wanted)
        popover.closed.connect(popover.deleteLater)
        popover.open_below(self._columns, at_end=True)

    def open_groups(self) -> None:
        """Let the user choose what rows are gathered by."""
        kind, now = self._state.kind, self._state.grouping
        acts = [MenuAct("check" if not now else "", _("No groups"), lambda: self._gather(""))]
        acts += [
            MenuAct("check" if each.name == now else "", _(each.label), partial(self._gather, each.name))
            for each in (self._gathering(kind) if self._gathering is not None else ())
        ]
        if now:
            acts.append(MenuAct("expand", _("Open all groups"), lambda: self.groups_wanted.emit(True)))
            acts.append(MenuAct("next", _("Close all groups"), lambda: self.groups_wanted.emit(False)))
        drop(made_menu(self._desk.theme, acts, self), self._group)

    def _gather(self, field: str) -> None:
        self.changed.emit(self._state.with_grouping(field))

    def open_sort(self) -> None:
        """Let the user choose by what rows are sorted, and by what next."""
        from ui.kit.sort_form import SortForm

        kind = self._state.kind
        names = [name for name in offered_columns(kind, self._state.listed) if kind.field(name).kind not in UNSORTED]
        choices = [Choice(name, _(kind.field(name).label)) for name in names]
        form = SortForm(self._desk.theme, choices, self._state.sorting or (self._title,), parent=self)
        form.chosen.connect(lambda sorting: self.changed.emit(self._state.with_sorting(sorting)))
        form.open_below(self._sort, at_end=True)
