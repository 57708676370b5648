"""Who sees and writes what: decided by the server."""

import psycopg
import pytest

from crm_desktop.errors import NoMember, NotAllowed, ServerRefused
from crm_desktop.sync.server.meta import table_meta
from tests.sync.office import (
    CONTACT,
    DEAL,
    INTERACTION,
    JOB,
    NAME,
    OWNER,
    PASSWORD,
    POINT,
    REMOVED,
    SETTING,
    VIEW,
    Office,
    new_record,
    step,
)


def test_a_member_who_sees_own_records_gets_no_others(office: Office) -> None:
    ole = office.member("ole", "sales", "me")
    anna, laptop = office.device(), office.device("ole")
    laptop.pull()
    mine, others = new_record(), new_record()
    anna.add(CONTACT, mine, {NAME: "Dana", OWNER: ole})
    anna.add(CONTACT, others, {NAME: "Eve"})
    news = laptop.pull()
    assert [row[1] for row in news["rows"]] == [mine]
    assert [each[4] for each in news["steps"]] == ["Edit"]
    assert set(laptop.rows()) == {mine}
    assert laptop.call("rows_v1", CONTACT, f'["{others}"]')["missing"] == [others]
    assert laptop.call("history_v1", CONTACT, others)["changes"] == []
    assert sum(bucket[1] for bucket in laptop.call("digest_v1", CONTACT)) == 1


def test_a_team_sees_what_its_members_own(office: Office) -> None:
    team = new_record()
    ole, pia = office.member("ole", "sales", "team", team), office.member("pia", "sales", "team", team)
    office.member("max", "sales", "team", new_record())
    anna = office.device()
    records = {owner: new_record() for owner in (ole, pia)}
    for owner, record in records.items():
        anna.add(CONTACT, record, {NAME: "Dana", OWNER: owner})
    deal = new_record()
    anna.add(DEAL, deal, {20: "Shoes", 36: team})
    assert set(office.device("ole").rows()) == set(office.device("pia").rows()) == set(records.values())
    assert set(office.device("ole").rows(DEAL)) == {deal}
    assert office.device("max").rows() == office.device("max").rows(DEAL) == {}


def test_parts_and_activities_go_where_their_record_goes(office: Office) -> None:
    ole = office.member("ole", "sales", "me")
    anna, laptop = office.device(), office.device("ole")
    contact, point, call = new_record(), new_record(), new_record()
    at = anna.stamp()
    anna.add(CONTACT, contact, {NAME: "Dana"}, at)
    anna.add(POINT, point, {20: contact, 21: "phone"})
    anna.add(INTERACTION, call, {20: "call", 22: 1, 27: contact})
    laptop.pull()
    assert laptop.rows(POINT) == {}
    _reply, given = anna.write(CONTACT, contact, OWNER, ole, [at, anna.site])
    news = laptop.pull()
    assert {row[1] for row in news["rows"]} == {contact, point, call}
    anna.write(CONTACT, contact, OWNER, None, given)
    gone = laptop.pull()
    assert {each[1] for each in gone["gone"]} == {contact, point, call}
    assert gone["rows"] == []
    assert laptop.rows(POINT) == laptop.rows(INTERACTION) == {}


def test_a_record_that_came_back_into_sight_is_not_gone(office: Office) -> None:
    ole = office.member("ole", "sales", "me")
    anna, laptop = office.device(), office.device("ole")
    contact, at = new_record(), anna.stamp()
    anna.add(CONTACT, contact, {NAME: "Dana", OWNER: ole}, at)
    laptop.pull()
    _reply, away = anna.write(CONTACT, contact, OWNER, None, [at, anna.site])
    anna.write(CONTACT, contact, OWNER, ole, away)
    news = laptop.pull()
    assert (news["gone"], [row[1] for row in news["rows"]]) == ([], [contact])


