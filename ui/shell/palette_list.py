"""The list in the palette: groups with heads, marked passages, keys."""

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.words import _
from ui.kit.boxes import is_mirrored
from ui.kit.theme import Theme
from ui.shell.palette_painter import LinePainter, Strip
from ui.shell.palette_rows import Row

Index = QModelIndex | QPersistentModelIndex


class PaletteModel(QAbstractListModel):
    """The lines that are shown; `relooked` carries the places of those that look different, where all stay in place."""

    relooked = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`; where heads and lines stand as before, tell of those that look different alone."""
        if [row.act is None for row in rows] == [row.act is None for row in self._rows]:
            before, self._rows = self._rows, rows
            pairs = enumerate(zip(before, rows, strict=True))
            places = [place for place, (old, new) in pairs if old.looks != new.looks]
            if places:
                self.relooked.emit(places)
                self.dataChanged.emit(self.index(places[0]), self.index(places[-1]))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, place: int) -> Row | None:
        """Return the line at `place`."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is read aloud; the delegate paints from the row itself."""
        row = self.row(index.row())
        if row is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return row.spoken

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        row = self.row(index.row())
        if row is None or row.act is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def lines(self) -> list[bool]:
        """Return of each line whether it can be chosen; the others are heads."""
        return [row.act is not None for row in self._rows]

    def next_choice(self, place: int, step: int) -> int:
        """Return the place of the line `step` further that can be chosen, round and round; -1 where there is none."""
        choices = [number for number, row in enumerate(self._rows) if row.act is not None]
        if not choices:
            return -1
        if place not in choices:
            return choices[0 if step > 0 else -1]
        return choices[(choices.index(place) + step) % len(choices)]


class PaletteList(QListView):
    """The list; the field above keeps the focus and moves through it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows = PaletteModel(self)
        self.setModel(self.rows)
        self.setAccessibleName(_("Results"))
        self._painter = LinePainter(theme)
        self.setItemDelegate(_Heights(self._painter, self))
        # lines have no icons of Qt's; a size of our own spares asking the style for one at each answer
        self.setIconSize(QSize(0, 0))
        self.rows.relooked.connect(self._paint_again)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._rested_at = QCursor.pos()
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entered.connect(self._on_entered)
        # what lies below need not be painted first
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`; none is marked before `mark_first`, so that they are laid out once their room is known."""
        self._rested_at = QCursor.pos()
        self.rows.set_rows(rows)

    def mark_first(self) -> None:
        """Mark the first line that can be chosen."""
        self.setCurrentIndex(self.rows.index(self.rows.next_choice(-1, 1)))
        self.scrollToTop()

    def scroll_where_needed(self, *, fits: bool) -> None:
        """Have no scroll bar where all lines fit, so that none comes up before the room has grown."""
        wanted = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        # Qt lays out anew even where it is told the same
        if wanted is not self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(wanted)

    def step(self, by: int) -> None:
        """Mark the line `by` further that can be chosen."""
        place = self.rows.next_choice(self.currentIndex().row(), by)
        self.setCurrentIndex(self.rows.index(place))
        if place <= 1:
            self.scrollToTop()

    def current(self) -> Row | None:
        """Return the line that is marked."""
        return self.rows.row(self.currentIndex().row())

    def wanted_height(self) -> int:
        """Return how high the list is when nothing is cut."""
        return sum(self._painter.heights(self.rows.lines()))

    def dataChanged(self, _first: Index, _last: Index, _roles: Sequence[int] = ()) -> None:
        """Do nothing: lines stay as high as they were, and those that look different are painted again."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the lines that lie in what is asked for; Qt would call for each on its own."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        region, current, mirrored = event.region(), self.currentIndex().row(), is_mirrored(self)
        for place, strip in enumerate(self._strips()):
            row = self.rows.row(place)
            if row is None or not region.intersects(QRect(0, strip.y, strip.width, strip.height)):
                continue
            if row.act is None:
                self._painter.paint_head(painter, strip, row, mirrored=mirrored)
            else:
                self._painter.paint_line(painter, strip, row, chosen=place == current, mirrored=mirrored)
        painter.end()

    def _strips(self) -> list[Strip]:
        """Return where each line stands now."""
        width, heights = self.viewport().width(), self._painter.heights(self.rows.lines())
        tops = accumulate(heights, initial=-self.verticalOffset())
        return [Strip(y, height, width) for y, height in zip(tops, heights, strict=False)]

    def _paint_again(self, places: Sequence[int]) -> None:
        strips, viewport = self._strips(), self.viewport()
        for place in places:
            viewport.update(0, strips[place].y, strips[place].width, strips[place].height)

    def _on_entered(self, index: QModelIndex) -> None:
        # rows that come up under a mouse at rest leave the mark where the keys put it
        if QCursor.pos() != self._rested_at and self.rows.flags(index) & Qt.ItemFlag.ItemIsEnabled:
            self.setCurrentIndex(index)


class _Heights(QStyledItemDelegate):
    """Tells the list how high lines are; the list paints them itself."""

    def __init__(self, painter: LinePainter, parent: QObject) -> None:
        super().__init__(parent)
        self._painter = painter

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a head or a line."""
        model = index.model()
        row = model.row(index.row()) if isinstance(model, PaletteModel) else None
        return QSize(0, self._painter.height(line=row is not None and row.act is not None))
