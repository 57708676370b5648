"""The bar above the board: filters as chips, the legend of ages, order and stages."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.filters.tree import Condition
from crm_desktop.words import N_, _
from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.buttons import Button, ButtonKind
from ui.kit.chips import Chip
from ui.kit.desk import Desk
from ui.kit.layouts import row
from ui.kit.painting import paint_age
from ui.kit.panels import FilterBar
from ui.kit.theme import Theme
from ui.pipeline.card_words import AGEING, FRESH, ROTTING, age_word
from ui.pipeline.filter_popover import FilterPopover
from ui.pipeline.filter_words import ChosenFilter, chip_words

ORDERS = (
    ("expected_on", N_("Close date")),
    ("amount", N_("Amount")),
    ("age", N_("Days in stage")),
    ("company", N_("Company")),
)


class BoardFilters(QWidget):
    """Chips, legend and buttons; `changed` tells of another choice of deals, the others of clicks at the end."""

    changed = Signal()
    order_clicked = Signal()
    stages_clicked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self._filters: list[ChosenFilter] = []
        self._chips: QHBoxLayout = row(theme, gap=6)
        self.add_chip = Chip(theme, _("Filter"), icon="add", dashed=True)
        self.add_chip.clicked.connect(lambda: self.open_popover())
        self.order_button = Button(theme, "", ButtonKind.QUIET, size="small", icon="sort")
        self.order_button.clicked.connect(self.order_clicked)
        self.stages_button = Button(theme, _("Stages"), ButtonKind.QUIET, size="small", icon="stages")
        self.stages_button.clicked.connect(self.stages_clicked)
        self.legend = AgeLegend(theme)
        bar = FilterBar(theme, self._chips, self.add_chip, None, self.legend, self.order_button, self.stages_button)
        self.setLayout(row(theme, bar, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_order("expected_on")

    @property
    def filters(self) -> tuple[ChosenFilter, ...]:
        """The filters that are on."""
        return tuple(self._filters)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that deals have to meet."""
        return tuple(each.condition for each in self._filters)

    def set_filters(self, filters: Sequence[ChosenFilter]) -> None:
        """Show `filters` as chips, without telling."""
        self._filters = list(filters)
        while (item := self._chips.takeAt(0)) is not None:
            shown = item.widget()
            if shown is not None:
                shown.hide()
                shown.deleteLater()
        for each in self._filters:
            chip = Chip(self._desk.theme, chip_words(each.condition), each.shown, removable=True)
            chip.removed.connect(lambda gone=each: self.remove(gone))
            chip.clicked.connect(lambda old=each: self.open_popover(old))
            self._chips.addWidget(chip)

    def add(self, chosen: ChosenFilter) -> None:
        """Narrow the board by `chosen`; a filter of the same kind makes way."""
        same = (chosen.condition.field, chosen.condition.op)
        kept = [each for each in self._filters if (each.condition.field, each.condition.op) != same]
        self.set_filters([*kept, chosen])
        self.changed.emit()

    def remove(self, chosen: ChosenFilter) -> None:
        """Take the filter `chosen` away."""
        self.set_filters([each for each in self._filters if each != chosen])
        self.changed.emit()
        self.add_chip.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Take all filters away."""
        self.set_filters([])
        self.changed.emit()

    def show_order(self, name: str) -> None:
        """Show by what the cards are ordered."""
        label = next(_(label) for order, label in ORDERS if order == name)
        self.order_button.setText(label)
        self.order_button.setAccessibleName(_("Ordered by {field}").format(field=label))
        self.order_button.updateGeometry()

    def show_for_board(self, *, on: bool) -> None:
        """Show what only the board needs, or leave it out."""
        for each in (self.legend, self.order_button, self.stages_button):
            each.setVisible(on)

    def open_popover(self, old: ChosenFilter | None = None) -> None:
        """Open the panel in which a filter is chosen, in place of `old` where one is given."""
        popover = FilterPopover(self._desk, self)
        if old is not None:
            popover.show_filter(old)
            popover.chosen.connect(lambda _new: self.set_filters([each for each in self._filters if each != old]))
        popover.chosen.connect(self.add)
        popover.closed.connect(popover.deleteLater)
        popover.open_below(self.add_chip)


class AgeLegend(QWidget):
    """What the three steps of the age meter mean."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Fresh, ageing and rotting, by the days that a deal has been in its stage"))
        self.setToolTip(self.accessibleName())
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the room for three meters with their words."""
        widths = sum(self._width(age) for age in (FRESH, AGEING, ROTTING))
        return QSize(widths + 2 * self._theme.px(12) + self._theme.px(8), self._theme.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the meters with their words."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rest: QRect = self.rect()
        for age in (FRESH, AGEING, ROTTING):
            part, rest = cut_start(rest, self._width(age), self._theme.px(12), mirrored=is_mirrored(self))
            paint_age(painter, self._theme, part, age, age_word(age))

    def _width(self, age: int) -> int:
        return self._theme.px(24) + self._theme.metrics("small", numbers=True).horizontalAdvance(age_word(age))
