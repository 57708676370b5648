"""Parcels: sharing by files where there is no network; this computer's card, those that are trusted, what is read."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.program import device_name
from crm_desktop.store.file_store import FileStore
from crm_desktop.sync.parcel import Taken
from crm_desktop.sync.parcel_devices import ParcelDevice, forget_device, keep_device, known_devices
from crm_desktop.sync.parcel_files import (
    CARD_SUFFIX,
    PARCEL_SUFFIX,
    FileKind,
    Packed,
    Packing,
    card_at,
    card_fingerprint,
    kind_of_file,
    pack,
    take_in,
    write_card,
)
from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button, IconButton
from ui.kit.desk import SHARING, Desk, Place
from ui.kit.dialogs import Dialog
from ui.kit.labels import Text
from ui.kit.menus import MenuAct, drop, made_menu
from ui.kit.told import Told
from ui.settings.parcel_dialogs import CardDialog, TakenDialog
from ui.settings.row import SettingRow, SettingsCard
from ui.settings.sharing_lines import heard_words


class _Known(NamedTuple):
    fingerprint: str
    devices: list[ParcelDevice]
    members: dict[bytes | None, str]


class ParcelsPart(QWidget):
    """A card of rows: one for this computer, one for each that is trusted, and one to read what came."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme = desk.theme
        self.rows: list[SettingRow] = []
        self.wrong = Told(theme)
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.setSpacing(theme.px(10))
        lead = _(
            "Signed and encrypted files carry what is new from one computer to another: on a stick or by mail, in any "
            "order, as often as you like. Only the computer that a parcel is for can read it."
        )
        self._room.addSpacing(theme.px(8))
        self._room.addWidget(Text(theme, _("Parcels"), "section"))
        self._room.addWidget(Text(theme, lead, role="text2", wrap=True))
        self._room.addWidget(self.wrong)
        self._card: QWidget | None = None
        self._waiting: list[Path] = []

    def refresh(self) -> None:
        """Read which computers are trusted."""
        self._desk.tasks.run(_known, self._journal, owner=self, then=self._show, on_error=self._fail, key="parcels")

    def take_files(self, paths: Sequence[Path]) -> None:
        """Go on with the cards and parcels at `paths`, one after the other."""
        self._waiting = list(paths)
        self._take_next()

    def _take_next(self) -> None:
        if self._waiting:
            self.take_file(self._waiting.pop(0))

    def take_file(self, path: Path) -> None:
        """Go on with the card or the parcel at `path`."""
        self.wrong.tell("")
        if kind_of_file(path) is FileKind.CARD:
            self._desk.tasks.run(card_at, self._journal, path, owner=self, then=self._ask_trust, on_error=self._fail)
            return
        title = _("Reading {name}").format(name=path.name)
        job = partial(take_in, self._journal, self._files, path)
        self._desk.tasks.run(job, owner=self, then=self._on_taken, on_error=self._fail, title=title)

    def choose_file(self) -> None:
        """Ask for the card or the parcel that came."""
        kinds = _("Parcels and cards (*{parcel} *{card});;All files (*)").format(parcel=PARCEL_SUFFIX, card=CARD_SUFFIX)
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Read a parcel or a card"), str(Path.home()), kinds)
        if chosen:
            self.take_file(Path(chosen))

    def save_card(self, path: Path) -> None:
        """Write the card of this computer to `path`."""
        told = _("The card is saved: {name}").format(name=path.name)
        self._desk.tasks.run(
            write_card,
            self._journal,
            path,
            device_name(),
            owner=self,
            then=lambda _none: self._desk.say(told),
            on_error=self._fail,
        )

    def write(self, device: ParcelDevice, path: Path, *, whole: bool = False) -> None:
        """Write a parcel for `device` to `path`."""
        self.wrong.tell("")
        title = _("Writing a parcel for {device}").format(device=device.name)
        packing = Packing(device, path, whole)
        job = partial(pack, self._journal, self._files, packing, device_name())
        self._desk.tasks.run(job, owner=self, then=self._on_packed, on_error=self._fail, title=title)

    @property
    def _journal(self) -> Journal:
        return self._desk.file.workspace.journal

    @property
    def _files(self) -> FileStore:
        return self._desk.file.workspace.files

    def _show(self, known: _Known) -> None:
        theme = self._desk.theme
        save = Button(theme, _("Save the card…"), icon="save")
        save.clicked.connect(self._choose_card)
        own = _("Give its card to the others, and tell them this fingerprint:\n{text}").format(text=known.fingerprint)
        read = Button(theme, _("Read…"), icon="open folder")
        read.clicked.connect(self.choose_file)
        read.setAccessibleName(_("Read a parcel or a card"))
        reads = _("Choose the file, or drop it on the window. What is foreign or was changed is refused.")
        self.rows = [
            SettingRow(theme, _("This computer"), own, save),
            *(self._device_row(each, known) for each in known.devices),
            SettingRow(theme, _("A parcel or a card that came"), reads, read),
        ]
        if self._card is not None:
            self._card.hide()
            self._room.removeWidget(self._card)
            self._card.deleteLater()
        self._card = SettingsCard(theme, self.rows)
        self._room.addWidget(self._card)

    def _device_row(self, device: ParcelDevice, known: _Known) -> SettingRow:
        theme = self._desk.theme
        whose = heard_words(known.members.get(device.member, ""), device.told_ms, self._desk.formats)
        told = _("{whose}\nFingerprint {text}").format(whose=whose, text=device.keys.fingerprint)
        write = Button(theme, _("Write a parcel…"), icon="send")
        write.setAccessibleName(_("Write a parcel for {device}").format(device=device.name))
        write.clicked.connect(lambda: self._choose_target(device))
        more = IconButton(theme, "more", _("More for {device}").format(device=device.name), size="normal", framed=True)
        more.clicked.connect(lambda: self._open_menu(device, more))
        return SettingRow(theme, device.name, told, write, more)

    def _open_menu(self, device: ParcelDevice, opener: QWidget) -> None:
        acts = [
            MenuAct("send", _("Write a parcel with everything…"), lambda: self._choose_target(device, whole=True)),
            MenuAct("not allowed", _("Trust no more"), lambda: self.forget(device)),
        ]
        drop(made_menu(self._desk.theme, acts, self), opener)

    def forget(self, device: ParcelDevice) -> None:
        """Trust `device` no more, until its card is taken again."""
        told = _("{device} is trusted no more. Take its card again to change that.").format(device=device.name)
        self._desk.act(forget_device, device, owner=self, then=lambda _none: self._after(told), on_error=self._fail)

    def _choose_card(self) -> None:
        name = str(Path.home() / f"{device_name()}{CARD_SUFFIX}")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the card"), name)
        if chosen:
            self.save_card(Path(chosen))

    def _choose_target(self, device: ParcelDevice, *, whole: bool = False) -> None:
        name = f"{device.name} {self._desk.today().isoformat()}{PARCEL_SUFFIX}"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Write a parcel"), str(Path.home() / name))
        if chosen:
            self.write(device, Path(chosen), whole=whole)

    def _ask_trust(self, device: ParcelDevice) -> None:
        dialog = CardDialog(self._desk, device, self)
        dialog.accepted.connect(partial(self._trust, device))
        dialog.finished.connect(self._take_next)
        _open(dialog)

    def _trust(self, device: ParcelDevice) -> None:
        told = _("{device} is trusted now").format(device=device.name)
        self._desk.act(keep_device, device, owner=self, then=lambda _none: self._after(told), on_error=self._fail)

    def _on_packed(self, packed: Packed) -> None:
        told = ngettext("{n} change is in {name}, {size}", "{n} changes are in {name}, {size}", packed.steps)
        size, number = self._desk.formats.size(packed.size), self._desk.formats.number(packed.steps)
        words = [told.format(n=number, name=packed.path.name, size=size)]
        count = len(packed.beside.paths)
        if count:
            more = ngettext("Take along {n} more file beside it", "Take along {n} more files beside it", count)
            words.append(more.format(n=self._desk.formats.number(count)))
        if packed.beside.left_out:
            left = ngettext(
                "The content of {n} file was left out ({size})",
                "The contents of {n} files were left out ({size})",
                packed.beside.left_out,
            )
            octets = self._desk.formats.size(packed.beside.left_out_bytes)
            words.append(left.format(n=self._desk.formats.number(packed.beside.left_out), size=octets))
        self._desk.say(". ".join(words))

    def _on_taken(self, taken: Taken) -> None:
        dialog = TakenDialog(self._desk, taken, self)
        dialog.review_wanted.connect(lambda: self._desk.go(Place("conflicts")), Qt.ConnectionType.QueuedConnection)
        dialog.finished.connect(self._take_next)
        _open(dialog)
        self._desk.settings_changed.emit(SHARING)
        self.refresh()

    def _after(self, told: str) -> None:
        self._desk.say(told)
        self.refresh()

    def _fail(self, error: CrmError) -> None:
        # what came with it is not read either: somebody has to look first
        self._waiting = []
        self.wrong.tell(str(error))


def _open(dialog: Dialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _known(journal: Journal) -> _Known:
    fingerprint = card_fingerprint(journal)
    with journal.store.reader() as reader:
        members = {row[0]: str(row[1]) for row in reader.execute("SELECT id, name FROM member")}
        return _Known(fingerprint, known_devices(reader), members)
