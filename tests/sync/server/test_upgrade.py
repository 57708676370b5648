"""A server that an older program set up is brought up to date: nothing that it holds goes."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from crm_desktop.acts import set_fields
from crm_desktop.contacts.actions import add_contact, edit_contact, remove_contacts
from crm_desktop.errors import CrmError, NoMember, OtherWire, OtherWorkspace, ServerBusy, ServerRefused
from crm_desktop.journal.member_actions import save_member
from crm_desktop.pipeline.actions import add_deal, edit_deal
from crm_desktop.sync.conflicts import clashed_records
from crm_desktop.sync.connection import Address
from crm_desktop.sync.deciding import resolve
from crm_desktop.sync.profile import why_not_profile
from crm_desktop.sync.server.members import Wanted, add_member, remove_member
from crm_desktop.sync.server.setup import Founder, make_login, set_up
from crm_desktop.sync.server.upgrade import upgrade
from crm_desktop.sync.server.versions import THIS, VERSION, Age, ServerVersion, age_words
from crm_desktop.sync.set_aside import aside_records, count_aside, try_again
from crm_desktop.sync.status import sharing_status
from crm_desktop.tickets.actions import add_ticket
from tests.conftest import MovedClock
from tests.sync.cluster import Cluster
from tests.sync.conftest import ANNA, Clerk
from tests.sync.laptops import Firm, firm_of
from tests.sync.office import CONTACT, NAME, Office, new_record
from tests.sync.test_contents import with_file

RELEASED = Path(__file__).parent / "released"


def old_server(cluster: Cluster, database: str) -> None:
    """Make `database` what the oldest program with `server init` made of it."""
    text = (RELEASED / "0001.sql").read_text().replace(":database", f'"{database}"')
    with psycopg.connect(cluster.dsn(database)) as admin:
        admin.execute(text.encode())
        make_login(admin, Founder("anna", ANNA), "owner")


@pytest.fixture
def old_office(cluster: Cluster, empty_database: str) -> Iterator[Office]:
    """A server of the first version."""
    old_server(cluster, empty_database)
    office = Office(cluster, Address(str(cluster.folder), cluster.port, empty_database, "anna"))
    yield office
    office.close()


@pytest.fixture
def old_firm(old_office: Office, empty_workspace: Path, tmp_path: Path, clock: MovedClock) -> Iterator[Firm]:
    """Laptops that share through a server of the first version."""
    with firm_of(old_office, empty_workspace, tmp_path, clock) as made:
        yield made


def admin_of(office: Office) -> psycopg.Connection:
    return psycopg.connect(office.cluster.dsn(office.address.database), autocommit=True)


def catalogue(connection: psycopg.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return what a server consists of: tables, indexes, functions with their bodies and rights, policies, views."""
    given = "(SELECT array_agg(a::text ORDER BY a::text) FROM unnest({}) AS a)"
    ours = "IN ('crm'::regnamespace, 'report'::regnamespace)"
    queries = {
        "columns": "SELECT table_schema, table_name, column_name, data_type, column_default, is_nullable "
        "FROM information_schema.columns WHERE table_schema IN ('crm', 'report')",
        "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'crm'",
        "functions": "SELECT oid::regprocedure::text, prosrc, proowner::regrole::text, proconfig::text, "
        f"{given.format('proacl')} FROM pg_proc WHERE pronamespace {ours}",
        "policies": "SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies",
        "tables": f"SELECT relname, {given.format('relacl')}, relrowsecurity, relforcerowsecurity, relkind::text "
        f"FROM pg_class WHERE relnamespace {ours}",
        "described": "SELECT * FROM crm.table_meta",
        "fields": "SELECT * FROM crm.field_meta",
        "schemas": f"SELECT nspname, {given.format('nspacl')} FROM pg_namespace WHERE nspname !~ '^pg_'",
        "languages": f"SELECT lanname, {given.format('lanacl')} FROM pg_language",
    }
    return {name: sorted(connection.execute(query.encode()).fetchall(), key=str) for name, query in queries.items()}


def test_an_upgraded_server_is_what_a_new_one_is(cluster: Cluster, old_office: Office, office: Office) -> None:
    with admin_of(old_office) as old, admin_of(office) as new:
        done = upgrade(old, "Hartwell")
        assert (done.before.version, done.after) == (1, THIS)
        expected, found = catalogue(new), catalogue(old)
        for part in expected:
            assert found[part] == expected[part], part


