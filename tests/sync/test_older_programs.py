"""Programs of long ago with today's server: what they said then is said once more, call by call.

`recorded/version-1.json` are the calls of the first program that shared (57e4645, whose server told no version), and
`recorded/version-7.json` those of the last one before version 8 (bd6cc26). Both programs ran with the server of their
time; each call was kept as it went to PostgreSQL, with the answer. In the first part a new office computer sends all
that it has, a second one joins, both write into one field, and a contact is deleted. In the second part the second
computer, which was away, sends what it wrote meanwhile and takes in the rest. Their clocks stood in May 2026.
"""

import psycopg
import pytest
from psycopg import sql

from crm_desktop.contacts.actions import add_contact
from crm_desktop.pipeline.actions import edit_deal
from crm_desktop.sync.conflicts import clashed_records
from tests.sync.laptops import PASSWORD, Firm, Laptop
from tests.sync.office import CONTACT, Office
from tests.sync.replay import RECORDED, Answered, Replay, as_read

PROGRAMS = ("version-1", "version-7")
NICKNAME, PERSON_NAME = 27, 21


def let_in(office: Office) -> None:
    """Give Anna's login a password, so that today's program can join."""
    office.admin().execute(sql.SQL("ALTER ROLE anna PASSWORD {}").format(sql.Literal(PASSWORD)))


def names(laptop: Laptop) -> set[str]:
    with laptop.workspace.reader() as reader:
        return {row[0] for row in reader.execute("SELECT name FROM contact WHERE removed_at IS NULL")}


def of(function: str, answered: list[Answered]) -> list[Answered]:
    return [each for each in answered if each.function == function]


def test_each_recording_is_played() -> None:
    assert {each.stem for each in RECORDED.iterdir()} == set(PROGRAMS)


@pytest.mark.parametrize("program", PROGRAMS)
def test_an_older_program_is_answered_as_by_the_server_of_its_time(office: Office, program: str) -> None:
    replay = Replay(office, program)
    for part in (1, 2):
        for function, then, now in replay.play(part):
            assert as_read(then, now) == as_read(then, then), function


@pytest.mark.parametrize("program", PROGRAMS)
def test_today_s_program_joins_what_an_older_one_sent(office: Office, firm: Firm, program: str) -> None:
    Replay(office, program).play(1)
    let_in(office)
    laptop = firm.another()
    laptop.sync()
    assert names(laptop) == {"Acme Bakery", "Dana Whitfield"}
    assert laptop.one("SELECT title FROM deal") == "Two ovens"
    # two wrote into one field, and both laptops of then knew it
    with laptop.workspace.reader() as reader:
        (record,) = clashed_records(reader)
        assert {record.clashes[0].mine.value, record.clashes[0].theirs.value} == {"Buyer", "Owner"}


@pytest.mark.parametrize("program", PROGRAMS)
def test_an_older_program_back_after_a_year_loses_nothing_and_has_everything(
    office: Office, firm: Firm, program: str
) -> None:
    replay = Replay(office, program)
    replay.play(1)
    let_in(office)
    laptop = firm.another()
    laptop.sync()
    # a year of work by others, which the older program did not see
    edit_deal(laptop.journal, replay.records["deal"], {"title": "Four ovens"})
    for number in range(20):
        add_contact(laptop.journal, "person", {"name": f"Guest {number}"})
        laptop.sync()
    with psycopg.connect(office.dsn, autocommit=True) as admin:
        admin.execute("VACUUM (FREEZE) crm.row")

    back = replay.play(2)
    (pushed,), (pulled,) = of("push_v1", back), of("pull_v1", back)
    # all is taken; what others wrote into the same field later stands, and is asked about
    clashed = {"upd": pushed.then["upd"] - 1, "noop": pushed.then["noop"] + 1, "conf": 1}
    assert {**pushed.now, "now": 0} == {**pushed.then, **clashed, "now": 0}
    came = {row[2].get(str(PERSON_NAME)) for row in pulled.now["rows"] if row[0] == CONTACT}
    assert came >= {f"Guest {number}" for number in range(20)}
    assert {len(row) for row in pulled.now["rows"]} == {6}
    assert pulled.now.keys() >= pulled.then.keys()

    laptop.sync()
    assert names(laptop) >= {"Ben Ode", "Acme Bread", "Guest 19"}
    assert laptop.one("SELECT nickname FROM contact WHERE id = ?", replay.records["dana"]) == "Dan"
    with laptop.workspace.reader() as reader:
        clashes = {clash.field.name: clash for record in clashed_records(reader) for clash in record.clashes}
    assert {clashes["title"].mine.value, clashes["title"].theirs.value} == {"Three ovens", "Four ovens"}
    fresh = firm.another()
    fresh.sync()
    assert fresh.hash == laptop.hash
