"""Two rows that claim one id, though they are of different records that were there before."""

from crm_desktop.exchange.match import EXTERNAL, Several
from crm_desktop.exchange.row_reader import Draft
from crm_desktop.exchange.spool import Spool, ids_in


class ClaimedIds:
    """The ids of another program by which rows of one file named records that were there, or that they gave them."""

    def __init__(self, spool: Spool) -> None:
        self._records = spool.keys()

    def claim(self, draft: Draft, found: bytes) -> str:
        """Note that a row is `found`; return its id where an earlier row had it too, else nothing.

        Raises Several where what else the row says is another record: with the first row's id it would overwrite that.
        """
        if not draft.keys or not draft.keys[0][0].startswith(EXTERNAL):
            return ""
        (sort, text), *others = draft.keys
        key = f"{sort}\n{text}"
        if found not in ids_in(self._records.get(key)):
            self._records.put(key, found)
            return ""
        other = draft.index.find(others)
        if other is not None and other != found:
            raise Several((found, other))
        return text
