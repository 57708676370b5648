"""What says "the same record": records found by their keys, the strongest first, and never by guessing."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from crm_desktop.exchange.id_table import ID_BYTES
from crm_desktop.exchange.spool import KeyShelf, Spool, ids_in

Key = tuple[str, str]
Load = Callable[[str], Iterable[tuple[str, bytes]]]
EXTERNAL = "external "
PARTED = "\n"  # between the two parts of a key
REFERENCE = "reference"  # to a record of the same tree: nothing that was there before has one
# A record that has another one of these is another record, whatever its name says.
LEGAL_NAME, PLAIN_NAME = "legal name", "plain name"  # a company's with its legal form, and one that has none
_EXCLUSIVE = {"email", "vat", "domain", "code", LEGAL_NAME}


class Several(Exception):
    """A key fits more than one record."""

    def __init__(self, records: Sequence[bytes]) -> None:
        super().__init__()
        self.records = tuple(records)


class _Sort(NamedTuple):
    """The records by their keys of one sort; `holders` are those that have one, None where others may share it."""

    shelf: KeyShelf
    holders: KeyShelf | None


class KeyIndex:
    """The records of one sort by their keys: those that were there, loaded when first asked for, and new ones."""

    def __init__(self, load: Load, spool: Spool) -> None:
        self._load = load
        self._spool = spool
        self._sorts: dict[str, _Sort] = {}

    def find(self, keys: Sequence[Key]) -> bytes | None:
        """Return the one record that the first fitting of `keys` names, or None; raises Several.

        A weaker key does not fit a record that has another e-mail address, VAT id, domain, legal form or external id.
        """
        stronger: list[KeyShelf] = []
        for sort, text in keys:
            shelf, holders = self._sorts.get(sort) or self._of(sort)
            found = shelf.get(text)
            if found:
                candidates = (found,) if len(found) == ID_BYTES else tuple(dict.fromkeys(ids_in(found)))
                if stronger:
                    candidates = tuple(each for each in candidates if not self._is_another(each, stronger))
                if len(candidates) == 1:
                    return candidates[0]
                if candidates:
                    raise Several(candidates)
            if holders is not None:
                stronger.append(holders)
        return None

    def holds(self, record: bytes, sort: str) -> bool:
        """Tell whether `record` is found by a key of `sort`, which is one that other records cannot share."""
        holders = self._of(sort).holders
        return holders is not None and bool(holders.get(record))

    def add(self, record: bytes, keys: Sequence[Key], *, was_there: bool = False) -> None:
        """Let `record`, which `was_there` before or is new, be found by `keys` from now on."""
        weaker, strong = was_there, list[KeyShelf]()
        for sort, text in keys:
            shelf, holders = self._sorts.get(sort) or self._of(sort)
            shelf.put(text, record)
            if holders is None:
                weaker = True
            else:
                strong.append(holders)
        # Of who is found by strong keys alone nobody asks whether he has another one of the last sort.
        for holders in strong if weaker else strong[:-1]:
            holders.put(record, record)

    def drop(self, record: bytes, keys: Sequence[Key]) -> None:
        """Take back what `add` did for a record that is not made after all."""
        for sort, text in keys:
            shelf, holders = self._of(sort)
            shelf.discard(text, record)
            if holders is not None:
                holders.discard(record, record)

    def _of(self, sort: str) -> _Sort:
        found = self._sorts.get(sort)
        if found is None:
            found = _Sort(self._spool.keys(), self._spool.keys() if _is_exclusive(sort) else None)
            self._sorts[sort] = found
            for text, record in self._spool.easing(self._load(sort)):
                found.shelf.put(text, record)
                if found.holders is not None:
                    found.holders.put(record, record)
        return found

    @staticmethod
    def _is_another(record: bytes, stronger: Iterable[KeyShelf]) -> bool:
        return any(holders.get(record) for holders in stronger)


class Occurrences:
    """Records without an id of their own, found by what they hold: each once, so that no two rows share one."""

    def __init__(self, load: Callable[[], Iterable[tuple[str, bytes]]], spool: Spool) -> None:
        self._load = load
        self._spool = spool
        self._left: KeyShelf | None = None

    def take(self, holding: str) -> bytes | None:
        """Return a record that holds what `holding` says and was not taken before, or None."""
        if self._left is None:
            self._left = self._spool.keys()
            for text, record in self._spool.easing(self._load()):
                self._left.put(text, record)
        return self._left.take(holding)


def _is_exclusive(sort: str) -> bool:
    return sort in _EXCLUSIVE or sort.startswith(EXTERNAL)
