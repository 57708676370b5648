"""Who belongs to the contact: the people of a company, or the colleagues of a person."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.jobs import add_job, leave_company
from crm_desktop.contacts.record_parts import ContactRecord, PersonLine
from crm_desktop.values.names import capital
from crm_desktop.words import _, ngettext, pgettext
from ui.contacts.jobs import job_inputs
from ui.contacts.lines import PersonRow
from ui.contacts.part_dialog import Asked, PartDialog
from ui.contacts.section import RecordSection
from ui.kit.buttons import LinkButton
from ui.kit.desk import Desk, Place
from ui.kit.layouts import row
from ui.kit.menus import MenuAct, drop, made_menu
from ui.kit.painting import Face
from ui.kit.theme import Theme


class PeopleSection(RecordSection):
    """The people of a company, whatever else they do, or the colleagues of a person."""

    def __init__(self, desk: Desk, title: str, *, adds: bool, parent: QWidget | None = None) -> None:
        icon = "add" if adds else ""
        super().__init__(desk.theme, title, icon=icon, act=_("Add a person"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self.acted.connect(self._offer)

    def show_record(self, record: ContactRecord) -> None:
        """Show the people of `record`."""
        before, self._record = self._record, record
        self.set_editable(on=not record.removed)
        alike = before is not None and (before.id, before.people, before.removed) == (
            record.id,
            record.people,
            record.removed,
        )
        if alike and before is not None and before.figures.people == record.figures.people:
            return
        rows: list[QWidget] = [self._made_row(record, person) for person in record.people]
        left = record.figures.people - len(record.people)
        if left > 0:
            rows.append(self._made_more(record, left))
        self.refill(*rows)
        self.show_count(record.figures.people)

    def acts(self, record: ContactRecord, person: PersonLine) -> Sequence[MenuAct]:
        """Return what can be done with `person` of the company `record`."""
        told = _("{name} works here no more").format(name=person.name)
        leave = partial(self._desk.act, leave_company, person.id, record.id, self._desk.today(), done=told)
        return (
            MenuAct("open", pgettext("act", "Open"), lambda: self._desk.go(Place("contact", person.id))),
            MenuAct("done date", _("Left the company today"), leave),
        )

    def _made_row(self, record: ContactRecord, person: PersonLine) -> PersonRow:
        made = PersonRow(self.theme, Face(person.name, person.id), person.job_title, capital(person.role))
        made.clicked.connect(lambda: self._desk.go(Place("contact", person.id)))
        if record.is_company and not record.removed:
            made.offer_menu(_("More for {name}").format(name=person.name))
            made.menu_wanted.connect(partial(self._open_menu, record, person))
        return made

    def _open_menu(self, record: ContactRecord, person: PersonLine, corner: QPoint) -> None:
        made_menu(self.theme, self.acts(record, person), self).popup(corner)

    def _made_more(self, record: ContactRecord, left: int) -> QWidget:
        company = record.id if record.is_company else record.employer
        link = LinkButton(self.theme, ngettext("{n} more", "{n} more", left).format(n=left), style="small")
        condition = ["company", "=", company.hex() if company is not None else ""]
        link.clicked.connect(
            lambda: self._desk.go(Place("contacts", None, {"kind": "people", "conditions": [condition]}))
        )
        return _padded(self.theme, link)

    def _offer(self) -> None:
        acts = (
            MenuAct("new", _("New person…"), self._add_new),
            MenuAct("person", _("Somebody who is here already…"), self._add_known),
        )
        drop(made_menu(self.theme, acts, self), self.opener)

    def _add_new(self) -> None:
        if self._record is not None:
            values = {"company": self._record.id}
            self._desk.go(Place("new", None, {"kind": "person", "values": values}))

    def _add_known(self) -> None:
        record = self._record
        if record is None:
            return
        asked = Asked(
            _("Job at {company}").format(company=record.name), _("Save job"), _("Job added"), "job", (record.id,)
        )
        dialog = PartDialog(self._desk, asked, job_inputs(self._desk, self, ("person",)), parent=self)
        dialog.ask_new(lambda journal, values: add_job(journal, {"company": record.id, **values}))


def _padded(theme: Theme, link: LinkButton) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(theme, link, None, margins=(16, 2, 16, 2)))
    return holder
