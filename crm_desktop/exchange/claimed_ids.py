"""Two rows that claim one id, though they are of different records that were there before."""

from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.match import EXTERNAL, Several
from crm_desktop.exchange.spool import Spool, ids_in


class ClaimedIds:
    """The ids of another program by which rows of one file named records."""

    def __init__(self, spool: Spool) -> None:
        self._records = spool.keys()

    def claim(self, draft: Draft, found: bytes) -> None:
        """Note that a row is `found` by its id.

        Raises Several where an earlier row had that id too, and what else the row says is another record that has none:
        with the first row's id it would overwrite that.
        """
        sort, text = draft.keys[0] if draft.keys else ("", "")
        if not sort.startswith(EXTERNAL):
            return
        key = f"{sort}\n{text}"
        if found not in ids_in(self._records.get(key)):
            self._records.put(key, found)
            return
        other = self._other(draft, found, sort)
        if other is not None:
            raise Several((found, other))

    @staticmethod
    def _other(draft: Draft, found: bytes, sort: str) -> bytes | None:
        """Return the record without an id that all else in the row says, where that is not the one `found`."""
        try:
            other = draft.index.find(draft.keys[1:])
        except Several as several:
            other = found if found in several.records else several.records[0]
        return None if other is None or other == found or draft.index.holds(other, sort) else other
