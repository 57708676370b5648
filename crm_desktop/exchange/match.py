"""What says "the same record": records found by their keys, the strongest first, and never by guessing."""

from collections.abc import Callable, Iterable, Sequence

Key = tuple[str, str]
Load = Callable[[str], Iterable[tuple[str, bytes]]]
EXTERNAL = "external "
REFERENCE = "reference"  # to a record of the same tree: nothing that was there before has one
# One record, or several in their order.
_Found = bytes | dict[bytes, None]
# A record that has another one of these is another record, whatever its name says.
_EXCLUSIVE = {"email", "vat", "domain", "code"}


class Several(Exception):
    """A key fits more than one record."""

    def __init__(self, records: Sequence[bytes]) -> None:
        super().__init__()
        self.records = tuple(records)


class KeyIndex:
    """The records of one sort by their keys: those that were there, loaded when first asked for, and new ones."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._found: dict[str, dict[str, _Found]] = {}
        self._holders: dict[str, set[bytes]] = {}

    def find(self, keys: Sequence[Key]) -> bytes | None:
        """Return the one record that the first fitting of `keys` names, or None; raises Several.

        A weaker key does not fit a record that has another e-mail address, VAT id or external id than the row.
        """
        stronger: list[str] = []
        for sort, text in keys:
            found = (self._found.get(sort) or self._of(sort)).get(text)
            if found is not None:
                candidates = (found,) if isinstance(found, bytes) else tuple(found)
                if stronger:
                    candidates = tuple(each for each in candidates if not self._is_another(each, stronger))
                if len(candidates) == 1:
                    return candidates[0]
                if candidates:
                    raise Several(candidates)
            if _is_exclusive(sort):
                stronger.append(sort)
        return None

    def add(self, record: bytes, keys: Iterable[Key]) -> None:
        """Let `record` be found by `keys` from now on."""
        for sort, text in keys:
            _put(self._found.get(sort) or self._of(sort), text, record)
            holders = self._holders.get(sort)
            if holders is not None:
                holders.add(record)

    def drop(self, record: bytes, keys: Iterable[Key]) -> None:
        """Take back what `add` did for a record that is not made after all."""
        for sort, text in keys:
            found = self._of(sort).pop(text, None)
            if isinstance(found, dict):
                for each in found:
                    if each != record:
                        _put(self._of(sort), text, each)
            self._holders.get(sort, set()).discard(record)

    def _of(self, sort: str) -> dict[str, _Found]:
        found = self._found.get(sort)
        if found is None:
            found = self._found[sort] = {}
            for text, record in self._load(sort):
                _put(found, text, record)
            if _is_exclusive(sort):
                several = (each for each in found.values() if isinstance(each, dict))
                one = (each for each in found.values() if isinstance(each, bytes))
                self._holders[sort] = set(one).union(*several)
        return found

    def _is_another(self, record: bytes, stronger: Iterable[str]) -> bool:
        return any(record in self._holders[sort] for sort in stronger)


class Occurrences:
    """Records without an id of their own, found by what they hold: each once, so that no two rows share one."""

    def __init__(self, load: Callable[[], Iterable[tuple[str, bytes]]]) -> None:
        self._load = load
        self._left: dict[str, list[bytes]] | None = None

    def take(self, holding: str) -> bytes | None:
        """Return a record that holds what `holding` says and was not taken before, or None."""
        if self._left is None:
            self._left = {}
            for text, record in self._load():
                self._left.setdefault(text, []).append(record)
        records = self._left.get(holding)
        return records.pop(0) if records else None


def _is_exclusive(sort: str) -> bool:
    return sort in _EXCLUSIVE or sort.startswith(EXTERNAL)


def _put(found: dict[str, _Found], text: str, record: bytes) -> None:
    before = found.get(text)
    if before is None:
        found[text] = record
    elif isinstance(before, dict):
        before[record] = None
    elif before != record:
        found[text] = {before: None, record: None}
