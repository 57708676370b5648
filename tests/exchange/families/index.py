"""What INDEX.md says about each of the shared files."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.exchange.shared_data import FOLDER

_FAMILY = re.compile(r"### (\S+)")
_FILE = re.compile(r"\| (\S+) \|[^|]*\| ([^|]*) \|")


class IndexedFile(NamedTuple):
    """A shared file, and what the index says of its records."""

    path: Path
    records: str

    @property
    def label(self) -> str:
        """How a test names it."""
        return "-".join(self.path.relative_to(FOLDER).parts)

    def number(self, unit: str) -> int | None:
        """Return how many of `unit` the index counts in it, None where it counts something else."""
        found = re.match(rf"(\d+) {unit}", self.records)
        return int(found[1]) if found else None

    def sheets(self) -> dict[str, int]:
        """Return the number of rows by sheet; empty for other files."""
        found = re.match(r"sheets (.*?);", self.records)
        pairs = (each.rpartition(" ") for each in found[1].split(", ")) if found else ()
        return {name: int(count) for name, _space, count in pairs}


def indexed_files() -> list[IndexedFile]:
    """Return the files of the index in its order; none where the shared files are missing."""
    path = FOLDER / "INDEX.md"
    return list(_listed(path.read_text(encoding="utf-8"))) if path.exists() else []


def _listed(text: str) -> Iterator[IndexedFile]:
    family = ""
    for line in text.splitlines():
        if found := _FAMILY.match(line):
            family = found[1]
        elif family and (found := _FILE.match(line)) and found[1] != "file":
            yield IndexedFile(FOLDER / family / found[1], found[2])
