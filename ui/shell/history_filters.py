"""Whose steps the history shows, of which field, from which computer."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.journal.history import Narrowing
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.words import _
from ui.kit.chips import Chip
from ui.kit.desk import Desk
from ui.kit.layouts import FlowLayout

OFFERED_TABLES = ("contact", "deal", "ticket", "task", "interaction", "product")


class HistoryFilters(QWidget):
    """Three chips; `changed` tells that another narrowing is wanted."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._members: Sequence[tuple[bytes, str]] = ()
        self.narrowing = Narrowing()
        theme = desk.theme
        self.who = Chip(theme, _("Anyone"), icon="person", drops=True)
        self.field = Chip(theme, _("Any field"), icon="field", drops=True)
        self.where = Chip(theme, _("Any computer"), icon="computer", drops=True)
        self.who.clicked.connect(self._offer_members)
        self.field.clicked.connect(self._offer_fields)
        self.where.clicked.connect(self._offer_computers)
        chips = FlowLayout(theme, 6, (16, 2, 16, 10))
        for each in (self.who, self.field, self.where):
            chips.addWidget(each)
        self.setLayout(chips)
        self.setFocusProxy(self.who)

    def offer_members(self, members: Sequence[tuple[bytes, str]]) -> None:
        """Offer `members` (id, name)."""
        self._members = members

    def _offer_members(self) -> None:
        menu = QMenu(self)
        self._add(menu, self.who, _("Anyone"), self.narrowing._replace(member=None))
        for member, name in self._members:
            shown = _("You") if member == self._desk.member else name
            self._add(menu, self.who, shown, self.narrowing._replace(member=member))
        self._open(menu, self.who)

    def _offer_fields(self) -> None:
        menu = QMenu(self)
        self._add(menu, self.field, _("Any field"), self.narrowing._replace(field=None))
        for name in OFFERED_TABLES:
            table = BY_NAME[name]
            inner = menu.addMenu(_(table.label))
            for field in table.fields:
                if field.stored:
                    self._add(inner, self.field, _(field.label), self.narrowing._replace(field=field.name))
        self._open(menu, self.field)

    def _offer_computers(self) -> None:
        menu = QMenu(self)
        for label, here in ((_("Any computer"), None), (_("This computer"), True), (_("Other computers"), False)):
            self._add(menu, self.where, label, self.narrowing._replace(here=here))
        self._open(menu, self.where)

    def _add(self, menu: QMenu, chip: Chip, label: str, narrowing: Narrowing) -> None:
        menu.addAction(label, partial(self._choose, chip, label, narrowing))

    def _choose(self, chip: Chip, label: str, narrowing: Narrowing) -> None:
        self.narrowing = narrowing
        chip.setText(label)
        chip.set_value("")
        self.changed.emit()

    def _open(self, menu: QMenu, chip: Chip) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
