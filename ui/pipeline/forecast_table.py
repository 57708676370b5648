"""The table of the forecast, painted: months as heads, deals below, chances edited in place."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.pipeline.queries import Card
from crm_desktop.words import ngettext
from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.deal_views import stage_tone
from ui.kit.icons import paint_icon
from ui.kit.painting import Badge, Face, paint_avatar, paint_badge
from ui.kit.theme import Theme
from ui.pipeline.forecast_model import AMOUNT, CHANCE, CLOSES, COLUMNS, DEAL, STAGE, WEIGHTED, ForecastModel, Index
from ui.pipeline.forecast_reading import ForecastLine, LineKind

_LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
_TRAIL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing
# Where there is no room for all columns: the day goes first, its month stands above it.
DROPPED_FIRST = (CLOSES, STAGE)
# Before the table moves sideways, the names of deals are cut.
LEAST_DEAL = 140


class ForecastTable(QTableView):
    """Lines of a ForecastModel. `opened` (Enter, double click) and `preview_wanted` (Space) carry a card."""

    opened = Signal(object)
    preview_wanted = Signal(object)
    current_changed = Signal(object)

    def __init__(self, theme: Theme, model: ForecastModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lines = model
        self._kept: bytes = b""
        self._scrolled = 0
        self._set_up()
        self.setModel(model)
        self.setItemDelegate(LineDelegate(theme, model, self))
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._take_place)
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    def current_card(self) -> Card | None:
        """Return the deal that has the focus, or None."""
        line = self.lines.line(self.currentIndex().row())
        return line.card if line is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, preview, fold and edit by keyboard."""
        if self.state() is QAbstractItemView.State.EditingState:
            # Enter in the editor comes here too; it has been seen to there
            return
        line = self.lines.line(self.currentIndex().row())
        if line is None or not self._act(Qt.Key(event.key()), line):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold a month by its head."""
        super().mousePressEvent(event)
        line = self.lines.line(self.rowAt(int(event.position().y())))
        if line is not None and line.card is None and event.button() is Qt.MouseButton.LeftButton:
            self.lines.toggle(line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the deal, or edit its chance."""
        place = event.position().toPoint()
        line, column = self.lines.line(self.rowAt(place.y())), self.columnAt(place.x())
        if line is not None and line.card is not None and column != CHANCE:
            self.opened.emit(line.card)
        else:
            super().mouseDoubleClickEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Repaint both lines and tell."""
        super().currentChanged(current, previous)
        self.viewport().update()
        line = self.lines.line(current.row())
        if line is not None and line.card is not None and self.hasFocus():
            self.current_changed.emit(line.card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the deal's column what the others leave."""
        super().resizeEvent(event)
        self._share_width()

    def _act(self, key: Qt.Key, line: ForecastLine) -> bool:
        down = 1 if key in (Qt.Key.Key_Down, Qt.Key.Key_J) else -1 if key in (Qt.Key.Key_Up, Qt.Key.Key_K) else 0
        if down:
            place = min(max(self.currentIndex().row() + down, 0), self.lines.rowCount() - 1)
            self.setCurrentIndex(self.lines.index(place, self.currentIndex().column()))
        elif line.card is None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.lines.toggle(line)
        elif line.card is not None and key in (Qt.Key.Key_F2, Qt.Key.Key_E):
            self.edit(self.lines.index(self.currentIndex().row(), CHANCE))
        elif line.card is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(line.card)
        elif line.card is not None and key == Qt.Key.Key_Space:
            self.preview_wanted.emit(line.card)
        else:
            return False
        return True

    def _keep_place(self) -> None:
        line = self.lines.line(self.currentIndex().row())
        self._kept = line.key if line is not None else b""
        self._scrolled = self.verticalScrollBar().value()

    def _take_place(self) -> None:
        self.clearSpans()
        for number in range(self.lines.rowCount()):
            line = self.lines.line(number)
            if line is not None and line.card is None:
                # their words may go on where they have no figures
                self.setSpan(number, DEAL, 1, AMOUNT if line.kind is LineKind.MONTH else len(COLUMNS))
        place = self.lines.place_of(self._kept) if self._kept else None
        if place is not None:
            self.setCurrentIndex(self.lines.index(place, 0))
        self.verticalScrollBar().setValue(self._scrolled)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalHeader(ForecastHeader(self._theme, self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setProperty("focusRing", False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _fit_theme(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self._theme.size("row.normal"))
        self.horizontalHeader().setFixedHeight(self._theme.size("tableHeader"))
        self._share_width()
        self.viewport().update()

    def _share_width(self) -> None:
        widths = [self._theme.px(column.width) for column in COLUMNS]
        rest = self.viewport().width() - sum(widths[1:])
        for place in DROPPED_FIRST:
            dropped = rest < widths[DEAL]
            self.setColumnHidden(place, dropped)
            rest += widths[place] if dropped else 0
        for place, width in enumerate(widths[1:], 1):
            if not self.isColumnHidden(place):
                self.setColumnWidth(place, width)
        self.setColumnWidth(DEAL, max(rest, self._theme.px(LEAST_DEAL)))


class ForecastHeader(QHeaderView):
    """The head of the table."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, titles and line."""
        theme = self._theme
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.viewport().rect(), theme.colour("surfaceSunken"))
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("text2"))
        for place, column in enumerate(COLUMNS):
            if self.isSectionHidden(place):
                continue
            box = QRect(self.sectionViewportPosition(place), 0, self.sectionSize(place), self.height())
            title = str(self.model().headerData(place, Qt.Orientation.Horizontal))
            painter.drawText(padded(theme, box, place), _TRAIL if column.numbers else _LEAD, title)
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class LineDelegate(QStyledItemDelegate):
    """Paints the cells of the forecast and edits chances."""

    def __init__(self, theme: Theme, model: ForecastModel, view: ForecastTable) -> None:
        super().__init__(view)
        self._theme = theme
        self._lines = model
        self._view = view

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """Return the line in which a chance is typed."""
        line = QLineEdit(parent)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setProperty("small", True)
        return line

    def updateEditorGeometry(
        self, editor: QWidget, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Put the line over the chance."""
        box = self._view.visualRect(self._lines.index(index.row(), index.column()))
        height = self._theme.size("control.small")
        top = box.y() + (box.height() - height) // 2
        width = min(self._theme.px(76), box.width())
        x = box.x() if is_mirrored(self._view) else box.right() + 1 - width
        editor.setGeometry(x, top, width, height)

    def paint(
        self, painter: QPainter, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        line = self._lines.line(index.row())
        if line is None:
            return
        theme, column = self._theme, index.column()
        box = self._view.visualRect(self._lines.index(index.row(), column))
        painter.save()
        painter.setLayoutDirection(self._view.layoutDirection())
        painter.fillRect(box, theme.colour(self._ground(line, index.row())))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(box.x(), box.bottom(), box.right(), box.bottom())
        inner = padded(theme, box, column)
        if column == DEAL:
            self._paint_deal(painter, inner, line)
        elif column == STAGE and line.card is not None:
            self._paint_stage(painter, inner, line.card)
        else:
            self._paint_text(painter, inner, line, column)
        painter.restore()

    def _ground(self, line: ForecastLine, place: int) -> str:
        if place == self._view.currentIndex().row() and self._view.hasFocus():
            return "selectedStrong"
        return "surfaceSunken" if line.kind is LineKind.MONTH else "surface"

    def _paint_deal(self, painter: QPainter, box: QRect, line: ForecastLine) -> None:
        theme, mirrored = self._theme, is_mirrored(self._view)
        text = self._lines.text(line, DEAL)
        if line.card is not None:
            _indent, box = cut_start(box, theme.px(18), mirrored=mirrored)
            part, box = cut_start(box, theme.size("avatar.xs"), theme.px(7), mirrored=mirrored)
            company = line.card.company is not None
            paint_avatar(painter, theme, part, Face(text, line.card.company or line.card.id, company=company))
            note = line.card.title if line.card.title != text else ""
            self._paint_words(painter, box, text, "control", note)
            return
        more = line.kind is LineKind.MORE
        if more:
            _indent, box = cut_start(box, theme.px(18), mirrored=mirrored)
        part, box = cut_start(box, theme.size("icon.xs"), theme.px(5 if not more else 9), mirrored=mirrored)
        paint_icon(painter, theme, "next" if more or line.folded else "expand", part, "text2", "xs")
        if more:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text2"))
            cut = theme.metrics("small").elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, _LEAD, cut)
            return
        deals = ngettext("{n} deal", "{n} deals", line.row.deals).format(n=line.row.deals)
        self._paint_words(painter, box, text, "bodyStrong", deals)

    def _paint_words(self, painter: QPainter, box: QRect, text: str, style: str, note: str) -> None:
        theme = self._theme
        metrics = theme.metrics(style)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        part, rest = cut_start(box, metrics.horizontalAdvance(cut), theme.px(8), mirrored=is_mirrored(self._view))
        painter.setFont(theme.font(style))
        painter.setPen(theme.colour("text"))
        painter.drawText(part, _LEAD, cut)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(
            rest, _LEAD, theme.metrics("small").elidedText(note, Qt.TextElideMode.ElideRight, rest.width())
        )

    def _paint_stage(self, painter: QPainter, box: QRect, card: Card) -> None:
        stage = self._lines.stage_of(card)
        if stage is not None:
            paint_badge(painter, self._theme, box, Badge(stage.name, stage_tone(stage.probability)))

    def _paint_text(self, painter: QPainter, box: QRect, line: ForecastLine, column: int) -> None:
        theme = self._theme
        head = line.kind is LineKind.MONTH
        strong = head or column == WEIGHTED
        painter.setFont(theme.font("bodyStrong" if head else "control" if strong else "body", numbers=True))
        painter.setPen(theme.colour("text" if strong or column == AMOUNT else "text2"))
        text = self._lines.text(line, column)
        painter.drawText(box, _TRAIL if COLUMNS[column].numbers else _LEAD, text)
        if column == CHANCE and line.card is not None and self._lines.changed_by_hand(line.card):
            width = theme.metrics("body", numbers=True).horizontalAdvance(text) + theme.px(8)
            x = box.x() + width if is_mirrored(self._view) else box.right() - width
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPointF(x, box.center().y() + 0.5), theme.px(3), theme.px(3))


def padded(theme: Theme, box: QRect, column: int) -> QRect:
    """Return the part of a cell that is written on; the outer edges stand 20 from the table's."""
    start = theme.px(20) if column == DEAL else 0
    end = theme.px(20) if column == len(COLUMNS) - 1 else theme.px(8) if COLUMNS[column].numbers else theme.px(4)
    return box.adjusted(start, 0, -end, 0)
