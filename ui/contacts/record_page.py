"""The page of one person or company."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.activities.opening import Opening, contact_opening
from crm_desktop.acts import restore_records
from crm_desktop.contacts.actions import remove_contacts
from crm_desktop.contacts.known_parts import PurchaseLine
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.errors import CrmError
from crm_desktop.journal.ids import id_text
from crm_desktop.store.chosen import Chosen
from crm_desktop.words import _
from ui.contacts.draft import KINDS
from ui.contacts.fact_strip import FactStrip, figures_shown
from ui.contacts.record_columns import ColumnsPosition, RecordColumns
from ui.contacts.record_head import RecordHead
from ui.contacts.record_sections import RecordSections
from ui.contacts.timeline import Position, Timeline
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.layouts import settle_layouts
from ui.kit.notices import Banner, EmptyState, ErrorState
from ui.kit.page import Action, Page
from ui.kit.removing import remove_told
from ui.kit.stand_in import StandIn
from ui.kit.theme import Tone
from ui.privacy.erase_dialog import begin_erasing

AROUND = (
    "contact",
    "contact_point",
    "affiliation",
    "relationship",
    "relation_kind",
    "known_fact",
    "promise",
    "consent",
    "purchase",
    "product",
    "deal",
    "deal_line",
    "ticket",
    "task",
    "interaction",
)
HAPPENED = (
    "interaction",
    "participant",
    "task",
    "ticket",
    "deal",
    "stage_move",
    "purchase",
    "contact",
    "contact_point",
)
LOG_KEYS = {kind: f"Alt+{number}" for number, kind in enumerate(KINDS, start=1)}


class Kept(NamedTuple):
    """Where one was on the page of a contact."""

    timeline: Position = Position()
    columns: ColumnsPosition = ColumnsPosition()


class ContactPage(Page):
    """Head, figures, and in columns: facts and people, composer and timeline, next step and deals."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._id: bytes | None = None
        self._record: ContactRecord | None = None
        self._log_kind = self._wanted_fact = ""
        self._kept = Kept()
        self._stale = False
        theme = desk.theme
        self.head = RecordHead(desk)
        self.strip = FactStrip(theme)
        self.timeline = Timeline(desk)
        self.parts = RecordSections(desk, self)
        self._bin: Banner | None = None
        self._above = QVBoxLayout()
        self.columns = RecordColumns(theme, self.timeline, _("Timeline"), self.parts.groups())
        self._shown = self._made_shown()
        self._stack = StandIn(self._shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.head.log_wanted.connect(lambda: self.log(""))
        self.head.remove_wanted.connect(self.remove)
        self.head.erase_wanted.connect(self.erase)
        self.parts.filled.connect(self._on_filled)
        self.timeline.purchase_wanted.connect(self._change_purchase)
        self.parts.known.missing_wanted.connect(self._ask_missing)
        desk.committed.connect(self._on_committed)

    def arrive(self, place: Place) -> None:
        """Show the contact that `place` names."""
        self._id = place.record
        self._log_kind = str(place.arguments.get("log") or "")
        self._wanted_fact = str(place.arguments.get("fact") or "")
        kept = place.arguments.get("kept")
        self._kept = kept if isinstance(kept, Kept) else Kept()
        if self._record is None or self._record.id != self._id:
            self._open()
        else:
            self._read()
            if self._stale:
                self.timeline.refresh()
        self._stale = False

    def leave(self) -> Place | None:
        """Keep where in its page one is."""
        if self._record is None or self._record.id != self._id:
            return None
        kept = Kept(self.timeline.position, self.columns.position)
        return Place("contact", self._id, {} if kept == Kept() else {"kept": kept})

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here: all contacts, their kind, the name."""
        if self._record is None:
            return ((_("Contacts"), Place("contacts")), (_("Contact"), None))
        kind = "companies" if self._record.is_company else "people"
        title = _("Companies") if self._record.is_company else _("People")
        return (
            (_("Contacts"), Place("contacts")),
            (title, Place("contacts", None, {"kind": kind})),
            (self._record.name, None),
        )

    def commands(self) -> Sequence[Action]:
        """Return what can be done with the contact."""
        record = self._record
        if record is None:
            return ()
        gone = _("Restore this contact to change it") if record.removed else ""
        kinds = {
            "note": _("Write a note"),
            "call": _("Log a call"),
            "meeting": _("Log a meeting"),
            "email": _("Log an email"),
            "visit": _("Log a visit"),
            "purchase": _("Log a purchase"),
        }
        logging = [
            Action(f"log {kind}", kinds[kind], partial(self.log, kind), LOG_KEYS[kind], kind, gone) for kind in KINDS
        ]
        return (
            Action("log", _("Log"), lambda: self.log(""), "L", "log", gone),
            *logging,
            *self.parts.actions(gone),
            Action("edit", _("Edit all facts"), self._edit, "E", "edit", gone),
            Action("find here", _("Search in the timeline"), self.timeline.top.search, "/", "search"),
            Action("own window", _("Open in a window of its own"), self.open_window, "Ctrl+Return", "window"),
            Action("delete", _("Delete"), self.remove, "", "delete", gone),
            Action("erase", _("Erase for ever…"), self.erase, "", "erase"),
        )

    def focus_first(self) -> None:
        """Put the focus on the timeline."""
        self.timeline.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground that all parts share."""
        QPainter(self).fillRect(self.rect(), self.desk.theme.colour("surface"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves what one writes, so that single keys act again."""
        if event.key() == Qt.Key.Key_Escape and not self.timeline.view.hasFocus():
            self.focus_first()
        else:
            super().keyPressEvent(event)

    def shows(self, contact: bytes) -> bool:
        """Return whether all of `contact` is on the page."""
        return self._record is not None and self._record.id == contact and self._shown.updatesEnabled()

    def log(self, kind: str) -> None:
        """Put the focus into the composer, for an interaction of `kind`."""
        self.columns.show_group("timeline")
        self.timeline.view.scrollToTop()
        self.timeline.composer.write(kind)

    def open_window(self) -> None:
        """Show the contact in a window of its own."""
        self.desk.go(Place("contact", self._id, {"window": "own"}))

    def remove(self) -> None:
        """Put the contact into the bin."""
        if self._record is not None:
            record, name = self._record.id, self._record.name
            done, question = _("{name} deleted").format(name=name), _("Delete {what}?").format(what=name)

            def remove(*, asked: bool) -> None:
                self.desk.act(partial(remove_contacts, asked=asked), [record], done=done)

            remove_told(self.desk, self, Chosen((record,)), question, remove)

    def erase(self) -> None:
        """Show what erasing the contact for ever would do, and ask for the passphrase."""
        if self._record is not None:
            begin_erasing(self.desk, self, self._record.id)

    def restore(self) -> None:
        """Take the contact out of the bin."""
        if self._record is not None:
            done = _("{name} restored").format(name=self._record.name)
            self.desk.act(restore_records, [self._record.id], done=done)

    def _made_shown(self) -> QWidget:
        holder = QWidget()
        whole = QVBoxLayout(holder)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._above)
        whole.addWidget(self.head)
        whole.addWidget(self.strip)
        whole.addWidget(self.columns, 1)
        return holder

    def _open(self) -> None:
        """Read the contact with the beginning of its timeline, which are shown at once."""
        if self._id is None:
            self._show_opening(Opening(None, (), 0, None))
            return
        query = partial(contact_opening, narrowing=self._kept.timeline.narrowing)
        self.desk.read(
            query,
            self._id,
            self.desk.place,
            owner=self,
            then=self._show_opening,
            on_error=self._show_error,
            key="record",
        )

    def _read(self) -> None:
        """Read the contact again that is shown."""
        self.desk.read(
            contact_record,
            self._id,
            self.desk.place,
            owner=self,
            then=self._show,
            on_error=self._show_error,
            key="record",
        )

    def _show_opening(self, opening: Opening) -> None:
        if opening.record is not None and self._leads_on(opening.record):
            return
        record = self._record = opening.record
        if record is None:
            self._show_unknown(opening.erased_at)
        else:
            # painted once, when all of it is there
            self._shown.setUpdatesEnabled(False)
            self._stack.show_page()
            self.timeline.open(opening, self._kept.timeline)
            self.columns.go_to(self._kept.columns)
            # the last to be filled in: it may be the end of all
            self._fill(record)
            if self._log_kind:
                kind, self._log_kind = self._log_kind, ""
                self.log(kind)
        self.titled.emit()

    def _show(self, record: ContactRecord | None) -> None:
        before = self._record
        if record is None or before is None:
            # erased meanwhile: what is left of it is told as it is on opening
            self._record = None
            if before is not None:
                self.timeline.forget_draft(before.id)
            self._open()
            return
        if self._leads_on(record):
            return
        self._record = record
        self._fill(record)
        self.timeline.show_record(record)
        if self._log_kind:
            kind, self._log_kind = self._log_kind, ""
            self.log(kind)
        if (before.name, before.removed) != (record.name, record.removed):
            self.titled.emit()

    def _leads_on(self, record: ContactRecord) -> bool:
        """Open the contact that `record` became where it was merged into one; return whether it was."""
        merged_into = record.values.get("merged_into") if record.removed else None
        if not isinstance(merged_into, bytes) or merged_into == self._id:
            return False
        self.timeline.follow_merge(record.id, merged_into)
        self._id = merged_into
        self._open()
        return True

    def _fill(self, record: ContactRecord) -> None:
        self.head.show_record(record)
        self.strip.show_figures(figures_shown(record.figures, self.desk.formats, self.desk.currency))
        self._show_bin(record)
        count = record.figures.people + len(record.relations)
        self.columns.show_counts({"people": str(count) if count else ""})
        self.parts.show_record(record)

    def _show_bin(self, record: ContactRecord) -> None:
        if self._bin is not None:
            self._bin.hide()
            self._above.removeWidget(self._bin)
            self._bin.deleteLater()
            self._bin = None
        if record.removed_at is not None:
            told = _("Deleted on {day}.").format(day=self.desk.formats.whole_day(record.removed_at.date()))
            kept = _("It is kept for 30 days and can be restored until then.")
            self._bin = Banner(self.desk.theme, told, kept, _("Restore"), closable=False, tone=Tone.NEUTRAL, icon="bin")
            self._bin.link_clicked.connect(self.restore)
            self._above.addWidget(self._bin)

    def _show_unknown(self, erased_at: datetime | None) -> None:
        title, sentence = (
            _("This contact is not here"),
            _("It may have been erased, or it belongs to another workspace."),
        )
        if erased_at is not None and self._id is not None:
            day = self.desk.formats.whole_day(self.desk.formats.local(erased_at).date())
            title = _("Erased on {day}").format(day=day)
            sentence = _("Code of the record: {code}").format(code=id_text(self._id))
        empty = EmptyState(self.desk.theme, "no results", title, sentence, _("All contacts"))
        empty.acted.connect(lambda: self.desk.go(Place("contacts")))
        self._stack.show_instead(empty)

    def _show_error(self, error: CrmError) -> None:
        failed = ErrorState(self.desk.theme, _("The contact could not be read."), str(error), _("Try again"))
        failed.acted.connect(self._open)
        self._stack.show_instead(failed)

    def _edit(self) -> None:
        self.columns.show_group("facts")
        if not self.parts.facts.focus_all():
            self.focus_first()

    def _change_purchase(self, line: PurchaseLine | None) -> None:
        if line is not None:
            self.parts.purchases.ask_changed(line)

    def _on_filled(self) -> None:
        self.columns.settle()
        settle_layouts()
        self._shown.setUpdatesEnabled(True)
        fact, self._wanted_fact = self._wanted_fact, ""
        if fact:
            self._ask_missing(fact)

    def _ask_missing(self, name: str) -> None:
        self.columns.show_group("facts")
        self.parts.facts.ask_for(name)

    def _on_committed(self, commit: Commit) -> None:
        if self._id is None:
            return
        if not self.isVisible():
            # read again when the user comes back
            self._stale = self._stale or touches(commit, *HAPPENED)
            return
        if touches(commit, *AROUND):
            self._read()
        if touches(commit, *HAPPENED):
            self.timeline.refresh()
