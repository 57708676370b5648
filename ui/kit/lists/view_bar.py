"""The tabs above a list: everything, then the saved views with their counts."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QMenu, QScrollArea, QSizePolicy, QWidget

from crm_desktop.contacts.views import SavedView
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.chips import Choice, ViewTabs
from ui.kit.desk import Desk
from ui.kit.icons import icon
from ui.kit.layouts import row
from ui.kit.lists.state import ListKind

ALL = "all"


class ViewBar(QWidget):
    """Tabs of the views of one list; `chosen` carries the view (None: everything).

    `save_wanted` asks for the present list as a new view; `rename_wanted`, `share_wanted`, `remove_wanted` and
    `move_wanted` (view and by how many places) come from a tab's menu, `ordered` (ids) from dragging tabs.
    """

    chosen = Signal(object)
    save_wanted = Signal()
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)
    share_wanted = Signal(object)
    move_wanted = Signal(object, int)
    ordered = Signal(list)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = desk.theme
        self._formats = desk.formats
        self._everything = ""
        self._views: Sequence[SavedView] = ()
        self._counts: dict[str, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tabs = ViewTabs(desk.theme, [Choice(ALL, "")])
        self.tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tabs.customContextMenuRequested.connect(self._open_menu)
        self.tabs.chosen.connect(self._on_chosen)
        self.tabs.moved.connect(self._on_moved)
        self.save = Button(desk.theme, _("Save view"), ButtonKind.QUIET, size="small", icon="add")
        self.save.clicked.connect(self.save_wanted)
        self._scroll = _Strip(self.tabs)
        self.setLayout(row(desk.theme, self._scroll, self.save, None, gap=0, margins=(16, 0, 16, 0)))
        desk.theme.changed.connect(self._fit)
        self._fit()

    def show_views(self, listed: ListKind, views: Sequence[SavedView], current: SavedView | None) -> None:
        """Show the `views` of the list `listed`, `current` chosen."""
        if listed.everything != self._everything:
            self._counts.clear()
        self._everything, self._views = listed.everything, views
        self._show(current.id.hex() if current is not None else ALL)

    def show_count(self, view: SavedView | None, count: int) -> None:
        """Show how many records `view` (None: everything) holds."""
        self._counts[view.id.hex() if view is not None else ALL] = count
        self._show(self.tabs.current)

    def _show(self, current: str) -> None:
        named = [(ALL, _(self._everything)), *((view.id.hex(), view.name) for view in self._views)]
        self.tabs.set_choices([Choice(name, title, tally=self._tally(name)) for name, title in named])
        self.tabs.set_current(current)
        self._fit()

    def _tally(self, name: str) -> str:
        return self._formats.number(self._counts[name]) if name in self._counts else ""

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(40))
        self.tabs.setFixedSize(self.tabs.sizeHint())
        self._scroll.setMinimumWidth(min(self.tabs.width(), self._theme.px(120)))
        self._scroll.updateGeometry()
        # the strip has its room only after the layout
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        """Bring the chosen tab into sight."""
        box = self.tabs.box_of(self.tabs.current)
        self._scroll.ensureVisible(box.center().x(), 0, box.width() // 2 + 1, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen tab in sight."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._reveal)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and hairline."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _on_chosen(self, name: str) -> None:
        self.chosen.emit(self._view(name))
        self._reveal()

    def _on_moved(self, names: Sequence[str]) -> None:
        """Tell the order that the views were dragged into; everything stays in front."""
        self._show(self.tabs.current)
        self.ordered.emit([bytes.fromhex(name) for name in names if name != ALL])

    def _view(self, name: str) -> SavedView | None:
        return next((view for view in self._views if view.id.hex() == name), None)

    def _open_menu(self, place: QPoint) -> None:
        view = self._view(self.tabs.current)  # the press that opened the menu chose the tab
        if view is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at = list(self._views).index(view)
        rename = menu.addAction(icon(self._theme, "edit"), _("Rename…"))
        rename.triggered.connect(lambda: self.rename_wanted.emit(view))
        share = menu.addAction(
            icon(self._theme, "person" if view.shared else "people"),
            _("Make personal") if view.shared else _("Share with the team"),
        )
        share.triggered.connect(lambda: self.share_wanted.emit(view))
        for label, step in ((_("Move to the left"), -1), (_("Move to the right"), 1)):
            move = menu.addAction(icon(self._theme, "back" if step < 0 else "forward"), label)
            move.setEnabled(0 <= at + step < len(self._views))
            move.triggered.connect(lambda _on=False, step=step: self.move_wanted.emit(view, step))
        menu.addSeparator()
        remove = menu.addAction(icon(self._theme, "delete"), _("Delete view"))
        remove.triggered.connect(lambda: self.remove_wanted.emit(view))
        menu.popup(self.tabs.mapToGlobal(place))


class _Strip(QScrollArea):
    """The tabs, as wide as they need where there is room, else scrolled by the wheel."""

    def __init__(self, tabs: ViewTabs) -> None:
        super().__init__()
        self._tabs = tabs
        self.setWidget(tabs)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room for all tabs."""
        return self._tabs.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls sideways."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - event.angleDelta().y() // 2 - event.angleDelta().x() // 2)
