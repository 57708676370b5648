"""Steps that this device sent under numbers it had before: a server that was set back gets them again as they were.

A device takes a new number after a restore or where it was copied; what it did under the former one keeps its clocks.
"""

import uuid
from collections.abc import Iterator
from functools import partial

from crm_desktop.errors import NotAllowed, SiteTaken
from crm_desktop.journal.journal import Journal
from crm_desktop.program import device_name
from crm_desktop.store.sites import local_value, own_site, set_local_value
from crm_desktop.sync.outbox import ACCEPTED, logged_acts
from crm_desktop.sync.push import Record, patiently, records_from
from crm_desktop.sync.remote import Remote
from crm_desktop.sync.sending import Outgoing
from crm_desktop.sync.wire import batches
from crm_desktop.vault.driver import Connection

_WANTED = "former_again"


def want_former(connection: Connection) -> None:
    """Note, inside the open transaction, that the server lost something: a crash must not forget it."""
    set_local_value(connection, _WANTED, "1")


def push_former(journal: Journal, remote: Remote, epoch: str) -> list[Record]:
    """Send again what was accepted under former numbers, where that is wanted; return the records the server lacks.

    What it still has changes nothing there. A cut leaves it wanted.
    """
    with journal.store.reader() as reader:
        if local_value(reader, _WANTED) != "1":
            return []
        own = own_site(reader)
        found = reader.execute("SELECT DISTINCT site FROM step WHERE state = ? AND site <> ?", (ACCEPTED, own))
        former = [int(row[0]) for row in found.fetchall()]
    lacking = [each for site in former for each in _push(journal, remote, epoch, site)]
    if former:
        # the connection is this device's again
        remote.hello(own, device_name())
    with journal.bookkeeping() as connection:
        set_local_value(connection, _WANTED, "")
    return lacking


def _push(journal: Journal, remote: Remote, epoch: str, site: int) -> Iterator[Record]:
    try:
        n = remote.hello(site, "").last_n
    except (SiteTaken, NotAllowed):
        # another member has it: a parcel brought these steps
        return
    with journal.store.reader() as reader:
        for batch in batches(logged_acts(reader, site)):
            n += 1
            answer = patiently(partial(remote.push, Outgoing(site, n, uuid.uuid4(), batch.text), epoch))
            yield from records_from(answer.get("unknown") or ())
