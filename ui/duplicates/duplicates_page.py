"""Duplicates: the likely ones at the left, side by side in the middle, and what they become at the right."""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.contacts.match_schema import MATCHED_KINDS
from crm_desktop.contacts.match_search import search_pairs
from crm_desktop.contacts.matching import LIKELY, Cluster, tell_apart
from crm_desktop.contacts.merge_plan import MergeChoices
from crm_desktop.contacts.merge_preview import Preview, merge_preview
from crm_desktop.contacts.merging import merge_all, merge_contacts
from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.words import _, ngettext
from ui.duplicates.choosing import Choosing
from ui.duplicates.likely import LikelyGroups, line_of, read_clusters
from ui.duplicates.likely_menu import LikelyMenu
from ui.duplicates.safe_dialog import SafeDialog
from ui.duplicates.sides_panel import SidesPanel
from ui.kit.beside import beside
from ui.kit.buttons import IconButton
from ui.kit.cleaning_switch import cleaning_switch
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.ground import Ground
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.lines import LinesModel, LinesView
from ui.kit.notices import EmptyState, ErrorState
from ui.kit.page import Action, Page
from ui.kit.panels import Bar
from ui.kit.two_line import Line

LIST_WIDTH = 264
LINE_HEIGHT = 52
SETTLED_MS = 400
RENEWED = "duplicates"
TABLES = ("contact", "contact_point", "distinct_pair")


