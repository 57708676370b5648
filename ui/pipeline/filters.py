"""The bar above the board: filters as chips, the legend of ages, order and stages."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.filters.tree import Filter
from crm_desktop.words import N_, _
from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.filters.chips import FilterChips
from ui.kit.layouts import row
from ui.kit.painting import paint_age
from ui.kit.panels import FilterBar
from ui.kit.theme import Theme
from ui.pipeline.card_words import AGEING, FRESH, ROTTING, age_word

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
        self.chips = FilterChips(desk, desk.kinds.named("deals"), keys="/")
        self.chips.changed.connect(lambda _parts: self.changed.emit())
        self.order_button = Button(theme, "", ButtonKind.QUIET, size="small", icon="sort")
        self.order_button.clicked.connect(self.order_clicked)
        self.stages_button = Button(theme, _("Stages"), ButtonKind.QUIET, size="small", icon="stages")
        self.stages_button.clicked.connect(self.stages_clicked)
        self.legend = AgeLegend(theme)
        bar = FilterBar(theme, self.chips, None, self.legend, self.order_button, self.stages_button)
        self.setLayout(row(theme, bar, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_order("expected_on")

    @property
    def conditions(self) -> tuple[Filter, ...]:
        """The filters that deals have to meet."""
        return self.chips.conditions

    def show_filter(self, conditions: Sequence[Filter]) -> None:
        """Show `conditions` as chips, without telling."""
        self.chips.show_filter(self._desk.kinds.named("deals"), conditions)

    def add(self, wanted: Filter) -> None:
        """Narrow the board by `wanted` as well."""
        self.show_filter((*self.conditions, wanted))
        self.changed.emit()

    def clear(self) -> None:
        """Take all filters away."""
        self.chips.clear()

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
