"""A link to a record whose name is known, and the search for other records that it may lead to."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Stored
from crm_desktop.schema.link_kinds import link_kind
from crm_desktop.search.link_offers import Offer, offered_records
from ui.kit.desk import Desk
from ui.kit.fields.link import Find, Hit, LinkInput


class NamedLink(LinkInput):
    """A link that shows what its record is called before one types."""

    def __init__(self, desk: Desk, field: Field, find: Find, title: str) -> None:
        super().__init__(desk.theme, field, desk.place, find)
        self._title = title

    def set_value(self, stored: Stored) -> None:
        """Show the record `stored` by its name."""
        self.set_hit(Hit(stored, self._title) if isinstance(stored, bytes) else None)


def found_records(desk: Desk, field: Field, owner: QObject) -> Find:
    """Return the search for the records that `field` may link to, asked on behalf of `owner`."""

    def find(typed: str, then: Callable[[Sequence[Hit]], None]) -> None:
        def offer(found: Sequence[Offer]) -> None:
            then([Hit(each.record, each.title, each.note) for each in found])

        desk.read(
            offered_records, field.target, typed, link_kind(field), owner=owner, then=offer, key=f"find {field.name}"
        )

    return find
