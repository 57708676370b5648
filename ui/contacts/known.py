"""What we know of the contact and what we promised: noted, confirmed, kept."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.known_facts import add_fact, confirm_fact, edit_fact, remove_fact
from crm_desktop.contacts.known_parts import FactLine, PromiseLine
from crm_desktop.contacts.promises import add_promise, edit_promise, keep_promise, remove_promise
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.forms import Stored
from crm_desktop.schema.knowledge import KNOWN_FACT, PROMISE
from crm_desktop.words import _, ngettext
from ui.contacts.mark_rows import WordsRow
from ui.contacts.part_dialog import Asked, PartDialog
from ui.contacts.section import RecordSection
from ui.kit.buttons import LinkButton
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.make import make_input
from ui.kit.layouts import row
from ui.kit.menus import MenuAct, made_menu

FACTS_SHOWN, PROMISES_SHOWN = 8, 8
_FACT_FIELDS = ("text", "source", "learned_on")
_PROMISE_FIELDS = ("text", "due_day", "promised_on")
# What is worth asking for on the next visit, in this order: one at a time.
_WORTH_ASKING = {
    "person": ("birthday", "job_title", "phone", "email", "language"),
    "company": ("sector", "employees", "annual_revenue", "website", "vat_id"),
}


class KnownSection(RecordSection):
    """Facts in words with source and age, stale ones grey; and one thing that is not known yet."""

    missing_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("What we know"), icon="add", act=_("Note something"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[object, ...] = ()
        self.acted.connect(self.ask_new)

    def show_record(self, record: ContactRecord) -> None:
        """Show what is known of `record`."""
        self._record = record
        self.set_editable(on=not record.removed)
        missing = missing_fact(record)
        shown = (record.id, record.removed, self._desk.today(), record.facts, missing)
        if shown == self._shown:
            return
        self._shown = shown
        parts: list[QWidget] = [self._made_row(record, fact) for fact in record.facts[:FACTS_SHOWN]]
        if missing and not record.removed:
            parts.append(self._made_missing(missing))
        self.refill(*parts)
        self.show_count(len(record.facts))
        self.holder.setVisible(bool(parts))

    def ask_new(self) -> None:
        """Ask what is known."""
        record = self._record
        if record is None:
            return
        asked = Asked(
            _("What we know of {name}").format(name=record.name), _("Save"), _("Noted"), "known", (record.id,)
        )
        dialog = PartDialog(self._desk, asked, self._inputs(), parent=self)
        dialog.ask_new(
            lambda journal, values: add_fact(journal, {"contact": record.id, **values}),
            {"learned_on": self._desk.today().isoformat()},
        )

    def acts(self, fact: FactLine) -> Sequence[MenuAct]:
        """Return what can be done with `fact`."""
        act = self._desk.act
        return (
            MenuAct("edit", _("Change…"), lambda: self._ask_changed(fact)),
            MenuAct("check", _("Still true today"), lambda: act(confirm_fact, fact.id, done=_("Confirmed today"))),
            MenuAct("delete", _("Delete"), lambda: act(remove_fact, fact.id, done=_("Deleted"))),
        )

    def _made_row(self, record: ContactRecord, fact: FactLine) -> WordsRow:
        formats = self._desk.formats
        stale = fact.stale(self._desk.today())
        when = "" if fact.learned_on is None else formats.ago(fact.learned_on)
        note = (
            _("{source}, {when}").format(source=fact.source, when=when) if fact.source and when else fact.source or when
        )
        if stale:
            note = _("{note}: still true?").format(note=note)
        role = "text3" if stale else "text"
        made = WordsRow(self.theme, "suggestion", fact.text, note, role=role, note_role=role if stale else "text2")
        made.clicked.connect(lambda: self._ask_changed(fact))
        made.setEnabled(not record.removed)
        made.offer_menu(_("More for what is known"))
        made.menu_wanted.connect(partial(self._open_menu, fact))
        return made

    def _made_missing(self, name: str) -> QWidget:
        words = _("Not known yet: {field}").format(field=_(CONTACT.by_name[name].label))
        link = LinkButton(self.theme, words, icon="question", style="small", role="text2")
        link.clicked.connect(lambda: self.missing_wanted.emit(name))
        holder = QWidget()
        holder.setLayout(row(self.theme, link, None, margins=(16, 2, 16, 2)))
        return holder

    def _open_menu(self, fact: FactLine, corner: QPoint) -> None:
        made_menu(self.theme, self.acts(fact), self).popup(corner)

    def _ask_changed(self, fact: FactLine) -> None:
        asked = Asked(_("What we know"), _("Save"), _("What we know was changed"), "change", (fact.id,))
        before: dict[str, Stored] = {
            "text": fact.text,
            "source": fact.source or None,
            "learned_on": None if fact.learned_on is None else fact.learned_on.isoformat(),
        }
        dialog = PartDialog(self._desk, asked, self._inputs(), parent=self)
        dialog.ask_changed(lambda journal, values, seen: edit_fact(journal, fact.id, values, seen), before)

    def _inputs(self) -> list[FieldInput]:
        return [make_input(self._desk, KNOWN_FACT.by_name[name]) for name in _FACT_FIELDS]


class PromisesSection(RecordSection):
    """What we owe them, the most urgent first, and what we kept."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("We promised"), icon="add", act=_("Note a promise"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[object, ...] = ()
        self.acted.connect(self.ask_new)

    def show_record(self, record: ContactRecord) -> None:
        """Show the promises to `record`."""
        self._record = record
        self.set_editable(on=not record.removed)
        shown = (record.id, record.removed, self._desk.today(), record.promises)
        if shown == self._shown:
            return
        self._shown = shown
        self.refill(*(self._made_row(record, promise) for promise in record.promises[:PROMISES_SHOWN]))
        self.show_count(len(record.promises))
        late = sum(promise.overdue(self._desk.today()) for promise in record.promises)
        self.show_aside(ngettext("{n} overdue", "{n} overdue", late).format(n=late) if late else "", "danger")

    def ask_new(self) -> None:
        """Ask for a promise."""
        record = self._record
        if record is None:
            return
        asked = Asked(
            _("Promise to {name}").format(name=record.name),
            _("Save promise"),
            _("Promise noted"),
            "promise",
            (record.id,),
        )
        dialog = PartDialog(self._desk, asked, self._inputs(), parent=self)
        link = "company" if record.is_company else "person"
        dialog.ask_new(
            lambda journal, values: add_promise(journal, {link: record.id, **values}),
            {"promised_on": self._desk.today().isoformat()},
        )

    def acts(self, promise: PromiseLine) -> Sequence[MenuAct]:
        """Return what can be done with `promise`."""
        act = self._desk.act
        kept = promise.kept_at is not None
        told = _("Promise reopened") if kept else _("Promise kept")
        keep = partial(act, partial(keep_promise, promise=promise.id, kept=not kept), done=told)
        return (
            MenuAct("restore" if kept else "check", _("Not kept yet") if kept else _("Kept"), keep),
            MenuAct("edit", _("Change…"), lambda: self._ask_changed(promise)),
            MenuAct("delete", _("Delete"), lambda: act(remove_promise, promise.id, done=_("Promise deleted"))),
        )

    def _made_row(self, record: ContactRecord, promise: PromiseLine) -> WordsRow:
        formats, today = self._desk.formats, self._desk.today()
        if promise.kept_at is not None:
            icon, role, note = (
                "done",
                "text3",
                _("Kept {day}").format(day=formats.day(formats.local(promise.kept_at).date())),
            )
        elif promise.due_day is None:
            icon, role, note = "promise", "text", _("No day yet")
        else:
            icon, role = "promise", "text"
            note = formats.lateness(promise.due_day) or _("Due {day}").format(day=formats.due(promise.due_day))
        if promise.person:
            note = _("{when}, to {person}").format(when=note, person=promise.person)
        note_role = "danger" if promise.overdue(today) else role if role == "text3" else "text2"
        made = WordsRow(self.theme, icon, promise.text, note, role=role, note_role=note_role)
        made.clicked.connect(lambda: self._ask_changed(promise))
        made.setEnabled(not record.removed)
        made.offer_menu(_("More for the promise"))
        made.menu_wanted.connect(partial(self._open_menu, promise))
        return made

    def _open_menu(self, promise: PromiseLine, corner: QPoint) -> None:
        made_menu(self.theme, self.acts(promise), self).popup(corner)

    def _ask_changed(self, promise: PromiseLine) -> None:
        asked = Asked(_("Promise"), _("Save promise"), _("Promise changed"), "change", (promise.id,))
        before: dict[str, Stored] = {
            "text": promise.text,
            "due_day": None if promise.due_day is None else promise.due_day.isoformat(),
            "promised_on": None if promise.promised_on is None else promise.promised_on.isoformat(),
        }
        dialog = PartDialog(self._desk, asked, self._inputs(), parent=self)
        dialog.ask_changed(lambda journal, values, seen: edit_promise(journal, promise.id, values, seen), before)

    def _inputs(self) -> list[FieldInput]:
        return [make_input(self._desk, PROMISE.by_name[name]) for name in _PROMISE_FIELDS]


def missing_fact(record: ContactRecord) -> str:
    """Return the fact that is most worth asking `record` for next; "" where all of them are known."""
    return next((name for name in _WORTH_ASKING[record.kind] if not record.values.get(name)), "")
