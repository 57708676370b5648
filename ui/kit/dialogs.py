"""Dialogs: three widths, a title, the buttons in the order of the platform."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.focus_order import first_reached, order_focus
from ui.kit.labels import Text
from ui.kit.layouts import Stack
from ui.kit.theme import Theme


class Dialog(QDialog):
    """A dialog with a `body` to fill; `size` is "small" (420), "medium" (560) or "large" (880).

    `verb` labels the button that accepts; it is red where the act is `destructive`.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        verb: str,
        size: str = "small",
        *,
        destructive: bool = False,
        cancel: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setFixedWidth(theme.size(f"dialog.{size}"))
        self.body: QVBoxLayout = Stack(theme, gap=12)
        kind = ButtonKind.DESTRUCTIVE if destructive else ButtonKind.PRIMARY
        self.accept_button = Button(theme, verb, kind)
        self.reject_button = Button(theme, cancel or _("Cancel"))
        self._buttons = QDialogButtonBox()
        self._buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(self.reject_button, QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        whole = Stack(theme, gap=16, margins=(24, 20, 24, 20))
        whole.addWidget(Text(theme, title, "title", wrap=True))
        whole.addLayout(self.body, 1)
        whole.addWidget(self._buttons)
        self.setLayout(whole)

    def exec(self) -> int:
        """Ask, wait for the answer and return it; the dialog is gone soon after.

        PySide takes a dialog that waits away from its parent. It would die while Python looks for garbage, piece by
        piece, and what is dead already would be asked what the rest should do.
        """
        answer = super().exec()
        self.deleteLater()
        return answer

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as what it holds, and let the focus begin where one types, where nothing else has it."""
        layout, room = self.layout(), self.screen().availableGeometry().height()
        # Qt makes no window higher than two thirds of the screen by itself: buttons would stand on lists
        needed = min(layout.totalMinimumHeightForWidth(self.width()), room) if layout is not None else 0
        self.resize(self.width(), max(self.height(), needed))
        first = first_reached(self.body) if self.focusWidget() is None else None
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        super().showEvent(event)

    def adjustSize(self) -> None:
        """Be as high as what it holds is at this width: Qt asks how high it would be at a narrower one."""
        layout = self.layout()
        needed = -1
        if layout is not None:
            layout.activate()  # else what stands in layouts within it is measured as it was
            needed = layout.totalHeightForWidth(self.width())
        if needed < 0:
            super().adjustSize()
        else:
            self.resize(self.width(), min(needed, self.screen().availableGeometry().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rise where it grew below the screen: its buttons stand at the bottom."""
        super().resizeEvent(event)
        room = self.screen().availableGeometry()
        below = self.frameGeometry().bottom() - room.bottom()
        if self.isVisible() and below > 0:
            self.move(self.x(), max(self.y() - below, room.top()))

    def focusNextPrevChild(self, forward: object) -> bool:
        """Move as one reads, whatever was shown since."""
        order_focus(self)
        return super().focusNextPrevChild(bool(forward))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field accepts."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.accept_button.isEnabled():
            self.accept_button.click()
        else:
            super().keyPressEvent(event)


def confirm(
    parent: QWidget, theme: Theme, question: str, consequence: str, verb: str, *, destructive: bool = False
) -> bool:
    """Ask before an act that cannot be undone; `verb` repeats the act. Return whether it is wanted."""
    dialog = Dialog(theme, question, verb, destructive=destructive, parent=parent)
    dialog.body.addWidget(Text(theme, consequence, role="text2", wrap=True))
    # Enter must not destroy anything by habit.
    (dialog.reject_button if destructive else dialog.accept_button).setFocus()
    return dialog.exec() == QDialog.DialogCode.Accepted
