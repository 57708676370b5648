"""What says "the same record": records found by their keys, the strongest first, and never by guessing."""

from collections.abc import Callable, Iterable, Sequence

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


class KeyIndex:
    """The records of one sort by their keys: those that were there, loaded when first asked for, and new ones."""

    def __init__(self, load: Load, spool: Spool) -> None:
        self._load = load
        self._spool = spool
        self._shelves: dict[str, KeyShelf] = {}
        self._holders: dict[str, KeyShelf] = {}

    def find(self, keys: Sequence[Key]) -> bytes | None:
        """Return the one record that the first fitting of `keys` names, or None; raises Several.

        A weaker key does not fit a record that has another e-mail address, VAT id, domain, legal form or external id.
        """
        stronger: list[str] = []
        for sort, text in keys:
            found = (self._shelves.get(sort) or self._of(sort)).get(text)
            if found:
                candidates = (found,) if len(found) == ID_BYTES else tuple(dict.fromkeys(ids_in(found)))
                if stronger:
                    candidates = tuple(each for each in candidates if not self._is_another(each, stronger))
                if len(candidates) == 1:
                    return candidates[0]
                if candidates:
                    raise Several(candidates)
            if _is_exclusive(sort):
                stronger.append(sort)
        return None

    def holds(self, record: bytes, sort: str) -> bool:
        """Tell whether `record` is found by a key of `sort`, which is one that other records cannot share."""
        self._of(sort)
        return bool(self._holders[sort].get(record.hex()))

    def add(self, record: bytes, keys: Sequence[Key], *, was_there: bool = False) -> None:
        """Let `record`, which `was_there` before or is new, be found by `keys` from now on."""
        weaker = was_there
        for sort, text in keys:
            (self._shelves.get(sort) or self._of(sort)).put(text, record)
            weaker = weaker or not _is_exclusive(sort)
        # Who is found by strong keys alone is never asked for another one.
        for sort, _text in keys if weaker else ():
            if _is_exclusive(sort):
                self._holders[sort].put(record.hex(), record)

    def drop(self, record: bytes, keys: Sequence[Key]) -> None:
        """Take back what `add` did for a record that is not made after all."""
        for sort, text in keys:
            self._of(sort).discard(text, record)
            if _is_exclusive(sort):
                self._holders[sort].discard(record.hex(), record)

    def _of(self, sort: str) -> KeyShelf:
        shelf = self._shelves.get(sort)
        if shelf is None:
            shelf = self._shelves[sort] = self._spool.keys()
            exclusive = _is_exclusive(sort)
            if exclusive:
                self._holders[sort] = self._spool.keys()
            for text, record in self._spool.easing(self._load(sort)):
                shelf.put(text, record)
                if exclusive:
                    self._holders[sort].put(record.hex(), record)
        return shelf

    def _is_another(self, record: bytes, stronger: Iterable[str]) -> bool:
        return any(self._holders[sort].get(record.hex()) for sort in stronger)


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