def test_an_upgrade_keeps_every_row_and_is_done_once(old_office: Office) -> None:
    anna = old_office.device("anna", 7)
    record = new_record()
    anna.add(CONTACT, record, {NAME: "Dana Whitfield"})
    with admin_of(old_office) as admin:
        held = {}
        tables = admin.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'crm'::regnamespace AND relkind = 'r'"
        )
        names = {str(row[0]) for row in tables.fetchall()} - {"meta", "table_meta", "field_meta"}
        for name in names:
            held[name] = admin.execute(f"SELECT * FROM crm.{name}".encode()).fetchall()
        assert upgrade(admin, "Hartwell").before.age is Age.OLDER
        for name in names:
            # new columns stand behind those that were there
            now = admin.execute(f"SELECT * FROM crm.{name}".encode()).fetchall()
            assert [row[: len(was)] for row, was in zip(now, held[name], strict=True)] == held[name], name
        again = upgrade(admin, "Hartwell")
        assert again.before == again.after == THIS
    anna.add(CONTACT, new_record(), {NAME: "Ben Ode"})
    assert {row[str(NAME)] for row in anna.rows().values()} == {"Dana Whitfield", "Ben Ode"}


def test_a_laptop_that_met_the_old_server_goes_on_with_the_new_one(old_firm: Firm) -> None:
    first = old_firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    with first.workspace.reader() as reader:
        found = sharing_status(reader)
    assert found is not None
    assert found.server_age is Age.OLDER
    assert "server upgrade" in age_words(found.server_age)
    second = old_firm.another()
    second.sync()
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    with admin_of(old_firm.office) as admin:
        upgrade(admin, workspace_of(admin))
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    for each in (first, second, first):
        each.sync()
    assert first.hash == second.hash
    assert second.one("SELECT job_title || nickname FROM contact WHERE id = ?", dana) == "BuyerDan"
    with first.workspace.reader() as reader:
        found = sharing_status(reader)
    assert found is not None
    assert found.server_age is Age.CURRENT


def test_today_s_laptops_share_all_they_do_through_the_first_server(old_firm: Firm) -> None:
    first = old_firm.first()
    first.sync()
    second = old_firm.another()
    second.sync()
    dana = add_contact(first.journal, "person", {"name": "Dana Lee", "email": "dana@acme.example"})
    gone = add_contact(first.journal, "person", {"name": "Gone Away"})
    deal = add_deal(second.journal, {"title": "Ovens"})
    for laptop in (first, second):
        add_ticket(laptop.journal, {"subject": "Oven door"})
    paper = with_file(first, b"Two ovens")
    for laptop in (first, second, first):
        laptop.sync()
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    edit_contact(second.journal, dana, {"job_title": "Owner"})
    remove_contacts(second.journal, [gone])
    edit_deal(first.journal, deal, {"title": "Two ovens"})
    for laptop in (first, second, first):
        laptop.sync()
    with first.workspace.reader() as reader:
        (record,) = clashed_records(reader)
    resolve(first.journal, {record.clashes[0].cid: "mine"})
    for laptop in (first, second):
        laptop.sync()
    assert first.hash == second.hash
    assert b"".join(second.workspace.files.read(paper)) == b"Two ovens"
    for laptop in (first, second):
        assert laptop.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"
        assert laptop.one("SELECT count(DISTINCT number) FROM ticket") == 2
        assert laptop.one("SELECT count(*) FROM conflict WHERE state = 0") == 0


def test_a_profile_that_the_old_server_did_not_take_is_kept_and_taken_after_the_upgrade(old_firm: Firm) -> None:
    first = old_firm.first()
    ben = save_member(first.journal, None, {"name": "Ben Ode", "role": "sales"})
    first.sync()
    laptop = old_firm.another("ben", old_firm.add_member("ben", ben))
    laptop.sync()
    with laptop.workspace.reader() as reader:
        assert "server upgrade" in why_not_profile(reader)
    # an older program offers it
    set_fields(laptop.journal, ben, {"phone": "+4930123456"})
    laptop.sync()
    assert laptop.one("SELECT phone FROM member WHERE id = ?", ben) is None
    with laptop.workspace.reader() as reader:
        (aside,) = aside_records(reader)
    with admin_of(old_firm.office) as admin:
        upgrade(admin, workspace_of(admin))
    try_again(laptop.journal, [each.seq for each in aside.edits])
    laptop.sync()
    first.sync()
    with laptop.workspace.reader() as reader:
        assert why_not_profile(reader) == ""
        assert count_aside(reader) == 0
    assert first.one("SELECT phone FROM member WHERE id = ?", ben) == "+4930123456"
    assert first.hash == laptop.hash


