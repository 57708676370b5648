"""A second laptop for the tour: a colleague changes the same records meanwhile, and sends what is new in a parcel."""

import shutil
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.acts import set_fields
from crm_desktop.contacts.actions import edit_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.store.sites import take_new_site
from crm_desktop.sync.connection import Address
from crm_desktop.sync.joining import bind_owner
from crm_desktop.sync.outbox import ACCEPTED
from crm_desktop.sync.parcel import read_parcel, write_parcel
from crm_desktop.sync.parcel_devices import device_called, own_card, trust
from crm_desktop.sync.status import set_paused
from crm_desktop.words import _
from crm_desktop.workspace import Workspace, open_workspace
from ui.kit.popover import Popover

# A name that leads nowhere: the tour works offline.
OFFICE = Address("office.hartwell.example", 5432, "hartwell", "nora", "only for the tour")


def share(here: Workspace, passphrase: str, folder: Path) -> None:
    """Share the workspace `here` with a colleague's laptop, whose copy lies in `folder`: both changed the same."""
    there = _second_laptop(here, passphrase, folder)
    company, person, deal, colleague, name = _chosen(here)
    laptop = _("{name}'s laptop").format(name=name.split()[0])
    there.journal.write_as(colleague)
    bind_owner(here.journal, OFFICE)
    with here.journal.bookkeeping() as connection:
        # what the sample holds was sent long ago
        connection.execute(f"UPDATE step SET state = {ACCEPTED} WHERE state < {ACCEPTED}")
        connection.execute("UPDATE sync SET last_ok_at = (SELECT max(at) FROM step)")
    set_paused(here.journal, paused=True)
    trust(here.journal, own_card(there.journal, laptop))
    trust(there.journal, own_card(here.journal, _("Desk")))
    _change_here(here.journal, company, person, deal)
    _change_there(there.journal, company, person, deal)
    edit_contact(there.journal, company, {"owner": colleague})
    with there.reader() as reader:
        target = device_called(reader, _("Desk"))
    parcel = write_parcel(there.journal, target, laptop).parcel
    there.close()
    read_parcel(here.journal, parcel)


def picture_of(window: QWidget) -> QPixmap:
    """Return the picture of `window` with the popovers that are open above it."""
    picture = window.grab()
    painter = QPainter(picture)
    for each in QApplication.topLevelWidgets():
        if isinstance(each, Popover) and each.isVisible():
            painter.drawPixmap(window.mapFromGlobal(each.mapToGlobal(QPoint(0, 0))), each.grab())
    painter.end()
    return picture


def _second_laptop(here: Workspace, passphrase: str, folder: Path) -> Workspace:
    here.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copytree(here.folder, folder / here.folder.name)
    there = open_workspace(folder / here.folder.name, passphrase)
    take_new_site(there.store.writer)
    return there


def _chosen(here: Workspace) -> tuple[bytes, bytes, bytes, bytes, str]:
    """Return a company, a person, a deal, and a colleague with the name."""
    with here.reader() as reader:
        company = reader.execute(
            "SELECT company FROM interaction WHERE company IS NOT NULL GROUP BY company ORDER BY count(*) DESC, company"
        ).fetchone()[0]
        person = reader.execute("SELECT id FROM contact WHERE kind = 'person' ORDER BY rid").fetchone()[0]
        deal = reader.execute("SELECT id FROM deal WHERE outcome = 'open' ORDER BY rid").fetchone()[0]
        colleague, name = reader.execute(
            "SELECT id, name FROM member WHERE id <> ? AND id <> "
            "coalesce((SELECT owner FROM contact WHERE id = ?), x'') ORDER BY rid",
            (here.journal.member, company),
        ).fetchone()
    return company, person, deal, colleague, str(name)


def _change_here(journal: Journal, company: bytes, person: bytes, deal: bytes) -> None:
    set_fields(journal, person, {"notes": "Wants two more samples before Friday.\nGate code is at reception."})
    set_fields(journal, company, {"phone": "+1 615 555 0244"})
    edit_contact(journal, company, {"owner": journal.member})
    set_fields(journal, deal, {"amount": "21,900"})


def _change_there(journal: Journal, company: bytes, person: bytes, deal: bytes) -> None:
    set_fields(journal, person, {"notes": "Called about the quote.\nGate code is at reception."})
    set_fields(journal, company, {"phone": "+1 615 555 0210"})
    set_fields(journal, company, {"tags": "framework", "employees": "84", "rating": "B"})
    set_fields(journal, deal, {"amount": "19,500"})
