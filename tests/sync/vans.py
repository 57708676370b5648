"""Laptops that share by parcels alone."""

from pathlib import Path

from crm_desktop.store.sites import take_new_site
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.parcel import Taken, read_parcel, write_parcel
from crm_desktop.sync.parcel_devices import device_called, own_card
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.sync.laptops import Laptop

NAMES = ("desk", "van", "shop")


class Van(Laptop):
    """A laptop that shares by parcels alone."""

    def __init__(self, folder: Path, name: str, clock: MovedClock) -> None:
        super().__init__(open_workspace(folder, PASSPHRASE, clock=clock))
        self.name = name
        take_new_site(self.workspace.store.writer)

    def card(self) -> bytes:
        return own_card(self.journal, self.name)

    def parcel(self, to: "Van", *, whole: bool = False) -> bytes:
        with self.workspace.reader() as reader:
            device = device_called(reader, to.name)
        return write_parcel(self.journal, device, self.name, whole=whole, files=self.workspace.files).parcel

    def read(self, parcel: bytes) -> Taken:
        return read_parcel(self.journal, parcel, self.workspace.files)

    def conflicts(self) -> int:
        with self.workspace.reader() as reader:
            return count_conflicts(reader)
