"""Many texts by their numbers: some stay in memory, the others go encrypted to the drive, so that no file fills it."""

import marshal
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from platformdirs import user_cache_path

from crm_desktop.program import PROGRAM
from crm_desktop.vault.scratch import Scratch

BLOCK_TEXTS = 256  # put aside and read together: cells name most texts in their order
MOST_HELD = 500  # blocks in memory: some megabytes
_READ_AGAIN = 32  # blocks


class TextBlocks:
    """Texts that are appended one by one and read by their numbers, from 0 on; close it when done."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._aside = 0
        self._scratch: Scratch | None = None
        self._last: list[str] = []
        self._block = lru_cache(_READ_AGAIN)(self._read)

    def __len__(self) -> int:
        return (len(self._held) + self._aside) * BLOCK_TEXTS + len(self._last)

    def __getitem__(self, number: int) -> str:
        block, at = divmod(number, BLOCK_TEXTS)
        texts = self._last if block == len(self._held) + self._aside else self._block(block)
        return texts[at]

    def append(self, text: str) -> None:
        """Put `text` behind the others."""
        self._last.append(text)
        if len(self._last) < BLOCK_TEXTS:
            return
        packed = marshal.dumps(self._last)
        self._last = []
        if len(self._held) < MOST_HELD:
            self._held.append(packed)
        else:
            self._put_aside(packed)

    def close(self) -> None:
        """Forget all."""
        if self._scratch is not None:
            self._scratch.close()

    def _put_aside(self, packed: bytes) -> None:
        if self._scratch is None:
            self._scratch = Scratch(_folder())
            self._scratch.connection.execute("PRAGMA cache_size = -1000")
            self._scratch.connection.execute("CREATE TABLE block(number INTEGER PRIMARY KEY, texts BLOB NOT NULL)")
            # nothing of it is ever kept
            self._scratch.connection.execute("BEGIN")
        number = len(self._held) + self._aside
        self._scratch.connection.execute("INSERT INTO block(number, texts) VALUES (?, ?)", (number, packed))
        self._aside += 1

    def _read(self, block: int) -> list[str]:
        texts: list[str] = marshal.loads(self._packed(block))
        return texts

    def _packed(self, block: int) -> bytes:
        if block < len(self._held):
            return self._held[block]
        if self._scratch is None or block >= len(self._held) + self._aside:
            raise IndexError(block)
        found = self._scratch.connection.execute("SELECT texts FROM block WHERE number = ?", (block,)).fetchone()
        return bytes(found[0])


def _folder() -> Path:
    """Return a folder on a drive: temporary ones may be in memory."""
    folder = user_cache_path(PROGRAM, appauthor=False)
    # where there can be none, the texts stay in memory
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
