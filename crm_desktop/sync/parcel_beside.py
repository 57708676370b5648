"""The files that go with a parcel: they stand beside it, hold the contents of attachments, and are read with it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from crm_desktop.sync.parcel_contents import Contents
from crm_desktop.vault.durable import write_durably, write_refused

_BESIDE = "{stem}.files-{number:04}{suffix}"
_ANY_BESIDE = ".files-"


class Beside(NamedTuple):
    """What was written beside a parcel: how many files, with how many contents, and what was left out as too much."""

    paths: tuple[Path, ...]
    contents: int
    left_out: int
    left_out_bytes: int


def write_beside(path: Path, picked: Contents, parcels: Iterable[bytes]) -> Beside:
    """Write `parcels`, which hold the contents that were `picked`, beside the parcel at `path`; raises CrmError.

    What an earlier parcel of that name left there goes.
    """
    for each in list(read_beside(path)):
        each.unlink()
    paths: list[Path] = []
    for number, parcel in enumerate(parcels, 1):
        paths.append(path.with_name(_BESIDE.format(stem=path.stem, number=number, suffix=path.suffix)))
        try:
            write_durably(paths[-1], parcel)
        except OSError as error:
            raise write_refused(error, paths[-1]) from error
    return Beside(tuple(paths), len(picked.going), picked.left_out, picked.left_out_bytes)


def read_beside(path: Path) -> Iterator[Path]:
    """Yield the files that stand beside the parcel at `path`; none for one of them."""
    if _ANY_BESIDE in path.name:
        return
    found = [each for each in path.parent.iterdir() if each.name.startswith(f"{path.stem}{_ANY_BESIDE}")]
    yield from sorted(each for each in found if each.suffix == path.suffix and each.is_file())
