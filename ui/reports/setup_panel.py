"""What a report can be asked for, as a panel of inputs."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.reports.report import Parameter, ParameterKind, ParameterValue
from crm_desktop.schema.field import Choice, Field, FieldKind
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fields.make import make_input
from ui.kit.labels import Text

# Parameters that name a member or a team, offered as a list.
NAMED = ("owner", "team")
KINDS = {
    ParameterKind.DAY: FieldKind.DAY,
    ParameterKind.CHOICE: FieldKind.CHOICE,
    ParameterKind.COUNT: FieldKind.NUMBER,
}


class SetupPanel(QWidget):
    """One input for each parameter; `changed` tells that another report is wanted."""

    changed = Signal()

    def __init__(self, desk: Desk, parameters: Sequence[Parameter]) -> None:
        super().__init__()
        self._desk = desk
        self._parameters = parameters
        self._inputs: dict[str, FieldInput] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._values: dict[str, ParameterValue] = {each.name: each.default for each in parameters}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(desk.theme.space("s2"))
        self._build()

    def values(self) -> dict[str, ParameterValue]:
        """Return the parameters as they stand."""
        return dict(self._values)

    def set_values(self, values: Mapping[str, ParameterValue]) -> None:
        """Ask for `values`, the rest by default."""
        self._values = {each.name: values.get(each.name, each.default) for each in self._parameters}
        self._build()

    def offer_names(self, owners: tuple[str, ...], teams: tuple[str, ...]) -> None:
        """Offer the names of members and teams to choose from."""
        names = {"owner": owners, "team": teams}
        if names != self._names:
            self._names = names
            self._build()

    def _build(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._inputs.clear()
        theme = self._desk.theme
        self._rows.addWidget(Text(theme, _("Set up"), "bodyStrong"))
        for parameter in self._parameters:
            made = self._input(parameter)
            made.set_value(self._stored(self._values.get(parameter.name)))
            made.setAccessibleName(_(parameter.label))
            made.changed.connect(lambda name=parameter.name: self._on_changed(name))
            self._inputs[parameter.name] = made
            self._rows.addSpacing(theme.space("s2"))
            self._rows.addWidget(Text(theme, _(parameter.label), "small", "text2"))
            self._rows.addWidget(made)

    def _input(self, parameter: Parameter) -> FieldInput:
        field = self._field(parameter)
        if parameter.name in NAMED:
            nothing = {"owner": _("Everyone"), "team": _("All teams")}[parameter.name]
            return ChoiceInput(self._desk.theme, field, self._desk.place, nothing=nothing)
        if field.choices and not field.required:
            return ChoiceInput(self._desk.theme, field, self._desk.place, nothing=_("All"))
        return make_input(self._desk, field)

    def _field(self, parameter: Parameter) -> Field:
        """Return the field that stands for `parameter`, so that the kit's inputs can be used."""
        choices = tuple(Choice(each.value, each.label) for each in parameter.choices)
        kind = KINDS.get(parameter.kind, FieldKind.TEXT)
        if parameter.name in NAMED:
            names = self._names.get(parameter.name, ())
            choices, kind = tuple(Choice(name, name) for name in names), FieldKind.CHOICE
        required = bool(choices) and parameter.default not in (None, "")
        return Field(0, parameter.name, parameter.label, kind, choices=choices, required=required)

    def _stored(self, value: ParameterValue) -> str | int | None:
        if isinstance(value, date):
            return value.isoformat()
        return value if value != "" else None

    def _on_changed(self, name: str) -> None:
        try:
            stored = self._inputs[name].value()
        except InvalidField as error:
            self._inputs[name].show_error(str(error))
            return
        parameter = next(each for each in self._parameters if each.name == name)
        value: ParameterValue = None
        if isinstance(stored, str) and stored:
            value = date.fromisoformat(stored) if parameter.kind is ParameterKind.DAY else stored
        elif isinstance(stored, int):
            value = stored
        if value is None and parameter.kind is ParameterKind.CHOICE:
            value = parameter.default
        if value != self._values[name]:
            self._values[name] = value
            self.changed.emit()
