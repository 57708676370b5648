"""The filter of a page as a row of chips, each with a popover to change it, and one to add more."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.filters.tree import Filter
from crm_desktop.filters.words import linked_ids, said
from crm_desktop.schema.catalogue import Kind
from crm_desktop.store.expressions import names_of_ids
from crm_desktop.words import _, ngettext
from ui.kit.chips import Chip
from ui.kit.desk import Desk
from ui.kit.fitting_row import FittingRow
from ui.kit.layouts import row
from ui.kit.menus import MenuAct, drop, made_menu

LONGEST_ENTRY = 60


class FilterChips(QWidget):
    """Shows the parts of a filter on records of `kind`; `changed` carries the parts that the user made of them."""

    changed = Signal(tuple)

    def __init__(self, desk: Desk, kind: Kind, *, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind = kind
        self._keys = keys
        self._conditions: tuple[Filter, ...] = ()
        self._chips: list[Chip] = []
        self._row = FittingRow(desk.theme, gap=6)
        self._row.left_out.connect(self._on_left_out)
        self._add: Chip | None = None
        self._more: Chip | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._row)
        self.show_filter(kind, ())

    @property
    def conditions(self) -> tuple[Filter, ...]:
        """The parts that are shown."""
        return self._conditions

    @property
    def words(self) -> str:
        """What all parts say, in one line; empty where there are none."""
        return _(" and ").join(each.accessibleName() for each in self._chips)

    @property
    def add_chip(self) -> Chip:
        """The chip that adds a part."""
        if self._add is None:
            raise RuntimeError("the chips are not shown yet")
        return self._add

    def show_filter(self, kind: Kind, conditions: Sequence[Filter]) -> None:
        """Show the parts `conditions` of a filter on records of `kind`, without telling."""
        self._kind, self._conditions = kind, tuple(conditions)
        self._add = Chip(self._desk.theme, _("Filter"), icon="add", keys=self._keys, dashed=True)
        self._add.clicked.connect(self.add_filter)
        self._more = Chip(self._desk.theme, "")
        self._more.clicked.connect(self._open_more)
        self._more.hide()
        kept = QWidget()
        kept.setLayout(row(self._desk.theme, self._more, self._add, gap=6))
        self._chips = [self._made_chip(place) for place in range(len(self._conditions))]
        self._row.refill(self._chips, kept=kept)

    def add_filter(self) -> None:
        """Ask for one more part."""
        self._open(self.add_chip, None)

    def remove(self, place: int) -> None:
        """Take the part at `place` away."""
        self._tell([each for number, each in enumerate(self._conditions) if number != place])

    def clear(self) -> None:
        """Take all parts away."""
        self._tell([])

    def sizeHint(self) -> QSize:
        """Return the room for all chips."""
        return self._row.sizeHint()

    def _made_chip(self, place: int) -> Chip:
        wanted = self._conditions[place]
        told = said(self._kind, wanted, self._desk.place)
        chip = Chip(self._desk.theme, told.told, told.value, removable=True)
        linked = list(linked_ids(self._kind, wanted))
        if linked:
            self._desk.read(names_of_ids, linked, owner=chip, then=lambda names: self._name(chip, wanted, names))
        chip.clicked.connect(lambda: self._open(chip, place))
        chip.removed.connect(lambda: self.remove(place))
        return chip

    def _name(self, chip: Chip, wanted: Filter, names: Mapping[bytes, str]) -> None:
        chip.set_value(said(self._kind, wanted, self._desk.place, names).value)

    def _open(self, opener: QWidget, place: int | None) -> None:
        # a list opens without what only its popovers need
        from ui.kit.filters.form import FilterForm

        before = self._conditions[place] if place is not None else None

        def keep(parts: tuple[Filter, ...]) -> None:
            at = len(self._conditions) if place is None else place
            self._tell([*self._conditions[:at], *parts, *self._conditions[at + 1 :]])

        FilterForm(self._desk, self._kind, keep, before, parent=self).open_below(opener)

    def _on_left_out(self, hidden: int) -> None:
        """Say how many parts have no room."""
        if self._more is not None:
            self._more.setText(_("+{n}").format(n=hidden))
            self._more.setAccessibleName(ngettext("{n} more filter", "{n} more filters", hidden).format(n=hidden))
            self._more.setVisible(hidden > 0)
            self._more.updateGeometry()

    def _open_more(self) -> None:
        if self._more is None:
            return
        opener, hidden = self._more, [at for at in range(len(self._conditions)) if self._row.is_left_out(at)]
        acts = [MenuAct("filter", self._said(at), partial(self._open, opener, at)) for at in hidden]
        drop(made_menu(self._desk.theme, acts, self), opener)

    def _said(self, place: int) -> str:
        whole = said(self._kind, self._conditions[place], self._desk.place).whole
        return whole if len(whole) <= LONGEST_ENTRY else f"{whole[: LONGEST_ENTRY - 1]}…"

    def _tell(self, conditions: Sequence[Filter]) -> None:
        self.show_filter(self._kind, conditions)
        self.add_chip.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(self._conditions)
