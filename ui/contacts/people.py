"""Who belongs to the contact: people or colleagues, jobs that were left, relationships."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.record_parts import ContactRecord, JobLine, RelationLine
from crm_desktop.contacts.relation_kinds import relation_label
from crm_desktop.filters.tree import Condition
from crm_desktop.words import _, ngettext
from ui.contacts.lines import LinkRow, PersonRow
from ui.contacts.record_words import capital
from ui.contacts.section import RecordSection
from ui.kit.buttons import LinkButton
from ui.kit.desk import Desk, Place
from ui.kit.filters.given import filter_argument
from ui.kit.layouts import row
from ui.kit.painting import Face
from ui.kit.theme import Theme


class PeopleSection(RecordSection):
    """The people of a company, or the colleagues of a person."""

    def __init__(self, desk: Desk, title: str, *, adds: bool, parent: QWidget | None = None) -> None:
        icon = "add" if adds else ""
        super().__init__(desk.theme, title, icon=icon, act=_("Add a person"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self.acted.connect(self._add)

    def show_record(self, record: ContactRecord) -> None:
        """Show the people of `record`."""
        shown_before = self._record
        self._record = record
        self.set_editable(on=not record.removed)
        if shown_before is not None and shown_before.people == record.people and shown_before.id == record.id:
            return
        rows: list[QWidget] = [self._made_row(*person) for person in record.people]
        left = record.figures.people - len(record.people)
        if left > 0:
            rows.append(self._made_more(record, left))
        self.refill(*rows)
        self.show_count(record.figures.people)

    def _made_row(self, person: bytes, name: str, job: str, role: str) -> PersonRow:
        made = PersonRow(self.theme, Face(name, person), job, capital(role))
        made.clicked.connect(lambda: self._desk.go(Place("contact", person)))
        return made

    def _made_more(self, record: ContactRecord, left: int) -> QWidget:
        company = record.id if record.is_company else record.employer
        link = LinkButton(self.theme, ngettext("{n} more", "{n} more", left).format(n=left), style="small")
        employed = Condition("company", "=", company.hex() if company is not None else "")
        link.clicked.connect(
            lambda: self._desk.go(Place("contacts", None, {"kind": "people", **filter_argument(employed)}))
        )
        return _padded(self.theme, link)

    def _add(self) -> None:
        if self._record is not None:
            values = {"company": self._record.id}
            self._desk.go(Place("new", None, {"kind": "person", "values": values}))


class JobsSection(RecordSection):
    """The jobs that a person left, or the people who left the company."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Jobs"), parent=parent)
        self._desk = desk
        self._shown: tuple[JobLine, ...] | None = None

    def show_record(self, record: ContactRecord) -> None:
        """Show the jobs of `record`; nothing at all where there are none."""
        if record.jobs != self._shown:
            self._shown = record.jobs
            self.refill(*(self._made_row(job) for job in record.jobs))
            self.show_count(len(record.jobs))
        self.setVisible(bool(record.jobs))

    def _made_row(self, job: JobLine) -> PersonRow:
        made = PersonRow(
            self.theme, Face(job.name, job.other, job.company), _job_words(job.job_title, job.from_day, job.to_day)
        )
        made.clicked.connect(lambda: self._desk.go(Place("contact", job.other)))
        return made


class RelationsSection(RecordSection):
    """Who is related to the contact, and how."""

    add_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Relationships"), icon="add", act=_("Add a relationship"), parent=parent)
        self._desk = desk
        self._shown: tuple[RelationLine, ...] | None = None
        self.acted.connect(self.add_wanted)

    def show_record(self, record: ContactRecord) -> None:
        """Show the relationships of `record`."""
        self.set_editable(on=not record.removed)
        if record.relations == self._shown:
            return
        self._shown = record.relations
        self.refill(*(self._made_row(relation) for relation in record.relations))
        self.show_count(len(record.relations))

    def _made_row(self, relation: RelationLine) -> LinkRow:
        kind = relation_label(relation.kind, outward=relation.outward, words=relation.words)
        if relation.until is not None:
            kind = _("{relationship}, until {year}").format(relationship=kind, year=relation.until.year)
        made = LinkRow(self.theme, Face(relation.name, relation.other, relation.company), kind)
        made.clicked.connect(lambda: self._desk.go(Place("contact", relation.other)))
        return made


def _job_words(title: str, first: date | None, last: date | None) -> str:
    if last is None:
        return title
    if first is not None:
        until = _("{first} to {last}").format(first=first.year, last=last.year)
    else:
        until = _("until {year}").format(year=last.year)
    return _("{job}, {years}").format(job=title, years=until) if title else until


def _padded(theme: Theme, link: LinkButton) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(theme, link, None, margins=(16, 2, 16, 2)))
    return holder
