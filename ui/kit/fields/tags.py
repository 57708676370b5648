"""Several words: tags as they are typed, or some of a field's choices."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored, chosen, label_of
from crm_desktop.values.names import clean_text
from crm_desktop.words import _
from ui.kit.chips import Chip
from ui.kit.fields.base import FieldInput
from ui.kit.layouts import FlowLayout
from ui.kit.offers import offer_below
from ui.kit.theme import Theme


class TagsInput(FieldInput):
    """Chips with a line after them; Enter or a comma adds, Backspace on the empty line takes the last away."""

    def __init__(
        self, theme: Theme, field: Field, place: Place, known: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        self.line = QLineEdit()
        self._values: list[str] = []
        box = QWidget()
        self._flow = FlowLayout(theme, gap=4, wide_last=True)
        box.setLayout(self._flow)
        super().__init__(theme, field, place, box, parent)
        self._flow.addWidget(self.line)
        self.line.setAccessibleName(_(field.label))
        self.line.setMinimumWidth(theme.px(120))
        self.line.setPlaceholderText(_("Add"))
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_typed)
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._add_later)
        offer_below(self.line, completer)
        self.offer(known)

    def offer(self, known: Sequence[str]) -> None:
        """Offer the words `known` while typing; a field with choices offers those."""
        self._words.setStringList([_(choice.label) for choice in self.field.choices] or list(known))

    def value(self) -> Stored:
        """Return the words as stored, also the one still on the line; raises InvalidField."""
        self._add_typed()
        return json.dumps(self._values, ensure_ascii=False) if self._values else None

    def set_value(self, stored: Stored) -> None:
        """Show the stored words."""
        self._values = [str(word) for word in json.loads(str(stored))] if stored else []
        self.line.clear()
        self._show_chips()
        self.show_error("")

    def typed(self) -> str:
        """Return the words, comma between them."""
        return ", ".join(self._values)

    def set_typed(self, text: str) -> None:
        """Take the words in `text`."""
        self._values = []
        self._show_chips()
        for word in text.split(","):
            self.line.setText(word)
            self._add_or_tell()

    def draft(self) -> str:
        """Return the stored words, and the one that is still on the line."""
        return json.dumps([self._values, self.line.text()], ensure_ascii=False)

    def take_draft(self, text: str) -> None:
        """Put back the words, and the one on the line."""
        self._values, line = json.loads(text)
        self._show_chips()
        self.line.setText(line)
        self.changed.emit()

    def show_error(self, text: str) -> None:
        """Show `text` below, and the red edge around the line."""
        super().show_error(text)
        if bool(self.line.property("wrong")) != self.is_wrong:
            self.line.setProperty("wrong", self.is_wrong)
            # the style sheet looks at properties only when a widget is polished
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter adds what is typed, and accepts where nothing is; Backspace takes the last word away."""
        if watched is self.line and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line.text().strip():
                self._add_or_tell()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._values:
                self._remove(self._values[-1])
                return True
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_typed(self, text: str) -> None:
        self.show_error("")
        if text.endswith((",", ";")):
            self.line.setText(text[:-1])
            self._add_or_tell()

    def _add_later(self, _text: str) -> None:
        # The completer writes the word onto the line after this signal.
        QTimer.singleShot(0, self, self._add_or_tell)

    def _add_or_tell(self) -> None:
        try:
            self._add_typed()
        except InvalidField as error:
            self.show_error(str(error))

    def _add_typed(self) -> None:
        text = clean_text(self.line.text())
        if not text:
            return
        word = chosen(self.field, text) if self.field.kind is FieldKind.CHOICES else text
        self.line.clear()
        if word not in self._values:
            self._values.append(word)
            self._show_chips()
            self.changed.emit()

    def _remove(self, word: str) -> None:
        self._values.remove(word)
        self._show_chips()
        self.line.setFocus()
        self.changed.emit()

    def _show_chips(self) -> None:
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self.line:
                widget.deleteLater()
        for word in self._values:
            chip = Chip(self.theme, label_of(self.field, word), removable=True)
            chip.removed.connect(lambda word=word: self._remove(word))
            self._flow.addWidget(chip)
        self._flow.addWidget(self.line)
        self.updateGeometry()
