"""Room for what may be higher than the screen: as high as its content, and scrolled where that has no room."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.dialogs import Dialog
from ui.kit.scrolling import ScrollColumn
from ui.kit.theme import Theme

# What a dialog needs of the screen beside its content: title, buttons, margins and the frame of the window.
AROUND = 150


class FittingArea(ScrollColumn):
    """Shows `content` whole where the screen is high enough."""

    def __init__(self, theme: Theme, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._content = content
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """Return the size of the content, no higher than the screen has room."""
        content, width = self._content.sizeHint(), self.viewport().width()
        wraps = self._content.hasHeightForWidth() and self.isVisible()
        height = self._content.heightForWidth(width) if wraps else content.height()
        window = self.window()
        over = (window.parentWidget() or window).window()
        around = self._theme.px(AROUND) + self._beside()
        most = min(over.height(), self.screen().availableGeometry().height()) - around
        return QSize(content.width(), min(height, max(most, self._theme.px(AROUND))))

    def minimumSizeHint(self) -> QSize:
        """Return the height that shows something of the content."""
        return QSize(self._content.minimumSizeHint().width(), AROUND // 2)

    def _beside(self) -> int:
        """Return the height of what else the dialog shows, such as a note above or what is alike below."""
        window = self.window()
        body = window.body if isinstance(window, Dialog) else None
        parts = (body.itemAt(place) for place in range(body.count())) if body is not None else ()
        others = [part for part in parts if part is not None and part.widget() is not self and not part.isEmpty()]
        return sum(part.sizeHint().height() for part in others) + len(others) * (body.spacing() if body else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the content when it wants another size."""
        if watched is self._content and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
