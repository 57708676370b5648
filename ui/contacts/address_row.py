"""The address of a contact on one line, edited part by part in a popover."""

from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.errors import ChangedMeanwhile, CrmError
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.forms import Stored
from crm_desktop.words import _
from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.fields.fact_row import LABEL_WIDTH
from ui.kit.fields.form import Form
from ui.kit.fields.make import make_input
from ui.kit.form_popover import FormPopover
from ui.kit.kept import Kept
from ui.kit.layouts import row
from ui.kit.popover import Popover
from ui.kit.with_menu import WithMenu

_CUT = Qt.TextElideMode.ElideRight
PARTS = ("street", "postal_code", "city", "region", "country")
Save = Callable[[dict[str, Stored], Mapping[str, Stored], Callable[[], None], Callable[[CrmError], None]], None]


class AddressRow(WithMenu):
    """Looks like any other fact; a click opens the parts of the address.

    `save(changed, seen, saved, failed)` stores the parts that were changed, of which `seen` was before the eyes.
    """

    def __init__(
        self, desk: Desk, save: Save, *, label: str, locked: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk.theme, "", parent)
        self._label = label
        self.setAccessibleName(label)
        self._desk = desk
        self._save = save
        self._values: Mapping[str, Stored] = {}
        self._shown = ""
        self._about: tuple[bytes | str, ...] = ()
        self.setEnabled(not locked)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.edit)

    def show_address(self, values: Mapping[str, Stored], shown: str, about: tuple[bytes | str, ...] = ()) -> None:
        """Show the address whose parts are in `values`, on one line as `shown`; it is `about` a contact and a slot."""
        self._about = about
        self._values = values
        self._shown = shown
        self.setAccessibleName(_("{label}: {value}").format(label=self._label, value=shown or _("None")))
        self.update()

    def edit(self) -> None:
        """Open the parts of the address."""
        theme = self._theme
        popover = FormPopover(theme, self)
        form = Form(theme, [make_input(self._desk, CONTACT.by_name[part]) for part in PARTS])
        seen = {part: self._values.get(part) for part in PARTS}
        form.set_values(seen)
        form.setFixedWidth(theme.px(260))
        keep = Button(theme, _("Save address"), ButtonKind.PRIMARY)
        keep.clicked.connect(lambda: self._keep(popover, form, seen))
        form.submitted.connect(lambda: self._keep(popover, form, seen))
        popover.body.addWidget(form)
        popover.body.addLayout(row(theme, None, keep, margins=(0, 8, 0, 0)))
        popover.first = form.inputs["street"]
        Kept(self._desk, popover, "address", *self._about, label=self._label)
        popover.open_below(self)

    def sizeHint(self) -> QSize:
        """Return the height of a fact."""
        return QSize(self._theme.px(200), self._theme.px(30))

    def minimumSizeHint(self) -> QSize:
        """Return little: the address is cut."""
        return QSize(self._theme.px(120), self._theme.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint label and address."""
        theme = self._theme
        painter = QPainter(self)
        side = theme.px(16)
        label, value = cut_start(
            self.rect().adjusted(side, 0, -side, 0), theme.px(LABEL_WIDTH), theme.px(8), mirrored=is_mirrored(self)
        )
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(label, start, theme.metrics("small").elidedText(self._label, _CUT, label.width()))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if self._shown else "text3"))
        painter.drawText(value, start, self._cut(value))
        self.paint_dots(painter)

    def _cut(self, box: QRect) -> str:
        text = self._shown or _("None")
        cut = self._theme.metrics("body").elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self.setToolTip(text if cut != text else "")
        return cut

    def _keep(self, popover: Popover, form: Form, seen: dict[str, Stored]) -> None:
        changed = form.changed_values()
        if changed is None:
            return
        if not changed:
            popover.finish()
            return
        before = {part: seen[part] for part in changed}
        self._save(changed, before, lambda: _close(popover), lambda error: self._refuse(form, seen, error))

    def _refuse(self, form: Form, seen: dict[str, Stored], error: CrmError) -> None:
        if isinstance(error, ChangedMeanwhile):
            seen[error.field] = error.now
        # the popover may have been left by Esc meanwhile
        if not (shiboken6.isValid(form) and form.show_error(error)):
            self._desk.tasks.failed.emit(error)


def _close(popover: Popover) -> None:
    if shiboken6.isValid(popover):
        popover.finish()
