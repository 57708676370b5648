"""Forms for what belongs to a contact: a job, a purchase, a promise, …"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.errors import ChangedMeanwhile, CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.forms import Stored
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.base import FieldInput
from ui.kit.fields.form import Form
from ui.kit.kept import Kept
from ui.kit.own_form import OwnForm

Values = Mapping[str, Stored]
Add = Callable[[Journal, Values], object]
Edit = Callable[[Journal, Values, Values], object]


class Asked(NamedTuple):
    """What a form says: its title, the verb that saves, and the toast once that is done.

    `kind` and `about` tell what is asked for: what is typed and not saved is there again when that is asked once more.
    """

    title: str
    verb: str
    done: str
    kind: str
    about: tuple[bytes | str, ...] = ()


class PartDialog(Dialog):
    """Asks for the fields of `inputs`; it stays open where something does not fit.

    A new part is saved with all values; one that is there with those that were changed and what was seen in them.
    """

    def __init__(
        self, desk: Desk, asked: Asked, inputs: Sequence[FieldInput], *, columns: int = 1, parent: QWidget | None = None
    ) -> None:
        size = "small" if columns == 1 else "medium"
        super().__init__(desk.theme, asked.title, asked.verb, size, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._asked = asked
        self._add: Add | None = None
        self._edit: Edit | None = None
        self._seen: dict[str, Stored] = {}
        self._own: OwnForm | None = None
        self.form = Form(desk.theme, inputs, columns=columns)
        self.body.addWidget(self.form)
        self.form.submitted.connect(self.accept)
        self.kept = Kept(desk, self, asked.kind, *asked.about)

    def ask_new(self, add: Add, values: Values | None = None, own: OwnForm | None = None) -> None:
        """Open for a new part that begins with `values`; `own` asks for the own fields that its kind has."""
        self._add, self._own = add, own
        if own is not None:
            self.body.addWidget(own)
            own.submitted.connect(self.accept)
        self.form.set_values(values or {})
        self.open()

    def ask_changed(self, edit: Edit, values: Values) -> None:
        """Open for the part that holds `values` now."""
        self._edit = edit
        self._seen = dict(values)
        self.form.set_values(values)
        self.open()

    def accept(self) -> None:
        """Save, and close once that is done."""
        typed = self.form.values() if self._add is not None else self.form.changed_values()
        own = self._own.values() if self._own is not None else {}
        if typed is None or own is None:
            return
        typed |= own
        if not typed:
            super().accept()
            return
        if self._add is not None:
            self._act(self._add, typed)
        elif self._edit is not None:
            self._act(self._edit, typed, {name: self._seen.get(name) for name in typed})

    def _act(self, action: Callable[..., object], *values: Values) -> None:
        self._desk.act(
            action,
            *values,
            owner=self,
            then=self._on_saved,
            on_error=self._refuse,
            done=self._asked.done,
        )

    def _on_saved(self, made: object) -> None:
        if self._own is not None and isinstance(made, bytes):
            self._own.keep_files(made)
        super().accept()

    def _refuse(self, error: CrmError) -> None:
        if isinstance(error, ChangedMeanwhile):
            # it is told at its input now, so saving again writes over it knowingly
            self._seen[error.field] = error.now
        shown = self.form.show_error(error) or (self._own is not None and self._own.show_error(error))
        if not shown:
            self._desk.tasks.failed.emit(error)
