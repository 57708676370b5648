"""What narrows and orders the queue: the kind, conditions from elsewhere, the order."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.filters.tree import Condition, Filter
from crm_desktop.schema.forms import label_of
from crm_desktop.schema.tickets import TICKET
from crm_desktop.tickets.queries import BY_DEADLINE
from crm_desktop.words import N_, _
from ui.kit.chips import Chip
from ui.kit.desk import Desk
from ui.kit.filters.chips import FilterChips
from ui.kit.icons import icon
from ui.kit.panels import FilterBar

ORDER_TITLES = {
    BY_DEADLINE: N_("Deadline"),
    "newest": N_("Newest first"),
    "oldest": N_("Oldest first"),
    "changed": N_("Last changed"),
}


class FilterRow(FilterBar):
    """The strip above the queue; `changed` tells of another kind or order, `filtered` carries other conditions."""

    changed = Signal()
    filtered = Signal(tuple)

    def __init__(self, desk: Desk) -> None:
        theme = desk.theme
        self._desk = desk
        self.kind = ""
        self.order = BY_DEADLINE
        self.kind_chip = Chip(theme, _("Kind is"), _("any"), drops=True)
        self.chips = FilterChips(desk, desk.kinds.named("tickets"), keys="/")
        self._order_chip = Chip(theme, "", _(ORDER_TITLES[self.order]), icon="sort", drops=True)
        self._order_chip.setAccessibleDescription(_("Order of the tickets"))
        super().__init__(theme, self.kind_chip, self.chips, None, self._order_chip)
        self.chips.changed.connect(self.filtered)
        self.kind_chip.clicked.connect(self._offer_kinds)
        self._order_chip.clicked.connect(self._offer_orders)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the order out where they would cut what narrows."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._order_chip.set_value(_(ORDER_TITLES[self.order]))
        parts = (self.kind_chip, self.chips.add_chip, self._order_chip)
        wanted = sum(each.sizeHint().width() for each in parts) + self._theme.px(2 * 16 + 3 * 6)
        if wanted > self.width():
            self._order_chip.set_value("")
            self._order_chip.setAccessibleName(_(ORDER_TITLES[self.order]))
            self._order_chip.setToolTip(_(ORDER_TITLES[self.order]))

    def conditions(self) -> tuple[Condition, ...]:
        """Return what is chosen here."""
        return (Condition("kind", "=", self.kind),) if self.kind else ()

    def show_choice(self, kind: str, order: str) -> None:
        """Show `kind` ("" for any) and `order`, without telling."""
        self.kind = kind
        self.order = order if order in ORDER_TITLES else BY_DEADLINE
        self.kind_chip.set_value(label_of(TICKET.by_name["kind"], kind) if kind else _("any"))
        self._fit()

    def show_filter(self, conditions: Sequence[Filter]) -> None:
        """Show `conditions` as chips, without telling."""
        self.chips.show_filter(self._desk.kinds.named("tickets"), conditions)

    def _offer_kinds(self) -> None:
        labels = {"": _("any"), **{each.value: _(each.label) for each in TICKET.by_name["kind"].choices}}
        self._offer(self.kind_chip, labels, self.kind, lambda name: self._choose(name, self.order))

    def _offer_orders(self) -> None:
        labels = {name: _(title) for name, title in ORDER_TITLES.items()}
        self._offer(self._order_chip, labels, self.order, lambda name: self._choose(self.kind, name))

    def _choose(self, kind: str, order: str) -> None:
        self.show_choice(kind, order)
        self.changed.emit()

    def _offer(self, opener: QWidget, labels: dict[str, str], now: str, take: Callable[[str], None]) -> None:
        menu = QMenu(self)
        for name, label in labels.items():
            entry = QAction(label, menu)
            entry.setCheckable(True)
            entry.setChecked(name == now)
            if opener is self.kind_chip and name:
                entry.setIcon(icon(self._desk.theme, name))
            entry.triggered.connect(lambda _on=False, name=name: take(name))
            menu.addAction(entry)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(opener.mapToGlobal(QPoint(0, opener.height() + 2)))
