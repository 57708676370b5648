"""The row of figures at the top of the Today page."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.reports.today import TodayView
from crm_desktop.words import _
from ui.kit.cards import Tile
from ui.kit.desk import Desk
from ui.today.figures import LABELS, MOST_SHOWN, PLACES, figure, known_figures

ALL, FEWER = MOST_SHOWN, 3
# Below this width five figures with their sparklines no longer fit side by side.
LEAST = 900


class TileRow(QWidget):
    """The figures that the member chose, each of which opens what is behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.names: list[str] = []
        self._tiles: list[Tile] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(desk.theme.space("s5"))
        self._across = ALL
        self._choose(list(LABELS)[:ALL])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tiles into two rows where one would cut their figures."""
        super().resizeEvent(event)
        across = ALL if self.width() >= self._desk.theme.px(LEAST) else FEWER
        if across != self._across:
            self._across = across
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the shorter rows: how many tiles stand side by side follows the width."""
        return QSize(0, super().minimumSizeHint().height())

    def show_view(self, view: TodayView) -> None:
        """Show the figures of the day that are chosen, in their order."""
        self._choose(known_figures(view.tiles_shown.split(",")))
        for name, tile in zip(self.names, self._tiles, strict=True):
            shown = figure(name, view, self._desk.formats)
            tile.show_figure(
                shown.value,
                shown.note,
                rise=shown.rise,
                rise_text=shown.rise_text,
                rise_tone=shown.rise_tone,
                spark=shown.spark,
                spark_role=shown.spark_role,
            )

    def _choose(self, names: Sequence[str]) -> None:
        if list(names) == self.names:
            return
        for tile in self._tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.names = list(names)
        self._tiles = []
        for name in names:
            tile = Tile(self._desk.theme, _(LABELS[name]))
            tile.clicked.connect(partial(self._open, name))
            self._tiles.append(tile)
        self._arrange()
        self.setVisible(bool(names))

    def _open(self, name: str, *_checked: bool) -> None:
        self._desk.go(PLACES[name])

    def _arrange(self) -> None:
        across = max(min(self._across, len(self._tiles)), 1)
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, number // across, number % across)
        for column in range(ALL):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        self.updateGeometry()
