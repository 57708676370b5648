"""What is listed, and the panel of one record beside it, or in its place where there is no room for both."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ui.kit.theme import Theme

NARROW = 1100


class PanelSplitter(QSplitter):
    """`listed` with a panel. `least` tells how much room `listed` needs beside a panel to be of use."""

    def __init__(self, theme: Theme, listed: QWidget, least: Callable[[], int] = lambda: 0) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._listed = listed
        self._least = least
        self._panel: QWidget | None = None
        self._replaced = False
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(listed)
        self.setStretchFactor(0, 1)
        theme.changed.connect(self.share)

    @property
    def narrow(self) -> bool:
        """Whether the panel takes the place of what is listed, because there is no room for both."""
        beside = self.width() - self._theme.size("preview")
        return self.window().width() < self._theme.px(NARROW) or self._least() > beside

    def set_panel(self, panel: QWidget) -> None:
        """Let `panel` be what opens beside what is listed."""
        self._panel = panel
        self.addWidget(panel)
        self.setStretchFactor(1, 0)

    def share(self) -> None:
        """Give panel and list the room that they have as things are now: the panel was shown, hidden or resized."""
        on, narrow = self._is_on(), self.narrow
        self._replaced = on and narrow
        self._listed.setVisible(not self._replaced)
        if on and not narrow:
            width = self._theme.size("preview")
            self.setSizes([max(self.width() - width, 1), width])

    def fit(self) -> None:
        """Let the panel take the place of the list where there is no longer room for both, or give it back."""
        if self._replaced != (self._is_on() and self.narrow):
            self.share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again whether there is room for both."""
        super().resizeEvent(event)
        self.fit()

    def _is_on(self) -> bool:
        return self._panel is not None and not self._panel.isHidden()
