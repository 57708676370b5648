"""A page, and what stands in its place while it has nothing to show: it is empty, or could not be read."""

from PySide6.QtWidgets import QStackedWidget, QWidget


class StandIn(QStackedWidget):
    """Shows `page`, or one other widget instead of it."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._instead: QWidget | None = None
        self.addWidget(page)

    @property
    def shown(self) -> QWidget:
        """The page, or what stands in for it."""
        return self._page if self._instead is None else self._instead

    def show_page(self) -> None:
        """Show the page itself, and let go of what stood in for it."""
        self.setCurrentWidget(self._page)
        if self._instead is not None:
            self.removeWidget(self._instead)
            self._instead.deleteLater()
            self._instead = None

    def show_instead(self, widget: QWidget) -> None:
        """Show `widget` in the place of the page."""
        self.show_page()
        self._instead = widget
        self.addWidget(widget)
        self.setCurrentWidget(widget)
