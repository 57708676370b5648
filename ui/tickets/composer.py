"""Where a reply or an internal note is written."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.cards import Card, paint_card
from ui.kit.chips import Choice, Segmented
from ui.kit.desk import Desk
from ui.kit.drafts import REPLY, place_of
from ui.kit.kept_note import KeptNote
from ui.kit.labels import Text

LINES = 3
FRAMELESS = "QPlainTextEdit, QPlainTextEdit:focus { border: none; background: transparent; padding: 2px 4px; }"


class Composer(Card):
    """`written` carries what kind it is (out, note) and the text, which is kept for each ticket until it is saved.

    `left` tells that the keyboard belongs to the queue again: after Esc, and once the text was saved.
    """

    written = Signal(str, str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme)
        self._desk = desk
        self._ticket = b""
        self._subject = ""
        self._showing = False
        # what was kept from before, and discarded a moment ago
        self._put_away: dict[str, str] = {}
        theme = desk.theme
        self._kind = Segmented(theme, [Choice("out", _("Reply"), "reply"), Choice("note", _("Internal note"), "lock")])
        self._kind.chosen.connect(self._on_written)
        self.note = KeptNote(theme)
        self.note.discarded.connect(self._discard)
        self.note.wanted_back.connect(self._bring_back)
        desk.drafts.changed.connect(self._on_draft)
        self._to = Text(theme, "", "small", "text2")
        self.text = _Editor(self)
        self.text.setAccessibleName(_("Reply or note"))
        self.text.textChanged.connect(self._on_written)
        self.text.lit.connect(self.update)
        self._fit()
        theme.changed.connect(self._fit)
        self._hint = Text(theme, "", "small", "text2", wrap=True)
        self._copy = Button(theme, _("Copy"), ButtonKind.QUIET, size="small", icon="copy")
        self._copy.clicked.connect(self._copy_text)
        self._save = Button(theme, "", ButtonKind.PRIMARY, size="small", keys=_("Ctrl ↵"))
        self._save.clicked.connect(self.save)
        self._build()
        self._show_kind()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._kind)
        head.addStretch(1)
        head.addWidget(self._to)
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._copy)
        foot.addWidget(self._save)
        lines = QVBoxLayout()
        pad = self._desk.theme.space("s4")
        lines.setContentsMargins(pad, pad, pad, pad)
        lines.setSpacing(pad)
        lines.addLayout(head)
        lines.addWidget(self.note)
        lines.addWidget(self.text)
        lines.addLayout(foot)
        self.body.addLayout(lines)

    def show_ticket(self, ticket: bytes, customer: str, subject: str) -> None:
        """Write for `ticket`; what was written for it and not saved stands here again."""
        if self._ticket != ticket:
            self._ticket, self._put_away = ticket, {}
            kept = self._desk.drafts.typed(self._place)
            self._show_draft(kept)
            self.note.setVisible(False)
            if kept:
                self.note.tell()
        self._subject = subject
        self._to.setText(_("to {name}").format(name=customer) if customer else "")

    @property
    def _place(self) -> str:
        return place_of(REPLY, self._ticket)

    def write(self, kind: str) -> None:
        """Put the cursor into the text, for `kind` out or note."""
        self._kind.set_current(kind)
        self._show_kind()
        self.text.setFocus()

    def save(self) -> None:
        """Hand over what is written."""
        if self.text.toPlainText().strip():
            self.written.emit(self._kind.current, self.text.toPlainText())

    def clear(self, ticket: bytes) -> None:
        """Empty the text for `ticket`: it was saved."""
        self._desk.drafts.drop(place_of(REPLY, ticket))
        if self._ticket == ticket:
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

    def _on_written(self, *_ignored: object) -> None:
        self._show_kind()
        if not self._showing and self._ticket:
            text = self.text.toPlainText()
            typed = {"kind": self._kind.current, "text": text} if text.strip() else {}
            told = _("Note on {ticket}") if self._kind.current == "note" else _("Reply on {ticket}")
            self._desk.drafts.keep(self._place, typed, told.format(ticket=self._subject))

    def _show_draft(self, kept: Mapping[str, str]) -> None:
        self._showing = True
        if kept:
            self._kind.set_current(kept["kind"])
        if self.text.toPlainText() != kept.get("text", ""):
            self.text.setPlainText(kept.get("text", ""))
            self.text.moveCursor(QTextCursor.MoveOperation.End)
        self._showing = False
        self._show_kind()

    def _on_draft(self, place: str) -> None:
        """Show what is written on the ticket in another window, or that it was saved."""
        if self._ticket and place == self._place:
            kept = self._desk.drafts.typed(place)
            if kept or self.text.toPlainText().strip():
                self._show_draft(kept)
            if not kept and not self._put_away:
                self.note.hide()

    def _discard(self) -> None:
        self._put_away = dict(self._desk.drafts.typed(self._place))
        self._desk.drafts.drop(self._place)

    def _bring_back(self) -> None:
        self._show_draft(self._put_away)
        self._put_away = {}
        self._on_written()

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
