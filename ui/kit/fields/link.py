"""A link to another record: found by typing a part of its name."""

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QStringListModel, QTimer
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.words import _
from ui.kit.fields.base import FieldInput
from ui.kit.offers import offer_below
from ui.kit.theme import Theme


class Hit(NamedTuple):
    """A record that may be meant."""

    id: bytes
    title: str
    note: str = ""


Find = Callable[[str, Callable[[Sequence[Hit]], None]], None]


class LinkInput(FieldInput):
    """A line that offers records while one types; `find(text, then)` asks for them."""

    def __init__(
        self, theme: Theme, field: Field, place: Place, find: Find, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        self.line = QLineEdit()
        super().__init__(theme, field, place, self.line, parent)
        self._find = find
        self._linked: Hit | None = None
        self._hits: dict[str, Hit] = {}
        self.line.setPlaceholderText(hint)
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        # The query has matched already, perhaps by other words than those shown.
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._choose)
        offer_below(self.line, completer)
        self._quiet = QTimer(self, singleShot=True, interval=theme.duration("searchDebounce"))
        self._quiet.timeout.connect(self._ask)
        self.line.textEdited.connect(self._on_typed)

    def value(self) -> Stored:
        """Return the id of the record; raises InvalidField where what is typed names none."""
        text = self.line.text().strip()
        if not text:
            if self.field.required:
                raise InvalidField(self.field.name, _("{field} may not be empty.").format(field=_(self.field.label)))
            return None
        if self._linked is None:
            raise InvalidField(
                self.field.name, _("“{text}” is not found here. Choose one from the list.").format(text=text)
            )
        return self._linked.id

    def set_value(self, stored: Stored) -> None:
        """Show nothing; a link is shown with `set_hit`, which knows its name."""
        if stored is None:
            self.set_hit(None)

    def set_hit(self, hit: Hit | None) -> None:
        """Show the record `hit`, or none."""
        self._linked = hit
        self.line.setText(hit.title if hit else "")
        self.show_error("")

    def typed(self) -> str:
        """Return what is typed."""
        return self.line.text()

    def set_typed(self, text: str) -> None:
        """Type `text`."""
        self.line.setText(text)
        self._on_typed()

    def draft(self) -> str:
        """Return what is typed, and which record that is."""
        return json.dumps([self.line.text(), self._linked.id.hex() if self._linked else ""], ensure_ascii=False)

    def take_draft(self, text: str) -> None:
        """Put back what was typed with its record."""
        typed, record = json.loads(text)
        if record:
            self.set_hit(Hit(bytes.fromhex(record), typed))
            self.changed.emit()
        else:
            self.set_typed(typed)

    def select_all(self) -> None:
        """Select what is typed."""
        self.line.selectAll()

    def _on_typed(self) -> None:
        self._linked = None
        self.show_error("")
        self.changed.emit()
        self._quiet.start()

    def _ask(self) -> None:
        text = self.line.text().strip()
        if text:
            self._find(text, self._offer)

    def _offer(self, hits: Sequence[Hit]) -> None:
        self._hits = {f"{hit.title} · {hit.note}" if hit.note else hit.title: hit for hit in hits}
        self._words.setStringList(list(self._hits))
        exact = [hit for hit in hits if hit.title == self.line.text().strip()]
        if len(exact) == 1:
            self._linked = exact[0]
        if hits and self.line.hasFocus():
            self.line.completer().complete()

    def _choose(self, shown: str) -> None:
        hit = self._hits.get(shown)
        if hit is not None:
            # The completer writes its own text onto the line after this signal.
            QTimer.singleShot(0, self, lambda: self.set_hit(hit))
            self._linked = hit
            self.changed.emit()
