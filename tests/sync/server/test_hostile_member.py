"""A member who means harm, with a real login and all that SQL offers: refused, or bounded."""

import json
import time
import uuid
from collections.abc import Callable
from hashlib import sha256

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import sql

from crm_desktop.errors import BadCall, ClockAhead, CrmError, ServerBusy, ServerRefused, SiteTaken
from crm_desktop.sync.refusals import refusals
from tests.sync.office import CONTACT, JOB, NAME, OWNER, POINT, Device, Office, new_record, step

HELPERS = (
    "crm.open_login('eve', 'x', true)",
    "crm.close_login('anna')",
    "crm.watchdog()",
    "crm.merged('{}', gen_random_uuid())",
    "crm.inserted('{}', '{}', gen_random_uuid())",
    "crm.settle(NULL)",
    "crm.closure(1::smallint, gen_random_uuid())",
    "crm.unlinked('{}')",
    "crm.me()",
)
STATEMENTS = (
    # the tables themselves
    "SELECT * FROM crm.row",
    "SELECT * FROM crm.change",
    "SELECT * FROM crm.member",
    "SELECT * FROM crm.chunk",
    "SELECT * FROM crm.meta",
    "SELECT * FROM report.contact",
    "INSERT INTO crm.member VALUES ('ole', gen_random_uuid(), 'owner', 'all')",
    "UPDATE crm.member SET rights = 'owner'",
    "UPDATE crm.row SET owner = NULL",
    "DELETE FROM crm.step",
    "TRUNCATE crm.row",
    "LOCK TABLE crm.row",
    "CREATE INDEX ON crm.row (owner)",
    "ALTER TABLE crm.row DISABLE ROW LEVEL SECURITY",
    "DROP SCHEMA crm CASCADE",
    "COPY crm.row TO STDOUT",
    "CREATE POLICY mine ON crm.row USING (true)",
    # other roles
    "SET ROLE crm_owner",
    "SET ROLE crm_reader",
    "SET ROLE crm_admin",
    "SET ROLE anna",
    "SET SESSION AUTHORIZATION postgres",
    "CREATE ROLE eve",
    "ALTER ROLE ole CREATEROLE",
    "ALTER ROLE anna PASSWORD 'mine now'",
    "ALTER ROLE anna NOLOGIN",
    "GRANT crm_admin TO ole",
    "GRANT crm_owner TO ole",
    "DROP ROLE anna",
    "SELECT rolpassword FROM pg_authid",
    "SELECT passwd FROM pg_shadow",
    # the server's files, programs and settings
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_ls_dir('.')",
    "COPY (SELECT 1) TO '/tmp/x'",
    "COPY (SELECT 1) TO PROGRAM 'id'",
    "ALTER SYSTEM SET fsync = off",
    "SET session_replication_role = replica",
    "SET temp_file_limit = -1",
    "SET log_statement = 'all'",
    "LOAD 'auto_explain'",
    "CREATE EXTENSION dblink",
    "CHECKPOINT",
    "SELECT pg_switch_wal()",
    "SELECT pg_create_restore_point('x')",
    "SELECT pg_create_physical_replication_slot('x')",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
    "SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000))",
    "SELECT pg_export_snapshot()",
    # room on the disk and for locks
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_import('/etc/passwd')",
    "CREATE TEMP TABLE t (x int)",
    "CREATE TABLE t (x int)",
    "CREATE TABLE public.t (x int)",
    "CREATE SCHEMA mine",
    "CREATE DATABASE mine",
    "SELECT pg_advisory_lock(n) FROM generate_series(1, 100000) AS n",
    # code of one's own
    "DO $$ BEGIN PERFORM 1; END $$",
    "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'",
    "CREATE FUNCTION crm.me2() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION crm.me() RETURNS crm.scope LANGUAGE sql AS 'SELECT NULL::crm.scope'",
    "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER FUNCTION crm.push_v1 SET search_path = pg_temp",
    "CREATE EVENT TRIGGER t ON ddl_command_start EXECUTE FUNCTION crm.watchdog()",
    "CREATE PUBLICATION p FOR ALL TABLES",
    "COMMENT ON SCHEMA crm IS 'x'",
    *(f"SELECT {each}" for each in HELPERS),
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_what_is_not_a_members_business_is_refused(hostile: "Hostile", statement: str) -> None:
    try:
        with pytest.raises(psycopg.Error):
            hostile.session.execute(statement.encode())
    finally:
        hostile.session.rollback()
    rows = hostile.anna.page()
    assert [row[2][str(NAME)] for row in rows] == ["Dana"]


class Hostile:
    """Ole, who sees own records only and has a real login; Anna has a record that he must not get at."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.record = office.member("ole", "sales", "me")
        self.anna = office.device()
        self.hidden, self.at = new_record(), self.anna.stamp()
        self.anna.add(CONTACT, self.hidden, {NAME: "Dana"}, self.at)
        self.session = office.login("ole")
        self.device = Device(self.session, 666)


@pytest.fixture
def hostile(office: Office) -> Hostile:
    return Hostile(office)


def test_no_secret_is_in_what_the_catalogue_shows(hostile: Hostile) -> None:
    shown = hostile.session.execute("SELECT prosrc FROM pg_proc WHERE pronamespace = 'crm'::regnamespace").fetchall()
    assert not any("password '" in row[0].lower() for row in shown)
    queries = hostile.session.execute("SELECT query FROM pg_stat_activity WHERE usename = 'anna'").fetchall()
    assert all(row[0] == "<insufficient privilege>" for row in queries)
    assert hostile.session.execute("SELECT count(*) FROM pg_stats WHERE schemaname = 'crm'").fetchone() == (0,)


def test_turning_row_security_off_shows_nothing(hostile: Hostile) -> None:
    hostile.session.execute("SET row_security = off")
    with pytest.raises(ServerRefused):
        hostile.device.page()
    hostile.session.execute("SET row_security = on")
    assert hostile.device.page() == []


def test_a_search_path_of_ones_own_changes_nothing(hostile: Hostile) -> None:
    hostile.session.execute("SET search_path = pg_temp, public, crm")
    assert hostile.device.page() == []
    assert hostile.device.add(CONTACT, new_record(), {NAME: "Mine"})["ins"] == 1


def test_what_is_hidden_cannot_be_told_from_what_is_not_there(hostile: Hostile) -> None:
    device, nowhere = hostile.device, new_record()
    for record in (hostile.hidden, nowhere):
        reply = device.call("rows_v1", CONTACT, json.dumps([record]))
        assert reply == {"rows": [], "later": [], "erased": [], "missing": [record]}
        assert device.call("history_v1", CONTACT, record) == {"steps": [], "changes": []}
    assert device.call("steps_v1", None, 100) == []
    assert device.call("digest_v1", CONTACT) == []
    assert device.call("digest_ids_v1", CONTACT, int(hostile.hidden[-2:], 16)) == []
    started = device.call("pull_v1", "1:1:", device.epoch, None, None, 100)
    assert started["rows"] == started["steps"] == started["changes"] == started["conflicts"] == []


def test_a_hidden_record_cannot_be_written_taken_or_added_to(hostile: Hostile) -> None:
    device, hidden = hostile.device, hostile.hidden
    attempts = [
        device.write(CONTACT, hidden, JOB, "Boss", [hostile.at, hostile.anna.site])[0],
        device.write(CONTACT, hidden, OWNER, hostile.record, None)[0],
        device.add(CONTACT, hidden, {NAME: "Mine", OWNER: hostile.record}),
        device.add(POINT, new_record(), {20: hidden, 21: "phone"}),
        device.push([], [[CONTACT, hidden, device.stamp(), 4, {str(OWNER): hostile.record}, {}, None, 7]]),
    ]
    assert all(each["quarantined"] and not each["ins"] + each["upd"] for each in attempts)
    assert hostile.anna.rows()[hidden] == {str(NAME): "Dana"}


def test_nobody_erases_what_they_may_not(hostile: Hostile) -> None:
    for function, *arguments in (
        ("erase_v1", CONTACT, hostile.hidden, "because"),
        ("add_member_v1", "eve", new_record(), "owner", "all", [], "SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5"),
        ("set_member_v1", "ole", "owner", "all", None, True),
        ("remove_member_v1", "anna"),
    ):
        with pytest.raises(CrmError):
            hostile.device.call(str(function), *arguments)
    assert hostile.hidden in hostile.anna.rows()


def test_nobody_pushes_from_the_device_or_in_the_name_of_another(hostile: Hostile) -> None:
    device, anna = hostile.device, hostile.anna
    with pytest.raises(SiteTaken):
        device.push([], [], site=anna.site, n=anna.pushed + 1)
    with pytest.raises(SiteTaken):
        device.call("hello_v1", anna.site, "mine")
    mine = new_record()
    device.add(CONTACT, mine, {NAME: "Mine"})
    authors = hostile.office.admin().execute("SELECT DISTINCT member FROM crm.step WHERE site = 666").fetchall()
    assert authors == [(uuid.UUID(hostile.record),)]
    with pytest.raises(SiteTaken):
        anna.push([], [], site=666, n=2)


def test_another_members_push_cannot_be_replaced_by_its_id(hostile: Hostile) -> None:
    push = hostile.office.admin().execute("SELECT id FROM crm.push LIMIT 1").fetchone()
    assert push is not None
    with pytest.raises(SiteTaken):
        hostile.device.push([], [], id=push[0])


@pytest.mark.parametrize("ahead_ms", [61_000, 3_600_000, 10**13])
def test_a_clock_from_the_future_wins_nothing(hostile: Hostile, ahead_ms: int) -> None:
    with pytest.raises((ClockAhead, BadCall)):
        hostile.device.add(CONTACT, new_record(), {NAME: "Mine"}, hostile.device.stamp(ahead_ms))


def test_a_clock_that_is_a_minute_ahead_wins_for_a_minute_and_is_in_the_history(hostile: Hostile) -> None:
    record, at = new_record(), hostile.device.stamp(59_000)
    assert hostile.device.add(CONTACT, record, {NAME: "Mine"}, at)["ins"] == 1
    reply, _clock = hostile.anna.write(CONTACT, record, NAME, "Right", [at, 666], at + 1)
    assert reply["conf"] == 0
    assert len(hostile.anna.call("history_v1", CONTACT, record)["changes"]) == 1


def test_a_base_that_was_never_seen_hides_no_value_from_the_history(hostile: Hostile) -> None:
    record, at = new_record(), hostile.anna.stamp()
    hostile.anna.add(CONTACT, record, {NAME: "Dana", OWNER: hostile.record}, at)
    _reply, clock = hostile.anna.write(CONTACT, record, NAME, "Dana Reyes", [at, hostile.anna.site])
    hostile.device.write(CONTACT, record, NAME, "Mine", clock)
    news = [each[6] for each in hostile.anna.call("history_v1", CONTACT, record)["changes"]]
    assert news == ["Dana Reyes", "Mine"]


@pytest.mark.parametrize(
    "make",
    [
        lambda at: json.dumps({"steps": [], "changes": [], "x": "a" * 17_000_000}),
        lambda at: json.dumps({"steps": [step(0, at)], "changes": [[1, new_record(), at, 1, {}, {}, 0]] * 20_001}),
        lambda at: "[" * 100_000,
        lambda at: '{"steps":[],"changes":' + "[" * 5000 + "]" * 5000 + "}",
        lambda at: json.dumps({"steps": [step(0, at, "x" * 5000)], "changes": []}),
        lambda at: (
            f'{{"steps":[{json.dumps(step(0, at))}],"changes":[[1,"{new_record()}",{at},1,{{"21":-9e999}},{{}},0]]}}'
        ),
        lambda at: (
            f'{{"steps":[{json.dumps(step(0, at))}],"changes":[[1,"{new_record()}",{at},1,{{"21":1e-9999}},{{}},0]]}}'
        ),
    ],
)
def test_a_batch_beyond_all_bounds_is_refused(hostile: Hostile, make: Callable[[int], str]) -> None:
    with pytest.raises(BadCall):
        hostile.device.push([], [], text=make(hostile.device.stamp()))


def test_a_row_beyond_all_bounds_is_kept_out_and_pulls_go_on(hostile: Hostile) -> None:
    reply = hostile.device.add(CONTACT, new_record(), {NAME: "a" * 4_500_000})
    assert [each[3] for each in reply["quarantined"]] == ["size"]
    for _each in range(3):
        hostile.device.add(CONTACT, new_record(), {NAME: "a" * 3_500_000})
    pages = hostile.anna.pull() and hostile.anna.call("pull_v1", "1:1:", hostile.anna.epoch, None, None, 5000)
    assert len(json.dumps(pages)) < 25_000_000


def test_twenty_thousand_edits_of_one_field_end_in_seconds(hostile: Hostile) -> None:
    record, device = new_record(), hostile.device
    at = device.stamp()
    device.add(CONTACT, record, {NAME: "Mine"}, at)
    stamps = [device.stamp() for _each in range(20_000)]
    for half in (stamps[::2], stamps[1::2]):
        began = time.monotonic()
        reply = device.push(
            [step(n, each) for n, each in enumerate(half)],
            [[CONTACT, record, each, 2, {str(NAME): f"v{each}"}, {}, n] for n, each in enumerate(half)],
        )
        assert reply["conf"] == 10_000
        assert time.monotonic() - began < 30


def test_rows_that_are_held_open_hold_others_up_for_a_moment_only(hostile: Hostile) -> None:
    record, at = new_record(), hostile.anna.stamp()
    hostile.anna.add(CONTACT, record, {NAME: "Dana", OWNER: hostile.record}, at)
    admin = hostile.office.admin()
    admin.execute("ALTER FUNCTION crm.push_v1 SET lock_timeout = '200ms'")
    admin.execute("UPDATE crm.meta SET idle_s = 0")
    try:
        hostile.session.autocommit = False
        hostile.session.execute("SET idle_in_transaction_session_timeout = 0")
        hostile.device.write(CONTACT, record, NAME, "Held", [at, hostile.anna.site])
        with pytest.raises(ServerBusy):
            hostile.anna.write(CONTACT, record, NAME, "Needed", [at, hostile.anna.site])
        # the next greeting of anybody ends the connection that holds it
        hostile.anna.call("hello_v1", hostile.anna.site, "laptop")
        time.sleep(0.2)
        reply, _clock = hostile.anna.write(CONTACT, record, NAME, "Needed", [at, hostile.anna.site])
        assert reply["upd"] == 1
    finally:
        admin.execute("ALTER FUNCTION crm.push_v1 SET lock_timeout = '5s'")
        admin.execute("UPDATE crm.meta SET idle_s = 60")


def test_connections_have_an_end(hostile: Hostile) -> None:
    held = [hostile.office.login("ole") for _each in range(7)]
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        hostile.office.login("ole")
    assert len(held) == 7


def test_a_flood_of_wakes_stops_no_push(hostile: Hostile) -> None:
    for number in range(200):
        hostile.session.execute(sql.SQL("NOTIFY crm, {}").format(sql.Literal(f"x{number}")))
    assert hostile.anna.add(CONTACT, new_record(), {NAME: "Eve"})["ins"] == 1


def test_devices_have_an_end(hostile: Hostile) -> None:
    hostile.office.admin().execute(
        "INSERT INTO crm.site (site, member, device) SELECT 10000 + n, %s, '' FROM generate_series(1, 1000) AS n",
        (hostile.record,),
    )
    with pytest.raises(CrmError):
        hostile.device.call("hello_v1", 4711, "one more")


_EXPECTED = ("answered", "CR", "22", "42501", "42883", "42725", "42804", "42846")
ANYTHING = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=40),
    st.binary(max_size=40),
    st.uuids(),
    st.booleans(),
    st.floats(),
    st.sampled_from(["'; DROP SCHEMA crm CASCADE; --", "null", "[]", "{}", "[[1]]", "1:1:", "1:9:5", "a" * 5000]),
)


@settings(max_examples=150)
@given(st.data())
def test_rubbish_in_any_argument_is_refused_and_changes_nothing(hostile: Hostile, data: st.DataObject) -> None:
    functions = hostile.session.execute(
        "SELECT proname, pronargs FROM pg_proc WHERE pronamespace = 'crm'::regnamespace AND proname LIKE '%\\_v1' "
        "ORDER BY proname"
    ).fetchall()
    name, count = data.draw(st.sampled_from(functions))
    arguments = data.draw(st.lists(ANYTHING, min_size=count, max_size=count))
    # refused by us, or by the type of the argument; never an error of the function's own making
    assert _outcome(hostile.device, name, *arguments).startswith(_EXPECTED)
    assert hostile.anna.rows()[hostile.hidden] == {str(NAME): "Dana"}


BATCHES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["steps", "changes", "21", "0" * 32, "f" * 32]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=8), st.dictionaries(st.sampled_from(["21", "steps", "x"]), inner, max_size=3)
    ),
    max_leaves=30,
)


@settings(max_examples=250)
@given(BATCHES, BATCHES, st.booleans())
def test_a_batch_of_rubbish_is_refused(hostile: Hostile, steps: object, changes: object, shaped: bool) -> None:
    at = hostile.device.stamp()
    line = [CONTACT, "f" * 32, at, 2, {"21": changes}, {"21": steps}, 0]
    text = json.dumps({"steps": [step(0, at)] if shaped else steps, "changes": [line] if shaped else changes})
    with refusals():
        before = hostile.session.execute("SELECT crm.hello_v1(666, '')").fetchone()
    assert before is not None
    batch = (before[0]["last_n"] + 1, uuid.uuid4(), hostile.device.epoch, 1, sha256(text.encode()).digest(), text)
    assert _outcome(hostile.device, "push_v1", 666, *batch) in ("answered", "CR003", "CR006"), text


def _outcome(device: Device, function: str, *arguments: object) -> str:
    """Return the code of the refusal that the call met, or nothing where it was answered."""
    try:
        device.call(function, *arguments)
    except ServerRefused as refused:
        return refused.code or "no code"
    finally:
        device.connection.rollback()
    return "answered"
