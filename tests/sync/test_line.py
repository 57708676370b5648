"""Whoever works beside the server begins when what was asked has left, and before the answer comes."""

from contextlib import closing

import psycopg
import pytest

from crm_desktop.sync.line import Line
from tests.sync.office import Office

# More than the line holds at once.
LARGE = "x" * 4_000_000


def test_it_is_told_when_all_has_left_and_before_the_answer(office: Office) -> None:
    left: list[int] = []
    with closing(Line.connect(office.dsn, autocommit=True)) as line, closing(psycopg.connect(office.dsn)) as holder:
        holder.execute("SELECT pg_advisory_xact_lock(1)")

        def let_go() -> None:
            left.append(line.pgconn.flush())
            holder.commit()

        with line.telling(let_go):
            answer = line.execute("SELECT length(%s), pg_advisory_xact_lock(1)::text", (LARGE,)).fetchone()
        assert answer == (len(LARGE), "")
        # nothing was left to send
        assert set(left) == {0}
        told = len(left)
        line.execute("SELECT 1")
        assert len(left) == told


def test_what_the_server_refuses_is_raised_as_on_any_connection(office: Office) -> None:
    left: list[int] = []
    with closing(Line.connect(office.dsn, autocommit=True)) as line:
        with line.telling(lambda: left.append(1)), pytest.raises(psycopg.errors.DivisionByZero):
            line.execute("SELECT length(%s) / 0", (LARGE,))
        assert line.execute("SELECT 1").fetchone() == (1,)
    assert left
