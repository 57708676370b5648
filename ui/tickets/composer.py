"""Where a reply or an internal note is written."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.cards import Card, paint_card
from ui.kit.chips import Choice, Segmented
from ui.kit.desk import Desk
from ui.kit.labels import Text

LINES = 3
FRAMELESS = "QPlainTextEdit, QPlainTextEdit:focus { border: none; background: transparent; padding: 2px 4px; }"


class Composer(Card):
    """`written` carries what kind it is (out, note) and the text; drafts are kept for each ticket until saved.

    `left` tells that the keyboard belongs to the queue again: after Esc, and once the text was saved.
    """

    written = Signal(str, str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme)
        self._desk = desk
        self._ticket = b""
        self._drafts: dict[bytes, str] = {}
        theme = desk.theme
        self._kind = Segmented(theme, [Choice("out", _("Reply"), "reply"), Choice("note", _("Internal note"), "lock")])
        self._kind.chosen.connect(self._show_kind)
        self._to = Text(theme, "", "small", "text2")
        self.text = _Editor(self)
        self.text.setAccessibleName(_("Reply or note"))
        self.text.textChanged.connect(self._show_kind)
        self.text.lit.connect(self.update)
        self._fit()
        theme.changed.connect(self._fit)
        self._hint = Text(theme, "", "small", "text2", wrap=True)
        self._copy = Button(theme, _("Copy"), ButtonKind.QUIET, size="small", icon="copy")
        self._copy.clicked.connect(self._copy_text)
        self._save = Button(theme, "", ButtonKind.PRIMARY, size="small", keys="Ctrl ↵")
        self._save.clicked.connect(self.save)
        head = QHBoxLayout()
        head.addWidget(self._kind)
        head.addStretch(1)
        head.addWidget(self._to)
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._copy)
        foot.addWidget(self._save)
        lines = QVBoxLayout()
        pad = theme.space("s4")
        lines.setContentsMargins(pad, pad, pad, pad)
        lines.setSpacing(theme.space("s4"))
        lines.addLayout(head)
        lines.addWidget(self.text)
        lines.addLayout(foot)
        self.body.addLayout(lines)
        self._show_kind()

    def show_ticket(self, ticket: bytes, customer: str) -> None:
        """Write for `ticket`; what was written for another one is kept."""
        if self._ticket and self._ticket != ticket:
            self._drafts[self._ticket] = self.text.toPlainText()
            self.text.setPlainText(self._drafts.pop(ticket, ""))
        self._ticket = ticket
        self._to.setText(_("to {name}").format(name=customer) if customer else "")

    @property
    def unsaved(self) -> int:
        """How many tickets there are for which something is written and not saved."""
        written = [text for ticket, text in self._drafts.items() if ticket != self._ticket]
        return sum(bool(text.strip()) for text in (*written, self.text.toPlainText()))

    def write(self, kind: str) -> None:
        """Put the cursor into the text, for `kind` out or note."""
        self._kind.set_current(kind)
        self._show_kind()
        self.text.setFocus()

    def save(self) -> None:
        """Hand over what is written."""
        if self.text.toPlainText().strip():
            self.written.emit(self._kind.current, self.text.toPlainText())

    def clear(self) -> None:
        """Empty the text: it was saved."""
        self.text.clear()
        if self.text.hasFocus():
            self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, with an accent edge while one writes."""
        edge = "accent" if self.text.hasFocus() else "controlBorder"
        paint_card(QPainter(self), self._desk.theme, QRectF(self.rect()), edge=edge)

    def _fit(self) -> None:
        theme = self._desk.theme
        self.text.setFixedHeight(theme.line("body") * LINES + theme.px(8))

    def _show_kind(self, *_ignored: object) -> None:
        note = self._kind.current == "note"
        self._save.setText(_("Save note") if note else _("Save reply"))
        self._save.setToolTip("" if note else _("The ticket then waits for the customer"))
        self._save.setEnabled(bool(self.text.toPlainText().strip()))
        self.text.setPlaceholderText(_("Only your team sees this") if note else _("Write a reply"))
        hint = "" if note else _("Kept here, not sent")
        self._hint.setText(hint)
        self._copy.setVisible(not note)
        self._to.setVisible(not note)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._desk.say(_("Reply copied"))


class _Editor(QPlainTextEdit):
    lit = Signal()

    def __init__(self, composer: Composer) -> None:
        super().__init__()
        self._composer = composer
        self.setTabChangesFocus(True)
        self.setStyleSheet(FRAMELESS)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell of the focus."""
        super().focusInEvent(event)
        self.lit.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell of the focus."""
        super().focusOutEvent(event)
        self.lit.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, Esc leaves the text as it is."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._composer.save()
        elif event.key() == Qt.Key.Key_Escape:
            self._composer.left.emit()
        else:
            super().keyPressEvent(event)