def test_an_edit_of_a_record_that_left_sight_is_kept_aside_with_its_whole_step(office: Office) -> None:
    ole = office.member("ole", "sales", "me")
    anna, laptop = office.device(), office.device("ole")
    lost, kept = new_record(), new_record()
    at = anna.stamp()
    for record in (lost, kept):
        anna.add(CONTACT, record, {NAME: "Dana", OWNER: ole}, at)
    anna.write(CONTACT, lost, OWNER, None, [at, anna.site])
    one, two = laptop.stamp(), laptop.stamp()
    base = {str(JOB): [at, anna.site]}
    reply = laptop.push(
        [step(0, one), step(1, two)],
        [
            [CONTACT, lost, one, 2, {str(JOB): "Boss"}, base, 0],
            [CONTACT, kept, one, 2, {str(JOB): "Boss"}, base, 0],
            [CONTACT, kept, two, 2, {str(JOB): "Buyer"}, base, 1],
        ],
    )
    assert reply["quarantined"] == [[one, CONTACT, lost, "unseen"]]
    assert reply["upd"] == 1
    assert anna.rows()[kept][str(JOB)] == "Buyer"
    assert str(JOB) not in anna.rows()[lost]


def test_a_record_that_is_given_away_leaves_the_giver(office: Office) -> None:
    ole, pia = office.member("ole", "sales", "me"), office.member("pia", "sales", "me")
    laptop = office.device("ole")
    laptop.pull()
    record = new_record()
    assert laptop.add(CONTACT, record, {NAME: "Dana", OWNER: pia, "created_by": ole})["ins"] == 1
    news = laptop.pull()
    assert ([each[1] for each in news["gone"]], news["rows"]) == ([record], [])
    assert set(office.device("pia").rows()) == {record}


def test_a_private_view_and_setting_are_their_owners_alone(office: Office) -> None:
    ole = office.member("ole", "manager")
    anna, laptop = office.device(), office.device("ole")
    private, shared, mine, everybodys = (new_record() for _each in range(4))
    laptop.add(VIEW, private, {20: "My view", OWNER: ole})
    laptop.add(VIEW, shared, {20: "Our view", OWNER: ole, 25: 1})
    laptop.add(SETTING, mine, {20: "theme", 21: '"dark"', 22: ole})
    laptop.add(SETTING, everybodys, {20: "currency", 21: '"EUR"'})
    assert set(anna.rows(VIEW)) == {shared}
    assert set(anna.rows(SETTING)) == {everybodys}
    assert set(laptop.rows(VIEW)) == {private, shared}
    assert set(laptop.rows(SETTING)) == {mine, everybodys}


def test_records_of_a_kind_that_only_newer_programs_know_are_taken(office: Office) -> None:
    office.member("ole", "sales")
    assert office.device("ole").add(77, new_record(), {20: "Something"})["ins"] == 1
    office.member("ida", "read_only")
    reply = office.device("ida").add(77, new_record(), {20: "Something"})
    assert [each[3] for each in reply["quarantined"]] == ["role"]


def test_a_new_record_cannot_be_made_in_the_name_of_another(office: Office) -> None:
    office.member("ole")
    reply = office.device("ole").add(CONTACT, new_record(), {NAME: "Dana", "created_by": office.member("pia")})
    assert [each[3] for each in reply["quarantined"]] == ["author"]


def test_a_removed_member_is_out_at_once(office: Office) -> None:
    office.member("ole")
    session = office.login("ole")
    session.execute("SELECT crm.hello_v1(5, 'laptop')")
    anna = office.device()
    assert anna.call("remove_member_v1", "ole")["ended"] == 1
    with pytest.raises(psycopg.OperationalError):
        session.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="is not permitted to log in"):
        office.login("ole")
    with pytest.raises(NoMember):
        office.device("ole")