class DuplicatesPage(Page):
    """Likely duplicates, and the merge of those that are chosen; the record of a place is one of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self.kinds: tuple[str, ...] = MATCHED_KINDS
        self.least = LIKELY
        self._clusters: list[Cluster] = []
        self._safe: list[Cluster] = []
        self._shown: tuple[bytes, ...] = ()
        self._wanted: bytes | None = None
        self._given: tuple[bytes, ...] = ()
        self._filling = False
        self.choosing = Choosing(desk.formats, self)
        self._count = Text(theme, "", "body", "text2")
        self._more = IconButton(theme, "stages", _("Which duplicates are shown"))
        self._model = LinesModel(self)
        self._failed = QWidget()
        self._listed, self._right, self._blank = QWidget(), QStackedWidget(), Ground(theme)
        # all stand where they belong from the start: each further widget around them would dress them anew
        whole = column(theme, beside(theme, self._listed, self._right, LIST_WIDTH), gap=0)
        self.setLayout(whole)
        self.list = LinesView(theme, self._model, height=LINE_HEIGHT, parent=self._listed)
        self.list.setAccessibleName(_("Likely duplicates"))
        self.sides = SidesPanel(desk, self.choosing, self._right, whole)
        self._switch = cleaning_switch(desk, "duplicates")
        self._settle = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._build()
        self._connect()

    def arrive(self, place: Place) -> None:
        """Show the likely duplicates, those of the record that `place` names first, and look for new ones."""
        self._wanted = place.record
        given = place.arguments.get("contacts")
        self._given = tuple(each for each in given if isinstance(each, bytes)) if isinstance(given, Sequence) else ()
        self._read()
        self.search()

    def leave(self) -> Place | None:
        """Return the place with the first of those that are shown."""
        return Place("duplicates", self._shown[0] if self._shown else None)

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Duplicates"), None),)

    def switch(self) -> QWidget | None:
        """Return the switch to the data's quality."""
        return self._switch

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        why = "" if self.choosing.sides else _("Choose duplicates first.")
        safe = "" if self._safe else _("None of them is certain enough.")
        return (
            Action("merge", _("Merge"), self.merge, "Ctrl+Return", "merge", why),
            Action("different", _("These are different"), self.keep_apart, "D", "separate", why),
            Action("later", _("Decide later"), lambda: self.list.step(1), "L", "next", why),
            Action("swap", _("Let the next one stay"), self.choosing.turn, "S", "swap", why),
            Action("safe", _("Merge all safe ones…"), self.merge_safe, "", "merge", safe),
            Action("search", _("Look for duplicates again"), lambda: self.search(), "F5", "sync"),
        )

    def focus_first(self) -> None:
        """Put the focus on the list."""
        self.list.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read nothing while nobody looks; all is read anew on arrival."""
        super().hideEvent(event)
        self._settle.stop()

    def search(self, *, told: bool = True) -> None:
        """Look for duplicates among what changed, in the background; `told` in the task strip."""
        title = _("Looking for duplicates") if told else None
        self.desk.renew(RENEWED, _search, owner=self, on_error=_leave_it, title=title)

    def merge(self) -> None:
        """Merge those that are shown, as was chosen."""
        sides = self.choosing.sides
        if sides:
            keep, others = sides[0].id, [each.id for each in sides[1:]]
            done = _("Merged into {name}").format(name=sides[0].name)
            self.desk.act(_merge, keep, others, self.choosing.choices, owner=self, done=done, on_error=self._on_error)
            self._go_on()

    def keep_apart(self) -> None:
        """Remember that those that are shown are different."""
        if self.choosing.sides:
            ids = [each.id for each in self.choosing.sides]
            self.desk.act(tell_apart, ids, owner=self, done=_("Kept apart"), on_error=self._on_error)
            self._go_on()

    def merge_safe(self) -> None:
        """Show what is as good as certain, and merge it where that is wanted."""
        safe = self._safe
        if safe:
            dialog = SafeDialog(self.desk, safe, self)
            dialog.accepted.connect(lambda: self._merge_all([each.records for each in safe]))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def show_likely(self, kinds: tuple[str, ...], least: float) -> None:
        """List the duplicates of `kinds` with a chance of `least`."""
        self.kinds, self.least = kinds, least
        self._read()

    @cached_property
    def _empty(self) -> EmptyState:
        """What is shown where there is nothing to decide on; most never see it."""
        words = _("No duplicates"), _("Nobody seems to be here twice."), _("Look again")
        made = EmptyState(self.desk.theme, "duplicates", *words)
        made.acted.connect(lambda: self.search())
        self._right.addWidget(made)
        return made

    def _build(self) -> None:
        theme = self.desk.theme
        head = Bar(theme, Text(theme, _("Likely duplicates"), "bodyStrong"), self._count, None, self._more, gap=6)
        self._listed.setLayout(column(theme, head, self.list, gap=0))
        for part in (self._blank, self.sides):
            self._right.addWidget(part)

    def _connect(self) -> None:
        self.list.current_changed.connect(self._on_line)
        self.list.opened.connect(lambda _line: self.sides.table.setFocus())
        self._more.clicked.connect(self._open_menu)
        self.sides.when_made(self._connect_foot)
        self._settle.timeout.connect(self._read)
        self.desk.committed.connect(self._on_committed)
        self.desk.renewed.connect(self._on_renewed)

    def _connect_foot(self) -> None:
        foot = self.sides.foot
        foot.merge_wanted.connect(self.merge)
        foot.different_wanted.connect(self.keep_apart)
        foot.later_wanted.connect(lambda: self.list.step(1))
        self._right.currentChanged.connect(self._show_foot)
        self._show_foot()

    def _show_foot(self) -> None:
        self.sides.foot.setVisible(self._right.currentWidget() is self.sides)

    def _read(self) -> None:
        self.desk.read(
            read_clusters, self.kinds, self.least, owner=self, then=self._show, on_error=self._on_error, key="clusters"
        )

    def _show(self, found: LikelyGroups) -> None:
        self._clusters, number, self._safe = found
        self._count.setText(self.desk.formats.number(number))
        self._filling = True
        self._fill(found.clusters)
        self._filling = False
        self._show_current()
        self.titled.emit()

    def _fill(self, clusters: Sequence[Cluster]) -> None:
        at = self.list.currentIndex().row()
        self._model.show_rows([line_of(each, self.desk.formats) for each in clusters])
        wanted, self._wanted = self._wanted, None
        found = next((each for each in clusters if wanted is not None and wanted in each.records), None)
        if found is None and not self.list.currentIndex().isValid() and clusters:
            found = clusters[min(max(at, 0), len(clusters) - 1)]
        if found is not None:
            self.list.go_to_record(found.records[0])

    def _show_current(self) -> None:
        """Show those that were asked for by name, else those of the current line."""
        cluster = self._current()
        contacts = self._given or (cluster.records if cluster is not None else ())
        if contacts:
            self._ask_preview(contacts)
        else:
            self._right.setCurrentWidget(self._empty)

    def _current(self) -> Cluster | None:
        line = self.list.current_line()
        return next((each for each in self._clusters if line is not None and each.records[0] == line.id), None)

    def _ask_preview(self, contacts: tuple[bytes, ...]) -> None:
        if contacts != self._shown or self.choosing.preview is None:
            self._shown = contacts
            self.desk.read(
                merge_preview, contacts, owner=self, then=self._on_preview, on_error=self._on_error, key="preview"
            )

    def _on_preview(self, preview: Preview) -> None:
        shown = self._shown
        # what is worked out, what is told around it and what is painted: each takes a few milliseconds
        self.sides.when_made(lambda: self._show_preview(preview, shown))
        self.sides.when_made(self.titled.emit)

    def _show_preview(self, preview: Preview, contacts: tuple[bytes, ...]) -> None:
        if contacts != self._shown:
            # it was decided on these, or others were chosen, before their turn came
            return
        cluster = next((each for each in (*self._clusters, *self._safe) if each.records == self._shown), None)
        self.sides.show_preview(preview, cluster.reasons if cluster is not None else ())
        self._right.setCurrentWidget(self.sides)

    def _go_on(self) -> None:
        """Leave what was decided; the list tells what comes next once it is written."""
        self._shown = self._given = ()
        self.choosing.begin(None)
        self.sides.foot.set_ready(on=False)
        self.titled.emit()

    def _on_line(self, line: Line | None) -> None:
        if line is not None and not self._filling:
            self._given = ()
            self._show_current()

    def _on_error(self, error: CrmError) -> None:
        self._shown = ()
        told = ErrorState(self.desk.theme, _("These cannot be shown side by side."), str(error), _("Try again"))
        told.acted.connect(self._read)
        before, self._failed = self._failed, QWidget()
        self._failed.setLayout(column(self.desk.theme, told, None))
        self._right.addWidget(self._failed)
        self._right.setCurrentWidget(self._failed)
        before.deleteLater()

    def _on_renewed(self, name: str) -> None:
        if name == RENEWED and self.isVisible():
            self._settle.start()

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, *TABLES):
            touched = commit.touched.get("contact", frozenset())
            if touched is None or not touched.isdisjoint(self._shown):
                self._shown = ()
            if self.isVisible():
                self._settle.start()
                self.search(told=touched is None)

    def _merge_all(self, groups: list[tuple[bytes, ...]]) -> None:
        told = ngettext("{n} group merged", "{n} groups merged", len(groups)).format(n=len(groups))
        self._go_on()
        title = _("Merging duplicates")
        self.desk.act(merge_all, groups, owner=self, done=told, on_error=self._on_error, title=title)

    def _open_menu(self) -> None:
        menu = LikelyMenu(self.desk.formats, self.kinds, self.least, safe=bool(self._safe), parent=self)
        menu.chosen.connect(self.show_likely)
        menu.safe_wanted.connect(self.merge_safe)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))


def _search(journal: Journal, *, progress: Progress | None = None) -> None:
    for kind in MATCHED_KINDS:
        search_pairs(journal.store, kind, progress)


def _leave_it(_error: CrmError) -> None:
    """Say nothing: it was cancelled, or the file was closed. What was found stays, and the next search goes on."""


def _merge(journal: Journal, keep: bytes, others: Sequence[bytes], choices: MergeChoices) -> None:
    merge_contacts(journal, keep, others, choices)
