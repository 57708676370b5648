"""The row of figures at the top of the Today page."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from crm_desktop.reports.today import TodayView
from crm_desktop.words import _
from ui.kit.boxes import is_mirrored
from ui.kit.cards import Tile
from ui.kit.desk import Desk
from ui.today.figures import LABELS, MOST_SHOWN, PLACES, figure, known_figures

ALL, FEWER, FEWEST = MOST_SHOWN, 3, 2
# Below this width five figures with their sparklines no longer fit side by side.
LEAST = 900
# Below this one, three would cut what stands below the figures.
LEAST_FOR_THREE = 640


class TileRow(QWidget):
    """The figures that the member chose, each of which opens what is behind it.

    A tile is dragged to another place, or moved there by Shift and an arrow; `arranged` carries the names in their new
    order.
    """

    arranged = Signal(list)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.names: list[str] = []
        self._tiles: list[Tile] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(desk.theme.space("s5"))
        self._across = ALL
        self._grip: QPoint | None = None
        self._dragged = False
        self._choose(list(LABELS)[:ALL])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tiles into two rows where one would cut their figures."""
        super().resizeEvent(event)
        width = self.width() / self._desk.theme.zoom
        across = ALL if width >= LEAST else FEWER if width >= LEAST_FOR_THREE else FEWEST
        if across != self._across:
            self._across = across
            self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Carry a tile along with the mouse, or by keys; a click that dragged opens nothing."""
        if not isinstance(watched, Tile):
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(watched, event)
        if isinstance(event, QMouseEvent):
            return self._on_mouse(watched, event)
        return False

    def _on_key(self, tile: Tile, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.modifiers() != Qt.KeyboardModifier.ShiftModifier or event.key() not in steps:
            return False
        step = -steps[Qt.Key(event.key())] if is_mirrored(self) else steps[Qt.Key(event.key())]
        place = self._tiles.index(tile) + step
        if 0 <= place < len(self._tiles):
            self._move(tile, place)
            self.arranged.emit(self.names)
        return True

    def _on_mouse(self, tile: Tile, event: QMouseEvent) -> bool:
        kinds = QEvent.Type
        if event.type() is kinds.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            self._grip, self._dragged = event.position().toPoint(), False
        elif event.type() is kinds.MouseMove and self._grip is not None:
            far = (event.position().toPoint() - self._grip).manhattanLength() >= QApplication.startDragDistance()
            self._dragged = self._dragged or far
            if self._dragged:
                tile.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._carry(tile, tile.mapTo(self, event.position().toPoint()))
            return self._dragged
        elif event.type() is kinds.MouseButtonRelease:
            dragged, self._grip, self._dragged = self._dragged, None, False
            if dragged:
                tile.unsetCursor()
                tile.setDown(False)
                self.arranged.emit(self.names)
            return dragged
        return False

    def _carry(self, tile: Tile, point: QPoint) -> None:
        over = next((each for each in self._tiles if each.geometry().contains(point)), tile)
        if over is not tile:
            self._move(tile, self._tiles.index(over))
            # where the mouse is by now, the tile is as well, so that it does not go back and forth
            self._grid.activate()

    def _move(self, tile: Tile, place: int) -> None:
        before = self._tiles.index(tile)
        self._tiles.insert(place, self._tiles.pop(before))
        self.names.insert(place, self.names.pop(before))
        for each in self._tiles:
            self._grid.removeWidget(each)
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
            tile.installEventFilter(self)
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
