"""The office server beside what PostgreSQL itself needs for the same rows: pushing, pulling, waking, many at once."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from statistics import median, quantiles

import psycopg

from benchmarks.measured import ROUNDS, Measured, seconds, side_by_side
from crm_desktop.journal.ids import new_id
from crm_desktop.sync.connection import Address
from crm_desktop.sync.line import Line
from crm_desktop.sync.remote import Place, Remote
from crm_desktop.sync.row_pages import row_pages
from crm_desktop.sync.server.setup import Founder, set_up
from tests.sync.cluster import SETTINGS, Cluster, binaries
from tests.sync.office import CONTACT, JOB, Device, Office, step

AT_ONCE = 20_000
LAPTOPS, SAVES = 50, 10
LAPTOP = 1000
WAKES = 40
MEMBER = "0" * 31 + "1"
_SERVER = {**SETTINGS, "shared_buffers": "256MB", "max_wal_size": "4GB", "max_connections": "120"}
# The same rows with what they need: columns, indexes and room for edits are those of the server's own table.
_TWIN = "CREATE TABLE public.twin (LIKE crm.row INCLUDING ALL) WITH (fillfactor = 90)"
_COLUMNS = "(tbl, id, doc, hlc, site, reach, owner, size)"


def office_figures(rows: int) -> Iterator[Measured]:
    """Yield the figures of a server with `rows` contacts; nothing where PostgreSQL is not installed."""
    with served_office() as office:
        if office is not None:
            yield from _figures(office, rows)


@contextmanager
def served_office() -> Iterator[Office | None]:
    """Lend an office with a server of its own; None where PostgreSQL is not installed."""
    programs = binaries()
    if programs is None:
        yield None
        return
    cluster = Cluster(programs, _SERVER)
    try:
        cluster.start()
        with closing(psycopg.connect(cluster.dsn(), autocommit=True)) as admin:
            admin.execute("CREATE DATABASE office")
        with psycopg.connect(cluster.dsn("office")) as connection:
            set_up(connection, "Bench", Founder("anna", MEMBER))
        office = Office(cluster, Address(str(cluster.folder), cluster.port, "office", "anna"))
        try:
            yield office
        finally:
            office.close()
    finally:
        cluster.remove()


def _figures(office: Office, rows: int) -> Iterator[Measured]:
    with closing(Line.connect(office.dsn, autocommit=True)) as line:
        line.execute("SET SESSION AUTHORIZATION anna")
        yield from _figures_over(line, office, rows)


def _figures_over(line: Line, office: Office, rows: int) -> Iterator[Measured]:
    laptop, admin = Device(line, LAPTOP), office.admin()
    said = f"{rows // 1000}k rows"
    ids = [new_id().hex() for _each in range(rows)]
    batches = [ids[first : first + AT_ONCE] for first in range(0, rows, AT_ONCE)]
    admin.execute(_TWIN)
    stamps = [laptop.stamp() for _each in batches]
    ahead = _Ahead(laptop, line, list(zip(batches, stamps, strict=True)))
    yield _by_batch(
        f"push {said}, beside COPY",
        [ahead.push] * len(batches),
        [partial(_copy, admin, each) for each in batches],
        3.0,
    )
    admin.execute("VACUUM ANALYZE")
    yield _digest_figure(laptop, rows, said)
    yield _by_batch(
        f"push an edit of {said}, beside UPDATE … FROM unnest",
        [partial(_push_edits, laptop, *each) for each in zip(batches, stamps, strict=True)],
        [partial(_plain_update, admin, *each) for each in zip(batches, stamps, strict=True)],
        2.0,
    )
    admin.execute("VACUUM ANALYZE")
    remote = Remote(line)
    remote.hello(LAPTOP, "laptop")
    yield side_by_side(f"page through {said}, beside binary COPY", lambda: _pages(remote), lambda: _binary(admin), 1.5)
    yield _pull_figure(office, laptop, ids, said)
    yield _wire_figure(laptop, ids[0])
    yield _wake_figure(office, laptop, ids[0])
    yield from _crowd_figures(office, ids)


def _by_batch(
    name: str, values: Sequence[Callable[[], object]], limits: Sequence[Callable[[], object]], goal: float
) -> Measured:
    """Return how long all batches take by the medians: of each the value and its limit are measured in turns."""
    taken: list[float] = []
    bounds: list[float] = []
    for turn, (value, limit) in enumerate(zip(values, limits, strict=True)):
        pair = [(value, taken), (limit, bounds)]
        for work, times in pair if turn % 2 == 0 else reversed(pair):
            times.append(seconds(work))
    middle, bound = median(taken) * len(taken), median(bounds) * len(bounds)
    return Measured(name, middle, bound, middle / bound, goal)


def _digest_figure(laptop: Device, rows: int, said: str) -> Measured:
    took = median(seconds(lambda: laptop.call("digest_v1", CONTACT)) for _turn in range(ROUNDS))
    limit = 3e-6 * rows
    return Measured(f"digest of {said}, beside 3 s for a million", took, limit, took / limit, 1.0)


def _document(number: int) -> dict[str, object]:
    return {
        "20": "person",
        "21": f"Dana Reyes {number}",
        "23": "Dana",
        "25": f"Reyes {number}",
        "28": "Head of purchasing",
        "29": "Purchasing and logistics",
        "47": f"https://www.example{number}.com",
        "49": "customer",
        "50": "A",
        "54": "Met at the fair; wants a quote for the new line before the end of the quarter.",
        "created_at": 1_764_300_000_000 + number,
        "created_by": MEMBER,
    }


def _copy(admin: psycopg.Connection, batch: list[str]) -> None:
    with admin.cursor() as cursor, cursor.copy(f"COPY public.twin {_COLUMNS} FROM STDIN") as copy:
        for number, record in enumerate(batch):
            copy.write_row((CONTACT, record, json.dumps(_document(number)), 1, 1, 0, MEMBER, 400))


class _Ahead:
    """Pushes one batch after another; each is packed when the one before it has left, as the program does.

    COPY writes rows while the server stores those before: both sides of each may have a core of their own.
    """

    def __init__(self, laptop: Device, line: Line, batches: Sequence[tuple[list[str], int]]) -> None:
        self._laptop, self._line = laptop, line
        self._waiting = iter(batches)
        self._ready = _packed(*next(self._waiting))

    def push(self) -> None:
        """Push the batch that is ready, and pack the next one meanwhile."""
        following: list[Future[str]] = []
        with ThreadPoolExecutor(1) as beside:

            def pack() -> None:
                if not following:
                    following.extend(beside.submit(_packed, *each) for each in islice(self._waiting, 1))

            with self._line.telling(pack):
                self._laptop.push([], [], text=self._ready)
        self._ready = following[0].result() if following else ""


def _packed(batch: list[str], at: int) -> str:
    changes = [[CONTACT, each, at, 1, _document(n), {}, 0] for n, each in enumerate(batch)]
    return json.dumps({"steps": [step(0, at)], "changes": changes}, separators=(",", ":"))


def _push_edits(laptop: Device, batch: list[str], base: int) -> None:
    at, bases = laptop.stamp(), {str(JOB): [base, laptop.site]}
    laptop.push([step(0, at)], [[CONTACT, each, at, 2, {str(JOB): "Owner"}, bases, 0] for each in batch])


def _plain_update(admin: psycopg.Connection, batch: list[str], at: int) -> None:
    """Write the same field and its clock, by no rule and into no history."""
    values, clocks = [json.dumps({str(JOB): "Owner"})] * len(batch), [json.dumps({str(JOB): [at, 1]})] * len(batch)
    admin.execute(
        "UPDATE public.twin t SET doc = t.doc || e.value::jsonb, clk = coalesce(t.clk, '{}') || e.clock::jsonb, "
        "xid = pg_current_xact_id() FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS e(id, value, clock) "
        "WHERE t.tbl = 1 AND t.id = e.id",
        (batch, values, clocks),
    )


def _pages(remote: Remote) -> None:
    """Read all pages as the program does, up to their columns: what becomes of these costs the same in any form."""
    for page in row_pages(remote, Place()):
        page.columns()


def _binary(admin: psycopg.Connection) -> None:
    with admin.cursor() as cursor:
        statement = "COPY (SELECT tbl, id, doc, hlc, site, clk FROM crm.row) TO STDOUT (FORMAT binary)"
        with cursor.copy(statement) as copy:
            for _block in copy:
                pass


def _pull_figure(office: Office, laptop: Device, ids: list[str], said: str) -> Measured:
    other = office.device()
    laptop.pull()
    at = other.stamp()
    other.push([step(0, at)], [[CONTACT, each, at, 2, {"29": "Sales"}, {}, 0] for each in ids[:10]])
    cursor, times = laptop.cursor, []
    for _turn in range(20):
        laptop.cursor = cursor
        times.append(seconds(lambda: laptop.call("pull_v1", cursor, laptop.epoch, None, None, 5000)))
    middle = sorted(times)[len(times) // 2]
    return Measured(f"pull 10 changed of {said}, beside 5 ms", middle, 0.005, middle / 0.005, 1.0)


def _wire_figure(laptop: Device, record: str) -> Measured:
    line = json.dumps([CONTACT, record, laptop.stamp(), 2, {str(JOB): "Owner"}, {str(JOB): [laptop.stamp(), 1]}, 0])
    return Measured("bytes of one changed field on the wire, beside 160", len(line), 160, len(line) / 160, 1.0)


def _wake_figure(office: Office, laptop: Device, record: str) -> Measured:
    times: list[float] = []
    with psycopg.connect(office.dsn, autocommit=True) as listener:
        listener.execute("LISTEN crm")
        for turn in range(WAKES):
            begun = time.perf_counter()
            laptop.write(CONTACT, record, JOB, f"Job {turn}", None)
            next(listener.notifies(timeout=10, stop_after=1))
            times.append(time.perf_counter() - begun)
    late = quantiles(times, n=20)[-1]
    return Measured("from a push to another laptop's wake, p95, beside 0.5 s", late, 0.5, late / 0.5, 1.0)


def _crowd_figures(office: Office, ids: list[str]) -> Iterator[Measured]:
    laptops = [office.device() for _each in range(LAPTOPS)]
    # what a connection plans once is not measured
    _all_save(laptops, ids, 1, 0.0)
    times, took = _all_save(laptops, ids, SAVES, 0.0)
    needed = 20 * took / len(times)
    yield Measured(f"seconds for 20 saves, {LAPTOPS} laptops without a rest, beside 1", needed, 1.0, needed, 1.0)
    # 200 laptops that save once in ten seconds are 20 saves a second
    times, _took = _all_save(laptops, ids, SAVES // 2, LAPTOPS / 20)
    slow = quantiles(times, n=100)[-1]
    yield Measured(f"a save, 20 a second by {LAPTOPS} laptops, p99, beside 0.25 s", slow, 0.25, slow / 0.25, 1.0)


def _all_save(laptops: list[Device], ids: list[str], saves: int, every_s: float) -> tuple[list[float], float]:
    """Let each laptop save five records `saves` times; return what each save took, and all of them."""
    times: list[float] = []
    ready = threading.Barrier(len(laptops) + 1)

    def save(laptop: Device, records: list[str]) -> None:
        ready.wait()
        for turn in range(saves):
            time.sleep(random.uniform(0, 2 * every_s))
            at = laptop.stamp()
            lines = [[CONTACT, each, at, 2, {"29": f"D{turn}"}, {}, 0] for each in records]
            begun = time.perf_counter()
            laptop.push([step(0, at)], lines)
            times.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=save, args=(each, ids[n * 5 : n * 5 + 5])) for n, each in enumerate(laptops)]
    for each in threads:
        each.start()
    ready.wait()
    begun = time.perf_counter()
    for each in threads:
        each.join()
    return times, time.perf_counter() - begun
