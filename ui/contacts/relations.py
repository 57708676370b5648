"""Who is related to the contact, and how: shown, added, changed, ended; seen as a graph, and as a way to somebody."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.record_parts import ContactRecord, RelationLine
from crm_desktop.contacts.relation_kinds import RelationKind, relation_kinds, relation_label
from crm_desktop.contacts.relations import end_relationship, remove_relationship
from crm_desktop.words import _
from ui.contacts.lines import LinkRow
from ui.contacts.path_dialog import PathDialog
from ui.contacts.relation_dialog import RelationDialog
from ui.contacts.section import RecordSection
from ui.kit.desk import Desk, Place
from ui.kit.menus import MenuAct, made_menu
from ui.kit.painting import Face


class RelationsSection(RecordSection):
    """The relationships of a contact, each read from its side; those that ended are grey."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Relationships"), icon="add", act=_("Add a relationship"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[object, ...] = ()
        self.add_act("path", _("How do we know them?"), self.ask_path, reads=True)
        self.add_act("graph", _("Show as a graph"), self.show_graph, reads=True)
        self.acted.connect(self.ask_new)

    def show_record(self, record: ContactRecord) -> None:
        """Show the relationships of `record`."""
        self._record = record
        self.set_editable(on=not record.removed)
        shown = (record.id, record.removed, record.relations)
        if shown == self._shown:
            return
        self._shown = shown
        self.refill(*(self._made_row(record, relation) for relation in record.relations))
        self.show_count(len(record.relations))

    def ask_new(self) -> None:
        """Ask for a new relationship."""
        self._with_kinds(None)

    def ask_path(self) -> None:
        """Ask for somebody, and show the way there."""
        if self._record is not None:
            PathDialog(self._desk, self._record, self).open()

    def show_graph(self) -> None:
        """Go to the graph around the contact."""
        if self._record is not None:
            self._desk.go(Place("graph", self._record.id))

    def acts(self, relation: RelationLine) -> Sequence[MenuAct]:
        """Return what can be done with `relation`."""
        act, today, made = self._desk.act, self._desk.today(), relation.relationship
        acts = [MenuAct("edit", _("Change…"), lambda: self._with_kinds(relation))]
        if relation.until is None:
            ended = _("Relationship ended")
            acts.append(MenuAct("done date", _("End today"), lambda: act(end_relationship, made, today, done=ended)))
        gone = _("Relationship deleted")
        acts.append(MenuAct("delete", _("Delete"), lambda: act(remove_relationship, made, done=gone)))
        return acts

    def _made_row(self, record: ContactRecord, relation: RelationLine) -> LinkRow:
        kind = relation_label(relation.kind, outward=relation.outward, words=relation.words)
        if relation.until is not None:
            kind = _("{relationship}, until {year}").format(relationship=kind, year=relation.until.year)
        face = Face(relation.name, relation.other, relation.company)
        made = LinkRow(self.theme, face, kind, past=relation.until is not None)
        made.setToolTip(relation.note)
        made.clicked.connect(lambda: self._desk.go(Place("contact", relation.other)))
        if not record.removed:
            made.offer_menu(_("More for {name}").format(name=relation.name))
            made.menu_wanted.connect(partial(self._open_menu, relation))
        return made

    def _open_menu(self, relation: RelationLine, corner: QPoint) -> None:
        made_menu(self.theme, self.acts(relation), self).popup(corner)

    def _with_kinds(self, relation: RelationLine | None) -> None:
        record = self._record
        if record is None:
            return

        def ask(kinds: list[RelationKind]) -> None:
            RelationDialog(self._desk, record, kinds, relation, self).open()

        self._desk.read(relation_kinds, owner=self, then=ask, key="kinds")
