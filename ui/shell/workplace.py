"""What the window holds while a workspace is open: rail, top bar, pages, and what floats above them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.words import _
from ui.kit.desk import Place
from ui.kit.focus_order import order_focus
from ui.kit.page import Action, Page
from ui.kit.painting import Face
from ui.kit.task_strip import TaskStrip
from ui.kit.toast import ToastHost
from ui.shell.file_drop import FileDrop
from ui.shell.navigation import Trail
from ui.shell.page_stack import PageStack
from ui.shell.pages import LIT_BY, PAGES
from ui.shell.rail import Rail
from ui.shell.rail_item import RailPlace
from ui.shell.session import Session
from ui.shell.top_bar import TopBar

# Below this width of the window the rail shows icons alone (DESIGN, 3).
WIDE = 1360
STRIP_WIDE, STRIP_WIDEST = 380, 560


class Workplace(QWidget):
    """Goes from page to page; `arrived` tells that another page, path or set of actions is shown."""

    arrived = Signal()
    lock_wanted = Signal()
    menu_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.desk = session.desk
        self._by_hand: bool | None = None
        self._panel: QWidget | None = None
        theme = self.desk.theme
        user = Face(session.member_name, self.desk.member or b"")
        self.rail = Rail(theme, session.name, user, _rail("places"), _rail("library"))
        self.top_bar = TopBar(theme)
        self.stack = PageStack(self.desk)
        self.content = QWidget()
        self._above = QVBoxLayout()
        self._lay_out()
        self.toasts = ToastHost(self.desk, self.content)
        self.strip = TaskStrip(theme, session.tasks, self.content)
        self.content.installEventFilter(self)
        self._drop = FileDrop(self.desk, self)
        self.strip.installEventFilter(self)
        self._connect()
        theme.changed.connect(self._on_theme)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self.stack.page

    @property
    def trail(self) -> Trail:
        """Where the user has been."""
        return self.stack.trail

    def go(self, place: Place) -> None:
        """Leave the page that is shown as it is now, and go to `place`."""
        self.stack.go(place)

    def back(self) -> None:
        """Go back to where the user was before, as it was left."""
        self.stack.back()

    def forward(self) -> None:
        """Go forward again."""
        self.stack.forward()

    def put_down(self) -> Trail:
        """Let the page keep what is typed on it, as when it is left; return where the user has been."""
        self.stack.note_leaving()
        return self.trail

    def resume(self, trail: Trail) -> None:
        """Show where `trail` was left, and go back and forward on it."""
        self.stack.resume(trail)

    def come_back(self) -> None:
        """Show what is stored by now; filters, positions and what is being typed are as they were."""
        if self.page is not None:
            self.page.setFocus()
        self._tell()

    def page_actions(self) -> Sequence[Action]:
        """Return what can be done on the page that is shown."""
        return self.page.commands() if self.page is not None else ()

    def title(self) -> str:
        """Return the title of the page that is shown."""
        return self.stack.title

    def toggle_rail(self) -> None:
        """Make the rail narrow or wide by hand, whatever the width of the window."""
        self._by_hand = not self.rail.compact
        self.rail.set_compact(on=self._by_hand)

    def put_above(self, notice: QWidget | None) -> None:
        """Show `notice` between the top bar and the page, in place of the one before; None takes that away."""
        while (item := self._above.takeAt(0)) is not None:
            shown = item.widget()
            if shown is not None:
                shown.hide()
                shown.deleteLater()
        if notice is not None:
            self._above.addWidget(notice)

    def place_panel(self, panel: QWidget) -> None:
        """Show `panel` over the end of the content, and keep it there."""
        self._panel = panel
        self._place_panel()
        panel.raise_()

    def focusNextPrevChild(self, forward: object) -> bool:
        """Move as one reads, whatever was put onto the page since."""
        order_focus(self)
        if self._panel is not None and self._panel.isVisible():
            order_focus(self._panel)
        return super().focusNextPrevChild(bool(forward))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the rail follow the width of the window."""
        super().resizeEvent(event)
        self._fit_rail()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the task strip in its corner."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._place_strip()
            self._place_panel()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self.content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.stack, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addLayout(self._above)
        right.addWidget(self.content, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)

    def _connect(self) -> None:
        self.rail.gone_to.connect(lambda name: self.go(Place(name)))
        self.rail.settings_wanted.connect(lambda: self.go(Place("settings")))
        self.rail.user_wanted.connect(lambda: self.go(Place("settings", None, {"section": "profile"})))
        self.rail.lock_wanted.connect(self.lock_wanted)
        self.rail.menu_wanted.connect(self.menu_wanted)
        self.top_bar.gone_to.connect(self.go)
        self.top_bar.back.clicked.connect(self.back)
        self.top_bar.forward.clicked.connect(self.forward)
        self.top_bar.undo.clicked.connect(self.desk.undo)
        self.stack.told.connect(self._tell)

    def _tell(self) -> None:
        """Show what the page says of itself around it."""
        here = self.trail.here
        name = here.page if here is not None else ""
        lit = self.page.belongs_to() if self.page is not None else ""
        self.rail.light(lit or LIT_BY.get(name, name))
        self.top_bar.show_path(self.stack.path())
        self.top_bar.show_switch(self.page.switch() if self.page is not None else None)
        self.top_bar.back.setEnabled(self.trail.can_go_back)
        self.top_bar.forward.setEnabled(self.trail.can_go_forward)
        self.arrived.emit()

    def _on_theme(self) -> None:
        self._fit_rail()
        self._place_panel()

    def _fit_rail(self) -> None:
        if self._by_hand is None:
            self.rail.set_compact(on=self.width() < self.desk.theme.px(WIDE))

    def _place_panel(self) -> None:
        if self._panel is None:
            return
        width = min(self.desk.theme.size("history"), self.content.width())
        x = 0 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else self.content.width() - width
        self._panel.setGeometry(x, 0, width, self.content.height())

    def _place_strip(self) -> None:
        edge = self.desk.theme.px(16)
        # wider for a long title, and then not narrower with each word that is shorter
        before = self.strip.width() if self.strip.isVisible() else 0
        wanted = max(self.desk.theme.px(STRIP_WIDE), self.strip.sizeHint().width(), before)
        width = min(wanted, self.desk.theme.px(STRIP_WIDEST), self.content.width() - 2 * edge)
        if width != self.strip.width() or width != self.strip.minimumWidth():
            self.strip.setFixedWidth(width)
        corner = self.content.rect().bottomRight()
        x = edge if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else corner.x() - width - edge
        self.strip.move(x, corner.y() - self.strip.height() - edge)
        self.strip.raise_()


def _rail(shelf: str) -> list[RailPlace]:
    return [RailPlace(entry.name, _(entry.title), entry.icon, entry.keys) for entry in PAGES if entry.rail == shelf]
