"""One part of a filter as a form: a comparison, what is asked of related records, or a group."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.filters.comparison_words import comparisons
from crm_desktop.filters.relations import relation_named
from crm_desktop.filters.tree import All, Condition, Filter, Not, Related
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import N_, _
from ui.kit.buttons import IconButton
from ui.kit.desk import Desk
from ui.kit.fields.choice import ComboBox
from ui.kit.fields.text import TextInput
from ui.kit.filters.make_value import made_value
from ui.kit.filters.offered import FIELD, RELATION, offered
from ui.kit.filters.part_shapes import AT_LEAST, FITTING, HAS_NO, HOLDING, JOINING, grouped, named, rest_of
from ui.kit.filters.value_edit import ValueEdit

USUAL = "owner"
LEAST = Field(0, "least", N_("How many"), FieldKind.NUMBER)
# Makes the form for the parts inside; given so that forms can lie in each other.
MakeParts = Callable[[Kind, Sequence[Filter]], "PartsForm"]


class PartsForm(QWidget):
    """A form for several parts that are joined."""

    resized = Signal()
    accepted = Signal()

    def parts(self, *, told: bool = True) -> list[Filter]:
        """Return the parts; raises InvalidField after saying so beside the input, where it is to be `told`."""
        raise NotImplementedError


class PartEdit(QWidget):
    """Edits a filter on records of `kind`; `upright` stands its inputs below each other.

    `resized` tells that it needs another room, `accepted` of Enter, `remove_wanted` that it shall go.
    """

    resized = Signal()
    accepted = Signal()
    remove_wanted = Signal()

    def __init__(
        self, desk: Desk, kind: Kind, make_parts: MakeParts, before: Filter | None = None, *, upright: bool
    ) -> None:
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._make_parts = make_parts
        self._value: ValueEdit | None = None
        self._parts: PartsForm | None = None
        theme = desk.theme
        self.what = ComboBox(theme)
        self.what.setAccessibleName(_("Filter by"))
        self.what.setMaxVisibleItems(20)
        self.how = ComboBox(theme)
        self.how.setAccessibleName(_("Comparison"))
        self.count = TextInput(theme, LEAST, desk.place)
        self.count.editor.setFixedWidth(theme.px(56))
        self.remove = IconButton(theme, "close", _("Remove this condition"))
        self.remove.clicked.connect(self.remove_wanted)
        if upright:
            self.remove.hide()
        across = QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
        self._line = QBoxLayout(across)
        self._line.setContentsMargins(0, 0, 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        for part in (self.what, self.how, self.count):
            self._line.addWidget(part, 0, top)
        self._line.addStretch(0)
        self._line.addWidget(self.remove, 0, top)
        if not upright:
            for part, width in ((self.what, 170), (self.how, 124)):
                part.setFixedWidth(theme.px(width))
        self._below = QVBoxLayout()
        self._below.setContentsMargins(theme.px(0 if upright else 20), 0, 0, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._line)
        whole.addLayout(self._below)
        self._offer()
        self.what.currentIndexChanged.connect(lambda: self._on_what(None))
        self.how.currentIndexChanged.connect(lambda: self._on_how(""))
        self.show_filter(before)

    def filter(self, *, told: bool = True) -> Filter:
        """Return what is asked for; raises InvalidField after saying so beside the input, where it is to be `told`."""
        sort, name = self._chosen()
        if sort == FIELD:
            return Condition(name, str(self.how.currentData()), self._typed(told=told))
        parts = self._parts.parts(told=told) if self._parts is not None else []
        if sort == RELATION:
            return self._related(name, parts, told=told)
        return grouped(str(self.how.currentData()), parts)

    def show_filter(self, wanted: Filter | None) -> None:
        """Show `wanted`, or what one usually filters by."""
        sort, name = named(wanted)
        usual = name or (USUAL if self._at(FIELD, USUAL) >= 0 else "")
        with QSignalBlocker(self.what):
            at = self._at(sort, usual)
            if at < 0 and wanted is not None:
                # what is not offered can be changed all the same
                self.what.addItem(name, f"{sort} {name}")
                at = self.what.count() - 1
            self.what.setCurrentIndex(max(at, 0))
        self._on_what(wanted)

    def choose(self, name: str, how: str, value: str = "") -> None:
        """Choose the field or relation `name` and `how` to compare, and type `value`, as the user would."""
        at = max(self._at(FIELD, name), self._at(RELATION, name))
        self.what.setCurrentIndex(at)
        self.how.setCurrentIndex(self.how.findData(how))
        if self._value is not None:
            self._value.set_text(value)

    @property
    def value(self) -> ValueEdit | None:
        """The input for the value, or None where there is none."""
        return self._value

    @property
    def inner(self) -> PartsForm | None:
        """The form for the parts inside, or None where there is none."""
        return self._parts

    def _offer(self) -> None:
        for number, section in enumerate(offered(self._kind)):
            if number and section:
                self.what.insertSeparator(self.what.count())
            for each in section:
                self.what.addItem(each.label, f"{each.sort} {each.name}")

    def _chosen(self) -> tuple[str, str]:
        sort, _space, name = str(self.what.currentData()).partition(" ")
        return sort, name

    def _at(self, sort: str, name: str) -> int:
        return self.what.findData(f"{sort} {name}")

    def _on_what(self, wanted: Filter | None) -> None:
        """Offer the comparisons of what is chosen, and show the rest of `wanted`."""
        sort, name = self._chosen()
        inner, how, value = rest_of(wanted)
        if sort == FIELD:
            choices = {each.op: _(each.word) for each in comparisons(self._kind.field(name))}
        else:
            relation = relation_named(self._kind, name) if sort == RELATION else None
            words = JOINING if relation is None else FITTING if relation.forward else HOLDING
            choices = {each: _(label) for each, label in words.items()}
        with QSignalBlocker(self.how):
            self.how.clear()
            for each, label in choices.items():
                self.how.addItem(label, each)
            if how and how not in choices:
                self.how.addItem(how, how)
            self.how.setCurrentIndex(max(self.how.findData(how), 0))
        self.count.set_typed(str(wanted.least) if isinstance(wanted, Related) else "2")
        self._refill(inner)
        self._on_how(value)

    def _refill(self, inner: Sequence[Filter]) -> None:
        """Put the form for the parts inside where there are to be some."""
        _drop(self._below, self._parts)
        self._parts = None
        sort, name = self._chosen()
        if sort == FIELD:
            return
        relation = relation_named(self._kind, name) if sort == RELATION else None
        self._parts = self._make_parts(relation.kind if relation is not None else self._kind, inner)
        self._parts.resized.connect(self.resized)
        self._parts.accepted.connect(self.accepted)
        self._below.addWidget(self._parts)
        self._parts.show()

    def _on_how(self, value: str) -> None:
        for layout in (self._line, self._below):
            _drop(layout, self._value)
        self._value = None
        sort, name = self._chosen()
        how = str(self.how.currentData())
        self.count.setVisible(sort == RELATION and how == AT_LEAST)
        if sort == FIELD:
            self._value = made_value(self._desk, self._kind, self._kind.field(name), how, value)
        if self._value is not None:
            self._value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            if self._value.tall:
                self._below.insertWidget(0, self._value)
            else:
                self._line.insertWidget(3, self._value, 1)
            self._value.show()  # at once: a layout has no room for what is shown a moment later
            self._value.resized.connect(self.resized)
            self._value.accepted.connect(self.accepted)
        self.resized.emit()

    def _typed(self, *, told: bool) -> str:
        if self._value is None:
            return ""
        try:
            return self._value.text()
        except CrmError as error:
            if told:
                self._value.show_error(str(error))
                self._value.first().setFocus()
            raise

    def _related(self, name: str, parts: list[Filter], *, told: bool) -> Filter:
        how, least = str(self.how.currentData()), 1
        if how == AT_LEAST:
            typed = self.count.typed().strip()
            if not typed.isdecimal() or int(typed) < 1:
                why = _("Type how many, such as 3.")
                self.count.show_error(why if told else "")
                raise InvalidField("least", why)
            least = int(typed)
        part = None if not parts else parts[0] if len(parts) == 1 else All(tuple(parts))
        related = Related(name, part, least)
        return Not(related) if how == HAS_NO else related


def _drop(layout: QBoxLayout, widget: QWidget | None) -> None:
    if widget is not None:
        layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
