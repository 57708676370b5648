"""Several contacts side by side: a row for each field, a column for each contact, and the result at the end."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.words import _
from ui.duplicates.choosing import Choosing
from ui.duplicates.merge_heads import HEAD_HEIGHT, LABELS_WIDTH, LabelHeader, ResultHeader, SidesHeader
from ui.duplicates.merge_rows import MergeRow, Mode
from ui.kit.boxes import cut_end, cut_start
from ui.kit.formats import Formats
from ui.kit.marks import Mark, paint_check, paint_radio
from ui.kit.painting import Badge, badge_size, paint_badge
from ui.kit.theme import Theme, Tone

ROW_HEIGHT = 41
NARROWEST_SIDE = 150
RESULT_WIDTH = 360
NARROWEST_RESULT = 200
SCROLL_BAR = 16
PAD = 12
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


class MergeModel(QAbstractTableModel):
    """The rows that are shown, with the sides and, in the last column, the result."""

    def __init__(self, choosing: Choosing) -> None:
        super().__init__(choosing)
        self.choosing = choosing
        self.rows: list[MergeRow] = []
        self._different = False
        choosing.turned.connect(self._renew)
        choosing.changed.connect(self._on_changed)

    def show_different(self, *, only: bool) -> None:
        """Show only the rows in which the sides differ, or all."""
        self._different = only
        self._renew()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many fields are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the sides and the result."""
        return 0 if parent.isValid() or not self.choosing.sides else len(self.choosing.sides) + 1

    def is_result(self, column: int) -> bool:
        """Tell whether `column` is that of the result."""
        return column >= len(self.choosing.sides)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return what a cell says, and for screen readers whether it is chosen."""
        if role not in (_DISPLAY, _SPOKEN) or not index.isValid():
            return None
        row = self.rows[index.row()]
        if self.is_result(index.column()):
            text = self.choosing.result(row)
            return text if role == _DISPLAY else f"{row.label}: {text}"
        text = row.cells[index.column()] or _("Empty")
        if role == _DISPLAY:
            return text
        chosen = self.choosing.is_chosen(row, index.column())
        told = _("{field}: {value}, taken") if chosen else _("{field}: {value}, not taken")
        return told.format(field=row.label, value=text)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return the fields' labels and the contacts' names."""
        if role != _DISPLAY:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self.rows[section].label if section < len(self.rows) else None
        return _("After the merge") if self.is_result(section) else self.choosing.sides[section].name

    def _renew(self) -> None:
        self.beginResetModel()
        self.rows = [each for each in self.choosing.rows if each.different or not self._different]
        self.endResetModel()

    def _on_changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self.columnCount() - 1))


