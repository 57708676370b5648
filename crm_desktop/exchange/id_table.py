"""A table of ids by numbers that takes a fifth of the memory of a dict: imports remember hundreds of thousands."""

from array import array
from collections.abc import Iterator

ID_BYTES = 16
_FEWEST = 1 << 8  # slots
_MANY = 1 << 16  # slots, from which on they grow twofold: 1.5 MB
_FREE = 0
_BITS = 64  # of a number
# The number that stands for a free slot is kept as this one. As with two texts of one hash, 2^-64 of them share one.
_INSTEAD = 1


class IdTable:
    """Ids, one behind the other, by numbers that are spread at random, such as hashes of texts."""

    def __init__(self) -> None:
        self._several: dict[int, bytes] = {}
        self._make(_FEWEST)

    def __len__(self) -> int:
        return self._used + len(self._several)

    def get(self, number: int) -> bytes:
        """Return the ids of `number`; nothing where there are none."""
        key = number or _INSTEAD
        if self._several and key in self._several:
            return self._several[key]
        keys, mask = self._keys, self._mask
        at = (key >> self._shift) & mask
        while (found := keys[at]) != key:
            if not found:
                return b""
            at = (at + 1) & mask
        return bytes(self._ids[at * ID_BYTES : (at + 1) * ID_BYTES])

    def add(self, number: int, one: bytes) -> None:
        """Let the id `one` be among those of `number`, behind the others."""
        key = number or _INSTEAD
        if self._several and key in self._several:
            there = self._several[key]
        else:
            keys, mask = self._keys, self._mask
            at = (key >> self._shift) & mask
            while (found := keys[at]) and found != key:
                at = (at + 1) & mask
            if not found:
                keys[at] = key
                self._ids[at * ID_BYTES : (at + 1) * ID_BYTES] = one
                self._used += 1
                if 3 * self._used > 2 * mask:
                    self._grow()
                return
            there = bytes(self._ids[at * ID_BYTES : (at + 1) * ID_BYTES])
        # nearly always none of them, which is found out at once
        if one not in there or all(there[at : at + ID_BYTES] != one for at in range(0, len(there), ID_BYTES)):
            self.put(number, there + one)

    def put(self, number: int, ids: bytes) -> None:
        """Let `ids` be those of `number`, in place of what it had."""
        key = number or _INSTEAD
        if len(ids) != ID_BYTES:
            self._several[key] = ids
            return
        self._several.pop(key, None)
        self._place(key, ids)
        if 3 * self._used > 2 * self._mask:
            self._grow()

    def items(self) -> Iterator[tuple[int, bytes]]:
        """Yield each number that has ids, and these: the positive ones and the negative ones nearly in order."""
        for at, key in enumerate(self._keys):
            if key and key not in self._several:
                yield key, bytes(self._ids[at * ID_BYTES : (at + 1) * ID_BYTES])
        yield from ((key, ids) for key, ids in self._several.items() if ids)

    def clear(self) -> None:
        """Forget all."""
        self._several.clear()
        self._make(_FEWEST)

    def _make(self, slots: int) -> None:
        self._keys = array("q", bytes(8 * slots))
        self._ids = bytearray(ID_BYTES * slots)
        self._mask = slots - 1
        # by their first bits, so that the numbers stand nearly in order
        self._shift = _BITS - self._mask.bit_length()
        self._used = 0

    def _place(self, key: int, ids: bytes) -> None:
        keys, mask = self._keys, self._mask
        at = (key >> self._shift) & mask
        while (found := keys[at]) != key:
            if not found:
                keys[at] = key
                self._used += 1
                break
            at = (at + 1) & mask
        self._ids[at * ID_BYTES : (at + 1) * ID_BYTES] = ids

    def _grow(self) -> None:
        old_keys, old_ids, used = self._keys, self._ids, self._used
        self._make(4 * len(old_keys) if len(old_keys) < _MANY else 2 * len(old_keys))
        self._used = used
        keys, ids, mask, shift = self._keys, self._ids, self._mask, self._shift
        for before, key in enumerate(old_keys):
            if key != _FREE:
                at = (key >> shift) & mask
                while keys[at]:
                    at = (at + 1) & mask
                keys[at] = key
                ids[at * ID_BYTES : (at + 1) * ID_BYTES] = old_ids[before * ID_BYTES : (before + 1) * ID_BYTES]
