"""The middle of the record page: composer, chips and timeline as one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from crm_desktop.activities.actions import log_interaction, remove_activities
from crm_desktop.activities.opening import Opening
from crm_desktop.activities.timeline import EVERYTHING, Narrowing, TimelineEntry, Whose, timeline_counts, timeline_page
from crm_desktop.activities.timeline_sql import Source
from crm_desktop.acts import log_purchase
from crm_desktop.contacts.record import purchase_line
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.errors import CrmError
from crm_desktop.schema.forms import Stored
from crm_desktop.sync.waiting import is_offline, waiting_among
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, pgettext
from ui.contacts.composer import WORDS, Composer
from ui.contacts.draft import Draft, draft_from, kept_form
from ui.contacts.entry_dialog import EntryDialog
from ui.contacts.timeline_model import Spot, TimelineModel
from ui.contacts.timeline_top import TimelineTop
from ui.contacts.timeline_view import TimelineView
from ui.contacts.timeline_words import WAITING, NameLink, Teller
from ui.kit.desk import SHARING, Desk, Place
from ui.kit.drafts import ENTRY, place_of
from ui.kit.icons import icon

# What can be deleted from the timeline, and where it is kept.
_DELETED = {Source.INTERACTION: "interaction", Source.TASK: "task", Source.PURCHASE: "purchase"}


class Position(NamedTuple):
    """Where one is in a timeline: what it is narrowed to, and the spot that is at the top; None for the beginning."""

    narrowing: Narrowing = EVERYTHING
    spot: Spot | None = None


class Timeline(QWidget):
    """What happened with one contact, and what one writes about it, which is kept for each until it is saved.

    `purchase_wanted` carries the PurchaseLine that is to be changed.
    """

    purchase_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        # what was kept from before, and discarded a moment ago
        self._put_away = Draft()
        self.composer = Composer(desk)
        self.top = TimelineTop(desk.theme, self.composer)
        self._model = TimelineModel(self._fetch, self)
        self.view = TimelineView(desk.theme, self._model, self.top)
        self.view.setAccessibleName(_("Timeline"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.view)
        self.composer.submitted.connect(self._log)
        self.composer.edited.connect(self._keep_draft)
        self.composer.note.discarded.connect(self._discard)
        self.composer.note.wanted_back.connect(self._bring_back)
        self.top.narrowed.connect(lambda _narrowing: self._restart())
        self._model.arrived.connect(self._on_arrived)
        self.view.opened.connect(self._open)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.remove_wanted.connect(self._remove)
        self.view.link_wanted.connect(self._follow)
        desk.renewed.connect(self._on_renewed)
        desk.drafts.changed.connect(self._on_draft)

    @property
    def position(self) -> Position:
        """Where one is: what the timeline is narrowed to, and how far it is scrolled."""
        return Position(self.top.narrowing, self.view.spot())

    def open(self, opening: Opening, position: Position) -> None:
        """Show the timeline of the contact that was opened, at `position`."""
        record = opening.record
        if record is None:
            return
        self._record = record
        self._show_draft(record)
        self._show_composer(record)
        self.top.begin(position.narrowing)
        self.view.scrollToTop()
        self._model.begin(self._teller(), opening.entries, opening.limit)
        self._count()
        spot = position.spot
        if spot is not None:
            self._model.load_until(spot.order, lambda: self.view.go_to_spot(spot))

    def show_record(self, record: ContactRecord) -> None:
        """Show `record` where it is the one that is open already: what happened stays where it is."""
        self._record = record
        self._show_composer(record)
        self.composer.show_people(record)

    def _show_composer(self, record: ContactRecord) -> None:
        """Nothing is written about who is in the bin, but what was begun can be read there until they are back."""
        self.composer.setVisible(not record.removed or not self.composer.draft.empty)
        self.composer.setEnabled(not record.removed)
        self.top.ask_for_first_line()

    def follow_merge(self, before: bytes, after: bytes) -> None:
        """Go on about the contact `after` with what was written about `before`, which was merged into it."""
        old, new = (self._desk.drafts.all.get(place_of(ENTRY, each)) for each in (before, after))
        if old is None:
            return
        draft, further = draft_from(old.typed), draft_from(new.typed if new is not None else {})
        whole = draft if further.empty else replace(further, text=f"{further.text}\n\n{draft.text}")
        self._desk.drafts.keep(place_of(ENTRY, after), kept_form(whole), old.label)
        self._desk.drafts.drop(place_of(ENTRY, before))

    def forget_draft(self, contact: bytes) -> None:
        """Forget what was being written about a contact that is gone for ever."""
        if self._record is not None and self._record.id == contact:
            self._record = None
        self._desk.drafts.drop(place_of(ENTRY, contact))

    def refresh(self) -> None:
        """Ask again for what happened."""
        if self._record is not None:
            self._model.refresh(self.view.seen())
            self._count()

    def _restart(self) -> None:
        if self._record is None:
            return
        self.view.wait()
        self._model.restart(self._teller())
        self._count()

    def _teller(self) -> Teller:
        return Teller(self._desk.formats, self._desk.place, company=self._whose().company)

    def _whose(self) -> Whose:
        record = self._record
        return Whose(record.id, record.is_company) if record is not None else Whose(b"", company=False)

    def _fetch(self, after: TimelineEntry | None, limit: int, then: Callable[[Sequence[TimelineEntry]], None]) -> None:
        self._desk.read(
            timeline_page,
            self._whose(),
            self.top.narrowing,
            after,
            limit,
            owner=self,
            then=then,
            on_error=self._on_failed,
            key="timeline",
        )

    def _count(self) -> None:
        # A kind narrows what is shown, not what the chips count.
        counted = Narrowing(text=self.top.narrowing.text)
        self._desk.read(
            timeline_counts, self._whose(), counted, owner=self, then=self.top.show_counts, key="timeline counts"
        )

    def _on_failed(self, error: CrmError) -> None:
        self._model.stop_waiting()
        self._desk.tasks.failed.emit(error)

    def _on_arrived(self) -> None:
        self.top.show_nothing_found(on=not self._model.entries)
        self._look_what_waits()

    def _look_what_waits(self) -> None:
        kept = [(each.source, each.record) for each in self._model.entries if each.record and each.source in WAITING]
        if kept:
            self._desk.read(_waiting, kept, owner=self, then=self._model.mark_waiting, key="waiting")

    def _on_renewed(self, name: str) -> None:
        if name == SHARING:
            self._look_what_waits()

    def _log(self, draft: Draft) -> None:
        record = self._record
        if record is None:
            return
        company = record.id if record.is_company else record.employer
        step: dict[str, Stored] | None = None
        if draft.step is not None:
            step = {**draft.step.values(self._desk.place.zone), "company": company}
        done = _("{kind} saved").format(kind=_(WORDS[draft.kind]))
        clear = partial(self._clear_draft, record)
        if draft.kind == "purchase":
            values = draft.purchase_values(record.id, self._desk.place.zone)
            self._desk.act(log_purchase, values, step, owner=self, then=clear, done=done)
        else:
            others = draft.others(company)
            self._desk.act(log_interaction, draft.values(company), step, others, owner=self, then=clear, done=done)

    def _clear_draft(self, record: ContactRecord, _made: bytes) -> None:
        self._desk.drafts.drop(place_of(ENTRY, record.id))
        if self._record is not None and self._record.id == record.id:
            self.composer.show_draft(self._record, Draft())

    def _show_draft(self, record: ContactRecord) -> None:
        kept = draft_from(self._desk.drafts.typed(place_of(ENTRY, record.id)))
        self._put_away = Draft()
        self.composer.show_draft(record, kept)
        self.composer.note.setVisible(False)
        if not kept.empty:
            self.composer.note.tell()

    def _keep_draft(self) -> None:
        record, draft = self._record, self.composer.draft
        if record is not None:
            label = _("Entry about {name}").format(name=record.name)
            self._desk.drafts.keep(place_of(ENTRY, record.id), {} if draft.empty else kept_form(draft), label)

    def _on_draft(self, place: str) -> None:
        """Show what is written about the contact in another window, or that it was saved."""
        record = self._record
        if record is None or place != place_of(ENTRY, record.id):
            return
        kept, written = draft_from(self._desk.drafts.typed(place)), self.composer.draft
        if kept.text != written.text and not (kept.empty and written.empty):
            self.composer.show_draft(record, kept)
        if kept.empty and self._put_away.empty:
            self.composer.note.hide()

    def _discard(self) -> None:
        record = self._record
        if record is not None:
            self._put_away = self.composer.draft
            self._desk.drafts.drop(place_of(ENTRY, record.id))

    def _bring_back(self) -> None:
        if self._record is not None:
            self.composer.show_draft(self._record, self._put_away)
            self._put_away = Draft()
            self._keep_draft()

    def _open(self, entry: TimelineEntry) -> None:
        if entry.record is None:
            return
        if entry.source is Source.INTERACTION:
            self._change(entry)
        elif entry.source in (Source.TICKET, Source.SOLVED):
            self._desk.go(Place("tickets", entry.record))
        elif entry.source is Source.MOVE:
            self._desk.go(Place("pipeline", entry.record))
        elif entry.source is Source.PURCHASE:
            self._desk.read(
                purchase_line,
                entry.record,
                self._desk.place,
                owner=self,
                then=self.purchase_wanted.emit,
                key="purchase",
            )

    def _change(self, entry: TimelineEntry) -> None:
        EntryDialog(self._desk, entry, self).open()

    def _follow(self, link: NameLink, *_checked: object) -> None:
        self._desk.go(Place(link.page, link.record))

    def _open_menu(self, entry: TimelineEntry, corner: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme = self._desk.theme
        if entry.source in (Source.INTERACTION, Source.PURCHASE):
            menu.addAction(icon(theme, "edit"), _("Change…")).triggered.connect(lambda: self._open(entry))
        elif entry.source in (Source.TICKET, Source.SOLVED, Source.MOVE):
            menu.addAction(icon(theme, "open"), pgettext("act", "Open")).triggered.connect(lambda: self._open(entry))
        if entry.person is not None and self._record is not None and entry.person != self._record.id:
            person = entry.person
            open_person = menu.addAction(icon(theme, "person"), _("Open {name}").format(name=entry.person_name))
            open_person.triggered.connect(lambda: self._desk.go(Place("contact", person)))
        for link in self._teller().links(entry):
            open_link = menu.addAction(icon(theme, "open"), _("Open {name}").format(name=link.name))
            open_link.triggered.connect(partial(self._follow, link))
        if entry.source in _DELETED:
            menu.addSeparator()
            menu.addAction(icon(theme, "delete"), _("Delete")).triggered.connect(lambda: self._remove(entry))
        if menu.actions():
            menu.popup(corner)

    def _remove(self, entry: TimelineEntry) -> None:
        table = _DELETED.get(entry.source)
        if table is not None and entry.record is not None:
            self._desk.act(remove_activities, table, [entry.record], done=_("Deleted from the timeline"))


def _waiting(reader: Connection, kept: Sequence[tuple[Source, bytes]]) -> frozenset[bytes]:
    if not is_offline(reader):
        return frozenset()
    found = [
        waiting_among(reader, table, [record for source, record in kept if source is wanted])
        for wanted, table in WAITING.items()
    ]
    return frozenset[bytes]().union(*found)
