"""From the settings two laptops share by files alone: cards, parcels, and what is refused."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.files.actions import Holder, attach_files
from crm_desktop.files.keeping import keep_content
from crm_desktop.store.content_hash import content_hash
from crm_desktop.store.sites import take_new_site
from crm_desktop.sync.parcel_devices import known_devices
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from ui.kit.desk import Desk, Place
from ui.kit.dress import dress
from ui.kit.labels import Text
from ui.kit.lockable_core import LockableCore
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, Theme
from ui.settings.parcel_dialogs import CardDialog, TakenDialog
from ui.settings.parcels_part import ParcelsPart

Seat = Callable[[str], ParcelsPart]


@pytest.fixture
def seat(qapp: QApplication, qtbot: QtBot, empty_workspace: Path, tmp_path: Path) -> Iterator[Seat]:
    """Show the part of the settings on another laptop with the same workspace."""
    theme = Theme(Mode.LIGHT)
    dress(qapp, theme)
    with ExitStack() as opened:

        def made(name: str) -> ParcelsPart:
            folder = tmp_path / name / empty_workspace.name
            shutil.copytree(empty_workspace, folder)
            clock, tasks = MovedClock(datetime.now(UTC)), Tasks(qapp)
            workspace = open_workspace(folder, PASSPHRASE, clock=clock)
            opened.callback(workspace.close)
            opened.callback(tasks.close)
            take_new_site(workspace.store.writer)
            file = LockableCore(workspace)
            desk = Desk(file, theme, tasks, clock, place=workspace.place, member=workspace.journal.member, file=file)
            part = ParcelsPart(desk)
            qtbot.addWidget(part)
            part.resize(736, 600)
            part.show()
            part.refresh()
            qtbot.waitUntil(lambda: bool(part.rows))
            return part

        yield made


def fingerprint(part: ParcelsPart) -> str:
    with part._desk.file.workspace.reader() as reader:
        return content_hash(reader).all


def introduce(here: ParcelsPart, there: ParcelsPart, folder: Path, qtbot: QtBot) -> None:
    """Let `here` take the card of `there`."""
    card = folder / "there.crmcard"
    card.unlink(missing_ok=True)
    there.save_card(card)
    qtbot.waitUntil(card.exists)
    here.take_file(card)
    qtbot.waitUntil(lambda: bool(here.findChildren(CardDialog)))
    dialog = here.findChildren(CardDialog)[0]
    assert dialog.fingerprint.text() in there.rows[0].help.text()
    dialog.accept()
    qtbot.waitUntil(lambda: len(here.rows) == 3)


def parcel(here: ParcelsPart, path: Path, qtbot: QtBot) -> Path:
    with here._desk.file.workspace.reader() as reader:
        (device,) = known_devices(reader)
    here.write(device, path)
    qtbot.waitUntil(path.exists)
    return path


def taken(here: ParcelsPart, path: Path, qtbot: QtBot) -> TakenDialog:
    here.take_file(path)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in here.findChildren(TakenDialog)))
    return next(each for each in here.findChildren(TakenDialog) if each.isVisible())


def test_two_laptops_meet_by_files_alone(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    anna, van = seat("anna"), seat("van")
    introduce(anna, van, tmp_path, qtbot)
    introduce(van, anna, tmp_path, qtbot)
    add_contact(anna._desk.file.workspace.journal, "person", {"name": "Dana Whitfield"})
    brought = parcel(anna, tmp_path / "for the van.crmparcel", qtbot)
    dialog = taken(van, brought, qtbot)
    assert dialog.lines == ["1 change that was not here", "1 record was brought up to date"]
    dialog.accept()
    assert fingerprint(van) == fingerprint(anna)
    dialog = taken(van, brought, qtbot)
    assert dialog.lines == ["Nothing new: all that is in it was here already."]
    dialog.accept()


def test_contents_of_files_stand_beside_a_parcel_and_come_with_it(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    anna, van = seat("anna"), seat("van")
    introduce(anna, van, tmp_path, qtbot)
    introduce(van, anna, tmp_path, qtbot)
    workspace = anna._desk.file.workspace
    dana = add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    kept = keep_content(workspace.files, "plan.txt", b"the plan", 1 << 20)
    attach_files(workspace.journal, Holder("contact", dana), [kept])
    brought = parcel(anna, tmp_path / "trip.crmparcel", qtbot)
    qtbot.waitUntil((tmp_path / "trip.files-0001.crmparcel").exists)
    assert "The content of 1 file is here now" in taken(van, brought, qtbot).lines
    assert b"".join(van._desk.file.workspace.files.read(kept.hash)) == b"the plan"


def test_what_clashes_is_led_to(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    anna, van = seat("anna"), seat("van")
    introduce(anna, van, tmp_path, qtbot)
    introduce(van, anna, tmp_path, qtbot)
    here, there = (part._desk.file.workspace.journal for part in (anna, van))
    dana = add_contact(here, "person", {"name": "Dana Whitfield"})
    taken(van, parcel(anna, tmp_path / "1.crmparcel", qtbot), qtbot).accept()
    edit_contact(here, dana, {"job_title": "Buyer"})
    edit_contact(there, dana, {"job_title": "Owner"})
    gone: list[Place] = []
    van._desk.place_wanted.connect(gone.append)
    dialog = taken(van, parcel(anna, tmp_path / "2.crmparcel", qtbot), qtbot)
    assert dialog.lines[-1] == "1 conflict to review"
    dialog.accept()
    qtbot.waitUntil(lambda: gone == [Place("conflicts")])


def test_foreign_and_changed_files_are_refused_in_words(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    anna, van = seat("anna"), seat("van")
    introduce(anna, van, tmp_path, qtbot)
    unknown = parcel(anna, tmp_path / "unknown.crmparcel", qtbot)
    van.take_file(unknown)
    qtbot.waitUntil(lambda: "not known here" in van.wrong.text)
    introduce(van, anna, tmp_path, qtbot)
    bent = bytearray(unknown.read_bytes())
    bent[-100] ^= 1
    (tmp_path / "bent.crmparcel").write_bytes(bytes(bent))
    van.take_file(tmp_path / "bent.crmparcel")
    qtbot.waitUntil(lambda: "damaged or changed" in van.wrong.text)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    van.take_file(tmp_path / "photo.jpg")
    qtbot.waitUntil(lambda: "photo.jpg is no parcel" in van.wrong.text)
    assert van.wrong.isVisible()


def test_a_card_that_was_changed_is_not_offered(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    anna, van = seat("anna"), seat("van")
    card = tmp_path / "van.crmcard"
    van.save_card(card)
    qtbot.waitUntil(card.exists)
    card.write_text(card.read_text("utf-8").replace('"name": "', '"name": "X'), "utf-8")
    anna.take_file(card)
    qtbot.waitUntil(lambda: "was changed" in anna.wrong.text)
    assert not anna.findChildren(CardDialog)


def test_who_is_trusted_no_more_is_refused(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    anna, van = seat("anna"), seat("van")
    introduce(anna, van, tmp_path, qtbot)
    introduce(van, anna, tmp_path, qtbot)
    brought = parcel(anna, tmp_path / "1.crmparcel", qtbot)
    with van._desk.file.workspace.reader() as reader:
        (device,) = known_devices(reader)
    van.forget(device)
    qtbot.waitUntil(lambda: len(van.rows) == 2)
    van.take_file(brought)
    qtbot.waitUntil(lambda: "not known here" in van.wrong.text)


def test_a_stick_that_is_full_or_gone_is_told(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    anna = seat("anna")
    anna.save_card(tmp_path / "no such folder" / "card.crmcard")
    qtbot.waitUntil(lambda: bool(anna.wrong.text))
    assert all(isinstance(each, Text) for each in anna.findChildren(Text))


def test_several_parcels_are_read_one_after_the_other(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    anna, van = seat("anna"), seat("van")
    introduce(anna, van, tmp_path, qtbot)
    introduce(van, anna, tmp_path, qtbot)
    paths = []
    for number in range(2):
        add_contact(anna._desk.file.workspace.journal, "person", {"name": f"Guest {number}"})
        paths.append(parcel(anna, tmp_path / f"{number}.crmparcel", qtbot))
    van.take_files(paths)
    for _each in paths:
        qtbot.waitUntil(lambda: any(each.isVisible() for each in van.findChildren(TakenDialog)))
        next(each for each in van.findChildren(TakenDialog) if each.isVisible()).accept()
    assert fingerprint(van) == fingerprint(anna)
