"""A text field that grows with what is written in it."""

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from crm_desktop.words import _
from ui.kit.theme import Theme

MOST_LINES = 10
FRAME = 14  # the frame's padding and edge, above and below


class GrowingText(QPlainTextEdit):
    """Text one to ten lines high, without a frame unless it is `framed`.

    `submitted` tells of Ctrl+Enter, `focus_changed` of the focus.
    """

    submitted = Signal()
    focus_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, framed: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._framed = framed
        self._marked = (0, 0)
        self.setTabChangesFocus(True)
        if not framed:
            self.setStyleSheet(
                "QPlainTextEdit, QPlainTextEdit:focus { border: none; background: transparent; padding: 0; }"
            )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().clearUndoRedoStacks()  # the margin is no step that one took
        self.setAccessibleName(_("What happened"))
        self.textChanged.connect(self._fit)
        # what is pasted breaks into lines only after it is told of
        self.document().documentLayout().documentSizeChanged.connect(self._fit, Qt.ConnectionType.QueuedConnection)
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

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave files to the page around: their places are no text."""
        return not any(url.isLocalFile() for url in source.urls()) and super().canInsertFromMimeData(source)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from the page around, and leave it Ctrl+Z where nothing that was typed can be undone."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if is_ctrl_enter(event):
                event.accept()
                return True
            if self._has_no_use_for(event):
                event.ignore()
                return False
        return super().event(event)

    def _has_no_use_for(self, event: QKeyEvent) -> bool:
        document = self.document()
        if event.matches(QKeySequence.StandardKey.Undo):
            return not document.isUndoAvailable()
        return event.matches(QKeySequence.StandardKey.Redo) and not document.isRedoAvailable()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter submits."""
        if is_ctrl_enter(event):
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
        self.setFixedHeight(
            lines * self._theme.metrics("body").lineSpacing() + self._theme.px(FRAME if self._framed else 4)
        )


def is_ctrl_enter(event: QKeyEvent) -> bool:
    """Return whether `event` is Enter while Ctrl is down."""
    ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return ctrl and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
