"""What is typed into any dialog or popover is there again when it is opened next, however it was closed."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

import ui
from crm_desktop.activities.actions import add_task, log_interaction
from crm_desktop.activities.timeline import EVERYTHING, Whose, timeline_page
from crm_desktop.contacts.actions import add_contact
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.relation_kinds import relation_kinds
from crm_desktop.exchange.import_report import RefusedCells, Rejection
from crm_desktop.exchange.row_choices import RowAt, RowKey
from crm_desktop.files.queries import FileRow
from crm_desktop.pipeline.queries import Card
from crm_desktop.privacy.preview import preview
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.knowledge import KNOWN_FACT
from crm_desktop.store.chosen import Chosen
from crm_desktop.store.own_field_rows import OwnFieldRow
from crm_desktop.store.record_query import View
from crm_desktop.workspace import Workspace
from tests.conftest import NOON
from tests.ui.settling import come_to_rest
from ui.activities.plan_dialog import EditPlanDialog, Plan, PlanDialog
from ui.activities.scope_dialog import ScopeDialog
from ui.activities.shown_popover import ShownPopover
from ui.capture.incoming_call import IncomingCall
from ui.capture.quick_entry import QuickEntry
from ui.contacts.address_row import AddressRow
from ui.contacts.entry_dialog import EntryDialog
from ui.contacts.mailing import LabelsDialog, LettersDialog, WrittenTo
from ui.contacts.part_dialog import Asked, PartDialog
from ui.contacts.path_dialog import PathDialog
from ui.contacts.relation_dialog import RelationDialog
from ui.contacts.when_form import WhenForm
from ui.duplicates.safe_dialog import SafeDialog
from ui.duplicates.why_popover import WhyPopover
from ui.exchange.mend_dialog import MendDialog
from ui.exchange.name_form import NameForm
from ui.files.preview import PreviewDialog
from ui.files.rename import RenamePopover
from ui.kit.asked_again import AskAgainDialog
from ui.kit.columns_popover import ColumnsPopover
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.make import make_input
from ui.kit.fields.passphrase import is_secret
from ui.kit.filters.form import FilterForm
from ui.kit.form_popover import FormPopover
from ui.kit.kept import Kept
from ui.kit.lists.bulk_bar import TagForm
from ui.kit.lists.bulk_edit_form import BulkEditForm
from ui.kit.lists.view_form import ViewForm
from ui.kit.popover import Popover
from ui.kit.removing import RemovalDialog
from ui.kit.snooze_menu import PickForm
from ui.kit.sort_form import SortForm
from ui.kit.step_form import StepForm
from ui.pipeline.closing import _ClosingDialog, lost_dialog, won_dialog
from ui.pipeline.deal_popovers import FormPopover as DealForm
from ui.pipeline.deal_popovers import product_popover, step_popover
from ui.privacy.erase_dialog import EraseDialog, Looked
from ui.settings.field_copy import CopyDialog
from ui.settings.field_dialog import FieldDialog
from ui.settings.goal_dialog import GoalDialog
from ui.settings.join_dialog import JoinDialog
from ui.settings.login_dialog import LoginDialog
from ui.settings.member_dialog import MemberDialog
from ui.settings.parcel_dialogs import CardDialog, TakenDialog
from ui.settings.passphrase_dialog import PassphraseDialog
from ui.settings.rights_dialog import RightsDialog
from ui.settings.security_section import KitDialog
from ui.settings.server_dialog import ServerDialog
from ui.settings.share_member_dialog import ShareMemberDialog
from ui.settings.upgrade_dialog import UpgradeDialog
from ui.shell.bin_dialog import BinDialog
from ui.shell.crash import CrashDialog
from ui.shell.key_sheet import KeySheet
from ui.shell.new_record import NewRecordDialog
from ui.shell.reminders_dialog import RemindersDialog
from ui.shell.sharing_popover import SharingPopover
from ui.today.tiles_popover import TilesPopover

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TASK = b"\x07" * 16
CARD = Card(
    TASK, "Cables", None, "Acme", "", TASK, 100, "USD", 50, None, 0, None, "", None, has_step=False, outcome="open"
)
OWN = OwnFieldRow(
    TASK, "people", "room", "Room", "text", (), None, "", "", required=False, personal=False, removed=False
)
HALL = OWN._replace(name="hall", label="Hall")
PEOPLE = WrittenTo(View(kind_named("people")), frozenset(), 2)


class Here(NamedTuple):
    """What forms are made from: the desk, what they stand over, and a person with a call and a task."""

    desk: Desk
    over: QWidget
    workspace: Workspace
    dana: bytes
    task: bytes

    def entry(self) -> EntryDialog:
        """Return the dialog that changes the call."""
        with self.workspace.reader() as reader:
            found = timeline_page(reader, Whose(self.dana, company=False), EVERYTHING, None, 50)
        return EntryDialog(self.desk, next(each for each in found if each.kind == "call"), self.over)

    def relation(self) -> RelationDialog:
        """Return the dialog that asks for a relationship."""
        with self.workspace.reader() as reader:
            record, kinds = contact_record(reader, self.dana, self.desk.place), relation_kinds(reader)
        assert record is not None
        return RelationDialog(self.desk, record, kinds, None, self.over)

    def erasing(self) -> EraseDialog:
        """Return the dialog that erases the person."""
        with self.workspace.reader() as reader:
            return EraseDialog(self.desk, self.over, Looked(preview(reader, self.dana, self.desk.place), 0))

    def part(self) -> PartDialog:
        """Return the dialog that asks what is known of the person."""
        asked = Asked("What we know", "Save", "Noted", "known", (self.dana,))
        return PartDialog(self.desk, asked, [make_input(self.desk, KNOWN_FACT.by_name["text"])], parent=self.over)

    def new(self, kind: str) -> NewRecordDialog:
        """Return the dialog that makes a record of `kind`."""
        return NewRecordDialog(self.desk, kind, {}, self.over)

    def plan(self) -> PlanDialog:
        """Return the dialog that plans something."""
        made = PlanDialog(self.desk, self.over)
        made.begin({})
        return made

    def filter(self) -> FilterForm:
        """Return the form of a filter, turned to text."""
        made = FilterForm(self.desk, kind_named("people"), lambda _parts: None, parent=self.over)
        made.turn()
        return made

    def bulk(self) -> BulkEditForm:
        """Return the form that changes many, at a field that is typed."""
        chosen = Chosen((self.dana,))
        made = BulkEditForm(self.desk, kind_named("people"), chosen, lambda _edit, _told: None, parent=self.over)
        made.fields.setCurrentIndex(made.fields.findData("city"))
        return made

    def address(self) -> QWidget:
        """Return the popover in which the parts of an address are typed."""
        row = AddressRow(self.desk, lambda _changed, _seen, _saved, _failed: None, label="Work", parent=self.over)
        row.show_address({}, "", (self.dana, "address/Work/0"))
        row.show()
        row.edit()
        (made,) = (each for each in row.findChildren(FormPopover) if each.isVisible())
        return made

    def file_name(self) -> RenamePopover:
        """Return the form that renames a file."""
        row = FileRow(TASK, "plan.pdf", "application/pdf", 1, b"", NOON, "Anna", "", "", removed=False)
        return RenamePopover(self.desk, row, self.over)


# Every form that is typed into, by its class; some classes make several.
ASKING: dict[str, tuple[type[QWidget], Callable[[Here], QWidget]]] = {
    "plan": (PlanDialog, Here.plan),
    "change of a plan": (EditPlanDialog, lambda here: EditPlanDialog(here.desk, Plan("task", here.task), here.over)),
    "quick entry": (QuickEntry, lambda here: QuickEntry(here.desk, here.over, near=here.dana)),
    "call": (QuickEntry, lambda here: QuickEntry(here.desk, here.over, near=here.dana, text="call from Dana, ")),
    "change of an entry": (EntryDialog, Here.entry),
    "labels": (LabelsDialog, lambda here: LabelsDialog(here.desk, here.over, PEOPLE)),
    "letters": (LettersDialog, lambda here: LettersDialog(here.desk, here.over, PEOPLE)),
    "part of a contact": (PartDialog, Here.part),
    "relationship": (RelationDialog, Here.relation),
    "when": (WhenForm, lambda here: WhenForm(here.desk, None, lambda _at: None, here.dana, parent=here.over)),
    "row to mend": (
        MendDialog,
        lambda here: MendDialog(
            here.desk,
            RefusedCells(
                RowAt(Path("a.csv"), None, RowKey("a.csv", 4)),
                Rejection("a.csv", 4, "E-mail", "x", "No"),
                {"Name": "Jo", "E-mail": "x"},
                (),
            ),
            here.over,
        ),
    ),
    "template": (NameForm, lambda here: NameForm(here.desk, "Save", lambda _name: None, "", here.over)),
    "file name": (RenamePopover, Here.file_name),
    "filter": (FilterForm, Here.filter),
    "tag": (TagForm, lambda here: TagForm(here.desk, kind_named("people"), lambda _tag: None, parent=here.over)),
    "address": (FormPopover, Here.address),
    "change of many": (BulkEditForm, Here.bulk),
    "view": (ViewForm, lambda here: ViewForm(here.desk, "Save view", lambda _named: None, parent=here.over)),
    "put off": (PickForm, lambda here: PickForm(here.desk, lambda _until: None, here.over)),
    "next step": (
        StepForm,
        lambda here: StepForm(here.desk, "Plan", lambda _s: None, None, here.dana, parent=here.over),
    ),
    "won": (_ClosingDialog, lambda here: won_dialog(here.desk, CARD, here.over)),
    "lost": (_ClosingDialog, lambda here: lost_dialog(here.desk, CARD, [], here.over)),
    "step of a deal": (DealForm, lambda here: step_popover(here.desk, "Plan", lambda _v: None, here.over, TASK)),
    "product of a deal": (DealForm, lambda here: product_popover(here.desk, "Add", lambda _v: None, here.over, TASK)),
    "erasing": (EraseDialog, Here.erasing),
    "copy of a field": (
        CopyDialog,
        lambda here: CopyDialog(here.desk, OWN, [OWN, OWN._replace(name="b", label="Hall")], here.over),
    ),
    "new field": (FieldDialog, lambda here: FieldDialog(here.desk, here.over)),
    "field": (FieldDialog, lambda here: FieldDialog(here.desk, here.over, "people", OWN)),
    "goal": (GoalDialog, lambda here: GoalDialog(here.desk, here.over)),
    "member": (MemberDialog, lambda here: MemberDialog(here.desk, here.over)),
    "rights": (
        RightsDialog,
        lambda here: RightsDialog(here.desk, {"login": "dana", "rights": "sales", "sees": "all"}, "Dana", here.over),
    ),
    "server": (ServerDialog, lambda here: ServerDialog(here.desk, "Anna", here.over)),
    "login": (ShareMemberDialog, lambda here: ShareMemberDialog(here.desk, here.over)),
    "upgrade": (UpgradeDialog, lambda here: UpgradeDialog(here.desk, here.over)),
    **{f"new {kind}": (NewRecordDialog, partial(Here.new, kind=kind)) for kind in ("person", "deal")},
}
NOTHING = {
    "is only a base": {Dialog, Popover},
    "asks and tells in words": {
        *(ScopeDialog, SafeDialog, WhyPopover, PreviewDialog, LoginDialog, CardDialog, TakenDialog, KitDialog),
        *(BinDialog, CrashDialog, KeySheet, RemindersDialog, RemovalDialog, SharingPopover),
    },
    "acts at once on what is chosen": {ShownPopover, ColumnsPopover, SortForm, TilesPopover},
    "looks for something": {IncomingCall, PathDialog},
    "asks for a secret, which is kept nowhere": {AskAgainDialog, JoinDialog, PassphraseDialog},
}


@pytest.fixture
def here(screen: Desk, workspace: Workspace, qtbot: QtBot) -> Here:
    journal = workspace.journal
    dana = add_contact(journal, "person", {"name": "Dana Fields"})
    at = int(journal.clock().timestamp() * 1000)
    log_interaction(journal, {"kind": "call", "subject": "Renewal", "person": dana, "at": at})
    task = add_task(journal, {"title": "Call", "due_day": "2026-05-15"})
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    return Here(screen, over, workspace, dana, task)


def kept_of(form: QWidget) -> Kept:
    (kept,) = form.findChildren(Kept, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return kept


def type_everywhere(form: QWidget) -> None:
    """Type a letter into every line, and choose something else in boxes where nothing can be typed."""
    lines = [each for each in form.findChildren(QLineEdit) if each.window() is form and not is_secret(each)]
    for line in lines:
        if line.isVisible() and line.isEnabled() and not line.isReadOnly():
            line.setText(f"{line.text()}7")
            line.textEdited.emit(line.text())
    for area in form.findChildren(QPlainTextEdit):
        if area.isVisible() and area.window() is form:
            area.insertPlainText("7\n")
    if not lines and not form.findChildren(QPlainTextEdit):
        for box in form.findChildren(QComboBox):
            box.setCurrentIndex(box.count() - 1 - box.currentIndex())
        for number in form.findChildren(QSpinBox):
            number.setValue(number.value() + 1)


@pytest.mark.parametrize("name", ASKING)
def test_what_is_typed_is_there_again_after_esc_and_after_closing(name: str, here: Here, qtbot: QtBot) -> None:
    cls, make = ASKING[name]

    def shown() -> QWidget:
        made = make(here)
        assert type(made) is cls
        made.show()
        come_to_rest(qtbot, here.desk.tasks, 60)
        return made

    form = shown()
    type_everywhere(form)
    typed = kept_of(form).typed()
    assert typed, "nothing can be typed here"
    QTest.keyClick(form, Qt.Key.Key_Escape)
    form = shown()
    assert kept_of(form).typed() == typed
    assert kept_of(form).note.isVisible()
    form.close()
    form = shown()
    assert kept_of(form).typed() == typed
    kept_of(form).note.link.click()
    assert kept_of(form).typed() == {}
    form.close()
    assert here.desk.drafts.all == {}


def every(base: type) -> set[type]:
    found: set[type] = set()
    below: list[type] = base.__subclasses__()
    for each in below:
        found |= {each, *every(each)}
    return {each for each in found if each.__module__.startswith("ui.")}


def test_no_dialog_and_no_popover_is_forgotten() -> None:
    for each in pkgutil.walk_packages(ui.__path__, "ui."):
        if each.name not in ("ui.main", "ui.grab", "ui.tour"):
            importlib.import_module(each.name)
    looked_at = {cls for cls, _make in ASKING.values()} | set().union(*NOTHING.values())
    assert every(QDialog) | every(Popover) | {Popover} == looked_at
