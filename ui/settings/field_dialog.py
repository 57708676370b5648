"""Adding an own field, and changing one."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.journal.field_actions import EXTENSIBLE, NewField, add_own_field, edit_own_field
from crm_desktop.journal.field_checks import LINKED
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.ours import CUSTOM_FIELD
from crm_desktop.store.own_field_rows import OwnFieldRow
from crm_desktop.store.own_fields import formula_names
from crm_desktop.values.formula import formula_from_text
from crm_desktop.values.formula_functions import FUNCTIONS
from crm_desktop.words import _
from ui.kit.buttons import Switch
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.choice import ComboBox
from ui.kit.fields.long_text import LongTextInput
from ui.kit.fields.text import TextInput
from ui.kit.fitting_area import FittingArea
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.layouts import Stack, column, row
from ui.settings.choice_lines import ChoiceLines

MOST_NAMED = 24


class FieldDialog(Dialog):
    """Asks for a new field of `record_kind`, or shows the field `known` to change it; what it means is kept at once."""

    def __init__(
        self, desk: Desk, parent: QWidget, record_kind: str = "people", known: OwnFieldRow | None = None
    ) -> None:
        title = _("Add a field") if known is None else _("Change “{label}”").format(label=known.label)
        super().__init__(desk.theme, title, _("Add") if known is None else _("Save"), "medium", parent=parent)
        self._desk = desk
        self._known = known
        theme, place = desk.theme, desk.place
        self.kind_of_record = self._box([(each, _(kind_named(each).label)) for each in EXTENSIBLE])
        self.type = self._box([(each.value, _(each.label)) for each in CUSTOM_FIELD.by_name["kind"].choices])
        self.target = self._box([(each, _(kind_named(each).label)) for each in LINKED])
        self.label = TextInput(theme, CUSTOM_FIELD.by_name["label"], place)
        self.hint = TextInput(theme, CUSTOM_FIELD.by_name["help"], place, hint=_("A word on what to type"))
        self.formula = LongTextInput(theme, CUSTOM_FIELD.by_name["formula"], place)
        self.choices = ChoiceLines(theme)
        self.required = Switch(theme, _("Required"))
        self.personal = Switch(theme, _("Says something about a person"))
        self._names = Text(theme, "", "small", "text2", wrap=True)
        self._parts: dict[str, QWidget] = {}
        self._lay_out()
        self.kind_of_record.setCurrentIndex(self.kind_of_record.findData(record_kind))
        self._fill()
        self.type.currentIndexChanged.connect(self._on_type)
        self.kind_of_record.currentIndexChanged.connect(self._on_type)
        self.formula.changed.connect(self._check_formula)
        for each in (self.label, self.hint, self.formula):
            each.accepted.connect(self.accept)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        self._on_type()
        self.label.setFocus()
        self.kept = Kept(desk, self, "field", b"" if known is None else known.id, typed=self)

    def accept(self) -> None:
        """Keep the field; the dialog closes once that is done."""
        self._desk.act(
            self._action(), owner=self, then=self._on_saved, on_error=self._on_error, done=self._done_words()
        )

    def _action(self) -> Callable[..., object]:
        known, typed = self._known, self._typed()
        if known is None:
            wanted = NewField(
                str(self.kind_of_record.currentData()),
                typed["label"],
                self._type(),
                tuple(each.label for each in self.choices.choices()),
                str(self.target.currentData()),
                self.formula.typed(),
                typed["help"],
                self.required.isChecked(),
                self.personal.isChecked(),
            )
            return lambda journal: add_own_field(journal, wanted)
        changed = {name: text for name, text in typed.items() if text != self._before()[name]}
        choices = self.choices.choices() if self._has_choices() else None
        if choices == list(known.choices):
            choices = None
        return lambda journal: edit_own_field(journal, known.id, changed, choices)

    def all_typed(self) -> dict[str, str]:
        """Return all that is chosen and typed, also in parts that the type does not ask for."""
        boxes = {"record_kind": self.kind_of_record, "kind": self.type, "target": self.target}
        chosen = {name: str(box.currentData()) for name, box in boxes.items()}
        return {**chosen, **self._typed(), "formula": self.formula.typed(), "choices": self.choices.draft()}

    def type_all(self, typed: Mapping[str, str]) -> None:
        """Put back what was chosen and typed."""
        for name, box in (("record_kind", self.kind_of_record), ("kind", self.type), ("target", self.target)):
            place = box.findData(typed.get(name))
            if place >= 0:
                box.setCurrentIndex(place)
        for name, line in (("label", self.label), ("help", self.hint), ("formula", self.formula)):
            line.set_typed(typed.get(name, line.typed()))
        for name, switch in (("required", self.required), ("personal", self.personal)):
            switch.setChecked(typed.get(name, "yes" if switch.isChecked() else "no") == "yes")
        if "choices" in typed:
            self.choices.take_draft(typed["choices"])

    def _typed(self) -> dict[str, str]:
        typed = {
            "label": self.label.typed(),
            "help": self.hint.typed(),
            "required": "yes" if self.required.isChecked() else "no",
            "personal": "yes" if self.personal.isChecked() else "no",
        }
        return {**typed, "formula": self.formula.typed()} if self._type() == "formula" else typed

    def _before(self) -> dict[str, str]:
        known = self._known
        if known is None:
            return {}
        return {
            "label": known.label,
            "help": known.help,
            "required": "yes" if known.required else "no",
            "personal": "yes" if known.personal else "no",
            "formula": known.formula,
        }

    def _lay_out(self) -> None:
        theme, whole = self.theme, Stack(self.theme, gap=12)
        stays = _("Both stay as they are. For another type, add another field and copy the values into it.")
        self._fixed = Text(theme, stays, "small", "text2", wrap=True)
        first = column(theme, _labelled(self, _("Belongs to"), self.kind_of_record))
        second = column(theme, _labelled(self, _("Type"), self.type))
        whole.addLayout(row(theme, first, second, gap=12))
        whole.addWidget(self._fixed)
        whole.addWidget(_labelled(self, _("Label"), self.label))
        self._parts = {
            "choices": _labelled(self, _("Choices"), self.choices),
            "target": _labelled(self, _("Links to"), self.target),
            "formula": _labelled(self, _("Formula"), self.formula, self._names),
            "required": self._switched(_("Required"), self.required, _("A new record needs a value.")),
        }
        for part in self._parts.values():
            whole.addWidget(part)
        whole.insertWidget(whole.count() - 1, _labelled(self, _("Help"), self.hint))
        told = _("It is part of what is told to a person who asks, and of what is erased.")
        whole.addWidget(self._switched(_("Says something about a person"), self.personal, told))
        asked = QWidget()
        asked.setLayout(whole)
        self.body.addWidget(FittingArea(theme, asked))

    def _switched(self, label: str, switch: Switch, explained: str) -> QWidget:
        theme = self.theme
        note = Text(theme, explained, "small", "text2", wrap=True)
        words = column(theme, Text(theme, label, "control"), note, gap=2)
        part = QWidget()
        whole = row(theme, words, switch, gap=12)
        whole.setStretch(0, 1)
        part.setLayout(whole)
        return part

    def _fill(self) -> None:
        known = self._known
        self._fixed.setVisible(known is not None)
        self.choices.show_choices(known.choices if known is not None else ())
        if known is None:
            return
        self.kind_of_record.setCurrentIndex(self.kind_of_record.findData(known.record_kind))
        self.type.setCurrentIndex(self.type.findData(known.kind))
        self.target.setCurrentIndex(max(self.target.findData(known.target), 0))
        for box in (self.kind_of_record, self.type, self.target):
            box.setEnabled(False)
        self.label.set_typed(known.label)
        self.hint.set_typed(known.help)
        self.formula.set_typed(known.formula)
        self.required.setChecked(known.required)
        self.personal.setChecked(known.personal)

    def _on_type(self) -> None:
        """Show what the type needs to know."""
        self._parts["choices"].setVisible(self._has_choices())
        self._parts["target"].setVisible(self._type() == "link")
        self._parts["formula"].setVisible(self._type() == "formula")
        self._parts["required"].setVisible(self._type() != "formula")
        self._names.setText(
            _("Fields: {fields}. Functions: {functions}.").format(
                fields=", ".join(self._computable()), functions=", ".join(sorted((*FUNCTIONS, "if", "today")))
            )
        )

    def _computable(self) -> list[str]:
        kind = self._desk.kinds.named(str(self.kind_of_record.currentData()))
        names = list(formula_names(kind.table, kind.own, kind.narrowed))
        own = [each.name for each in kind.own_fields if each.name in names]
        return [*own, *(each for each in names if each not in own)][:MOST_NAMED]

    def _check_formula(self) -> None:
        """Say at once what is wrong with the formula, once something is typed."""
        kind = self._desk.kinds.named(str(self.kind_of_record.currentData()))
        typed = self.formula.typed()
        try:
            names = formula_from_text(typed).names if typed.strip() else ()
        except InvalidField:
            # half of a formula is none yet; what is wrong with it is told when it is kept
            return
        unknown = [each for each in names if each not in formula_names(kind.table, kind.own, kind.narrowed)]
        formulas = [each.name for each in kind.own_fields if each.kind is FieldKind.FORMULA]
        told = _("There is no field “{name}” to compute with.")
        if unknown and unknown[0] in formulas:
            told = _("“{name}” is a formula itself. Write out what it computes.")
        if unknown:
            self.formula.show_error(told.format(name=unknown[0]))

    def _has_choices(self) -> bool:
        return self._type() in ("choice", "choices")

    def _type(self) -> str:
        return str(self.type.currentData())

    def _done_words(self) -> str:
        return _("Field added") if self._known is None else _("Field changed")

    def _on_saved(self, _result: object) -> None:
        self.done(QDialog.DialogCode.Accepted)

    def _on_error(self, error: CrmError) -> None:
        field = error.field if isinstance(error, InvalidField) else ""
        if field == "choices":
            self.choices.show_error(str(error))
        elif field == "formula":
            self.formula.show_error(str(error))
        else:
            self.label.show_error(str(error))

    def event(self, event: QEvent) -> bool:
        """Be as high as the broken lines need, whenever a part has told that it needs more or less."""
        known = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._take_height()
        return known

    def _take_height(self) -> None:
        whole = self.layout()
        if whole is not None:
            self.resize(self.width(), whole.totalHeightForWidth(self.width()))
            room, frame = self.screen().availableGeometry(), self.frameGeometry()
            if frame.bottom() > room.bottom():
                self.move(frame.left(), max(room.bottom() - frame.height(), room.top()))

    def _box(self, offered: list[tuple[str, str]]) -> ComboBox:
        box = ComboBox(self.theme)
        for value, label in offered:
            box.addItem(label, value)
        return box


def _labelled(dialog: Dialog, label: str, *parts: QWidget) -> QWidget:
    """Return `parts` with their label above."""
    theme = dialog.theme
    part = QWidget()
    head: QLabel = Text(theme, label, "small", weight=500)
    part.setLayout(column(theme, head, *parts, gap=4))
    if not parts[0].accessibleName():
        parts[0].setAccessibleName(label)
    return part
