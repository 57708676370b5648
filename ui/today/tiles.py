"""The row of figures at the top of the Today page."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.reports.today import Tiles
from crm_desktop.words import _
from ui.kit.cards import Tile
from ui.kit.desk import Desk, Place
from ui.kit.theme import Tone

ALL, FEWER = 5, 3
# Below this width five figures with their sparklines no longer fit side by side.
LEAST = 900


class TileRow(QWidget):
    """Five figures, each of which opens what is behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme = desk.theme
        self._won = Tile(theme, _("Won this month"))
        self._weighted = Tile(theme, _("Weighted pipeline"))
        self._rate = Tile(theme, _("Win rate, 90 days"))
        self._overdue = Tile(theme, _("Follow-ups overdue"))
        self._satisfaction = Tile(theme, _("Customer satisfaction"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.space("s5"))
        places = (
            (self._won, Place("report", None, {"name": "sales_by_month"})),
            (self._weighted, Place("pipeline", None, {"show": "forecast"})),
            (self._rate, Place("report", None, {"name": "won_and_lost"})),
            (self._overdue, Place("contacts", None, {"kind": "people", "sorting": ["next_step_due"]})),
            (self._satisfaction, Place("report", None, {"name": "tickets_by_status"})),
        )
        for tile, place in places:
            tile.clicked.connect(lambda _checked=False, place=place: desk.go(place))

        self._tiles = [tile for tile, _place in places]
        self._across = 0
        self._arrange(ALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tiles into two rows where one would cut their figures."""
        super().resizeEvent(event)
        self._arrange(ALL if self.width() >= self._desk.theme.px(LEAST) else FEWER)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the shorter rows: how many tiles stand side by side follows the width."""
        return QSize(0, super().minimumSizeHint().height())

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, number // across, number % across)
        for column in range(ALL):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        self.updateGeometry()

    def show_tiles(self, tiles: Tiles) -> None:
        """Show the figures of the day."""
        formats = self._desk.formats
        before = formats.money(tiles.won_before_minor, whole=True)
        self._won.show_figure(
            formats.money(tiles.won_minor, whole=True),
            _("{amount} last month").format(amount=before),
            spark=tiles.won_weeks,
        )
        self._weighted.show_figure(
            formats.money(tiles.weighted_minor, whole=True),
            _("{n} open deals").format(n=formats.number(tiles.open_deals)),
        )
        share = tiles.won_90 / tiles.closed_90 if tiles.closed_90 else 0
        self._rate.show_figure(
            formats.percent(share) if tiles.closed_90 else "–",
            _("{won} of {closed} closed").format(won=tiles.won_90, closed=tiles.closed_90),
        )
        late = tiles.overdue > 0
        self._overdue.show_figure(
            formats.number(tiles.overdue),
            _("oldest first below") if late else _("nothing is late"),
            rise_tone=Tone.DANGER if late else Tone.NEUTRAL,
        )
        shown = "–" if tiles.satisfaction is None else formats.number(tiles.satisfaction, 1)
        self._satisfaction.show_figure(
            shown,
            _("of 5, {n} answers").format(n=tiles.answers),
            spark=tiles.satisfaction_weeks,
            spark_role="chart.c3",
        )
