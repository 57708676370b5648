"""What the user pinned, in the rail: records, views and reports."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from crm_desktop.journal.pins import PinRow
from crm_desktop.words import _
from ui.kit.icons import icon
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.painting import Face
from ui.kit.scrolling import ScrollColumn
from ui.kit.theme import Theme
from ui.shell.rail_item import RailItem, RailPlace

_ICONS = {"saved_view": "view", "deal": "deal", "ticket": "ticket", "product": "product"}
_ICONS_OF_PAGES = {"report": "trend", "records": "list", "contacts": "view", "pipeline": "pipeline"}


class RailPins(QWidget):
    """The pins below their caption; the signals carry a PinRow, its id, or the ids in their new order."""

    chosen = Signal(object)
    unpin_wanted = Signal(bytes)
    order_wanted = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact = False
        self.rows: list[PinRow] = []
        self.items: list[RailItem] = []
        self._caption = Text(theme, _("Pinned"), "small", "text2")
        self._head = QWidget()
        self._head.setLayout(row(theme, self._caption, margins=(8, 13, 0, 7)))
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self._column.addStretch(1)
        # on a low window the rail keeps its places, and the pins are scrolled
        area = ScrollColumn()
        area.setWidget(inner)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(area, 1)
        self.show_pins([])

    def show_pins(self, rows: Sequence[PinRow]) -> None:
        """Show `rows` in their order."""
        if list(rows) == self.rows and self.items:
            return
        self.rows = list(rows)
        for item in self.items:
            self._column.removeWidget(item)
            item.hide()
            item.deleteLater()
        self.items = [self._made_item(each) for each in self.rows]
        for place, item in enumerate(self.items):
            self._column.insertWidget(place, item)
        self._head.setVisible(bool(self.rows) and not self._compact)

    def set_compact(self, *, on: bool) -> None:
        """Show icons alone."""
        self._compact = on
        for item in self.items:
            item.set_compact(on=on)
        self._head.setVisible(bool(self.rows) and not on)

    def light(self, pin: bytes | None) -> None:
        """Show `pin` as the one where the user is."""
        for item in self.items:
            item.setChecked(pin is not None and item.name == pin.hex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete takes a pin away, Alt with an arrow moves it; the menu offers both."""
        if isinstance(watched, RailItem) and watched in self.items:
            place = self.items.index(watched)
            if event.type() is QEvent.Type.ContextMenu:
                self._open_menu(place, watched.mapToGlobal(watched.rect().bottomLeft()))
                return True
            if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._on_key(place, event)
        return super().eventFilter(watched, event)

    def _on_key(self, place: int, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Delete:
            self.unpin_wanted.emit(self.rows[place].id)
            return True
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(place, -1 if event.key() == Qt.Key.Key_Up else 1)
            return True
        return False

    def _open_menu(self, place: int, corner: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acts = [("pin", _("Unpin"), partial(self.unpin_wanted.emit, self.rows[place].id))]
        if place > 0:
            acts.append(("up", _("Move up"), partial(self._move, place, -1)))
        if place < len(self.rows) - 1:
            acts.append(("down", _("Move down"), partial(self._move, place, 1)))
        for name, label, run in acts:
            menu.addAction(icon(self._theme, name), label).triggered.connect(lambda _on=False, run=run: run())
        menu.popup(corner)

    def _move(self, place: int, by: int) -> None:
        ids = [each.id for each in self.rows]
        if 0 <= place + by < len(ids):
            ids.insert(place + by, ids.pop(place))
            self.order_wanted.emit(ids)

    def _made_item(self, pin: PinRow) -> RailItem:
        contact = pin.sort in ("person", "company") and pin.pin.record is not None
        face = Face(pin.pin.title, pin.pin.record or b"", pin.sort == "company") if contact else None
        name = _ICONS.get(pin.sort) or _ICONS_OF_PAGES.get(pin.pin.page, "pin")
        item = RailItem(self._theme, RailPlace(pin.id.hex(), pin.pin.title, name, face=face))
        item.set_compact(on=self._compact)
        item.clicked.connect(partial(self.chosen.emit, pin))
        item.installEventFilter(self)
        return item
