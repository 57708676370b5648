"""A pull on its way: its pages lie in the encrypted file until all are there, and then are taken in at once.

A line that breaks loses one page. Pages of two moments would show half of what somebody sent between them: so a pull
that was cut goes on where it stopped, and then asks what came meanwhile, before anything of it is taken in.
"""

import json
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.sync.apply import Answer, Going, going_of
from crm_desktop.sync.binding import known
from crm_desktop.sync.remote import Remote
from crm_desktop.sync.renaming import was_renamed
from crm_desktop.sync.sending import last_answered
from crm_desktop.vault.driver import Connection

_QUICKLY = 1


class Arrived(NamedTuple):
    """A whole pull: where the next one begins, and its only page, else None where its pages lie in the file."""

    cursor: str
    head: str | None
    only: Answer | None

    def pages(self, connection: Connection) -> Iterator[Answer]:
        """Yield the pages, one at a time."""
        if self.only is not None:
            yield self.only
            return
        for number in range(1, _last_number(connection) + 1):
            row = connection.execute("SELECT page FROM arriving WHERE n = ?", (number,)).fetchone()
            yield json.loads(zlib.decompress(row[0]))

    def going(self, connection: Connection) -> Going:
        """Return what leaves this device with it."""
        if self.only is not None:
            return going_of([self.only])
        found = connection.execute("SELECT going FROM arriving WHERE going IS NOT NULL ORDER BY n")
        return going_of(json.loads(text) for (text,) in found.fetchall())


class _Round(NamedTuple):
    """Pages since one cursor: the cursor that follows them, where they go on (None behind the last), and up to which
    push of this device they leave out what it alone wrote.
    """

    since: str | None
    cursor: str
    head: str | None
    place: Any
    own_n: int | None = None


def fetched(journal: Journal, remote: Remote, epoch: str, progress: Progress) -> Arrived:
    """Bring what is new since the last pull, going on with one that was cut; raises ServerSetBack."""
    with journal.store.reader() as reader:
        before = known(reader)
        cut = _cut_round(reader, before.cursor, epoch)
        own_n = None if was_renamed(reader) else last_answered(reader)
        stray = cut is None and _last_number(reader) > 0
    if stray:
        with journal.bookkeeping() as connection:
            forget_arrived(connection)
    if cut is None:
        return _fetch(journal, remote, epoch, _Round(before.cursor, "", before.head, None, own_n), progress)
    if cut.place is not None:
        _fetch(journal, remote, epoch, cut._replace(own_n=own_n), progress)
    # what came since its first page makes it whole
    return _fetch(journal, remote, epoch, _Round(cut.cursor, "", cut.head, None, own_n), progress)


def forget_arrived(connection: Connection) -> None:
    """Drop the pages of a pull, inside the open transaction."""
    connection.execute("DELETE FROM arriving")


def _fetch(journal: Journal, remote: Remote, epoch: str, begun: _Round, progress: Progress) -> Arrived:
    """Bring the pages of a round from where it `begun`, all of one moment."""
    now, rows = begun, 0
    with remote.one_moment():
        while True:
            with journal.store.reader() as reader:
                number = _last_number(reader) + 1
            progress.report(rows, 0)
            page = remote.pulled_page(now.since, epoch, begun.head, now.place, begun.own_n)
            rows += len(page["rows"])
            head = begun.head if begun.cursor else page["head"]
            now = _Round(now.since, now.cursor or page["cursor"], head, page["after"], begun.own_n)
            if number == 1 and now.place is None:
                return Arrived(now.cursor, now.head, page)
            with journal.bookkeeping() as connection:
                _put(connection, number, epoch, now, page)
            if now.place is None:
                return Arrived(now.cursor, now.head, None)


def _put(connection: Connection, number: int, epoch: str, now: _Round, page: Answer) -> None:
    going = {name: page[name] for name in ("gone", "erased", "erased_by") if page.get(name)}
    connection.execute(
        "INSERT INTO arriving(n, since, cursor, epoch, head, place, going, page) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(number, now.since, now.cursor, epoch, now.head),
            None if now.place is None else json.dumps(now.place),
            json.dumps(going) if going else None,
            zlib.compress(json.dumps(page, ensure_ascii=False).encode(), _QUICKLY),
        ),
    )


def _cut_round(reader: Connection, cursor: str | None, epoch: str) -> _Round | None:
    """Return how far a pull came that was cut; None where there is none, or it began elsewhere."""
    first = reader.execute("SELECT since, epoch FROM arriving ORDER BY n LIMIT 1").fetchone()
    if first is None or tuple(first) != (cursor, epoch):
        return None
    since, after, head, place = reader.execute(
        "SELECT since, cursor, head, place FROM arriving ORDER BY n DESC LIMIT 1"
    ).fetchone()
    return _Round(since, after, head, None if place is None else json.loads(place))


def _last_number(connection: Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(n), 0) FROM arriving").fetchone()[0])
