"""Rows page by page, as the program asks for them: from servers of today, and from those that give them as texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest

import crm_desktop.sync.row_pages as paging
from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.sync.line import Line
from crm_desktop.sync.remote import Place, Remote
from crm_desktop.sync.row_pages import row_pages
from crm_desktop.sync.server.versions import VERSION
from tests.sync.laptops import Firm, Laptop
from tests.sync.office import CONTACT, DEAL, JOB, NAME, Office, new_record

# As a server before version 12: no columns, and the steps behind the rows that they made.
_AS_BEFORE = """
    ALTER FUNCTION crm.page_v1 RENAME TO page_of_today;
    CREATE FUNCTION crm.page_v1(tbl int, after uuid, lim int) RETURNS SETOF text LANGUAGE sql STABLE AS $$
        SELECT line FROM crm.page_of_today($1, $2, $3) WITH ORDINALITY AS p(line, n)
         ORDER BY starts_with(line, '["step"'), n $$;
    GRANT EXECUTE ON FUNCTION crm.page_v1 TO anna;
    REVOKE EXECUTE ON FUNCTION crm.page_v2 FROM crm_member;
    UPDATE crm.meta SET version = 11
"""
_AS_NOW = f"""
    DROP FUNCTION crm.page_v1;
    ALTER FUNCTION crm.page_of_today RENAME TO page_v1;
    GRANT EXECUTE ON FUNCTION crm.page_v2 TO crm_member;
    UPDATE crm.meta SET version = {VERSION}
"""


@contextmanager
def as_before(office: Office) -> Iterator[None]:
    """Let the office's server give rows as one of version 11 does."""
    admin = office.admin()
    admin.execute(_AS_BEFORE)
    try:
        yield
    finally:
        admin.execute(_AS_NOW.encode())


def rows_and_steps(office: Office) -> tuple[list[list[object]], list[list[object]]]:
    """Return all rows and steps that Anna's laptop gets, as the program reads them."""
    with Line.connect(office.dsn, autocommit=True) as line:
        line.execute("SET SESSION AUTHORIZATION anna")
        remote = Remote(line)
        remote.hello(900, "laptop")
        pages = [each.read() for each in row_pages(remote, Place())]
        assert remote.bytes > 0
    assert pages[-1]["rows"] == []
    return [row for each in pages for row in each["rows"]], [step for each in pages for step in each["steps"]]


@pytest.fixture
def filled(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with rows of two tables, some of which were edited since; pages hold three."""
    monkeypatch.setattr(paging, "_ROWS_AT_ONCE", 3)
    laptop = office.device()
    for turn in range(10):
        record, made, table = new_record(), laptop.stamp(), CONTACT if turn % 2 else DEAL
        laptop.add(table, record, {NAME: f"“Name” \\ {turn}\n"}, made)
        if turn % 3 == 0:
            laptop.write(table, record, JOB, "Owner", [made, laptop.site])
    return office


def test_each_row_comes_once_with_the_step_that_made_it(filled: Office) -> None:
    rows, steps = rows_and_steps(filled)
    assert len(rows) == 10
    assert rows == sorted(rows, key=lambda row: row[:2])
    assert {(row[4], row[3]) for row in rows} == {(step[0], step[1]) for step in steps}
    assert rows == [line for line in told_before(filled) if line[0] != "step"]
    assert sorted(steps) == sorted(line[1:] for line in told_before(filled) if line[0] == "step")


def told_before(office: Office) -> list[list[object]]:
    """Return what programs from before version 12 are told."""
    return list(office.device().lines(0, None, 5000))


def test_an_older_server_tells_the_same(filled: Office) -> None:
    now = rows_and_steps(filled)
    with as_before(filled):
        before = rows_and_steps(filled)
    assert before[0] == now[0]
    assert sorted(before[1]) == sorted(now[1])


def test_the_next_page_is_on_its_way_when_one_is_read(filled: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    with Line.connect(filled.dsn, autocommit=True) as line:
        line.execute("SET SESSION AUTHORIZATION anna")
        remote = Remote(line)
        remote.hello(900, "laptop")
        asked = remote.page

        def noted(*of: Any) -> Any:
            happened.append("asked")
            return asked(*of)

        monkeypatch.setattr(remote, "page", noted)
        for page in row_pages(remote, Place()):
            happened += ["read" if page.last() else "empty"]
    assert happened[:2] == ["asked", "asked"]
    assert all("asked" in pair for pair in pairwise(happened[:-2]))
    assert happened[-2:] == ["read", "empty"]


def test_a_laptop_joins_an_older_server_and_has_everything(firm: Firm, office: Office) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "email": "dana@acme.example"})
    first.sync()
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    first.sync()
    with as_before(office):
        second = firm.another()
        second.sync()
    assert second.hash == first.hash
    assert labels(first) <= labels(second)


def labels(laptop: Laptop) -> set[str]:
    with laptop.workspace.reader() as reader:
        return {str(row[0]) for row in reader.execute("SELECT label FROM step")}
