"""Values typed on a line, chosen from a few, or found by name."""

from collections.abc import Callable, Mapping, Sequence
from string import hexdigits

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.filters.operands import ME, operand
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.search.link_offers import offered_records
from crm_desktop.store.expressions import names_of_ids
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ComboBox
from ui.kit.fields.link import Hit, LinkInput
from ui.kit.fields.named_link import found_records
from ui.kit.fields.text import TextInput
from ui.kit.filters.value_edit import ValueEdit
from ui.kit.labels import Text
from ui.kit.offers import offer_below

# Few enough to be chosen from a list.
SMALL = frozenset({"member", "team", "stage", "pipeline"})
MOST_LISTED = 200
ID_DIGITS = 32


class LineValue(ValueEdit):
    """A line; what is typed has to mean something to `field`. `known` texts are offered while one types."""

    def __init__(self, desk: Desk, field: Field, *, sized: bool = False, hint: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._field = field
        self._sized = sized
        self.input: FieldInput = TextInput(desk.theme, _as_text(field), desk.place, hint=hint)
        _fill(self, self.input)
        self.input.accepted.connect(self.accepted)

    def offer(self, known: Sequence[str]) -> None:
        """Offer the `known` texts while one types."""
        if isinstance(self.input, TextInput):
            completer = QCompleter(QStringListModel(list(known), self), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            offer_below(self.input.line, completer)

    def text(self) -> str:
        """Return what is typed; raises InvalidField."""
        typed = self.input.typed().strip()
        if not typed:
            raise InvalidField(
                self._field.name, _("Type what {field} is compared with.").format(field=_(self._field.label))
            )
        operand(self._field, typed, self._desk.place, sized=self._sized)
        return typed

    def set_text(self, text: str) -> None:
        """Put `text` on the line."""
        self.input.set_typed(text)

    def show_error(self, text: str) -> None:
        """Show `text` below the line."""
        self.input.show_error(text)
        self.resized.emit()

    def first(self) -> QWidget:
        """Return the line."""
        return self.input.editor


class ChosenValue(ValueEdit):
    """A list of `choices`, each value with its label."""

    def __init__(self, desk: Desk, field: Field, choices: Mapping[str, str]) -> None:
        super().__init__()
        self._field = field
        self._wanted = ""
        self.box = ComboBox(desk.theme)
        self.box.setAccessibleName(_("Value"))
        self.box.setMaxVisibleItems(16)
        self.box.installEventFilter(self)
        self._error = Text(desk.theme, "", "small", "danger", wrap=True)
        self._error.hide()
        _fill(self, self.box, self._error)
        self.offer(choices)

    def offer(self, choices: Mapping[str, str]) -> None:
        """Offer `choices` as well."""
        for value, label in choices.items():
            if self.box.findData(value) < 0:
                self.box.addItem(label, value)
        if self._wanted:
            self.set_text(self._wanted)
        if choices and self._wanted and self.box.currentIndex() < 0:
            # a name that nobody bears any more is to be read all the same
            self.box.addItem(self._wanted, self._wanted)
            self.box.setCurrentIndex(self.box.count() - 1)

    def text(self) -> str:
        """Return the value that is chosen; raises InvalidField where there is none."""
        if self.box.currentData() is None:
            raise InvalidField(self._field.name, _("Choose a value."))
        return str(self.box.currentData())

    def set_text(self, text: str) -> None:
        """Choose the value `text`, now or once it is offered."""
        text = text.replace("-", "").lower() if is_id(text) else text
        self._wanted = text
        place = self.box.findData(text)
        if place < 0:
            place = next((at for at in range(self.box.count()) if self._is(at, text)), -1)
        self.box.setCurrentIndex(place)

    def show_error(self, text: str) -> None:
        """Show `text` below the list."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.resized.emit()

    def first(self) -> QWidget:
        """Return the list."""
        return self.box

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter accepts what is chosen."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
            return True
        return False

    def _is(self, place: int, text: str) -> bool:
        same = text.casefold()
        return same in (str(self.box.itemData(place)).casefold(), self.box.itemText(place).casefold())


class FoundValue(ValueEdit):
    """A record found by its name; a name that none bears is kept as it is typed."""

    def __init__(self, desk: Desk, field: Field) -> None:
        super().__init__()
        self._desk = desk
        self._field = field
        self.input = LinkInput(desk.theme, field, desk.place, found_records(desk, field, self))
        _fill(self, self.input)
        self.input.accepted.connect(self.accepted)

    def text(self) -> str:
        """Return the id of the record, or the name that is typed; raises InvalidField."""
        typed = self.input.typed().strip()
        if not typed:
            raise InvalidField(
                self._field.name, _("Type what {field} is compared with.").format(field=_(self._field.label))
            )
        try:
            found = self.input.value()
        except InvalidField:
            return typed
        return found.hex() if isinstance(found, bytes) else typed

    def set_text(self, text: str) -> None:
        """Show the record whose id or name is `text`."""
        if not is_id(text):
            self.input.set_typed(text)
            return
        record = bytes.fromhex(text.replace("-", ""))

        def show(names: Mapping[bytes, str]) -> None:
            self.input.set_hit(Hit(record, names.get(record, text)))

        self._desk.read(names_of_ids, [(self._field.target, record)], owner=self, then=show)

    def show_error(self, text: str) -> None:
        """Show `text` below the line."""
        self.input.show_error(text)
        self.resized.emit()

    def first(self) -> QWidget:
        """Return the line."""
        return self.input.editor


def offer_small(
    desk: Desk, field: Field, chosen: Sequence[str], owner: QObject, take: Callable[[Mapping[str, str]], None]
) -> None:
    """Hand the records that `field` may point to, by id and name, to `take`; the user as “me” comes first.

    Those that are `chosen` already, by their ids, are among them though nobody would choose them now.
    """
    target = field.target or ""
    ids = [bytes.fromhex(each) for each in chosen if is_id(each)]

    def offer(found: Mapping[bytes, str]) -> None:
        me = {ME: _("Me")} if target == "member" else {}
        take({**me, **{record.hex(): name for record, name in found.items()}})

    desk.read(_small, target, ids, owner=owner, then=offer)


def is_id(text: str) -> bool:
    """Return whether `text` spells the id of a record."""
    digits = text.replace("-", "")
    return len(digits) == ID_DIGITS and all(each in hexdigits for each in digits)


def _small(reader: Connection, target: str, chosen: Sequence[bytes]) -> dict[bytes, str]:
    offered = {each.record: each.title for each in offered_records(reader, target, "", None, MOST_LISTED)}
    return offered | names_of_ids(reader, [(target, each) for each in chosen if each not in offered])


def _as_text(field: Field) -> Field:
    """Return an input's field with the name and label of `field` that takes any text."""
    return Field(0, field.name, field.label, FieldKind.TEXT)


def _fill(owner: QWidget, *parts: QWidget) -> None:
    whole = QVBoxLayout(owner)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(4)
    for each in parts:
        whole.addWidget(each)
    owner.setFocusProxy(parts[0])
