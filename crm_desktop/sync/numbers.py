"""Blocks of numbers asked of the server in good time, so that a device that is away for weeks has some left."""

from crm_desktop.errors import NotAllowed
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.number_blocks import LARGEST_GRANTED, highest_number, keep_block, numbers_given, numbers_left
from crm_desktop.store.same_numbers import NUMBERED
from crm_desktop.store.sites import own_site
from crm_desktop.sync.numbering import unnumbered
from crm_desktop.sync.remote import Remote
from crm_desktop.vault.driver import Connection

# As many as a device gave so far are there for the time to come; a new one opens so many in two weeks at most.
_FEWEST = 50
_MOST = 500
_LARGEST_BLOCK = 1000
# A wider leap than this takes an owner or manager at the server.
_LEAP = 1_000_000


def top_up_numbers(journal: Journal, remote: Remote) -> None:
    """Ask the server for numbers where few are left; a member who only reads gets none."""
    for table in NUMBERED:
        with journal.store.reader() as reader:
            wanted = _wanted(reader, table)
            highest, site = highest_number(reader, table, LARGEST_GRANTED), own_site(reader)
        while wanted > 0:
            block = _granted(remote, table, site, min(wanted, _LARGEST_BLOCK), highest)
            if block is None:
                break
            with journal.bookkeeping() as connection:
                keep_block(connection, table, *block)
            wanted -= block[1] - block[0] + 1


def _wanted(reader: Connection, table: RecordTable) -> int:
    """Return how many more numbers this device needs; 0 while half of them are left."""
    waiting, left = len(unnumbered(reader, table)), numbers_left(reader, table)
    fewest = min(max(_FEWEST, numbers_given(reader, table) // 2), _MOST)
    return waiting + 2 * fewest - left if left - waiting < fewest else 0


def _granted(remote: Remote, table: RecordTable, site: int, count: int, highest: int) -> tuple[int, int] | None:
    try:
        return remote.numbers(table.name, site, count, highest)
    except NotAllowed:
        if highest <= _LEAP:
            return None
    # numbers that came with a file lie far ahead: those that the server has next are as good
    try:
        return remote.numbers(table.name, site, count, 0)
    except NotAllowed:
        return None
