"""The line above the rows of a group: what they share, how many they are, and sums."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from crm_desktop.words import _


class GroupHead(NamedTuple):
    """A head among the rows of a table: `key` tells it from others, `note` says how many rows there are.

    `sums` are shown in the columns that they are of, by name. A head that is not `open` has no rows below it.
    """

    key: bytes
    title: str
    note: str
    open: bool = True
    sums: Mapping[str, str] = MappingProxyType({})

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        words = _("{group}, {count}, open") if self.open else _("{group}, {count}, closed")
        return words.format(group=self.title, count=self.note)
