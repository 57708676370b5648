"""The popover in which one chooses, orders and finds a table's columns, and how high its rows are."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start
from ui.kit.buttons import LinkButton
from ui.kit.chips import Choice, Segmented
from ui.kit.icons import icon, paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.marks import Mark, paint_check
from ui.kit.notices import Rule
from ui.kit.popover import Popover
from ui.kit.theme import Theme
from ui.kit.zoomed import fix_width

WIDTH = 264
MOST_HEIGHT = 470
MOST_PIXELS = 10_000
ITEM_HEIGHT = 30
HEADING_HEIGHT = 28
_NAME = Qt.ItemDataRole.UserRole
_HEADING = Qt.ItemDataRole.UserRole + 1


class ColumnsPopover(Popover):
    """Offers `choices` (name and title); `chosen` carries the names shown, in their order.

    Names in `always` come first and stay. `row_size_chosen` carries "S", "M" or "L", `reset_wanted` asks for the
    columns that the table came with.
    """

    chosen = Signal(list)
    row_size_chosen = Signal(str)
    reset_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        choices: Sequence[Choice],
        shown: Sequence[str],
        always: Sequence[str] = (),
        row_size: str = "M",
        *,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, parent)
        self._titles = {choice.name: choice.title for choice in choices}
        self._always = list(always)
        self._room = 0
        self._shown = [name for name in shown if name in self._titles and name not in always]
        self._find = QLineEdit()
        self._find.setPlaceholderText(_("Find a column"))
        self._find.setAccessibleName(_("Find a column"))
        self._find.setProperty("small", True)
        mark = self._find.addAction(icon(theme, "search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        mark.setText(_("Find a column"))
        self._find.textChanged.connect(self._fill)
        self._find.installEventFilter(self)
        self._list = _ColumnList(theme)
        fix_width(theme, self._list, WIDTH)
        self._list.itemActivated.connect(self._on_chosen)
        self._list.itemClicked.connect(self._on_chosen)
        self._list.dropped.connect(self._take_order)
        sizes = Segmented(theme, [Choice(size, size) for size in ("S", "M", "L")])
        sizes.set_current(row_size)
        sizes.setAccessibleName(_("Row height"))
        sizes.chosen.connect(self.row_size_chosen)
        reset = LinkButton(theme, _("Reset"), style="small")
        reset.clicked.connect(self.reset_wanted)
        self.body.addWidget(self._find)
        self.body.addWidget(self._list)
        self.body.addWidget(Rule(theme))
        self.body.addLayout(row(theme, Text(theme, _("Rows"), "small"), sizes, None, reset, margins=(4, 4, 4, 0)))
        self._fill()

    @property
    def shown(self) -> list[str]:
        """The names of the columns shown, in their order."""
        return [*self._always, *self._shown]

    def give_way(self, by: int) -> None:
        """Show less of the list at once."""
        self._room = max(self._list.height() - by, self._theme.px(4 * ITEM_HEIGHT))
        self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the line to what was found, Enter shows or hides the first of it."""
        if watched is self._find and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            first = next((row for row in range(self._list.count()) if self._list.item(row).data(_NAME)), None)
            if event.key() == Qt.Key.Key_Down and first is not None:
                self._list.setFocus(Qt.FocusReason.TabFocusReason)
                self._list.setCurrentRow(first)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if first is not None and self._find.text():
                    self._on_chosen(self._list.item(first))
                return True
        return super().eventFilter(watched, event)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        if item.data(_NAME) is not None:
            self.toggle(str(item.data(_NAME)))

    def _fill(self) -> None:
        wanted = self._find.text().casefold()
        hidden = [name for name in self._titles if name not in self._shown and name not in self._always]
        self._list.clear()
        self._list.setDragEnabled(not wanted)
        for heading, names in ((_("Shown, drag to reorder"), self.shown), (_("Hidden"), hidden)):
            found = [name for name in names if wanted in self._titles[name].casefold()]
            if found:
                self._add_heading(heading)
            for name in found:
                self._add_column(name)
        if not self._list.count():
            self._add_heading(_("No column is called so"))
        high = 2 * HEADING_HEIGHT + len(self._titles) * ITEM_HEIGHT + 4
        self._list.setFixedHeight(min(self._theme.px(min(high, MOST_HEIGHT)), self._room or MOST_PIXELS))

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text, self._list)
        item.setData(_HEADING, True)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)

    def _add_column(self, name: str) -> None:
        item = QListWidgetItem(self._titles[name], self._list)
        item.setData(_NAME, name)
        fixed = name in self._always
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags if fixed else flags | Qt.ItemFlag.ItemIsDragEnabled)
        if not fixed:
            item.setCheckState(Qt.CheckState.Checked if name in self._shown else Qt.CheckState.Unchecked)

    def toggle(self, name: str) -> None:
        """Show the column `name`, or no longer; those that are always shown stay."""
        if name in self._always:
            return
        if name in self._shown:
            self._shown.remove(name)
        else:
            self._shown.append(name)
        place = self._list.currentRow()
        self._fill()
        # who goes on by keys goes on from where the column was
        self._list.setCurrentRow(min(place, self._list.count() - 1))
        self.chosen.emit(self.shown)

    def _take_order(self) -> None:
        """Take the order of the list after a drag; what lies below “Hidden” is hidden."""
        names: list[str] = []
        headings = 0
        for place in range(self._list.count()):
            item = self._list.item(place)
            headings += bool(item.data(_HEADING))
            if headings == 1 and item.data(_NAME) and item.data(_NAME) not in self._always:
                names.append(item.data(_NAME))
        self._shown = names
        self._fill()
        self.chosen.emit(self.shown)


class _ColumnList(QListWidget):
    dropped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setItemDelegate(_ColumnDelegate(theme, self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Columns"))

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell that the order is another."""
        super().dropEvent(event)
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space shows or hides, Alt with arrows moves."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Space and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
        elif step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(step)
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        place = self.currentRow()
        if place >= 0 and 0 < place + step < self.count():
            item = self.takeItem(place)
            self.insertItem(place + step, item)
            self.setCurrentRow(place + step)
            self.dropped.emit()
            self.setCurrentRow(place + step)


class _ColumnDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(HEADING_HEIGHT if index.data(_HEADING) else ITEM_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, mirrored = self._theme, option.direction is Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setLayoutDirection(option.direction)
        box = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        if index.data(_HEADING):
            if index.row():
                painter.setPen(QPen(theme.colour("hairline"), 0))
                painter.drawLine(option.rect.topLeft(), option.rect.topRight())
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("text3"))
            painter.drawText(box, middle, str(index.data()))
        else:
            chosen = option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
            if chosen:
                painter.fillRect(option.rect, theme.colour("selected"))
            self._paint_column(painter, box, index, mirrored=mirrored)
        painter.restore()

    def _paint_column(
        self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex, *, mirrored: bool
    ) -> None:
        theme = self._theme
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        part, box = cut_start(box, theme.size("icon.sm"), theme.px(8), mirrored=mirrored)
        paint_icon(painter, theme, "lock" if state is None else "drag", part, "text3", "sm")
        if state is None:
            words = _("always")
            width = theme.metrics("caption").horizontalAdvance(words)
            part, box = cut_end(box, width, theme.px(8), mirrored=mirrored)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("text3"))
            painter.drawText(part, middle, words)
        else:
            part, box = cut_end(box, theme.size("icon.md"), theme.px(8), mirrored=mirrored)
            paint_check(painter, theme, part, Mark.ON if Qt.CheckState(state) is Qt.CheckState.Checked else Mark.OFF)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        painter.drawText(box, middle, str(index.data()))