def test_whom_a_server_of_an_older_program_removed_reads_what_may_be_the_cause(old_firm: Firm) -> None:
    first = old_firm.first()
    first.sync()
    made = add_member(first.journal, Wanted("Ole Berg"))
    ole = old_firm.another(made.address.user, made.password)
    ole.sync()
    remove_member(first.journal, "Ole Berg")
    with pytest.raises(NoMember, match="it is another one, or this member was removed"):
        ole.sync()


def workspace_of(admin: psycopg.Connection) -> str:
    row = admin.execute("SELECT workspace FROM crm.meta").fetchone()
    assert row is not None
    return str(row[0])


def test_who_did_not_set_the_server_up_cannot_upgrade_it(old_office: Office) -> None:
    with pytest.raises(ServerRefused, match="does not let this role"):
        upgrade(old_office.as_role("anna"), "Hartwell")
    with admin_of(old_office) as admin, pytest.raises(OtherWorkspace, match="another workspace"):
        upgrade(admin, "Else")


def test_the_role_that_set_it_up_upgrades_it_without_being_a_superuser(clerk: Clerk) -> None:
    with psycopg.connect(clerk.dsn) as connection:
        set_up(connection, "Hartwell", Founder("anna", ANNA))
        connection.execute("SET ROLE crm_owner")
        connection.execute("ALTER TABLE crm.meta DROP version, DROP described")
        connection.execute("RESET ROLE")
        assert upgrade(connection, "Hartwell").after == THIS


def test_a_newer_server_is_left_as_it_is_and_serves_on(office: Office, firm: Firm) -> None:
    first = firm.first()
    with admin_of(office) as admin:
        admin.execute("UPDATE crm.meta SET version = %s, wire_max = 9", (VERSION + 1,))
        try:
            dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
            assert first.sync().pushed > 0
            with first.workspace.reader() as reader:
                found = sharing_status(reader)
            assert found is not None
            assert found.server_age is Age.NEWER
            with pytest.raises(ServerRefused, match="newer than this program"):
                upgrade(admin, workspace_of(admin))
            second = firm.another()
            second.sync()
            assert second.one("SELECT name FROM contact WHERE id = ?", dana) == "Dana Whitfield"
        finally:
            admin.execute("UPDATE crm.meta SET version = %s, wire_max = 1", (VERSION,))


@pytest.mark.parametrize(("lowest", "highest", "told"), [(2, 3, "until it is updated"), (0, 0, "`server upgrade`")])
def test_versions_that_do_not_meet_take_in_and_say_who_is_to_update(
    office: Office, firm: Firm, lowest: int, highest: int, told: str
) -> None:
    first, second = firm.first(), firm.another()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    add_contact(second.journal, "person", {"name": "Ben Ode"})
    with admin_of(office) as admin:
        admin.execute("UPDATE crm.meta SET wire_min = %s, wire_max = %s", (lowest, highest))
        try:
            with pytest.raises(OtherWire, match=told):
                second.sync()
        finally:
            admin.execute("UPDATE crm.meta SET wire_min = 1, wire_max = 1")
    assert second.one("SELECT name FROM contact WHERE id = ?", dana) == "Dana Whitfield"
    for each in (second, first):
        each.sync()
    assert first.hash == second.hash
    assert first.one("SELECT count(*) FROM contact") == 2


def test_views_that_somebody_built_on_ours_stop_the_upgrade_unharmed(old_office: Office) -> None:
    with admin_of(old_office) as admin:
        admin.execute("CREATE VIEW public.mine AS SELECT name FROM report.contact")
        with pytest.raises(ServerRefused, match="mine"):
            upgrade(admin, "Hartwell")
        admin.execute("DROP VIEW public.mine")
        assert upgrade(admin, "Hartwell").after == THIS


def test_the_first_servers_are_told_from_new_ones() -> None:
    assert ServerVersion().age is Age.OLDER
    assert THIS.age is Age.CURRENT
    assert ServerVersion(VERSION + 1, 0).age is Age.NEWER
    assert age_words(Age.CURRENT) == ""


def test_an_upgrade_amid_pushes_is_waited_for(old_firm: Firm) -> None:
    first = old_firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    told: list[CrmError] = []
    done = threading.Event()

    def work() -> None:
        number = 0
        while not done.is_set() or number < 5:
            number += 1
            edit_contact(first.journal, dana, {"nickname": str(number)})
            try:
                first.sync()
            except CrmError as error:
                told.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    with admin_of(old_firm.office) as admin:
        try:
            for _each in range(4):
                assert upgrade(admin, workspace_of(admin)).after == THIS
                admin.execute("UPDATE crm.meta SET described = 0")
        finally:
            done.set()
            worker.join()
    assert [each for each in told if not isinstance(each, ServerBusy)] == []
    first.sync()
    second = old_firm.another()
    second.sync()
    assert second.hash == first.hash
