"""Jobs of a person, and people who left a company: shown, added, changed, ended."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.jobs import add_job, edit_job, end_job, make_main_job, remove_job
from crm_desktop.contacts.record_parts import ContactRecord, JobLine
from crm_desktop.schema.contacts import AFFILIATION
from crm_desktop.schema.forms import Stored
from crm_desktop.words import _
from ui.contacts.inputs import NamedLink, fact_input, find_contacts
from ui.contacts.lines import PersonRow
from ui.contacts.part_dialog import Asked, PartDialog
from ui.contacts.section import RecordSection
from ui.kit.desk import Desk, Place
from ui.kit.fields.base import FieldInput
from ui.kit.fields.link import Hit
from ui.kit.fields.make import make_input
from ui.kit.menus import MenuAct, made_menu
from ui.kit.painting import Face


class JobsSection(RecordSection):
    """What a person does where, the main job first, and the jobs that were left."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Jobs"), icon="add", act=_("Add a job"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[object, ...] = ()
        self.acted.connect(self._ask_new)

    def show_record(self, record: ContactRecord) -> None:
        """Show the jobs of the person `record`; nothing for a company."""
        self._record = record
        self.setVisible(not record.is_company)
        self.set_editable(on=not record.removed)
        shown = (record.id, record.removed, record.jobs)
        if record.is_company or shown == self._shown:
            return
        self._shown = shown
        self.refill(*(self._made_row(record, job) for job in record.jobs))
        self.show_count(len(record.jobs))

    def _made_row(self, record: ContactRecord, job: JobLine) -> PersonRow:
        several = sum(each.to_day is None for each in record.jobs) > 1
        made = PersonRow(
            self.theme,
            Face(job.name, job.other, job.company),
            job_words(job),
            _("Main") if job.main and several else "",
            past=job.to_day is not None,
        )
        made.clicked.connect(lambda: self._desk.go(Place("contact", job.other)))
        if not record.removed:
            made.offer_menu(_("More for the job at {company}").format(company=job.name))
            made.menu_wanted.connect(partial(self._open_menu, record, job))
        return made

    def _open_menu(self, record: ContactRecord, job: JobLine, corner: QPoint) -> None:
        made_menu(self.theme, self.acts(record, job), self).popup(corner)

    def acts(self, record: ContactRecord, job: JobLine) -> Sequence[MenuAct]:
        """Return what can be done with `job` of `record`."""
        act, person, today = self._desk.act, record.id, self._desk.today()
        acts = [MenuAct("edit", _("Change…"), lambda: self._ask_changed(record, job))]
        if job.to_day is None:
            if job.affiliation is not None and not job.main:
                made = job.affiliation
                main = _("{company} is the main job now").format(company=job.name)
                acts.append(MenuAct("star", _("Make main job"), lambda: act(make_main_job, made, done=main)))
            ended = _("Job ended")
            acts.append(
                MenuAct("done date", _("End today"), lambda: act(end_job, person, job.affiliation, today, done=ended))
            )
        gone = _("Job deleted")
        acts.append(MenuAct("delete", _("Delete"), lambda: act(remove_job, person, job.affiliation, done=gone)))
        return acts

    def _ask_new(self) -> None:
        record = self._record
        if record is None:
            return
        asked = Asked(
            _("New job of {name}").format(name=record.name), _("Save job"), _("Job added"), "job", (record.id,)
        )
        dialog = PartDialog(self._desk, asked, job_inputs(self._desk, self, ("company",)), parent=self)
        dialog.ask_new(lambda journal, values: add_job(journal, {"person": record.id, **values}))

    def _ask_changed(self, record: ContactRecord, job: JobLine) -> None:
        asked = Asked(
            _("Job at {company}").format(company=job.name),
            _("Save job"),
            _("Job changed"),
            "change",
            (record.id, job.affiliation or b""),
        )
        inputs = job_inputs(self._desk, self, ("company",), Hit(job.other, job.name))
        before: dict[str, Stored] = {
            "company": job.other,
            "job_title": job.job_title or None,
            "department": job.department or None,
            "from_day": _stored(job.from_day),
            "to_day": _stored(job.to_day),
            "is_main": int(job.main),
        }
        dialog = PartDialog(self._desk, asked, inputs, parent=self)
        dialog.ask_changed(
            lambda journal, values, seen: edit_job(journal, record.id, job.affiliation, values, seen), before
        )


class FormerPeopleSection(RecordSection):
    """The people who left the company; nothing at all where there are none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Former people"), parent=parent)
        self._desk = desk
        self._shown: tuple[JobLine, ...] | None = None

    def show_record(self, record: ContactRecord) -> None:
        """Show who left the company `record`."""
        jobs = record.jobs if record.is_company else ()
        self.setVisible(bool(jobs))
        if jobs == self._shown:
            return
        self._shown = jobs
        self.refill(*(self._made_row(job) for job in jobs))
        self.show_count(len(jobs))

    def _made_row(self, job: JobLine) -> PersonRow:
        made = PersonRow(self.theme, Face(job.name, job.other), job_words(job), past=True)
        made.clicked.connect(lambda: self._desk.go(Place("contact", job.other)))
        return made


def job_inputs(desk: Desk, owner: QWidget, first: Sequence[str], linked: Hit | None = None) -> list[FieldInput]:
    """Return the inputs of a job: the links `first` (person or company, which is `linked` now), then what is done."""
    links = [NamedLink(desk, AFFILIATION.by_name[name], find_contacts(desk, owner, name), linked) for name in first]
    words = [fact_input(desk, owner, name) for name in ("job_title", "department")]
    rest = [make_input(desk, AFFILIATION.by_name[name]) for name in ("from_day", "to_day", "is_main")]
    return [*links, *words, *rest]


def job_words(job: JobLine) -> str:
    """Return what is done and since or until when: "Buyer, since 2021", "Buyer, 2018 to 2020"."""
    first, last = job.from_day, job.to_day
    if first is not None and last is not None:
        years = _("{first} to {last}").format(first=first.year, last=last.year)
    elif last is not None:
        years = _("until {year}").format(year=last.year)
    elif first is not None:
        years = _("since {year}").format(year=first.year)
    else:
        return job.job_title
    return _("{job}, {years}").format(job=job.job_title, years=years) if job.job_title else years


def _stored(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