class MergeDelegate(QStyledItemDelegate):
    """Paints what a side has, with its mark, or what the result gets."""

    def __init__(self, theme: Theme, view: QTableView, model: MergeModel) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(0, self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        theme, row = self._theme, self._model.rows[index.row()]
        painter.save()
        painter.setLayoutDirection(option.direction)
        mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        box = option.rect
        if self._model.is_result(index.column()):
            painter.fillRect(box, theme.colour("surfaceSunken"))
            self._paint_result(painter, box, row, mirrored=mirrored)
            painter.setPen(QPen(theme.colour("hairline"), 0))
            edge = box.right() if mirrored else box.left()
            painter.drawLine(edge, box.top(), edge, box.bottom())
        else:
            self._paint_side(painter, box, row, index.column(), mirrored=mirrored)
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if index == self._view.currentIndex() and self._view.hasFocus():
            self._paint_focus(painter, box)
        painter.restore()

    def _paint_side(self, painter: QPainter, box: QRect, row: MergeRow, side: int, *, mirrored: bool) -> None:
        theme = self._theme
        chosen = self._model.choosing.is_chosen(row, side)
        marked = bool(row.cells[side]) and not row.same
        painter.fillRect(box, theme.colour("selected" if chosen and marked else "surface"))
        inner = box.adjusted(theme.px(PAD), 0, -theme.px(PAD), -1)
        mark, inner = cut_start(inner, theme.size("icon.md"), theme.px(8), mirrored=mirrored)
        if marked:
            paint = paint_check if row.mode is Mode.SEVERAL else paint_radio
            paint(painter, theme, mark, Mark.ON if chosen else Mark.OFF, enabled=row.mode is not Mode.RULE)
        text = row.cells[side]
        role = "text" if chosen and marked else "text2" if text else "text3"
        # what differs must be seen, be it at the end
        cut = Qt.TextElideMode.ElideMiddle if marked else Qt.TextElideMode.ElideRight
        self._write(painter, inner, text or _("Empty"), role, cut=cut)

    def _paint_result(self, painter: QPainter, box: QRect, row: MergeRow, *, mirrored: bool) -> None:
        theme = self._theme
        inner = box.adjusted(theme.px(16), 0, -theme.px(16), -1)
        if row.mode is Mode.RULE and row.contested:
            badge = Badge(_("Strictest rule wins"), Tone.WARNING, "shield")
            part, inner = cut_end(inner, badge_size(theme, badge).width(), theme.px(8), mirrored=mirrored)
            paint_badge(painter, theme, part, badge)
        elif row.same:
            # a text as wide as its box would be cut
            width = theme.metrics("small").horizontalAdvance(_("same")) + theme.px(2)
            part, inner = cut_end(inner, width, theme.px(8), mirrored=mirrored)
            self._write(painter, part, _("same"), "text3", "small")
        self._write(painter, inner, self._model.choosing.result(row), "text")

    def _paint_focus(self, painter: QPainter, box: QRect) -> None:
        width = self._theme.size("focusRing.width")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self._theme.radius("sm")
        painter.drawRoundedRect(QRectF(box).adjusted(width, width, -width, -width - 1), radius, radius)

    def _write(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        role: str,
        style: str = "body",
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        painter.setFont(self._theme.font(style))
        painter.setPen(self._theme.colour(role))
        shown = self._theme.metrics(style).elidedText(text, cut, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)


class _Columns(QTableView):
    """One part of the table: the sides, or the result; both show the same model."""

    def __init__(self, theme: Theme, model: MergeModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.merge = model
        self.setModel(model)
        self.setItemDelegate(MergeDelegate(theme, self, model))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    def _fit_theme(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        self.viewport().update()


class SidesTable(_Columns):
    """The contacts; arrows move, Space and Enter take, a digit takes that side, a click takes what it hits."""

    def __init__(self, theme: Theme, model: MergeModel, formats: Formats, parent: QWidget) -> None:
        super().__init__(theme, model, parent)
        self.setVerticalHeader(LabelHeader(theme, self))
        self.setHorizontalHeader(SidesHeader(theme, model.choosing, self, formats))
        self.setAccessibleName(_("Contacts side by side"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit_theme()
        model.modelReset.connect(self._share_width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take by key."""
        key = event.key()
        index = self.currentIndex()
        digit = key - int(Qt.Key.Key_1)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._take(index.row(), index.column())
        elif plain and 0 <= digit < len(self.merge.choosing.sides) and index.isValid():
            self.setCurrentIndex(self.merge.index(index.row(), digit))
            self._take(index.row(), digit)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take what is clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._take(index.row(), index.column())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the sides."""
        super().resizeEvent(event)
        self._share_width()

    def _take(self, row: int, side: int) -> None:
        self.merge.choosing.choose(self.merge.rows[row], side)

    def _share_width(self) -> None:
        sides = len(self.merge.choosing.sides)
        for column in range(self.merge.columnCount()):
            self.setColumnHidden(column, self.merge.is_result(column))
        if sides:
            width = max(self.viewport().width() // sides, self._theme.px(NARROWEST_SIDE))
            for column in range(sides):
                self.setColumnWidth(column, width)


class ResultTable(_Columns):
    """What comes of it, beside the contacts; it scrolls with them."""

    def __init__(self, theme: Theme, model: MergeModel, formats: Formats, parent: QWidget) -> None:
        super().__init__(theme, model, parent)
        self.setHorizontalHeader(ResultHeader(theme, model.choosing, self, formats))
        self.verticalHeader().hide()
        self.setAccessibleName(_("After the merge"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self._fit_columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the result all width."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        for column in range(self.merge.columnCount()):
            self.setColumnHidden(column, not self.merge.is_result(column))
            if self.merge.is_result(column):
                self.setColumnWidth(column, self.viewport().width())


class MergeTable(QWidget):
    """Contacts and result side by side, scrolling as one."""

    def __init__(self, theme: Theme, choosing: Choosing, formats: Formats, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bar = 0
        self.model = MergeModel(choosing)
        self.sides = SidesTable(theme, self.model, formats, self)
        self.result = ResultTable(theme, self.model, formats, self)
        self.setFocusProxy(self.sides)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sides, 1)
        whole.addWidget(self.result)
        self.model.modelReset.connect(self._fit_rows)
        self.model.modelReset.connect(self._share)
        theme.changed.connect(self._fit_rows)
        self.sides.horizontalScrollBar().rangeChanged.connect(self._keep_level)
        down, beside = self.sides.verticalScrollBar(), self.result.verticalScrollBar()
        down.valueChanged.connect(beside.setValue)
        beside.valueChanged.connect(down.setValue)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the sides and the result."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Keep the result readable: a third of the width, less where the sides would not fit beside it."""
        px = self._theme.px
        sides = px(LABELS_WIDTH) + len(self.model.choosing.sides) * px(NARROWEST_SIDE)
        beside = max(self.width() - sides, px(NARROWEST_RESULT))
        self.result.setFixedWidth(min(px(RESULT_WIDTH), self.width() * 3 // 8, beside))

    def _keep_level(self, _least: int, most: int) -> None:
        """Leave the same room below the result as the scroll bar takes below the sides."""
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.result.setHorizontalScrollBarPolicy(policy)
        self._bar = self._theme.px(SCROLL_BAR) if most else 0
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Be no higher than the rows, so that what follows stands right below them."""
        rows = self.model.rowCount()
        self.setMaximumHeight(self._theme.px(HEAD_HEIGHT) + rows * self._theme.px(ROW_HEIGHT) + self._bar)