def test_that_a_member_was_removed_is_told_to_nobody_without_the_password(office: Office) -> None:
    office.member("ole")
    office.device().call("remove_member_v1", "ole")
    dsn = office.cluster.dsn(office.address.database, user="ole", password="a guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(dsn)


def test_the_former_password_of_a_removed_member_stays_useless_after_coming_back(office: Office) -> None:
    ole = office.member("ole")
    anna = office.device()
    anna.call("remove_member_v1", "ole")
    verifier = anna.connection.pgconn.encrypt_password(b"another one", b"ole", b"scram-sha-256").decode()
    anna.call("add_member_v1", "ole", ole, "sales", "all", [], verifier)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        office.login("ole")


def test_a_removed_member_can_come_back_with_a_new_password(office: Office) -> None:
    ole = office.member("ole")
    anna = office.device()
    anna.call("remove_member_v1", "ole")
    verifier = anna.connection.pgconn.encrypt_password(b"another one", b"ole", b"scram-sha-256").decode()
    anna.call("add_member_v1", "ole", ole, "service", "all", [], verifier)
    dsn = office.cluster.dsn(office.address.database, user="ole", password="another one")
    with psycopg.connect(dsn) as session:
        row = session.execute("SELECT crm.hello_v1(5, 'laptop')").fetchone()
    assert row is not None
    assert row[0]["role"] == "service"


def test_only_an_owner_adds_changes_and_removes_members(office: Office) -> None:
    office.member("ole", "manager")
    laptop = office.device("ole")
    calls: tuple[tuple[object, ...], ...] = (
        ("add_member_v1", "eve", new_record(), "owner", "all", [], "SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5"),
        ("remove_member_v1", "anna"),
        ("set_member_v1", "ole", "owner", None, None, None),
        ("set_password_v1", "anna", "SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5"),
        ("add_reporter_v1", "eve", "SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5"),
    )
    for function, *arguments in calls:
        with pytest.raises(NotAllowed):
            laptop.call(str(function), *arguments)


def test_no_login_of_the_server_is_taken_over_and_no_password_travels(office: Office) -> None:
    anna = office.device()
    for login in ("postgres", "anna", "crm_owner", "pg_monitor", 'x" SUPERUSER --', ""):
        with pytest.raises(ServerRefused):
            anna.call("add_member_v1", login, new_record(), "sales", "all", [], "SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5")
    with pytest.raises(ServerRefused):
        anna.call("add_member_v1", "eve", new_record(), "sales", "all", [], "plain password")


def test_the_last_owner_stays_one(office: Office) -> None:
    anna = office.device()
    with pytest.raises(NotAllowed):
        anna.call("set_member_v1", "anna", "sales", None, None, None)
    with pytest.raises(NotAllowed):
        anna.call("remove_member_v1", "anna")


def test_who_changes_teams_sees_with_the_new_ones_eyes(office: Office) -> None:
    old, new = new_record(), new_record()
    ole = office.member("ole", "sales", "team", old)
    anna, laptop = office.device(), office.device("ole")
    at = anna.stamp()
    anna.add(18, ole, {20: "Ole", 23: old}, at)
    deal = new_record()
    anna.add(DEAL, deal, {20: "Shoes", 36: new})
    assert laptop.rows(DEAL) == {}
    anna.write(18, ole, 23, new, [at, anna.site])
    assert set(laptop.rows(DEAL)) == {deal}
    assert laptop.pull()["scope_ver"] == laptop.greeting["scope_ver"] + 1


def test_row_security_holds_when_a_function_forgets_to_ask(office: Office) -> None:
    office.member("ole", "sales", "me")
    anna, laptop = office.device(), office.device("ole")
    anna.add(CONTACT, new_record(), {NAME: "Dana"})
    admin = office.admin()
    admin.execute(
        "CREATE FUNCTION crm.forgetful() RETURNS bigint LANGUAGE sql SECURITY DEFINER "
        "AS 'SELECT (SELECT count(*) FROM crm.row) + (SELECT count(*) FROM crm.change)'; "
        "ALTER FUNCTION crm.forgetful() OWNER TO crm_reader; GRANT EXECUTE ON FUNCTION crm.forgetful() TO crm_member"
    )
    try:
        assert laptop.call("forgetful") == 0
        assert anna.call("forgetful") == 1
    finally:
        admin.execute("DROP FUNCTION crm.forgetful()")


def test_the_status_names_members_to_those_who_lead_only(office: Office) -> None:
    office.member("ole", "sales")
    everyone = office.device().call("status_v1")["members"]
    assert [each["login"] for each in everyone] == ["anna", "ole"]
    assert [each["login"] for each in office.device("ole").call("status_v1")["members"]] == ["ole"]


def test_every_shared_table_has_a_line_of_rights() -> None:
    lines = {each.name: each for each in table_meta()}
    assert "pin" not in lines
    assert lines["contact_point"].part
    assert lines["interaction"].parents
    assert not lines["interaction"].part
    assert lines["contact"].parents == []
    assert PASSWORD
    assert REMOVED == 2
