"""The popover that makes or changes one part of a filter, by form or as text."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.filters.parsing import WrongFilter, conditions_from_text
from crm_desktop.filters.printing import conditions_text, filter_text
from crm_desktop.filters.shapes import shortened, spread
from crm_desktop.filters.tree import Filter, joined
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place
from crm_desktop.store.near_names import known_names
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind, LinkButton
from ui.kit.desk import Desk
from ui.kit.drafts import FILTER
from ui.kit.filters.part_edit import PartEdit, PartsForm
from ui.kit.filters.parts_edit import PartsEdit
from ui.kit.form_popover import FormPopover
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.pressable import Pressable
from ui.kit.scrolling import ScrollColumn

NARROW, WIDE = 280, 560
HIGHEST = 460
TEXT_HEIGHT = 84

Made = Callable[[tuple[Filter, ...]], None]


class FilterForm(FormPopover):
    """Asks for a filter on records of `kind`; `made` is called with its parts once it makes sense.

    Enter applies, Ctrl+Enter does in the text, Esc closes.
    """

    def __init__(self, desk: Desk, kind: Kind, made: Made, before: Filter | None = None, *, parent: QWidget) -> None:
        super().__init__(desk.theme, parent)
        theme = desk.theme
        self._desk = desk
        self._kind = kind
        self._made = made
        self._before = before
        self.edit = PartEdit(desk, kind, self._made_inner, None if before is None else spread(before), upright=True)
        self._scroll = ScrollColumn()
        inner = QWidget()
        room = QVBoxLayout(inner)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.edit)
        room.addStretch(1)
        self._inner = inner
        self._scroll.setWidget(inner)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("Filter as text"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.px(TEXT_HEIGHT))
        self.error = Text(theme, "", "small", "danger", wrap=True)
        self.error.hide()
        self._turn = LinkButton(theme, _("As text"), style="small")
        self._turn.clicked.connect(self.turn)
        self._apply = Button(theme, _("Apply"), ButtonKind.PRIMARY)
        self._apply.clicked.connect(self.apply)
        self.body.addWidget(Text(theme, _("Filter by"), "caption", "text2"))
        for part in (self._scroll, self.text, self.error):
            self.body.addWidget(part)
        self.body.addLayout(row(theme, self._turn, None, self._apply, margins=(0, 8, 0, 0)))
        self.text.hide()
        self.edit.accepted.connect(self.apply)
        self.edit.resized.connect(self._fit)
        # what was just put in says how high it is only after its first layout
        self.edit.resized.connect(lambda: QTimer.singleShot(0, self, self._fit))
        self._fit()
        value = self.edit.value
        self.first = self.edit.what if before is None or value is None else value.first()
        about = "" if before is None else filter_text(before)
        self.kept = Kept(desk, self, FILTER, kind.name, about, label=_("Filter"), typed=self)

    @property
    def as_text(self) -> bool:
        """Whether the filter is shown as text."""
        return self.text.isVisibleTo(self)

    def turn(self) -> None:
        """Show the filter as text, or as a form again where the text can be read as one part."""
        if not self.as_text:
            self._show_text(self._written())
            return
        read = self._read()
        if read is not None:
            self._show_form(joined(read))

    def apply(self) -> None:
        """Hand on what is asked for and close; where it makes no sense, say so."""
        parts = self._read() if self.as_text else self._asked()
        if parts is None:
            return
        text = self.text.toPlainText() if self.as_text else conditions_text(parts)
        if not _compares_names(text, self._kind, self._desk.place):
            self._finish(parts)
            return
        self._desk.read(
            _check_names,
            *(text, self._kind, self._desk.place),
            owner=self,
            then=lambda _borne: self._finish(parts),
            on_error=self._refuse,
        )

    def _asked(self) -> tuple[Filter, ...] | None:
        """Return what the form asks for; None after saying why it makes no sense."""
        try:
            return (self._short(self.edit.filter()),)
        except InvalidField as error:
            self._say("" if self._told_beside() else str(error))
            return None

    def _finish(self, parts: tuple[Filter, ...]) -> None:
        self._made(parts)
        self.finish()

    def all_typed(self) -> dict[str, str]:
        """Return the filter as text, and whether that is how it is shown."""
        text = self.text.toPlainText() if self.as_text else self._written()
        return {"text": text, "as_text": "yes" if self.as_text else ""}

    def type_all(self, typed: Mapping[str, str]) -> None:
        """Show the filter that was typed."""
        text = typed.get("text", "")
        if typed.get("as_text", "yes" if self.as_text else ""):
            self._show_text(text)
        else:
            self.text.setPlainText(text)
            read = self._read() if text.strip() else ()
            self._show_form(joined(read) if read else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter applies from everywhere; Enter goes on from choice to choice, and applies behind the last."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.apply()
        elif enter and isinstance(self.focusWidget(), QComboBox):
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        self.focusNextChild()
        if isinstance(self.focusWidget(), Pressable):
            self.apply()

    def _read(self) -> tuple[Filter, ...] | None:
        """Return the parts that the text names; None after saying where it goes wrong."""
        try:
            parts = conditions_from_text(self.text.toPlainText(), self._kind, self._desk.place)
        except WrongFilter as error:
            self._refuse(error)
            return None
        if not parts:
            self._say(_("Write a condition, such as “{example}”.").format(example="rating = A"))
            return None
        self._say("")
        return parts

    def _refuse(self, error: CrmError) -> None:
        """Say why what is asked for cannot be, with the caret where the text goes wrong."""
        self._say(error.reason if isinstance(error, WrongFilter) else str(error))
        if self.as_text and isinstance(error, WrongFilter):
            cursor = self.text.textCursor()
            cursor.setPosition(min(error.at, len(self.text.toPlainText())))
            self.text.setTextCursor(cursor)
            self.text.setFocus()

    def _written(self) -> str:
        """Return the filter as text; what does not fit yet is told when it is applied, not while one types."""
        try:
            return filter_text(self._short(self.edit.filter(told=False)))
        except InvalidField:
            return "" if self._before is None else filter_text(self._before)

    def _short(self, wanted: Filter) -> Filter:
        return shortened(wanted, self._kind)

    def _show_text(self, text: str) -> None:
        self.text.setPlainText(text)
        self._turn.setText(_("As a form"))
        self._apply.show_keys(_("Ctrl ↵"))
        self._say("")
        self.text.show()
        self._fit()
        # one goes on behind what is there
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setFocus()

    def _show_form(self, wanted: Filter | None) -> None:
        self.text.hide()
        self._turn.setText(_("As text"))
        self._apply.show_keys("")
        self.edit.show_filter(None if wanted is None else spread(wanted))
        self._fit()
        self.edit.what.setFocus()

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self._fit()

    def _told_beside(self) -> bool:
        return self.edit.value is not None

    def _fit(self) -> None:
        wide = self.as_text or self.edit.inner is not None
        self._scroll.setVisible(not self.as_text)
        self.setFixedWidth(self._theme.px(WIDE if wide else NARROW))
        self._inner.adjustSize()
        wanted = self.edit.sizeHint().height() + 4
        self._scroll.setFixedHeight(min(wanted, self._theme.px(HIGHEST)))
        self.fit()

    def _made_inner(self, kind: Kind, before: Sequence[Filter]) -> PartsForm:
        return PartsEdit(self._desk, kind, before)


def _compares_names(text: str, kind: Kind, place: Place) -> bool:
    """Return whether the filter `text` compares links with names, which have to be looked up."""
    found: list[str] = []

    def note(_field: Field, name: str) -> str:
        found.append(name)
        return ""

    conditions_from_text(text, kind, place, note)
    return bool(found)


def _check_names(reader: Connection, text: str, kind: Kind, place: Place) -> None:
    """Raise WrongFilter where the filter `text` compares a link with a name that nobody bears."""
    conditions_from_text(text, kind, place, known_names(reader))
