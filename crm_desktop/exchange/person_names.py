"""The names of people in rows: whole, in parts, or whole in an order that their column is said to have."""

from collections.abc import Sequence

from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.point_parts import KIND, NORMAL
from crm_desktop.exchange.remarks import Remark, quoted
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.slots import WHOLE_NAMES
from crm_desktop.schema.contacts import NAME_PARTS
from crm_desktop.schema.forms import Stored
from crm_desktop.values.names import compose_name, is_composed, split_name
from crm_desktop.words import _


class PersonNames:
    """Reads the names in the rows of `reader`."""

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        self._place = next((each for each in WHOLE_NAMES if each in reader.at), "name")

    def text(self, cells: Sequence[str]) -> str:
        """Return the whole name as the row has it; empty where it has none."""
        return self._reader.text(cells, self._place)

    def take(self, draft: Draft, cells: Sequence[str]) -> str:
        """Complete the `draft` of a person, and return the name.

        It is as the row has it, composed of its parts, or the nickname or e-mail address instead; raises RefusedRow.
        """
        reader, values, position = self._reader, draft.values, self._reader.position
        parts = [str(values[position[part]] or "") for part in NAME_PARTS]
        written = self.text(cells)
        if written:
            return self._take_whole(draft, written, whole_only=any(parts))
        name = compose_name(*parts) or str((values[position["nickname"]] if "nickname" in position else None) or "")
        if not name:
            name = next((str(point[NORMAL]) for point in draft.parts if point[KIND] == "email"), "")
            if not name:
                told = _("The row has no name and no e-mail address.")
                raise reader.refused((*WHOLE_NAMES, "family_name", "given_name"), cells, told)
            reader.remarks.note(Remark.NO_NAME, "", quoted(name))
        draft.fill[position["name"]] = name
        return name

    def follow(self, before: Sequence[Stored], after: list[Stored]) -> None:
        """A new name of a person who is here has new parts, and new parts a new name where it was composed of them."""
        position = self._reader.position
        name, parts = position["name"], [position[part] for part in NAME_PARTS]
        renamed, parted = after[name] != before[name], any(after[part] != before[part] for part in parts)
        if renamed and not parted:
            for part, text in zip(parts, split_name(str(after[name])), strict=True):
                after[part] = text or None
        elif parted and not renamed:
            whole, had = str(before[name] or ""), [str(before[part] or "") for part in parts]
            if is_composed(whole, *had):
                after[name] = compose_name(*(str(after[part] or "") for part in parts), like=whole)

    def _take_whole(self, draft: Draft, written: str, *, whole_only: bool) -> str:
        """Take the name as it is `written`, and its parts where they are not there and can be told."""
        reader, position = self._reader, self._reader.position
        # in a list of our own, a name without parts was written as a whole
        known = "@" in written or (reader.is_exported and "given_name" in reader.at)
        order = WHOLE_NAMES[self._place]
        split = None if known else split_name(written, family_first=order)
        if split is not None and not whole_only:
            for part, text in zip(NAME_PARTS, split, strict=True):
                draft.fill[position[part]] = text or None
        name = written if split is None or order is None else compose_name(*split, like=written)
        draft.values[position["name"]] = name
        return name
