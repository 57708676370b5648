"""Binding a workspace to a server: that which serves it already, or one that another device shares through."""

import uuid
from typing import NamedTuple

from crm_desktop.errors import CrmError
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.lineage import BEGINNING
from crm_desktop.program import device_name
from crm_desktop.schema.catalogue import SHARED
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.sync.binding import Binding, bind, is_bound, keep
from crm_desktop.sync.connection import Address
from crm_desktop.sync.first_download import begin_download
from crm_desktop.sync.greeting import note_devices, note_version
from crm_desktop.sync.outbox import ACCEPTED
from crm_desktop.sync.remote import Hello, reached
from crm_desktop.sync.renaming import adopt_waiting
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

_WORKSPACE = "workspace_id"


class Joined(NamedTuple):
    """Whom the server took this device for, and whether everything is to be downloaded first."""

    workspace: str
    role: str
    sees: str
    downloads: bool


def workspace_id(journal: Journal) -> str:
    """Return what tells this workspace from any other; it is made when the workspace is first shared."""
    with journal.bookkeeping() as connection:
        known = local_value(connection, _WORKSPACE)
        if known is None:
            known = str(uuid.uuid4())
            set_local_value(connection, _WORKSPACE, known)
    return known


def bind_owner(journal: Journal, address: Address) -> None:
    """Bind the workspace to the server at `address` that was just prepared for it: everything is to be sent."""
    workspace = workspace_id(journal)
    now_ms = milliseconds(journal.clock())
    with journal.bookkeeping() as connection:
        bind(connection, Binding(workspace, address), now_ms)
        adopt_waiting(connection)
        keep(connection, last_digest_at=now_ms)


def join(journal: Journal, address: Address) -> Joined:
    """Bind the workspace to the server at `address`, where another device shares it.

    A new workspace downloads everything with the next exchange. Raises CrmError where this one holds something else.
    """
    with journal.store.reader() as reader:
        site = int(reader.execute("SELECT site FROM ctx").fetchone()[0])
        own = local_value(reader, _WORKSPACE)
        _check_free(reader, address)
    remote = reached(address)
    try:
        hello = remote.hello(site, device_name())
    finally:
        remote.close()
    downloads = own != hello.workspace
    with journal.bookkeeping() as connection:
        if downloads:
            _make_empty(connection, bytes.fromhex(hello.member))
        _take_over(connection, hello, Binding(hello.workspace, address), milliseconds(journal.clock()))
        if downloads:
            begin_download(connection)
        adopt_waiting(connection)
    journal.write_as(bytes.fromhex(hello.member))
    journal.derive_anew()
    return Joined(hello.workspace, hello.role, hello.sees, downloads)


def _check_free(reader: Connection, address: Address) -> None:
    if is_bound(reader):
        row = reader.execute("SELECT role FROM server").fetchone()
        if row[0] != address.user:
            raise CrmError(
                _("This workspace is shared as {member} already. Join as another member with a new workspace.").format(
                    member=row[0]
                )
            )


def _make_empty(connection: Connection, member: bytes) -> None:
    """Take out what a new workspace begins with, for `member` who joins; raises CrmError where it holds more."""
    worked = connection.execute("SELECT count(*) FROM step WHERE seq > ?", (BEGINNING,)).fetchone()[0]
    if worked:
        raise CrmError(
            _(
                "This workspace holds records of its own, and the server serves another one. Nothing was changed. "
                "Join with a new workspace (-w), then bring the records over with export and import."
            )
        )
    for table in (*(each.name for each in SHARED), "change", "fclock"):
        connection.execute(f"DELETE FROM {table}")
    # what comes first cannot be taken back, whatever it is: here it is the joining
    connection.execute(
        f"UPDATE step SET label = ?, member = ?, state = {ACCEPTED} WHERE seq = {BEGINNING}",
        (_("Join the workspace"), member),
    )


def _take_over(connection: Connection, hello: Hello, bound: Binding, now_ms: int) -> None:
    bind(connection, bound, now_ms)
    set_local_value(connection, _WORKSPACE, hello.workspace)
    set_local_value(connection, "member", hello.member)
    keep(
        connection,
        epoch=hello.epoch,
        sysid=hello.sysid,
        timeline=hello.timeline,
        scope_ver=hello.scope_ver,
        rights=hello.role,
        sees=hello.sees,
        srv_off=hello.now - now_ms,
    )
    note_devices(connection, hello.devices)
    note_version(connection, hello.server)
