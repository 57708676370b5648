"""A pull of many pages: kept in the file as it comes, taken in at once, and gone on with after a cut."""

from contextlib import suppress

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import Cancelled, ServerRefused, ServerUnreachable, TooMuchWouldGo
from crm_desktop.jobs import Progress
from crm_desktop.sync import remote
from crm_desktop.sync.exchange import sync_once
from crm_desktop.vault.driver import Connection
from tests.sync.laptops import Firm, Laptop
from tests.sync.proxy import Fault, Proxy
from tests.sync.test_faults import over, proxy

__all__ = ["proxy"]
GUESTS = 60


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Let a page hold ten records, and note which places were asked for."""
    monkeypatch.setattr(remote, "PAGE", 10)
    asked: list[object] = []
    ask = remote.Remote.pulled_page

    def noted(
        self: remote.Remote, cursor: str | None, epoch: str, head: str | None, after: object, own_n: int | None = None
    ) -> object:
        asked.append(after)
        return ask(self, cursor, epoch, head, after, own_n)

    monkeypatch.setattr(remote.Remote, "pulled_page", noted)
    return asked


def add_guests(laptop: Laptop, first: int, count: int = GUESTS) -> None:
    """Add guests in one step."""
    with laptop.journal.transaction("Import guests") as tx:
        for number in range(first, first + count):
            tx.insert("contact", {"kind": "person", "name": f"Guest {number}"})


def two(firm: Firm) -> tuple[Laptop, Laptop]:
    first = firm.first()
    first.sync()
    second = firm.another()
    second.sync()
    return first, second


class Stopped(Progress):
    """Cancels once `pages` pages of a pull are here."""

    def __init__(self, laptop: Laptop, pages: int) -> None:
        self._laptop, self._pages = laptop, pages

    def report(self, _done: int, _total: int, *, in_bytes: bool = False) -> None:
        """Cancel where enough came."""
        if self._laptop.one("SELECT count(*) FROM arriving") == self._pages:
            raise Cancelled


def guests(reader: Connection) -> int:
    return int(reader.execute("SELECT count(*) FROM contact WHERE name LIKE 'Guest %'").fetchone()[0])


def test_a_large_pull_is_seen_as_a_whole_and_leaves_nothing_behind(firm: Firm, small_pages: list[object]) -> None:
    first, second = two(firm)
    add_guests(first, 0)
    first.sync()
    seen: set[int] = set()

    class Watching(Progress):
        def report(self, _done: int, _total: int, *, in_bytes: bool = False) -> None:
            with second.workspace.reader() as reader:
                seen.add(guests(reader))

    small_pages.clear()
    sync_once(second.workspace, Watching())
    assert len(small_pages) > 6
    assert seen == {0}
    assert second.hash == first.hash
    assert second.one("SELECT count(*) FROM arriving") == 0


def test_a_cancelled_pull_goes_on_where_it_stopped_and_takes_what_came_since(
    firm: Firm, small_pages: list[object]
) -> None:
    first, second = two(firm)
    add_guests(first, 0)
    first.sync()
    with pytest.raises(Cancelled):
        sync_once(second.workspace, Stopped(second, 3))
    assert second.one("SELECT count(*) FROM contact WHERE name LIKE 'Guest %'") == 0
    # half of this step would be seen, were what came first and what comes now taken for one moment
    with first.journal.transaction("Rename guests") as tx:
        found = first.workspace.store.writer.execute("SELECT id FROM contact WHERE name LIKE 'Guest %'").fetchall()
        for (record,) in found:
            tx.update("contact", record, {"job_title": "Buyer"})
    add_guests(first, 100, 5)
    first.sync()
    small_pages.clear()
    second.sync()
    assert small_pages[0] is not None
    assert second.hash == first.hash
    assert second.one("SELECT count(*) FROM contact WHERE job_title = 'Buyer'") == GUESTS
    assert second.one("SELECT count(*) FROM arriving") == 0


def test_a_line_that_fails_while_pages_come_loses_one_page_at_most(
    firm: Firm, proxy: Proxy, small_pages: list[object]
) -> None:
    first, second = two(firm)
    over(second, proxy)
    add_guests(first, 0)
    first.sync()
    fetched = 0
    for message in range(20, 200, 9):
        proxy.harm(message, Fault.RESET)
        small_pages.clear()
        with suppress(ServerUnreachable, ServerRefused):
            second.sync()
        fetched += len(small_pages)
        add_guests(first, 1000 + message, 1)
        first.sync()
        if second.one("SELECT count(*) FROM contact"):
            break
    proxy.be_kind()
    second.sync()
    assert second.hash == first.hash
    assert fetched < 40


def test_pages_that_are_here_are_dropped_where_the_server_began_anew(firm: Firm) -> None:
    first, second = two(firm)
    add_guests(first, 0)
    first.sync()
    with pytest.raises(Cancelled):
        sync_once(second.workspace, Stopped(second, 3))
    firm.office.admin().execute("UPDATE crm.meta SET epoch = gen_random_uuid()")
    for each in (second, first, second):
        each.sync()
    assert second.hash == first.hash
    assert second.one("SELECT count(*) FROM arriving") == 0


def test_a_large_pull_that_would_empty_the_laptop_stops_and_asks(firm: Firm) -> None:
    first, second = two(firm)
    add_guests(first, 0)
    first.sync()
    second.sync()
    before = second.hash
    admin = firm.office.admin()
    admin.execute(
        "WITH gone AS (DELETE FROM crm.row WHERE tbl = 1 RETURNING tbl, id) "
        "INSERT INTO crm.erased (tbl, id, by, reason) SELECT g.tbl, g.id, m.id, 'slip' FROM gone g, crm.member m "
        "WHERE m.role_name = 'anna'"
    )
    with pytest.raises(TooMuchWouldGo):
        second.sync()
    assert second.hash == before
    assert second.one("SELECT count(*) FROM arriving") == 0
    sync_once(second.workspace, may_empty=True)
    assert second.one("SELECT count(*) FROM contact") == 0


def test_a_new_contact_is_written_while_pages_arrive(firm: Firm) -> None:
    first, second = two(firm)
    add_guests(first, 0)
    first.sync()

    class Writing(Progress):
        wrote = 0

        def report(self, _done: int, _total: int, *, in_bytes: bool = False) -> None:
            if second.one("SELECT count(*) FROM arriving") == 2 and not self.wrote:
                self.wrote += 1
                add_contact(second.journal, "person", {"name": "Dana Whitfield"})

    sync_once(second.workspace, Writing())
    for each in (second, first):
        each.sync()
    assert first.hash == second.hash
    assert first.one("SELECT count(*) FROM contact") == GUESTS + 1
