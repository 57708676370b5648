"""Which rows of a list are selected, by the ids of their records."""

from collections.abc import Iterable


class Selection:
    """Some ids, or everything, also what is not loaded."""

    def __init__(self) -> None:
        self._ids: set[bytes] = set()
        self.everything = False

    @property
    def ids(self) -> frozenset[bytes]:
        """The ids that are selected one by one."""
        return frozenset(self._ids)

    def __contains__(self, record: bytes) -> bool:
        return self.everything or record in self._ids

    def __bool__(self) -> bool:
        return self.everything or bool(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def change(self, ids: Iterable[bytes], loaded: Iterable[bytes], *, on: bool) -> None:
        """Select `ids` or no longer; out of everything, what is `loaded` stays selected."""
        if self.everything:
            self.everything = False
            self._ids = set(loaded)
        self._ids = self._ids | set(ids) if on else self._ids - set(ids)

    def clear(self) -> None:
        """Select nothing."""
        self._ids.clear()
        self.everything = False
