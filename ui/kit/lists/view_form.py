"""The small form that names a view."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QCheckBox, QWidget

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

_NAME = Field(0, "name", N_("Name of the view"), required=True)


class NamedView(NamedTuple):
    """What a view is called, and whether others see it."""

    name: str
    shared: bool


class ViewForm(FormPopover):
    """Asks what a view is called, and whether others see it; `named` is called with both."""

    def __init__(
        self,
        desk: Desk,
        verb: str,
        named: Callable[[NamedView], None],
        before: str = "",
        *,
        sharing: bool = True,
        parent: QWidget,
    ) -> None:
        super().__init__(desk.theme, parent)
        self._named = named
        self._form = Form(desk.theme, [TextInput(desk.theme, _NAME, desk.place)])
        self._form.set_values({"name": before or None})
        self._form.setFixedWidth(desk.theme.px(240))
        self.first = self._form.inputs["name"]
        self._shared = QCheckBox(_("Shared with the team"))
        # shown with the form: by itself it would be a window for a moment
        if not sharing:
            self._shared.hide()
        keep = Button(desk.theme, verb, ButtonKind.PRIMARY)
        keep.clicked.connect(self._keep)
        self._form.submitted.connect(self._keep)
        self.body.addWidget(self._form)
        self.body.addWidget(self._shared)
        self.body.addLayout(row(desk.theme, None, keep, margins=(0, 8, 0, 0)))
        self.kept = Kept(desk, self, "view", before, label=_("Name of the view"))

    def _keep(self) -> None:
        try:
            name = str(self._form.inputs["name"].value())
        except InvalidField as error:
            self._form.show_error(error)
            return
        self._named(NamedView(name, self._shared.isChecked()))
        self.finish()
