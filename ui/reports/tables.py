"""The tables of a report, painted row by row."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyledItemDelegate, QTableView

from crm_desktop.reports.number_words import NumberWords, cell_writer
from crm_desktop.reports.report import Cell, ColumnKind, ReportTable, Row
from ui.kit.boxes import cut_end, cut_start
from ui.kit.painting import paint_swatch
from ui.kit.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ROW, HEAD, PAD, SWATCH_ROOM = 36, 32, 16, 16
MOST_SHOWN = 500
LONGEST_BAR, SHORTEST_BAR = 64, 24
WHOLE = 100.0
_WIDEST_SHARE = "100 %"


class ShownRow(NamedTuple):
    """One row in words; `key` is what a click drills down by, `swatch` a chart colour or 0."""

    cells: tuple[str, ...]
    raw: Row
    key: object
    swatch: int
    total: bool


class TableModel(QAbstractTableModel):
    """The rows of one report table, written in the user's language."""

    def __init__(self, table: ReportTable, numbers: NumberWords) -> None:
        super().__init__()
        self.table = table
        write = [cell_writer(column, numbers) for column in table.columns]
        rows = list(table.rows)[:MOST_SHOWN]
        self.rows = [self._shown(row, place, write) for place, row in enumerate(rows)]
        if table.total is not None:
            cells = tuple("" if cell is None else writer(cell) for cell, writer in zip(table.total, write, strict=True))
            self.rows.append(ShownRow(cells, table.total, None, 0, total=True))
        self.shares = self._shares()

    def _shares(self) -> dict[int, float]:
        """Return the columns whose rows share a hundred percent, each with the largest share."""
        found = {}
        for place, column in enumerate(self.table.columns):
            total = None if self.table.total is None else self.table.total[place]
            values = [each.raw[place] for each in self.rows if not each.total]
            numbers = [each for each in values if isinstance(each, int | float)]
            if column.kind is ColumnKind.PERCENT and total == WHOLE and numbers and max(numbers) > 0:
                found[place] = float(max(numbers))
        return found

    def _shown(self, row: Row, place: int, write: Sequence[Any]) -> ShownRow:
        cells = tuple(_written(cell, writer) for cell, writer in zip(row, write, strict=True))
        key = self.table.keys[place] if place < len(self.table.keys) else None
        swatch = (self.table.swatches[place] or 0) if place < len(self.table.swatches) else 0
        return ShownRow(cells, row, key, swatch, total=False)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are, the total included."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the cell in words."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].cells[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(text=self.is_text(section))
        return None

    def is_text(self, column: int) -> bool:
        """Return whether `column` holds words, which begin where reading begins."""
        return self.table.columns[column].kind is ColumnKind.TEXT


class ReportTableView(QTableView):
    """One report table, as high as its rows; `drilled` carries the key of a row that was clicked."""

    drilled = Signal(object)

    def __init__(self, theme: Theme, table: ReportTable, numbers: NumberWords) -> None:
        super().__init__()
        self._theme = theme
        self.rows_model = TableModel(table, numbers)
        self._delegate = _CellDelegate(theme, self.rows_model)
        self.setModel(self.rows_model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(table.title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        self.verticalHeader().setMinimumSectionSize(theme.px(ROW))
        head = _Head(theme, self.rows_model, self)
        head.setFixedHeight(theme.px(HEAD))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalHeader(head)
        self._head = head
        columns = range(self.rows_model.columnCount())
        self._needed = [self._needed_by(place, broken=False) for place in columns]
        self._least = [self._needed_by(place, broken=True) for place in columns]
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Return a size that holds all rows."""
        height = self._head.height() + self.rows_model.rowCount() * self._theme.px(ROW)
        return QSize(self._theme.px(400), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the width as the report does on paper; titles take two lines where they have no room on one."""
        super().resizeEvent(event)
        shares = [column.share or 1 for column in self.rows_model.table.columns]
        room = self.viewport().width()
        broken = sum(self._needed) > room
        for place, width in enumerate(divided(room, shares, self._least if broken else self._needed)):
            self.setColumnWidth(place, width)
        high = self._theme.px(HEAD) + (self._theme.line("small") if broken else 0)
        if high != self._head.height():
            self._head.setFixedHeight(high)
            self.setFixedHeight(self.sizeHint().height())

    def _needed_by(self, column: int, *, broken: bool) -> int:
        """Return how wide `column` must be for its words, those of its title on one line or each on its own."""
        theme, rows = self._theme, self.rows_model.rows
        words_of_title = self.rows_model.table.columns[column].title
        parts = words_of_title.split() if broken else [words_of_title]
        title = max(map(theme.metrics("small", 500).horizontalAdvance, parts), default=0)
        metrics = theme.metrics("bodyStrong", numbers=True)
        words = max((metrics.horizontalAdvance(row.cells[column]) for row in rows), default=0)
        if column in self.rows_model.shares:
            words = metrics.horizontalAdvance(_WIDEST_SHARE) + theme.px(LONGEST_BAR + 10)
        swatch = SWATCH_ROOM if column == 0 and any(row.swatch for row in rows) else 0
        return max(title, words + theme.px(swatch)) + theme.px((PAD if column == 0 else 8) + PAD + 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drill down into the row that was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.rows_model.rows[index.row()].key is not None:
            self.drilled.emit(self.rows_model.rows[index.row()].key)


def divided(room: int, shares: Sequence[float], needed: Sequence[int]) -> list[int]:
    """Divide `room` by `shares`; columns with room to spare give to those that are too narrow for their words.

    Where there is too little room for all words, each column has the same part of what it needs.
    """
    widths = [int(room * share / sum(shares)) for share in shares]
    lack = sum(max(need - width, 0) for width, need in zip(widths, needed, strict=True))
    spare = sum(max(width - need, 0) for width, need in zip(widths, needed, strict=True))
    if 0 < lack <= spare:
        kept = 1 - lack / spare
        widths = [max(need, need + int((width - need) * kept)) for width, need in zip(widths, needed, strict=True)]
    elif lack:
        widths = [int(room * need / sum(needed)) for need in needed]
    # what rounding leaves over
    return [widths[0] + room - sum(widths), *widths[1:]]


class _Head(QHeaderView):
    def __init__(self, theme: Theme, model: TableModel, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._rows_model = model

    def paintSection(self, painter: QPainter, box: QRect, column: int) -> None:
        """Paint the title of one column over a hairline."""
        theme = self._theme
        painter.save()
        painter.fillRect(box, theme.colour("surfaceSunken"))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(box.left(), box.bottom(), box.right() + 1, box.bottom())
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("text2"))
        inner = box.adjusted(theme.px(PAD if column == 0 else 8), 0, -theme.px(PAD), 0)
        title = self._rows_model.table.columns[column].title
        metrics, side = theme.metrics("small", 500), _side(text=self._rows_model.is_text(column))
        if " " in title and metrics.horizontalAdvance(title) > inner.width():
            painter.drawText(inner, int(side | Qt.TextFlag.TextWordWrap), title)
        else:
            painter.drawText(inner, side, metrics.elidedText(title, Qt.TextElideMode.ElideRight, inner.width()))
        painter.restore()


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: TableModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Paint one cell with its hairline."""
        theme, row = self._theme, self._model.rows[index.row()]
        box: QRect = option.rect
        painter.save()
        if row.total:
            painter.fillRect(box, theme.colour("surfaceSunken"))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(box.left(), box.bottom(), box.right() + 1, box.bottom())
        text = self._model.is_text(index.column())
        inner = box.adjusted(theme.px(PAD if index.column() == 0 else 8), 0, -theme.px(PAD), 0)
        if index.column() == 0 and row.swatch:
            side = theme.px(8)
            paint_swatch(painter, QRect(inner.left(), inner.center().y() - side // 2, side, side), self._colour(row))
            inner.adjust(theme.px(SWATCH_ROOM), 0, 0, 0)
        painter.setFont(theme.font("bodyStrong" if row.total else "body", numbers=True))
        painter.setPen(theme.colour(self._role(row, index.column())))
        shown = theme.metrics("body", numbers=True).elidedText(
            row.cells[index.column()], Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, _side(text=text), shown)
        if index.column() in self._model.shares and not row.total:
            self._paint_share(painter, inner, row, index.column())
        painter.restore()

    def _paint_share(self, painter: QPainter, box: QRect, row: ShownRow, column: int) -> None:
        """Paint a share as a bar before its number: of the largest share, so that they can be compared."""
        theme, value = self._theme, row.raw[column]
        words = theme.metrics("body", numbers=True).horizontalAdvance(_WIDEST_SHARE)
        room = min(box.width() - words - theme.px(10), theme.px(LONGEST_BAR))
        if room < theme.px(SHORTEST_BAR) or not isinstance(value, int | float):
            return
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        _words, rest = cut_end(box, words, theme.px(10), mirrored=mirrored)
        bar, _left = cut_end(rest, room, mirrored=mirrored)
        height = theme.px(6)
        bar = QRect(bar.x(), bar.center().y() - height // 2, bar.width(), height)
        filled, _rest = cut_start(
            bar, round(bar.width() * max(value, 0) / self._model.shares[column]), mirrored=mirrored
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for shown, role in ((bar, "neutralTint"), (filled, "chart.c1")):
            painter.setBrush(theme.colour(role))
            painter.drawRoundedRect(QRectF(shown), height / 2, height / 2)

    def _colour(self, row: ShownRow) -> QColor:
        return self._theme.colour(f"chart.c{row.swatch}")

    def _role(self, row: ShownRow, column: int) -> str:
        value = row.raw[column]
        if self._model.table.columns[column].kind is ColumnKind.CHANGE and isinstance(value, int | float):
            return "success" if value >= 0 else "danger"
        return "text"


def _side(*, text: bool) -> Qt.AlignmentFlag:
    """Return where a cell is aligned: words where reading begins, numbers where it ends."""
    return (Qt.AlignmentFlag.AlignLeading if text else Qt.AlignmentFlag.AlignTrailing) | Qt.AlignmentFlag.AlignVCenter


def _written(cell: Cell, writer: Any) -> str:
    return "–" if cell is None else str(writer(cell))
