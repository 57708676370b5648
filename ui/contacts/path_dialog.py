"""How do we know them? The shortest way from one contact to another, step by step."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.paths import MOST_STEPS, Connections, connection_between
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.contacts.ties import Tie
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import N_, _, ngettext
from ui.contacts.inputs import NamedLink, find_contacts
from ui.contacts.lines import PersonRow
from ui.contacts.section import clear
from ui.contacts.tie_words import tie_words
from ui.kit.desk import Desk, Place
from ui.kit.dialogs import Dialog
from ui.kit.fields.form import Form
from ui.kit.labels import Text
from ui.kit.layouts import Stack
from ui.kit.painting import Face

_OTHER = Field(0, "to_contact", N_("Other person or company"), FieldKind.LINK, target="contact", required=True)


class PathDialog(Dialog):
    """Asks for somebody and shows how `record` is connected to them; a step opens the contact that it leads to."""

    def __init__(self, desk: Desk, record: ContactRecord, parent: QWidget | None = None) -> None:
        title = _("How are they connected with {name}?").format(name=record.name)
        super().__init__(desk.theme, title, _("Show the way"), "medium", cancel=_("Close"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._record = record
        self._other = NamedLink(desk, _OTHER, find_contacts(desk, self, ""), hint=_("Name of a person or company"))
        self._form = Form(desk.theme, [self._other])
        self._told = Text(desk.theme, "", role="text2", wrap=True)
        self._told.hide()
        self.steps = QWidget()
        self._lines = Stack(desk.theme, gap=0)
        self.steps.setLayout(self._lines)
        self.steps.hide()
        self.body.addWidget(self._form)
        self._form.submitted.connect(self.accept)
        self.body.addWidget(self._told)
        self.body.addWidget(self.steps)
        self._other.changed.connect(self._forget)

    def accept(self) -> None:
        """Look for the way; the dialog stays open."""
        typed = self._form.values()
        if typed is not None:
            self.look_for(typed["to_contact"])

    def look_for(self, other: object) -> None:
        """Show the way to the contact `other`."""
        self._say(_("Looking…"))
        self._desk.read(connection_between, self._record.id, other, owner=self, then=self._show, key="path")

    def _show(self, found: Connections) -> None:
        clear(self._lines)
        self.steps.setVisible(bool(found.ties))
        if not found.ties:
            far = _("There is no way of up to {n} steps between them.").format(n=MOST_STEPS)
            many = _("No way was found; there are more contacts in between than can be looked at.")
            same = _("That is the same contact.")
            this = self._other.value() == self._record.id
            self._say(same if this else far if found.whole else many)
            return
        steps = len(found.ties)
        self._say(ngettext("{n} step", "{n} steps", steps).format(n=steps))
        start = PersonRow(self.theme, Face(self._record.name, self._record.id, self._record.is_company), "")
        start.clicked.connect(lambda: self._go(self._record.id))
        self._lines.addWidget(start)
        for tie in found.ties:
            self._lines.addWidget(self._made_step(tie))
        self.adjustSize()

    def _made_step(self, tie: Tie) -> PersonRow:
        made = PersonRow(self.theme, Face(tie.name, tie.other, tie.company), tie_words(tie), past=tie.past, above=True)
        made.clicked.connect(lambda: self._go(tie.other))
        return made

    def _go(self, contact: bytes) -> None:
        self.reject()
        self._desk.go(Place("contact", contact))

    def _say(self, text: str) -> None:
        self._told.setText(text)
        self._told.show()

    def _forget(self) -> None:
        self._told.hide()
        self.steps.hide()
