"""Parcels and cards as files: what their names end in, what a file is, and how they are read and written."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import RefusedParcel, UnreadableFile
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.store.file_store import FileStore
from crm_desktop.sync.parcel import Taken, contents_parcels, read_parcel, write_parcel
from crm_desktop.sync.parcel_beside import Beside, read_beside, write_beside
from crm_desktop.sync.parcel_contents import USUAL_BYTES, chosen
from crm_desktop.sync.parcel_devices import ParcelDevice, own_card, own_keys, read_card
from crm_desktop.vault.durable import write_durably, write_refused
from crm_desktop.vault.parcels import MAGIC
from crm_desktop.words import _, ngettext

PARCEL_SUFFIX = ".crmparcel"
CARD_SUFFIX = ".crmcard"
# A card is text of a few lines; a file that begins otherwise is none.
_CARD_BEGINS = b'{\n "card"'


class FileKind(StrEnum):
    """What a file is that travels between devices."""

    PARCEL = "parcel"
    CARD = "card"


class Packing(NamedTuple):
    """A parcel that is to be written: for which device, where, whether with everything, and how much of files."""

    to: ParcelDevice
    path: Path
    whole: bool = False
    most_file_bytes: int = USUAL_BYTES


class Packed(NamedTuple):
    """A parcel that was written: how many steps it holds, how large it is, and the files that go with it."""

    path: Path
    steps: int
    size: int
    beside: Beside


def kind_of_file(path: Path) -> FileKind | None:
    """Return what the file at `path` is by its beginning, whatever it is called; None for anything else."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(MAGIC))
    except OSError:
        return None
    if begins == MAGIC:
        return FileKind.PARCEL
    return FileKind.CARD if begins.startswith(_CARD_BEGINS) else None


def card_fingerprint(journal: Journal) -> str:
    """Return the fingerprint of this device, for two people to compare."""
    return own_keys(journal).public.fingerprint


def write_card(journal: Journal, path: Path, device_name: str) -> None:
    """Write this device's card to `path`; raises CrmError."""
    _write(path, lambda: own_card(journal, device_name))


def card_at(journal: Journal, path: Path) -> ParcelDevice:
    """Return whose card the file at `path` is; raises CrmError."""
    return read_card(journal, _read(path))


def pack(journal: Journal, files: FileStore, packing: Packing, device_name: str, *, progress: Progress) -> Packed:
    """Write the parcel that `packing` describes, and the contents of `files` beside it; raises CrmError.

    Where it is cancelled while contents are written, the parcel with the records is whole.
    """
    progress.report(0, 2)
    written = write_parcel(journal, packing.to, device_name, whole=packing.whole, files=files)
    progress.report(1, 2)
    _write(packing.path, lambda: written.parcel)
    picked = chosen(files, written.contents, packing.most_file_bytes)
    parcels = contents_parcels(journal, packing.to, files, picked.going, progress)
    beside = write_beside(packing.path, picked, parcels)
    return Packed(packing.path, written.steps, len(written.parcel), beside)


def take_in(journal: Journal, files: FileStore, path: Path, *, progress: Progress) -> Taken:
    """Take in the parcel at `path` and what stands beside it, each whole or not at all; raises CrmError."""
    paths = [path, *read_beside(path)]
    taken: list[Taken] = []
    for number, each in enumerate(paths):
        progress.report(number, len(paths))
        parcel = _read(each)
        if not parcel.startswith(MAGIC):
            raise RefusedParcel(_("{name} is no parcel. Nothing was taken over.").format(name=each.name))
        taken.append(read_parcel(journal, parcel, files))
    return all_taken(taken)


def all_taken(taken: Sequence[Taken]) -> Taken:
    """Return what several parcels brought together; the first says whose they are."""
    return Taken(taken[0].sender, *(sum(counts) for counts in zip(*(each[1:] for each in taken), strict=True)))


def left_out_words(taken: Taken) -> str:
    """Return what the user is told of the steps that a parcel's sender may not bring."""
    told = ngettext(
        "{n} step was left out: the role of its sender may not bring it.",
        "{n} steps were left out: the role of their sender may not bring them.",
        taken.left_out,
    )
    return told.format(n=taken.left_out)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(_("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror)) from error


def _write(path: Path, made: Callable[[], bytes]) -> None:
    content = made()
    try:
        write_durably(path, content)
    except OSError as error:
        raise write_refused(error, path) from error
