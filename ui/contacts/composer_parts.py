"""The parts of the composer: the kinds in its head, and the text that grows."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme

MOST_LINES = 10


class KindTab(Pressable):
    """One kind of interaction: icon and word, tinted while it is chosen."""

    def __init__(self, theme: Theme, icon: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent)
        self._icon = icon
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Return the room for icon and word."""
        width = self._theme.metrics("control").horizontalAdvance(self.text()) + self._theme.size("icon.sm")
        return QSize(width + self._theme.px(8 + 6 + 9), self._theme.px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and word."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "selected" if self.isChecked() else "surfaceHover" if self.underMouse() else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(QRectF(self.rect()), theme.radius("md"), theme.radius("md"))
        role = "accentText" if self.isChecked() else "text2"
        box = self.rect().adjusted(theme.px(8), 0, -theme.px(8), 0)
        mark, rest = cut_start(box, theme.size("icon.sm"), theme.px(6), mirrored=is_mirrored(self))
        paint_icon(painter, theme, self._icon, mark, role, "sm")
        painter.setFont(theme.font("control"))
        painter.setPen(theme.colour(role))
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self.text())


class GrowingText(QPlainTextEdit):
    """Text without a frame, one to ten lines high; `submitted` tells of Ctrl+Enter, `focus_changed` of the focus."""

    submitted = Signal()
    focus_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marked = (0, 0)
        self.setTabChangesFocus(True)
        self.setStyleSheet(
            "QPlainTextEdit, QPlainTextEdit:focus { border: none; background: transparent; padding: 0; }"
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setAccessibleName(_("What happened"))
        self.textChanged.connect(self._fit)
        theme.changed.connect(self._fit)
        self._fit()

    def mark(self, start: int, length: int) -> None:
        """Tint the `length` characters from `start`; none for 0."""
        if self._marked == (start, length):
            return
        self._marked = (start, length)
        selection = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setBackground(QColor(self._theme.colour("warningTint")))
        form.setForeground(QColor(self._theme.colour("warning")))
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        # the stubs know the two as attributes of the selection, as C++ does
        selection.cursor, selection.format = cursor, form
        self.setExtraSelections([selection] if length else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter submits."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if ctrl and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that one writes."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that one stopped writing."""
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # a plain text document measures its height in lines
        lines = min(max(round(self.document().size().height()), 1), MOST_LINES)
        self.setFixedHeight(lines * self._theme.metrics("body").lineSpacing() + self._theme.px(4))
