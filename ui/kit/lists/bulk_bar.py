"""What can be done with the selected records of a list, each as one step."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QMenu, QSizePolicy, QWidget

from crm_desktop.activities.planning import PLANNABLE, Planned, plan_step
from crm_desktop.contacts.match_schema import MOST_SIDES
from crm_desktop.contacts.names import NameHit, members_named
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.store.chosen import Chosen
from crm_desktop.store.known_values import values_in_use
from crm_desktop.words import _
from ui.kit.bulk_bar import BulkBar, BulkButton
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk, Place
from ui.kit.form_popover import FormPopover
from ui.kit.kept import Kept
from ui.kit.layouts import row
from ui.kit.lists.bulk_words import BulkWords
from ui.kit.menus import drop
from ui.kit.offers import offer_below
from ui.kit.page import Action
from ui.kit.removing import remove_told

if TYPE_CHECKING:
    from ui.kit.step_form import PlannedStep

# What changes many records is imported when something is changed: the first painted list need not wait for it.
# With more than these the task strip shows how far an act is.
MANY = 500


class ListBulkBar(QObject):
    """Owns the bar over `area`; `cleared` and `everything_wanted` tell of its buttons, `export_wanted` of Export.

    `chosen()` says at the moment of an act what is selected, `current()` which record has the focus.
    """

    cleared = Signal()
    everything_wanted = Signal()
    export_wanted = Signal()

    def __init__(
        self, desk: Desk, area: QWidget, chosen: Callable[[], Chosen], current: Callable[[], bytes | None]
    ) -> None:
        super().__init__(area)
        self._desk = desk
        self._chosen = chosen
        self._current = current
        self._count = 0
        self._kind = desk.kinds.of(CONTACT.name)
        theme = desk.theme
        self._owner = BulkButton(theme, "set owner", _("Set owner"))
        self._tag = BulkButton(theme, "tag", _("Tag"))
        self._plan = BulkButton(theme, "plan", _("Plan step"))
        self._edit = BulkButton(theme, "edit", _("Edit"))
        self._merge = BulkButton(theme, "merge", _("Merge"))
        self._export = BulkButton(theme, "export", _("Export"))
        self._remove = BulkButton(theme, "delete", _("Delete"))
        self._everything = BulkButton(theme, "", "")
        clear = BulkButton(theme, "", _("Clear"), _("Esc"))
        spring = QWidget()
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        acts = (self._owner, self._tag, self._plan, self._edit, self._merge, self._export, self._remove)
        self.bar = BulkBar(theme, area, self._everything, *acts, spring, clear)
        self._owner.clicked.connect(self.open_owners)
        self._tag.clicked.connect(self.open_tag)
        self._plan.clicked.connect(self.open_plan)
        self._edit.clicked.connect(self.open_edit)
        self._merge.clicked.connect(self.merge)
        self._export.clicked.connect(self.export_wanted)
        self._remove.clicked.connect(self.remove)
        self._everything.clicked.connect(self.everything_wanted)
        clear.clicked.connect(self.cleared)

    def show_kind(self, kind: Kind) -> None:
        """Offer what can be done with records of `kind`."""
        self._kind = kind
        self._tag.setVisible(self._tagged)
        self._plan.setVisible(self._planned)

    def show_selection(self, count: int, total: int | None, *, loaded: bool, everything: bool) -> None:
        """Show that `count` records are selected; where all that are `loaded` are, offer the rest."""
        self._count = count
        self._merge.setVisible(self._of_contacts and 1 < count <= MOST_SIDES and not everything)
        more = loaded and not everything and total is not None and total > count
        self._everything.setVisible(more)
        if more:
            self._everything.setText(_("Select all {n}").format(n=self._desk.formats.number(total or 0)))
            self._everything.updateGeometry()
        self.bar.show_count(_("{n} selected").format(n=self._desk.formats.number(count)) if count else "")

    def commands(self) -> list[Action]:
        """Return what can be done with the selected, as commands."""
        none = "" if self._count else _("Select a row first")
        nothing = none if self._current() is None else ""
        acts = [
            Action("select all", _("Select all of the list"), self.everything_wanted.emit, "Ctrl+A", "check"),
            Action("owner", _("Set the owner of the selected"), self.open_owners, "", "set owner", none),
            Action("edit all", _("Change a field of the selected"), self.open_edit, "", "edit", none),
            Action("delete", _("Delete the selected"), self.remove, "Delete", "delete", nothing),
        ]
        if self._tagged:
            acts.append(Action("tag", _("Tag the selected"), self.open_tag, "", "tag", none))
        if self._planned:
            acts.append(Action("plan", _("Plan a step for the selected"), self.open_plan, "", "plan", none))
        return acts

    def open_owners(self) -> None:
        """Ask who is to own all that are selected."""
        self._desk.read(members_named, "", 40, owner=self, then=self._offer_owners)

    def open_tag(self) -> None:
        """Ask for a tag and give it to all that are selected."""
        TagForm(self._desk, self._kind, self.give_tag, parent=self.bar).open_below(self._tag)

    def open_plan(self) -> None:
        """Ask for a step and plan it with all that are selected."""
        from ui.kit.step_form import StepForm

        StepForm(self._desk, _("Plan step"), self._give_step, parent=self.bar).open_below(self._plan)

    def open_edit(self) -> None:
        """Ask for a field and change it of all that are selected."""
        from crm_desktop.bulk_edit import Edit, Preview, edit_chosen
        from ui.kit.lists.bulk_edit_form import BulkEditForm

        kind, chosen = self._kind, self._chosen()

        def change(edit: Edit, preview: Preview) -> None:
            told = self._words.changed(preview.changing, _(edit.field.label))
            self._act(edit_chosen, kind, chosen, edit, told=told, count=preview.changing)

        BulkEditForm(self._desk, kind, chosen, change, parent=self.bar).open_below(self._edit)

    def merge(self) -> None:
        """Show those that are selected side by side, to make one of them."""
        self._desk.go(Place("duplicates", None, {"contacts": self._chosen().ids}))

    def remove(self) -> None:
        """Put all that are selected into the bin; where none is, the record that has the focus."""
        from crm_desktop.bulk import remove_chosen

        chosen, count, current = self._chosen(), self._count, self._current()
        if not count and current is not None:
            chosen, count = Chosen((current,)), 1
        if not count:
            return
        kind, words = self._kind, self._words

        def remove(*, asked: bool) -> None:
            self.cleared.emit()
            self._act(partial(remove_chosen, asked=asked), kind, chosen, told=words.deleted(count), count=count)

        if self._of_contacts:
            remove_told(self._desk, self.bar.window(), chosen, words.deleting(count), remove)
        else:
            remove(asked=False)

    def give_tag(self, tag: str) -> None:
        """Give `tag` to all that are selected."""
        from crm_desktop.bulk import tag_chosen

        told = self._words.tagged(self._count, tag)
        self._act(tag_chosen, self._kind, self._chosen(), tag, told=told, count=self._count)

    @property
    def _words(self) -> BulkWords:
        return BulkWords(self._desk.formats, self._kind.name)

    @property
    def _tagged(self) -> bool:
        return "tags" in self._kind.table.by_name

    @property
    def _planned(self) -> bool:
        return self._kind.table.name in PLANNABLE

    @property
    def _of_contacts(self) -> bool:
        return self._kind.table is CONTACT

    def _offer_owners(self, members: Sequence[NameHit]) -> None:
        menu = QMenu(self.bar)
        for member in members:
            menu.addAction(member.name).triggered.connect(
                lambda _on=False, member=member: self._give_owner(member.id, member.name)
            )
        menu.addSeparator()
        menu.addAction(_("No owner")).triggered.connect(lambda: self._give_owner(None, ""))
        drop(menu, self._owner)

    def _give_owner(self, member: bytes | None, name: str) -> None:
        from crm_desktop.bulk import set_owner

        told = self._words.owned(self._count, name)
        self._act(set_owner, self._kind, self._chosen(), member, told=told, count=self._count)

    def _give_step(self, step: "PlannedStep") -> None:
        told = self._words.planned(self._count, step.title)
        planned = Planned(step.title, step.due, clock=step.clock)
        self._act(plan_step, self._kind.table.name, self._chosen(), planned, told=told, count=self._count)

    def _act(self, action: Callable[..., object], *args: object, told: str, count: int) -> None:
        """Do `action`; where there are many, the task strip shows how far it is and lets it be cancelled."""
        title = self._words.working(count) if count > MANY else None
        self._desk.act(action, *args, done=told, title=title)


class TagForm(FormPopover):
    """Asks for a tag, offering those in use; `given` is called with it."""

    def __init__(self, desk: Desk, kind: Kind, given: Callable[[str], None], *, parent: QWidget) -> None:
        super().__init__(desk.theme, parent)
        self._given = given
        self._line = QLineEdit()
        self._line.setPlaceholderText(_("Tag"))
        self._line.setAccessibleName(_("Tag"))
        self._line.setFixedWidth(desk.theme.px(200))
        add = Button(desk.theme, _("Add tag"), ButtonKind.PRIMARY)
        add.clicked.connect(self._give)
        self._line.returnPressed.connect(self._give)
        self.body.addLayout(row(desk.theme, self._line, add, gap=8))
        self.first = self._line
        self.kept = Kept(desk, self, "tag", kind.name, label=_("Tag"))
        desk.read(values_in_use, kind, kind.field("tags"), owner=self, then=self._offer)

    def _offer(self, tags: Sequence[str]) -> None:
        completer = QCompleter(list(tags), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offer_below(self._line, completer)

    def _give(self) -> None:
        if self._line.text().strip():
            self._given(self._line.text().strip())
            self.finish()
