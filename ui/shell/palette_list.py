"""The list in the palette: groups with heads, marked passages, keys."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QCursor, QGuiApplication, QPainter, QPaintEvent, QRegion, QStaticText, QTextOption, QTransform
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start
from ui.kit.icons import paint_icon
from ui.kit.painting import key_size, paint_avatar, paint_key, paint_marker
from ui.kit.theme import Theme
from ui.shell.palette_rows import Piece, Row

HEAD = 30
LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
Index = QModelIndex | QPersistentModelIndex
ENTER = "↵"
MOST_KEPT = 500
# One line is painted: what would break it, or leave a gap, is a space.
SPACES = str.maketrans(dict.fromkeys("\n\t\u2028\u2029", " "))


class PaletteModel(QAbstractListModel):
    """The lines that are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`; where heads and lines stand as before, tell of those that look different alone."""
        if [row.act is None for row in rows] == [row.act is None for row in self._rows]:
            before, self._rows = self._rows, rows
            for place, (old, new) in enumerate(zip(before, rows, strict=True)):
                if old.looks != new.looks:
                    self.dataChanged.emit(self.index(place), self.index(place))
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

    def choices(self) -> int:
        """Return how many lines can be chosen."""
        return sum(1 for row in self._rows if row.act is not None)

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
        self._painter = _Painter(theme, self)
        self.setItemDelegate(self._painter)
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
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)

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
        lines = self.rows.choices()
        return lines * self._painter.height(line=True) + (self.rows.rowCount() - lines) * self._painter.height(
            line=False
        )

    def dataChanged(self, first: Index, last: Index, _roles: Sequence[int] = ()) -> None:
        """Paint the lines from `first` to `last` again: they are as high as before, so nothing is laid out."""
        for place in range(first.row(), last.row() + 1):
            self.update(self.rows.index(place))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the lines that lie in what is asked for: Qt would paint all between them, too."""
        self._painter.asked = event.region()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("surface"))
        painter.end()
        super().paintEvent(event)

    def _on_entered(self, index: QModelIndex) -> None:
        # rows that come up under a mouse at rest leave the mark where the keys put it
        if QCursor.pos() != self._rested_at and self.rows.flags(index) & Qt.ItemFlag.ItemIsEnabled:
            self.setCurrentIndex(index)


class _Laid(NamedTuple):
    layout: QStaticText
    width: int


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.asked = QRegion()
        self._kept: dict[tuple[str, str], _Laid] = {}
        theme.changed.connect(self._kept.clear)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a head or a line."""
        row = _row(index)
        return QSize(0, self.height(line=row is not None and row.act is not None))

    def height(self, *, line: bool) -> int:
        """Return the height of a `line`, or of a head."""
        return self._theme.px(self._theme.tokens.sizes["palette.row"] if line else HEAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        row = _row(index)
        if row is None or not self.asked.intersects(option.rect):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        if row.act is None:
            self._paint_head(painter, option.rect, row)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_line(painter, option.rect, row, chosen=chosen)
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRect, row: Row) -> None:
        theme = self._theme
        inner = box.adjusted(theme.px(16), theme.px(6), -theme.px(16), 0)
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("text2"))
        painter.drawText(inner, LEAD, row.title[0].text)
        painter.setFont(theme.font("small"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, row.end)

    def _paint_line(self, painter: QPainter, box: QRect, row: Row, *, chosen: bool) -> None:
        theme = self._theme
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected"))
            ground = QRectF(box).adjusted(theme.px(6), 0, -theme.px(6), 0)
            painter.drawRoundedRect(ground, theme.radius("md"), theme.radius("md"))
        inner = box.adjusted(theme.px(16), 0, -theme.px(16), 0)
        sign, inner = cut_start(inner, theme.px(24), theme.px(8), mirrored=mirrored)
        if row.face is not None:
            paint_avatar(painter, theme, sign.adjusted(0, theme.px(8), 0, -theme.px(8)), row.face)
        elif row.icon:
            paint_icon(painter, theme, row.icon, sign, "text2")
        if row.keys:
            part, inner = cut_end(inner, key_size(theme, row.keys).width(), theme.px(8), mirrored=mirrored)
            paint_key(painter, theme, part, row.keys, "text2", "hairlineStrong")
        elif chosen:
            part, inner = cut_end(inner, key_size(theme, ENTER).width(), theme.px(8), mirrored=mirrored)
            paint_key(painter, theme, part, ENTER, "text2", "hairlineStrong")
        if row.end:
            inner = self._paint_end(painter, inner, row, mirrored=mirrored)
        inner = self._paint_pieces(painter, inner, row.title, "control", "text", mirrored=mirrored)
        inner.adjust(0 if mirrored else theme.px(8), 0, -theme.px(8) if mirrored else 0, 0)
        self._paint_pieces(painter, inner, row.note, "small", "text2", mirrored=mirrored)

    def _paint_end(self, painter: QPainter, box: QRect, row: Row, *, mirrored: bool) -> QRect:
        theme = self._theme
        money = row.target is not None and row.target.kind == "deal"
        style, role = ("bodyStrong", "text") if money else ("small", "text2")
        part, rest = cut_end(box, theme.metrics(style).horizontalAdvance(row.end), theme.px(10), mirrored=mirrored)
        painter.setFont(theme.font(style))
        painter.setPen(theme.colour(role))
        painter.drawText(part, LEAD, row.end)
        return rest

    def _paint_pieces(
        self, painter: QPainter, box: QRect, pieces: Sequence[Piece], style: str, role: str, *, mirrored: bool
    ) -> QRect:
        """Paint `pieces` one after the other, what was found as by a marker; return what is left of `box`."""
        theme, metrics = self._theme, self._theme.metrics(style)
        painter.setFont(theme.font(style))
        for piece in pieces:
            if box.width() < theme.px(16):
                break
            text = self._laid(piece.text, style)
            if text.width > box.width():
                words = piece.text.translate(SPACES)
                text = self._laid(metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width()), style)
            part, box = cut_start(box, text.width, mirrored=mirrored)
            if piece.marked:
                high = metrics.height() + theme.px(2)
                ground = QRect(part.x() - 1, part.center().y() - high // 2 + 1, part.width() + 2, high)
                paint_marker(painter, theme, ground)
            painter.setPen(theme.colour("markText" if piece.marked else role))
            painter.drawStaticText(QPointF(part.x(), part.y() + (part.height() - metrics.height()) / 2), text.layout)
        return box

    def _laid(self, text: str, style: str) -> _Laid:
        """Return `text` ready to be painted: much of what one answer shows is in the next, too."""
        key = style, text
        laid = self._kept.get(key)
        if laid is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            laid = self._kept[key] = _laid_out(text.translate(SPACES), self._theme, style)
        return laid


def _laid_out(text: str, theme: Theme, style: str) -> _Laid:
    layout = QStaticText(text)
    layout.setTextFormat(Qt.TextFormat.PlainText)
    option = QTextOption()
    option.setTextDirection(QGuiApplication.layoutDirection())
    layout.setTextOption(option)
    layout.prepare(QTransform(), theme.font(style))
    return _Laid(layout, theme.metrics(style).horizontalAdvance(text))


def _row(index: Index) -> Row | None:
    model = index.model()
    return model.row(index.row()) if isinstance(model, PaletteModel) else None
