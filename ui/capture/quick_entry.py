"""The quick entry: one line is typed, what it means is shown as chips, Ctrl+Enter saves it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from crm_desktop.capture.bought import PURCHASE
from crm_desktop.capture.entries import save_entry
from crm_desktop.capture.understood import Understood, understood
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.forms import label_of
from crm_desktop.words import _
from ui.capture.choices import Choices, settled
from ui.capture.understood_chips import UnderstoodChips
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.drafts import QUICK
from ui.kit.growing_text import GrowingText
from ui.kit.kept import Kept
from ui.kit.labels import Text

READ_AFTER_MS = 120


class QuickEntry(Dialog):
    """Asks for one line; `near` is the contact that one is looking at, `text` what is there already."""

    def __init__(self, desk: Desk, parent: QWidget, *, near: bytes | None = None, text: str = "") -> None:
        super().__init__(desk.theme, _("Quick entry"), _("Save"), "medium", parent=parent)
        self.accept_button.show_keys(_("Ctrl ↵"))
        self._desk = desk
        self._near = near
        self._said: Understood | None = None
        self._choices = Choices()
        self.text = GrowingText(desk.theme, framed=True)
        self.text.setAccessibleName(_("What happened"))
        self.text.setPlaceholderText(_("called Dana re the quote, 10 min, follow up Tue 10"))
        self.chips = UnderstoodChips(desk)
        self._hint = Text(
            desk.theme,
            _("Type what happened. What is understood stands below; click it to correct it."),
            "small",
            "text3",
            wrap=True,
        )
        self._wrong = Text(desk.theme, "", "small", "danger", wrap=True)
        self._wrong.hide()
        for part in (self.text, self.chips, self._hint, self._wrong):
            self.body.addWidget(part)
        self._reading = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._reading.timeout.connect(self._read)
        self.text.textChanged.connect(self._reading.start)
        self.text.submitted.connect(self.accept)
        self.chips.changed.connect(self._on_decided)
        self.text.setPlainText(text)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setFocus()
        self.kept = Kept(desk, self, "call" if text else QUICK, near or b"")

    def accept(self) -> None:
        """Save what was understood; the dialog closes once that is done."""
        if not self.accept_button.isEnabled():
            return
        self._reading.stop()
        self.accept_button.setEnabled(False)
        # what is saved is what was shown, so the last letters are read first
        self._ask(self._save)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is read any more for a dialog that is gone."""
        self._reading.stop()
        super().closeEvent(event)

    def _read(self) -> None:
        self._ask(self._show)

    def _ask(self, then: Callable[[Understood], None]) -> None:
        text = self.text.toPlainText()
        desk = self._desk
        desk.read(understood, text, desk.place, desk.today(), self._near, owner=self, then=then, key="quick entry")

    def _show(self, said: Understood) -> None:
        self._said = said
        self.chips.show_understood(said, self._choices)
        self._hint.setVisible(not said.line.tokens)
        QTimer.singleShot(0, self, self.adjustSize)

    def _on_decided(self, choices: Choices) -> None:
        self._choices = choices
        if self._said is not None:
            self._show(self._said)

    def _save(self, said: Understood) -> None:
        self._show(said)
        entry = settled(said, self._choices)
        kind = label_of(INTERACTION.by_name["kind"], entry.kind) if entry.kind is not None else _("Next step")
        kind = _("Purchase") if entry.kind == PURCHASE else kind
        self._desk.act(
            save_entry,
            entry,
            owner=self,
            then=lambda _made: super(QuickEntry, self).accept(),
            on_error=self._on_error,
            done=_("{kind} saved").format(kind=kind),
        )

    def _on_error(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        self._wrong.setText(str(error))
        self._wrong.show()
        self.text.setFocus()
        QTimer.singleShot(0, self, self.adjustSize)
