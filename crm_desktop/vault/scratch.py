"""A database to put things aside in while one works: encrypted with a key that nobody keeps, and gone afterwards."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import cast

from sqlcipher3 import dbapi2

from crm_desktop.vault.driver import Connection

SUFFIX = ".aside"
_KEY_BYTES = 48  # key and salt
_SETTINGS = (
    # nobody reads it but this connection, and after a crash nobody can
    *("cipher_use_hmac=OFF", "journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"),
    *("temp_store=MEMORY", "cache_size=-12000"),
)


class Scratch:
    """A scratch database in `folder`, or in memory where nothing can be written there."""

    def __init__(self, folder: Path | None) -> None:
        self._path = None if folder is None else folder / f"{os.getpid()}-{os.urandom(6).hex()}{SUFFIX}"
        driver = self._opened()
        self.connection = cast("Connection", driver)

    def close(self) -> None:
        """Forget all that was put aside."""
        self.connection.close()
        self._remove()

    def _opened(self) -> object:
        if self._path is not None:
            self._sweep(self._path.parent)
            try:
                driver = dbapi2.connect(str(self._path), isolation_level=None, check_same_thread=False)
                driver.execute(f"PRAGMA key=\"x'{os.urandom(_KEY_BYTES).hex()}'\"")
                for setting in _SETTINGS:
                    driver.execute(f"PRAGMA {setting}").fetchall()
                driver.execute("CREATE TABLE begun(at INTEGER)")
            except dbapi2.OperationalError:
                self._remove()
                self._path = None
            else:
                if sys.platform != "win32":
                    # The file has no name from now on: it is gone whatever becomes of this process.
                    self._remove()
                return driver
        return dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)

    def _remove(self) -> None:
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _sweep(self, folder: Path) -> None:
        """Remove what a crash has left behind, where files keep their names while they are open."""
        for left in folder.glob(f"*{SUFFIX}"):
            with suppress(OSError):
                left.unlink()
