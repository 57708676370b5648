"""The workspace's own fields in the dialog that makes a record, below what the program asks itself."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.files.actions import Holder
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.file import FileInput
from ui.kit.fields.form import Form
from ui.kit.lists.inputs import field_input
from ui.kit.own_files import FILES, OwnFile, keep_own_file

COLUMNS = 2


class OwnForm(QWidget):
    """Asks for the own fields of a new record of `kind`; without such fields it takes no room.

    `submitted` tells of Enter.
    """

    submitted = Signal()

    def __init__(self, desk: Desk, kind: str, *, columns: int = COLUMNS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind = desk.kinds.named(kind)
        fields = [each for each in self._kind.own_fields if not each.read_only and each.kind is not FieldKind.FORMULA]
        short = [each for each in fields if each.kind is not FieldKind.LONG_TEXT]
        long = [each for each in fields if each.kind is FieldKind.LONG_TEXT]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(desk.theme.space("s5"))
        self._forms = [
            Form(desk.theme, [self._input(each) for each in some], columns=count)
            for some, count in ((short, columns), (long, 1))
            if some
        ]
        for form in self._forms:
            whole.addWidget(form)
            form.submitted.connect(self.submitted)
        self.inputs: dict[str, FieldInput] = {name: each for form in self._forms for name, each in form.inputs.items()}
        for each in self.inputs.values():
            each.set_value(each.field.default)
        self.setVisible(bool(fields))

    @property
    def asks(self) -> bool:
        """Whether there is anything to ask for."""
        return bool(self.inputs)

    def values(self) -> dict[str, Stored] | None:
        """Return what is typed; files are kept once the record is there. Where something does not fit, say so: None."""
        found: dict[str, Stored] = {}
        for form in self._forms:
            typed = form.values()
            if typed is None:
                return None
            found |= {name: value for name, value in typed.items() if not self._is_file(name)}
        return {name: value for name, value in found.items() if value is not None}

    def keep_files(self, record: bytes) -> None:
        """Keep the files that were chosen with `record`, which is there now; one that fails is told by itself."""
        holder = Holder(self._kind.table.name, record)
        for name, each in self.inputs.items():
            if self._is_file(name) and each.typed():
                keep_own_file(self._desk, OwnFile(holder, name, Path(each.typed())), self._desk, lambda _file: None)

    def show_error(self, error: CrmError) -> bool:
        """Show `error` at the input that it belongs to; return whether there is one."""
        return any(form.show_error(error) for form in self._forms)

    def _is_file(self, name: str) -> bool:
        return self.inputs[name].field.target == FILES

    def _input(self, field: Field) -> FieldInput:
        if field.target == FILES:
            return FileInput(self._desk.theme, field, self._desk.place)
        return field_input(self._desk, self, self._kind, field)
