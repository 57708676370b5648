"""Two rows that claim one id, though they are of different records that were there before."""

from crm_desktop.exchange.match import EXTERNAL, Several
from crm_desktop.exchange.row_reader import Draft
from crm_desktop.exchange.spool import Spool, ids_in


class ClaimedIds:
    """The ids of another program, and e-mail addresses, by which rows of one file named records, or that they gave."""

    def __init__(self, spool: Spool) -> None:
        self._records = spool.keys()

    def claim(self, draft: Draft, found: bytes) -> str:
        """Note that a row is `found`; return its id, or address, where an earlier row had it too, else nothing.

        Raises Several where what else the row says is another record: with the first row's id it would overwrite that.
        """
        if not claimed(draft):
            return ""
        (sort, text), *others = draft.keys
        key = f"{sort}\n{text}"
        if found not in ids_in(self._records.get(key)):
            self._records.put(key, found)
            return ""
        other = draft.index.find(others) if sort.startswith(EXTERNAL) else None
        if other is not None and other != found:
            raise Several((found, other))
        return text


def claimed(draft: Draft) -> str:
    """Return the id of another program, or the e-mail address, by which a row says whose it is; empty for neither."""
    sort, text = draft.keys[0] if draft.keys else ("", "")
    return text if sort.startswith(EXTERNAL) or sort == "email" else ""
