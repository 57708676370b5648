"""Blocks of numbers asked of the server in good time, so that a device that is away for weeks has some left."""

from crm_desktop.errors import NotAllowed
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import SHARED
from crm_desktop.store.number_blocks import highest_number, keep_block, numbers_left
from crm_desktop.store.sites import own_site
from crm_desktop.sync.remote import Remote

# A laptop that is away for two weeks opens so many tickets at most.
_FEWEST = 50
_BLOCK = 100


def top_up_numbers(journal: Journal, remote: Remote) -> None:
    """Ask the server for numbers where few are left; a member who only reads gets none."""
    for table in SHARED:
        if table.numbered is None:
            continue
        with journal.store.reader() as reader:
            left, highest, site = numbers_left(reader, table), highest_number(reader, table), own_site(reader)
        if left >= _FEWEST:
            continue
        try:
            first, last = remote.numbers(table.name, site, _BLOCK, highest)
        except NotAllowed:
            continue
        with journal.bookkeeping() as connection:
            keep_block(connection, table, first, last)
