"""The ways to reach a contact among its facts: numbers and addresses, each edited in place, with a menu of its own."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.reach import LABELS, add_point, edit_point, make_main_point, order_points, remove_point
from crm_desktop.contacts.record_parts import ContactRecord, PointLine
from crm_desktop.errors import CrmError
from crm_desktop.schema.contacts import CONTACT_POINT, POINT_KINDS
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored, label_of
from crm_desktop.words import N_, _
from ui.contacts.address_row import PARTS, AddressRow
from ui.contacts.part_dialog import Asked, PartDialog
from ui.contacts.reach import copy
from ui.contacts.record_words import point_label, point_words
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.fact_row import FactRow
from ui.kit.fields.make import make_input
from ui.kit.fields.text import TextInput
from ui.kit.lists.inputs import offer_words
from ui.kit.menus import MenuAct, made_menu

Saved = Callable[[], None]
Failed = Callable[[CrmError], None]
Act = Callable[..., None]
ADDRESS = "address"
_KINDS = {"phone": FieldKind.PHONE, "email": FieldKind.EMAIL, "url": FieldKind.URL}
_LABEL = Field(0, "label", N_("Label"))
_NEW = {
    "email": N_("New e-mail address"),
    "phone": N_("New phone number"),
    "address": N_("New address"),
    "url": N_("New web address"),
    "social": N_("New social profile"),
    "message": N_("New messenger"),
}


class PointRows:
    """Makes the rows of points; `act(action, *values, done=…, saved=…, failed=…)` runs what is asked.

    `seen` tells what the user had before the eyes in a row. A row belongs to a slot, such as the second phone number
    that is called mobile, so that another contact's point can take it: making rows anew each time would be felt.
    """

    def __init__(self, desk: Desk, owner: QWidget, act: Act, seen: Callable[[str], Stored]) -> None:
        self._desk = desk
        self._owner = owner
        self._act = act
        self._seen = seen
        self._record: ContactRecord | None = None
        self.slots: dict[str, PointLine] = {}

    def follow(self, record: ContactRecord) -> None:
        """Act for `record` from now on: put its points into slots."""
        self._record = record
        self.slots = {}
        for point in record.points:
            name = f"{point.kind}/{point_label(point)}"
            place = sum(slot.rpartition("/")[0] == name for slot in self.slots)
            self.slots[f"{name}/{place}"] = point

    def slots_of(self, kind: str) -> list[str]:
        """Return the slots of the points of `kind`; the one for the first where there is none yet."""
        found = [slot for slot, point in self.slots.items() if point.kind == kind]
        return found or [f"{kind}/{label_of(CONTACT_POINT.by_name['kind'], kind)}/0"]

    def made(self, slot: str, why_not: str) -> FactRow | AddressRow:
        """Return the row of `slot`, which can be changed unless `why_not` says why it cannot."""
        made: FactRow | AddressRow
        kind, _slash, rest = slot.partition("/")
        label = rest.rpartition("/")[0]
        if kind == ADDRESS:
            made = AddressRow(self._desk, partial(self._save, slot), label=label, locked=bool(why_not))
        else:
            make = partial(make_input, self._desk, _value_field(kind, label))
            made = FactRow(self._desk.theme, label, make, partial(self._save_value, slot), read_only=why_not)
            made.unsaved.connect(self._desk.warn)
            if kind == "email":
                made.cut_middle()
        if not why_not:
            made.offer_menu(_("More for {label}").format(label=label))
            made.menu_wanted.connect(partial(self._open_menu, slot))
        return made

    def show(self, row: FactRow | AddressRow, slot: str) -> None:
        """Show in `row` the point that is in `slot` now; nothing where there is none."""
        point = self.slots.get(slot)
        shown = "" if point is None else point_words(point, self._desk.formats)
        if isinstance(row, AddressRow):
            about = (self._record.id, slot) if self._record is not None else ()
            row.show_address({} if point is None else point.address, shown, about)
        else:
            row.show_value(None if point is None else point.value, shown)
        row.setToolTip("" if point is None else point.label)

    def kinds_menu(self) -> list[MenuAct]:
        """Return the acts that add a point of each kind."""
        return [
            MenuAct(_icon(each.value), _(_NEW[each.value]), partial(self.ask_new, each.value)) for each in POINT_KINDS
        ]

    def ask_new(self, kind: str) -> None:
        """Ask for a new point of `kind`."""
        if self._record is None:
            return
        fixed: dict[str, Stored] = {"contact": self._record.id, "kind": kind}
        done = _("{field} added").format(field=_kind_words(kind))
        asked = Asked(_(_NEW[kind]), _("Save"), done, "point", (self._record.id, kind))
        names = PARTS if kind == ADDRESS else ("value",)
        inputs = [self._input(kind, name) for name in names]
        dialog = PartDialog(self._desk, asked, [*inputs, self._label_input()], parent=self._owner)
        dialog.ask_new(lambda journal, values: add_point(journal, {**fixed, **values}))

    def _input(self, kind: str, name: str) -> FieldInput:
        if kind == ADDRESS:
            return make_input(self._desk, CONTACT_POINT.by_name[name])
        return make_input(self._desk, _value_field(kind, _kind_words(kind)))

    def _label_input(self) -> TextInput:
        made = TextInput(self._desk.theme, _LABEL, self._desk.place, hint=_("work, home, mobile, …"))
        offer_words(made, [_(each) for each in LABELS])
        return made

    def _open_menu(self, slot: str, corner: QPoint) -> None:
        point = self.slots.get(slot)
        if point is not None and self._record is not None:
            made_menu(self._desk.theme, self.acts(self._record, point), self._owner).popup(corner)

    def acts(self, record: ContactRecord, point: PointLine) -> list[MenuAct]:
        """Return what can be done with `point` of `record`."""
        alike = [each for each in record.points if each.kind == point.kind]
        others = [each.id for each in alike if not each.primary]
        shown = point_words(point, self._desk.formats)
        named = _kind_words(point.kind)
        acts = [
            MenuAct("copy", _("Copy"), lambda: copy(self._desk, shown)),
            MenuAct("tag", _("Change label…"), lambda: self._ask_label(point)),
        ]
        if not point.primary:
            done = _("Main {field} changed").format(field=named)
            acts.append(MenuAct("star", _("Make main one"), lambda: self._act(make_main_point, point.id, done=done)))
            place = others.index(point.id)
            for step, icon, label in ((-1, "up", _("Move up")), (1, "down", _("Move down"))):
                if 0 <= place + step < len(others):
                    acts.append(MenuAct(icon, label, partial(self._move, others, place, step)))
        deleted = _("{field} deleted").format(field=named)
        acts.append(MenuAct("delete", _("Delete"), lambda: self._act(remove_point, point.id, done=deleted)))
        return acts

    def _move(self, others: list[bytes], place: int, step: int) -> None:
        order = list(others)
        order[place], order[place + step] = order[place + step], order[place]
        self._act(order_points, order, done=_("Order changed"))

    def _ask_label(self, point: PointLine) -> None:
        asked = Asked(point_words(point, self._desk.formats), _("Save label"), _("Label changed"), "label", (point.id,))
        dialog = PartDialog(self._desk, asked, [self._label_input()], parent=self._owner)
        dialog.ask_changed(
            lambda journal, values, seen: edit_point(journal, point.id, values, seen), {"label": point.label or None}
        )

    def _save_value(self, slot: str, value: Stored, saved: Saved, failed: Failed) -> None:
        self._save(slot, {"value": value}, {"value": self._seen(slot)}, saved, failed)

    def _save(
        self, slot: str, values: Mapping[str, Stored], seen: Mapping[str, Stored], saved: Saved, failed: Failed
    ) -> None:
        point = self.slots.get(slot)
        if point is not None:
            told = _("{field} changed").format(field=slot.partition("/")[2].rpartition("/")[0])
            self._act(edit_point, point.id, values, seen, saved=saved, failed=failed, done=told)
        elif self._record is not None:
            kind = slot.partition("/")[0]
            made = {"contact": self._record.id, "kind": kind, **values}
            done = _("{field} added").format(field=_kind_words(kind))
            self._act(add_point, made, saved=saved, failed=failed, done=done)


def _kind_words(kind: str) -> str:
    return label_of(CONTACT_POINT.by_name["kind"], kind)


def _value_field(kind: str, label: str) -> Field:
    return Field(0, "value", label, _KINDS.get(kind, FieldKind.TEXT))


def _icon(kind: str) -> str:
    return {"phone": "call", "url": "website"}.get(kind, kind)
