"""What an import remembers is put aside where it grows, and the drive never sees it in plain text."""

import csv
import sys
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange import spool as spool_module
from crm_desktop.exchange.match import KeyIndex
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.exchange.spool import KeyShelf, Spool, ids_in
from crm_desktop.journal.journal import Journal
from crm_desktop.vault.scratch import Scratch

TEXTS = st.sampled_from(["a", "b", "c"])
IDS = st.integers(0, 5).map(lambda number: number.to_bytes(16, "big"))
STEPS = st.lists(st.tuples(st.sampled_from(["put", "discard", "take", "aside"]), TEXTS, IDS), max_size=30)


@given(steps=STEPS)
def test_a_shelf_answers_alike_whether_it_was_put_aside_or_not(steps: list[tuple[str, str, bytes]]) -> None:
    with closing(Spool(None)) as spool, closing(Spool(None)) as other:
        held, aside = spool.keys(), other.keys()
        for act, text, record in steps:
            if act == "aside":
                aside.put_aside()
            else:
                assert _act(held, act, text, record) == _act(aside, act, text, record)
            for each in "abc":
                assert list(dict.fromkeys(ids_in(held.get(each)))) == list(dict.fromkeys(ids_in(aside.get(each))))


def _act(shelf: KeyShelf, act: str, text: str, record: bytes) -> bytes | None:
    if act == "take":
        taken = shelf.take(text)
        if taken is not None:
            shelf.discard(text, taken)
        return taken
    (shelf.put if act == "put" else shelf.discard)(text, record)
    return None


def test_putting_aside_takes_no_second_copy_of_what_is_held() -> None:
    with closing(Spool(None)) as spool:
        keys, entries = spool.keys(), spool.entries()
        for number in range(20_000):
            keys.put(f"text {number}", number.to_bytes(16, "big"))
            entries.put(number.to_bytes(16, "big"), (number,))
        # the scratch database is not Python's: only copies of what is held are counted here
        tracemalloc.start()
        keys.put_aside()
        entries.put_aside()
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 300_000
        assert keys.get("text 19999") == (19_999).to_bytes(16, "big")
        assert entries.get((7).to_bytes(16, "big")) == (7,)


def test_entries_come_back_as_they_were_and_in_order(tmp_path: Path) -> None:
    with closing(Spool(tmp_path)) as spool:
        entries = spool.entries()
        for number in range(10):
            entries.put(bytes([number] * 16), (number, "text", None, b"\0", 1.5))
            if number % 3 == 0:
                entries.put_aside()
        entries.put(bytes(16), ("again",))
        assert entries.get(bytes([4] * 16)) == (4, "text", None, b"\0", 1.5)
        assert [entry[0] for entry in entries.all()] == ["again", *range(1, 10)]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into open files as Linux shows them")
def test_what_is_put_aside_is_encrypted_and_has_no_name(tmp_path: Path) -> None:
    with closing(Scratch(tmp_path)) as scratch:
        scratch.connection.execute("CREATE TABLE aside(text TEXT)")
        scratch.connection.execute("INSERT INTO aside VALUES (?)", ("harbour lantern " * 1000,))
        assert list(tmp_path.iterdir()) == []
        opened = [each for each in Path("/proc/self/fd").iterdir() if each.exists() or each.is_symlink()]
        content = next(each.read_bytes() for each in opened if ".aside" in _target(each))
    assert len(content) > 10_000
    assert b"harbour" not in content
    assert not content.startswith(b"SQLite")


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def test_where_nothing_can_be_written_it_stays_in_memory(tmp_path: Path) -> None:
    with closing(Scratch(tmp_path / "none")) as scratch:
        assert scratch.connection.execute("SELECT 1").fetchone() == (1,)


def test_records_are_found_by_their_keys_when_much_was_put_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "MOST_HELD", 10)
    people = {number.to_bytes(16, "big"): f"{number}@example.com" for number in range(500)}
    with closing(Spool(tmp_path)) as spool:
        index = KeyIndex(lambda _sort: (), spool)
        for record, email in people.items():
            index.add(record, [("email", email), ("name", f"name {email}")])
            spool.ease()
        assert all(index.find([("email", email)]) == record for record, email in people.items())
        assert index.find([("email", "other@example.com"), ("name", "name 7@example.com")]) is None


def test_an_import_of_more_rows_takes_no_more_memory(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "MOST_HELD", 500)
    peaks = []
    for rows in (2000, 6000):
        path = tmp_path / f"{rows}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["Name", "Phone", "Company"])
            out.writerows([f"Ana Roe{n}", f"+4420794{n:05}", f"Acme {n % 1500}"] for n in range(rows))
        tracemalloc.start()
        report = import_files(journal, [Source(path, "people")], dry_run=True)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert report.total.created == rows
        peaks.append(peak)
    assert peaks[1] < 1.2 * peaks[0]


def test_keys_are_forgotten_where_no_row_asks_any_more_and_refused_rows_stay(tmp_path: Path) -> None:
    with closing(Spool(tmp_path)) as spool:
        keys, entries = spool.keys(), spool.entries()
        for number in range(4):
            keys.put(f"text {number}", bytes([number] * 16))
            entries.put(bytes([number] * 16), (number,))
            if number == 1:
                keys.put_aside()
                entries.put_aside()
        spool.forget_keys()
        assert [keys.get(f"text {number}") for number in range(4)] == [b""] * 4
        assert keys.held == 0
        assert [entry[0] for entry in entries.all()] == [0, 1, 2, 3]
