"""The workspace's own fields: added, ordered, changed and put away; each change is there at once."""

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.journal.field_actions import (
    EXTENSIBLE,
    order_own_fields,
    remove_own_field,
    restore_own_field,
)
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.own_field_rows import OwnFieldRow, own_field_rows
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.cards import Card
from ui.kit.core import Commit
from ui.kit.desk import Desk, touches
from ui.kit.layouts import row
from ui.kit.notices import EmptyState, Rule
from ui.kit.theme import Tone
from ui.settings.field_copy import CopyDialog
from ui.settings.field_dialog import FieldDialog
from ui.settings.field_line import FieldLine
from ui.settings.section import Section


class FieldsSection(Section):
    """A card for each kind of record with a line for each of its own fields, and one for those that were put away."""

    def __init__(self, desk: Desk) -> None:
        lead = _(
            "Fields of your own. Each is there at once: in lists, forms, filters, search, imports and exports. "
            "A field that is put away keeps its values."
        )
        super().__init__(desk, _("Fields"), lead)
        self.lines: list[FieldLine] = []
        self._found: list[OwnFieldRow] = []
        self.more = Button(desk.theme, _("Add a field"), ButtonKind.PRIMARY, icon="add")
        self.more.clicked.connect(lambda: self.add())
        head = QWidget()
        head.setLayout(row(desk.theme, self.more, None))
        self.add_part(head)
        self._all = QWidget()
        self._stack = QVBoxLayout(self._all)
        self._stack.setContentsMargins(0, 6, 0, 0)
        self._stack.setSpacing(desk.theme.px(16))
        self.add_part(self._all)
        self.led(self.more, self._all)
        desk.committed.connect(self._on_committed)

    @property
    def words(self) -> str:
        """All that the search looks through."""
        return " ".join([_("Own fields, custom fields, formula, choices"), *(line.words for line in self.lines)])

    def refresh(self) -> None:
        """Read the fields again."""
        self.desk.read(own_field_rows, owner=self, then=self._show, key="fields")

    def add(self, record_kind: str = "people") -> None:
        """Ask for a new field of `record_kind`."""
        self._open(FieldDialog(self.desk, self, record_kind))

    def edit(self, field: OwnFieldRow) -> None:
        """Show `field` to change it."""
        self._open(FieldDialog(self.desk, self, field.record_kind, field))

    def copy(self, field: OwnFieldRow) -> None:
        """Ask where the values of `field` go."""
        others = [
            each
            for each in self._found
            if each.record_kind == field.record_kind and each.id != field.id and not each.removed
        ]
        takers = [each for each in others if each.kind not in ("formula", "file")]
        if takers:
            self._open(CopyDialog(self.desk, field, takers, self))
        else:
            self.desk.say(_("Add the other field first; then the values can be copied into it."), tone=Tone.NEUTRAL)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, found: list[OwnFieldRow]) -> None:
        self._found = found
        self.lines = []
        while (item := self._stack.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not found:
            self._stack.addWidget(self._made_empty())
            return
        shown = sorted((each for each in found if not each.removed), key=lambda each: _place(each.record_kind))
        for kind, fields in groupby(shown, key=lambda each: each.record_kind):
            self._stack.addWidget(self._card(_(kind_named(kind).label), list(fields), kind))
        away = [each for each in found if each.removed]
        if away:
            self._stack.addWidget(self._card(_("Put away"), away))

    def _made_empty(self) -> QWidget:
        empty = EmptyState(
            self.desk.theme,
            "own fields",
            _("No fields of your own yet"),
            _("Add what your business needs to know: a contract number, a machine, a renewal date."),
        )
        air = self.desk.theme.px(20)
        empty.setContentsMargins(0, air, 0, air)
        card = Card(self.desk.theme)
        card.body.addWidget(empty)
        return card

    def _card(self, title: str, fields: Sequence[OwnFieldRow], kind: str = "") -> Card:
        theme = self.desk.theme
        card = Card(theme, title, str(len(fields)))
        for place, field in enumerate(fields):
            if place:
                card.body.addWidget(Rule(theme))
            line = self._line(field)
            if not field.removed:
                line.up.setEnabled(place > 0)
                line.down.setEnabled(place < len(fields) - 1)
            card.body.addWidget(line)
        if kind:
            more = Button(theme, _("Add a field"), size="small", icon="add")
            more.setAccessibleName(_("Add a field to {kind}").format(kind=title))
            more.clicked.connect(lambda: self.add(kind))
            card.body.addWidget(Rule(theme))
            card.body.addLayout(row(theme, more, None, margins=(16, 10, 16, 12)))
        return card

    def _line(self, field: OwnFieldRow) -> FieldLine:
        line = FieldLine(self.desk.theme, field)
        line.edit_wanted.connect(lambda: self.edit(field))
        line.copy_wanted.connect(lambda: self.copy(field))
        line.moved.connect(lambda by: self._move(field, by))
        line.remove_wanted.connect(lambda: self._act(remove_own_field, field.id, done=_("Field put away")))
        line.restore_wanted.connect(lambda: self._act(restore_own_field, field.id, done=_("Field restored")))
        self.lines.append(line)
        return line

    def _move(self, field: OwnFieldRow, by: int) -> None:
        beside = [each.id for each in self._found if each.record_kind == field.record_kind and not each.removed]
        place = beside.index(field.id)
        beside.insert(place + by, beside.pop(place))
        self._act(order_own_fields, beside, done=_("Field moved"))

    def _act(self, action: Callable[..., object], *args: object, done: str) -> None:
        self.desk.act(action, *args, owner=self, on_error=self._refuse, done=done)

    def _refuse(self, error: CrmError) -> None:
        self.desk.warn(str(error))

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, "custom_field"):
            self.refresh()


def _place(record_kind: str) -> int:
    return EXTENSIBLE.index(record_kind) if record_kind in EXTENSIBLE else len(EXTENSIBLE)
