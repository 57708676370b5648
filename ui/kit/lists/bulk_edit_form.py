"""The popover that changes one field of all that are selected, after saying how many that changes."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.bulk_edit import LISTS, Edit, How, Preview, edit_preview
from crm_desktop.errors import InvalidField
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.store.chosen import Chosen
from crm_desktop.words import N_, _, ngettext
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ComboBox
from ui.kit.form_popover import FormPopover
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.lists.inputs import field_input

WIDTH = 300
REST_MS = 200
# What is changed of many at once most often, where a kind has it.
_USUAL = ("rating", "stage", "status", "priority", "category", "owner")
_NOT_TYPED = frozenset({FieldKind.JSON, FieldKind.FORMULA, FieldKind.RECURRENCE})
_FILES = "attachment"
_HOW = {How.SET: N_("set to"), How.ADD: N_("add"), How.TAKE: N_("take away"), How.CLEAR: N_("empty")}

Made = Callable[[Edit, Preview], None]


class BulkEditForm(FormPopover):
    """Asks for a change of the `chosen` records of `kind`; `made` gets it with what it will do."""

    def __init__(self, desk: Desk, kind: Kind, chosen: Chosen, made: Made, *, parent: QWidget) -> None:
        super().__init__(desk.theme, parent)
        theme = desk.theme
        self._desk = desk
        self._kind = kind
        self._chosen = chosen
        self._made = made
        self._known: tuple[Edit, Preview] | None = None
        self.input: FieldInput | None = None
        self.fields = ComboBox(theme)
        self.fields.setAccessibleName(_("Field"))
        self.fields.setMaxVisibleItems(20)
        for field in edited_fields(kind):
            self.fields.addItem(_(field.label), field.name)
        self.how = ComboBox(theme)
        self.how.setAccessibleName(_("What to do"))
        self._room = QVBoxLayout()
        self._room.setContentsMargins(0, 0, 0, 0)
        self.told = Text(theme, "", "small", "text2", wrap=True)
        self.change = Button(theme, _("Change"), ButtonKind.PRIMARY)
        self.change.clicked.connect(self.apply)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        for part in (Text(theme, _("Change"), "caption", "text2"), self.fields, self.how):
            self.body.addWidget(part)
        self.body.addLayout(self._room)
        self.body.addWidget(self.told)
        self.body.addLayout(row(theme, None, self.change, margins=(0, 8, 0, 0)))
        self.setFixedWidth(theme.px(WIDTH))
        self.fields.currentIndexChanged.connect(self._on_field)
        self.how.currentIndexChanged.connect(self._on_how)
        usual = next((name for name in _USUAL if self.fields.findData(name) >= 0), "")
        self.fields.setCurrentIndex(max(self.fields.findData(usual), 0))
        self._on_field()
        self.first = self.fields
        self.kept = Kept(desk, self, "bulk", kind.name, label=_("Change of what is selected"))

    @property
    def field(self) -> Field:
        """The field that is chosen."""
        return self._kind.field(str(self.fields.currentData()))

    def choose(self, field: str, how: How) -> None:
        """Choose `field` and `how` it is changed, as the user would."""
        self.fields.setCurrentIndex(self.fields.findData(field))
        self.how.setCurrentIndex(self.how.findData(how))

    def apply(self) -> None:
        """Hand on the change once it is known what it does; say so where it changes nothing or does not fit."""
        edit = self._edit(tell=True)
        if edit is None:
            return
        if self._known is None or self._known[0] != edit:
            self._ask()
        elif self._known[1].changing:
            self._made(*self._known)
            self.finish()

    def _on_field(self) -> None:
        self.how.blockSignals(True)
        self.how.clear()
        field = self.field
        ways = (How.ADD, How.TAKE, How.SET, How.CLEAR) if field.kind in LISTS else (How.SET, How.CLEAR)
        for way in ways:
            if way is not How.CLEAR or not field.required:
                self.how.addItem(_(_HOW[way]), way)
        self.how.blockSignals(False)
        self._on_how()

    def _on_how(self) -> None:
        if self.input is not None:
            self._room.removeWidget(self.input)
            self.input.hide()
            self.input.deleteLater()
            self.input = None
        if self.how.currentData() != How.CLEAR:
            self.input = field_input(self._desk, self, self._kind, self.field)
            self._room.addWidget(self.input)
            self.input.show()  # at once: a layout has no room for what is shown a moment later
            self.input.changed.connect(self._rest.start)
            self.input.accepted.connect(self.apply)
        self._show(None, None)
        self._rest.start()

    def _edit(self, *, tell: bool) -> Edit | None:
        """Return the change that is asked for, or None where it makes no sense yet."""
        how = How(str(self.how.currentData()))
        if self.input is None:
            return Edit(self.field, how)
        try:
            value = self.input.value()
            if value is None:
                raise InvalidField(self.field.name, _("Type or choose a value, or empty the field."))
        except InvalidField as error:
            if tell:
                self.input.show_error(str(error))
                self.fit()
            return None
        return Edit(self.field, how, value)

    def _ask(self) -> None:
        edit = self._edit(tell=False)
        if edit is not None:
            self._desk.read(
                edit_preview,
                self._kind,
                self._chosen,
                edit,
                self._desk.place,
                owner=self,
                then=lambda preview: self._show(edit, preview),
                key="preview",
            )

    def _show(self, edit: Edit | None, preview: Preview | None) -> None:
        """Say what the change does, once that is known."""
        self._known = None if edit is None or preview is None else (edit, preview)
        self.change.setEnabled(preview is None or preview.changing > 0)
        self.told.setText("" if preview is None else self._in_words(preview))
        changing = self._desk.formats.number(preview.changing) if preview is not None else ""
        self.change.setText(_("Change {n}").format(n=changing) if preview is not None else _("Change"))
        self.change.updateGeometry()
        self.fit()

    def _in_words(self, preview: Preview) -> str:
        number = self._desk.formats.number
        changing = ngettext("{n} changes.", "{n} change.", preview.changing).format(n=number(preview.changing))
        fitting = preview.having - preview.changing
        parts = [_("{n} selected.").format(n=number(preview.chosen)), changing]
        if fitting:
            words = ngettext("{n} is so already.", "{n} are so already.", fitting)
            parts.append(words.format(n=number(fitting)))
        if preview.having < preview.chosen:
            without = preview.chosen - preview.having
            words = ngettext("{n} does not have this field.", "{n} do not have this field.", without)
            parts.append(words.format(n=number(without)))
        return " ".join(parts)


def edited_fields(kind: Kind) -> list[Field]:
    """Return the fields of `kind` that a person may change, by their labels."""
    typed = (each for each in kind.fields if each.kind not in _NOT_TYPED and each.target != _FILES)
    fields = (each for each in typed if not each.read_only and not each.mark)
    return sorted(fields, key=lambda each: _(each.label).casefold())
