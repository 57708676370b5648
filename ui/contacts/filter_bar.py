"""The bar above the list: conditions as chips, whether the view is edited, its order and columns."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.filters.tree import Condition, Filter
from crm_desktop.filters.words import linked_ids, said
from crm_desktop.schema.field import FieldKind
from crm_desktop.store.expressions import names_of_ids
from crm_desktop.words import _
from ui.contacts.filter_form import FilterForm
from ui.contacts.fitting_row import FittingRow
from ui.contacts.list_state import ListState, offered_columns
from ui.kit.buttons import Button, ButtonKind, IconButton, LinkButton
from ui.kit.chips import Chip, Choice
from ui.kit.columns_popover import ColumnsPopover
from ui.kit.desk import Desk
from ui.kit.icons import icon
from ui.kit.labels import Text
from ui.kit.menus import drop
from ui.kit.panels import FilterBar


class ListFilterBar(FilterBar):
    """Shows a ListState; `changed` carries the state that the user made of it, `row_size_chosen` how high rows are.

    `save_wanted` asks to keep the edited view, `more_wanted` for the menu of the list.
    """

    changed = Signal(object)
    row_size_chosen = Signal(str)
    save_wanted = Signal()
    reset_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        theme = desk.theme
        self._chips = FittingRow(theme, gap=6)
        self._edited = Text(theme, _("Edited"), "small", "text2")
        self._save = LinkButton(theme, _("Save to view"), style="small")
        self._sort = Button(theme, "", ButtonKind.QUIET, size="small", icon="sort")
        self._columns = Button(theme, _("Columns"), ButtonKind.QUIET, size="small", icon="columns")
        self.more = IconButton(theme, "more", _("More"))
        super().__init__(theme, self._chips, self._edited, self._save, None, self._sort, self._columns, self.more)
        self.setParent(parent)
        self._desk = desk
        self._state = ListState()
        self._row_size = "M"
        self._add: Chip | None = None
        self._save.clicked.connect(self.save_wanted)
        self._sort.clicked.connect(self._open_sort)
        self._columns.clicked.connect(self.open_columns)

    def show_state(self, state: ListState, row_size: str) -> None:
        """Show `state`."""
        self._state, self._row_size = state, row_size
        chips: list[QWidget] = [self._made_chip(place) for place in range(len(state.setting.conditions))]
        self._add = Chip(self._desk.theme, _("Filter"), icon="add", keys="/", dashed=True)
        self._add.clicked.connect(self.add_filter)
        self._chips.refill(chips, kept=self._add)
        edited = state.edited
        self._edited.setVisible(edited)
        self._save.setVisible(edited)
        self._save.setText(_("Save to view") if state.view is not None else _("Save as view"))
        self._save.updateGeometry()
        first = state.setting.sorting[0].lstrip("-") if state.setting.sorting else "name"
        field = next((each for each in state.kind.fields if each.name == first), None)
        self._sort.setText(_(field.label) if field is not None else first)
        self._sort.setAccessibleName(_("Sorted by {field}").format(field=self._sort.text()))
        self._sort.updateGeometry()

    def add_filter(self) -> None:
        """Ask for one more condition."""
        if self._add is not None:
            self._open_filter(self._add, None)

    def open_columns(self) -> None:
        """Let the user choose the columns."""
        kind = self._state.kind
        choices = [Choice(name, _(kind.field(name).label)) for name in offered_columns(kind)]
        popover = ColumnsPopover(self._desk.theme, choices, self._state.columns, ("name",), self._row_size, parent=self)
        popover.chosen.connect(lambda names: self.changed.emit(self._state.with_columns(names)))
        popover.row_size_chosen.connect(self.row_size_chosen)
        popover.reset_wanted.connect(popover.close)
        popover.reset_wanted.connect(self.reset_wanted)
        popover.closed.connect(popover.deleteLater)
        popover.open_below(self._columns, at_end=True)

    def _made_chip(self, place: int) -> Chip:
        state = self._state
        condition = state.setting.conditions[place]
        told = said(state.kind, condition, self._desk.place)
        chip = Chip(self._desk.theme, told.told, told.value, removable=True)
        linked = list(linked_ids(state.kind, condition))
        if linked:
            # pages that lead here name records by id
            self._desk.read(names_of_ids, linked, owner=chip, then=lambda names: self._name(chip, condition, names))
        chip.clicked.connect(lambda: self._open_filter(chip, place))
        chip.removed.connect(lambda: self._remove(place))
        return chip

    def _name(self, chip: Chip, condition: Filter, names: Mapping[bytes, str]) -> None:
        chip.set_value(said(self._state.kind, condition, self._desk.place, names).value)

    def _open_filter(self, opener: QWidget, place: int | None) -> None:
        before = self._state.setting.conditions[place] if place is not None else None
        if before is not None and not isinstance(before, Condition):
            return

        def keep(condition: Condition) -> None:
            conditions = list(self._state.setting.conditions)
            if place is None:
                conditions.append(condition)
            else:
                conditions[place] = condition
            self.changed.emit(self._state.with_conditions(conditions))

        FilterForm(self._desk, self._state.kind, keep, before, parent=self).open_below(opener)

    def _remove(self, place: int) -> None:
        conditions = [each for number, each in enumerate(self._state.setting.conditions) if number != place]
        self.changed.emit(self._state.with_conditions(conditions))

    def _open_sort(self) -> None:
        menu = QMenu(self)
        sorting = self._state.setting.sorting or ("name",)
        for name in self._state.columns:
            field = self._state.kind.field(name)
            if field.kind is FieldKind.FORMULA:
                continue
            chosen = sorting[0].lstrip("-") == name
            descending = chosen and not sorting[0].startswith("-")
            mark = "check" if chosen else "sort"
            action = menu.addAction(icon(self._desk.theme, mark), _(field.label))
            state = self._state.sorted_by(name, descending=descending, adds=False)
            action.triggered.connect(lambda _on=False, state=state: self.changed.emit(state))
        drop(menu, self._sort)
