"""The parts of the record page beside its timeline: made once, filled for each contact, grouped for columns."""

from collections.abc import Sequence
from functools import partial
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.contacts.consent import GIVEN, WITHDRAWN
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.words import _
from ui.contacts.consent import ConsentSection
from ui.contacts.facts import FactsSection
from ui.contacts.jobs import FormerPeopleSection, JobsSection
from ui.contacts.known import KnownSection, PromisesSection
from ui.contacts.next_step import NextStepSection
from ui.contacts.people import PeopleSection
from ui.contacts.purchases import PurchasesSection
from ui.contacts.record_columns import Group
from ui.contacts.record_files import FilesSection
from ui.contacts.relations import RelationsSection
from ui.contacts.section import RecordSection
from ui.contacts.side import BuysSection, DealsSection, TicketsSection
from ui.contacts.tree import SuppliesSection, TreeSection
from ui.kit.desk import Desk
from ui.kit.own_facts import OwnFacts
from ui.kit.page import Action

# Half of a frame: the other half is for laying out and painting what was filled.
TURN_S = 0.008


class RecordSections(QObject):
    """All parts; they are filled a few a pass of the event loop, so that the user's next key never waits.

    `filled` tells that all of them show the record.
    """

    filled = Signal()

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._record: ContactRecord | None = None
        self._unfilled: list[RecordSection] = []
        self.facts = FactsSection(desk)
        self.own = OwnFacts(desk, "contact")
        self.people = PeopleSection(desk, _("People"), adds=True)
        self.colleagues = PeopleSection(desk, _("Colleagues"), adds=False)
        self.jobs = JobsSection(desk)
        self.former = FormerPeopleSection(desk)
        self.relations = RelationsSection(desk)
        self.tree = TreeSection(desk)
        self.supplies = SuppliesSection(desk)
        self.next_step = NextStepSection(desk)
        self.deals = DealsSection(desk)
        self.promises = PromisesSection(desk)
        self.consent = ConsentSection(desk)
        self.tickets = TicketsSection(desk)
        self.known = KnownSection(desk)
        self.purchases = PurchasesSection(desk)
        self.buys = BuysSection(desk)
        self.files = FilesSection(desk, page)

    def groups(self) -> Sequence[Group]:
        """Return the parts in the groups that stay together."""
        around = (self.people, self.colleagues, self.jobs, self.former, self.relations, self.tree, self.supplies)
        return (
            Group("facts", _("Facts"), _stacked(self.facts, self.own)),
            Group("people", _("People"), _stacked(*around)),
            Group("next", _("Next"), _stacked(*self._next())),
            Group("files", _("Files"), _stacked(self.files)),
        )

    def show_record(self, record: ContactRecord) -> None:
        """Show `record` in all parts, those at the top first."""
        self._record = record
        self.own.open_record("companies" if record.is_company else "people", record.id)
        people = self.people if record.is_company else self.colleagues
        other = self.colleagues if record.is_company else self.people
        people.show()
        other.hide()
        first, *rest = self._next()
        around = (self.jobs, self.former, self.relations, self.tree, self.supplies)
        self._unfilled = [self.facts, first, people, *rest, self.files, *around]
        self._fill()

    def actions(self, gone: str) -> Sequence[Action]:
        """Return what can be done with the parts; `gone` says why nothing can be changed, where that is so."""
        ask_consent, relations = self.consent.ask, self.relations
        return (
            Action("plan", _("Plan a next step"), self.next_step.plan, "", "plan", gone),
            Action("relate", _("Add a relationship"), relations.ask_new, "", "link", gone),
            Action("path", _("How do we know them?"), relations.ask_path, "", "path"),
            Action("graph", _("Show relationships as a graph"), relations.show_graph, "", "graph"),
            Action("know", _("Note what we know"), self.known.ask_new, "", "suggestion", gone),
            Action("promise", _("Note a promise"), self.promises.ask_new, "", "promise", gone),
            Action("purchase", _("Add a purchase"), self.purchases.ask_new, "", "purchase", gone),
            Action("consent", _("Note consent"), partial(ask_consent, "email", GIVEN), "", "shield", gone),
            Action(
                "withdraw", _("Note a withdrawal"), partial(ask_consent, "email", WITHDRAWN), "", "not allowed", gone
            ),
        )

    def _next(self) -> Sequence[RecordSection]:
        return (
            self.next_step,
            self.deals,
            self.promises,
            self.consent,
            self.tickets,
            self.known,
            self.purchases,
            self.buys,
        )

    def _fill(self) -> None:
        """Fill parts for as long as nobody notices, and go on once the user's keys had their turn."""
        until = perf_counter() + TURN_S
        while self._unfilled and self._record is not None and perf_counter() < until:
            self._unfilled.pop(0).show_record(self._record)
        if not self._unfilled:
            self.filled.emit()
        else:
            QTimer.singleShot(0, self, self._fill)


def _stacked(*sections: QWidget) -> QWidget:
    holder = QWidget()
    whole = QVBoxLayout(holder)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    for section in sections:
        whole.addWidget(section)
    return holder
