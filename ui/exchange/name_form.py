"""The small form that names a template."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Field
from crm_desktop.words import N_, _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.fields.form import Form
from ui.kit.fields.text import TextInput
from ui.kit.form_popover import FormPopover
from ui.kit.kept import Kept
from ui.kit.layouts import row

_NAME = Field(0, "name", N_("Name of the template"), required=True)


class NameForm(FormPopover):
    """Asks what a template is called; `named` is called with it."""

    def __init__(self, desk: Desk, verb: str, named: Callable[[str], None], before: str, parent: QWidget) -> None:
        super().__init__(desk.theme, parent)
        self._named = named
        self._form = Form(desk.theme, [TextInput(desk.theme, _NAME, desk.place)])
        self._form.set_values({"name": before or None})
        self._form.setFixedWidth(desk.theme.px(240))
        self.first = self._form.inputs["name"]
        keep = Button(desk.theme, verb, ButtonKind.PRIMARY)
        keep.clicked.connect(self._keep)
        self._form.submitted.connect(self._keep)
        self.body.addWidget(self._form)
        self.body.addLayout(row(desk.theme, None, keep, margins=(0, 8, 0, 0)))
        self.kept = Kept(desk, self, "template", before, label=_("Name of the template"))

    def _keep(self) -> None:
        try:
            name = str(self._form.inputs["name"].value())
        except InvalidField as error:
            self._form.show_error(error)
            return
        self._named(name)
        self.finish()
