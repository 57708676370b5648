"""Inputs for the facts of a contact: links find contacts and members, texts offer what others have."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from crm_desktop.contacts.names import NameHit, contacts_named, members_named
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.schema.link_kinds import link_kind
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.link import Find, Hit, LinkInput
from ui.kit.fields.named_link import found_records
from ui.kit.lists.inputs import field_input

Then = Callable[[Sequence[Hit]], None]


class NamedLink(LinkInput):
    """A link that knows what its record is called before one types."""

    def __init__(self, desk: Desk, field: Field, find: Find, hit: Hit | None = None, *, hint: str = "") -> None:
        super().__init__(desk.theme, field, desk.place, find, hint=hint)
        self._before = hit

    def set_value(self, stored: Stored) -> None:
        """Show the record `stored` where it is the one that is known."""
        known = self._before if self._before is not None and self._before.id == stored else None
        self.set_hit(known)


def find_contacts(desk: Desk, owner: QObject, kind: str) -> Find:
    """Return the search for people, companies or (`kind` "") both, asked on behalf of `owner`."""

    def find(text: str, then: Then) -> None:
        desk.read(contacts_named, text, kind, owner=owner, then=lambda found: then(_hits(found)), key="find")

    return find


def find_members(desk: Desk, owner: QObject) -> Find:
    """Return the search for members, asked on behalf of `owner`."""

    def find(text: str, then: Then) -> None:
        desk.read(members_named, text, owner=owner, then=lambda found: then(_hits(found)), key="find")

    return find


def fact_input(desk: Desk, owner: QObject, name: str, linked: Hit | None = None, currency: str = "") -> FieldInput:
    """Return the input for the field `name` of a contact; `linked` is what a link points to now."""
    field = desk.kinds.field(CONTACT.name, name)
    if field.kind is FieldKind.LINK:
        if field.own is not None:
            return NamedLink(desk, field, found_records(desk, field, owner), linked)
        if field.target == "member":
            return NamedLink(desk, field, find_members(desk, owner), linked)
        return NamedLink(desk, field, find_contacts(desk, owner, link_kind(field) or ""), linked)
    return field_input(desk, owner, desk.kinds.of(CONTACT.name), field, currency=currency)


def _hits(found: Sequence[NameHit]) -> list[Hit]:
    return [Hit(each.id, each.name, each.note) for each in found]
