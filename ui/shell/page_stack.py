"""The pages of one window, and the trail on which the user went through them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from crm_desktop.words import _
from ui.kit.desk import Desk, Place
from ui.kit.page import Page
from ui.shell.navigation import Trail
from ui.shell.pages import PAGES, page_class


class PageStack(QStackedWidget):
    """Goes from page to page; `told` says that another page is shown, or that it says something else of itself."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.trail = Trail()
        self._pages: dict[str, Page] = {}

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def title(self) -> str:
        """The title of the page that is shown."""
        path = self.path()
        return path[-1][0] if path else ""

    def go(self, place: Place) -> None:
        """Leave the page that is shown as it is now, and go to `place`."""
        self.note_leaving()
        self.trail.visit(place)
        self._show(place)

    def back(self) -> None:
        """Go back to where the user was before, as it was left."""
        self.note_leaving()
        self._show(self.trail.back())

    def forward(self) -> None:
        """Go forward again."""
        self.note_leaving()
        self._show(self.trail.forward())

    def resume(self, trail: Trail) -> None:
        """Show where `trail` was left, and go back and forward on it."""
        self.trail = trail
        self._show(trail.here)

    def note_leaving(self) -> None:
        """Let the page keep what is typed on it, and the trail how it was left."""
        if self.page is not None:
            self.trail.left_as(self.page.leave())

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the steps that lead to the page that is shown; the last is its title."""
        path = self.page.path() if self.page is not None else ()
        here = self.trail.here
        if path or here is None:
            return path
        entry = next((entry for entry in PAGES if entry.name == here.page), None)
        return ((_(entry.title), None),) if entry is not None else ()

    def _show(self, place: Place | None) -> None:
        if place is None:
            return
        page = self._page_for(place.page)
        if page is None:
            self._desk.say(_("This page is not part of this version."))
            return
        self.setCurrentWidget(page)
        page.arrive(place)
        self.told.emit()
        page.focus_first()

    def _page_for(self, name: str) -> Page | None:
        if name not in self._pages:
            made = page_class(name)
            if made is None:
                return None
            page = made(self._desk)
            page.titled.connect(self._on_titled)
            self._pages[name] = page
            self.addWidget(page)
        return self._pages[name]

    def _on_titled(self) -> None:
        if self.sender() is self.page:
            self.told.emit()
