"""How an import finds the records of its rows, and what it does with them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from crm_desktop.exchange.beside import Beside
from crm_desktop.exchange.seen import Seen
from crm_desktop.store.file_store import FileStore


class ImportOptions(NamedTuple):
    """How rows find their records: `match` fields (none: what is usual for the kind), and what happens to those found.

    Refused rows are written to `rejects`. Files that come along are kept in `files`; a rehearsal `keeps_files` where
    the import will. An empty cell empties its field only where the user wishes that it `empties`. Consent counts where
    `consent_source` says how it is known. Files that were `seen` before, or whose `fingerprint` was told, have to be
    what they were then. Where nobody can be asked, nothing that is `guessed` is imported: 03/04/2017 may be in March or
    April, and 2,500 may be more than two thousand or less than three. Activities belong to the record `beside`, too.
    """

    match: Sequence[str] = ()
    on_match: str = "update"
    rejects: Path | None = None
    files: FileStore | None = None
    keeps_files: bool = False
    empties: bool = False
    consent_source: str = ""
    seen: Mapping[Path, Seen] = {}
    fingerprint: str = ""
    guessed: bool = True
    beside: Beside | None = None
