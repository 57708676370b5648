"""The commands of the owner: from an empty database to two laptops that share."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from crm_desktop.cli import server
from crm_desktop.cli.app import command_line
from crm_desktop.cli.call import Call
from crm_desktop.errors import ServerUnreachable, UnreadableFile, WrongPassphrase
from crm_desktop.sync.connection import Address
from crm_desktop.sync.invite import Invite, leads_nowhere, read_invite, write_invite
from crm_desktop.sync.server.members import login_name
from tests.conftest import PASSPHRASE
from tests.sync.cluster import Cluster
from tests.sync.conftest import Clerk


class Shell:
    """Runs commands on one workspace."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, patch
        patch.setenv("CRM_PASSPHRASE", PASSPHRASE)

    def run(self, *arguments: str, code: int = 0, password: str = "") -> Any:
        """Return the document of a command, or what it said on stderr."""
        self._patch.setenv("CRM_SERVER_PASSWORD", password)
        done = CliRunner().invoke(
            command_line(), ["-w", str(self.folder), "--json", "--quiet", *arguments], obj=Call(lambda _opening: 0)
        )
        assert done.exit_code == code, done.output
        return json.loads(done.stdout) if done.stdout else done.stderr


@pytest.fixture
def anna(empty_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The commands of Anna, who has a workspace."""
    copytree(empty_workspace, tmp_path / "Hartwell.crm")
    return Shell(tmp_path / "Hartwell.crm", monkeypatch)


def test_an_empty_database_becomes_the_office_server_of_two_laptops(
    anna: Shell, cluster: Cluster, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = anna.run("server", "init", cluster.dsn(empty_database), "--member", "Anna Snelling")
    assert (made["login"], made["role"], made["hardened"]) == ("anna_snelling", "owner", True)
    person = anna.run("add", "people", "name=Dana Whitfield")["id"]
    assert anna.run("sync")["pushed"] > 0
    invite = tmp_path / "ole.crminvite"
    added = anna.run("server", "add-member", "Ole Berg", "--role", "sales", "--invite", str(invite))
    assert added["password"] not in invite.read_text()
    assert anna.run("sync")["pushed"] > 0
    ole = Shell(tmp_path / "Ole.crm", monkeypatch)
    assert "password" in ole.run("join", str(invite), code=7, password="wrong")
    joined = ole.run("join", str(invite), password=added["password"])
    assert (joined["member"], joined["role"]) == ("Ole Berg", "sales")
    assert ole.run("show", person)["name"] == "Dana Whitfield"
    assert [each["member"] for each in ole.run("history")["steps"] if each["label"] == "Join the workspace"] == [
        "Ole Berg"
    ]
    assert ole.run("content-hash")["all"] == anna.run("content-hash")["all"]
    status = anna.run("server", "status")
    assert [(each["name"], each["rights"], len(each["devices"])) for each in status["members"]] == [
        ("Anna Snelling", "owner", 1),
        ("Ole Berg", "sales", 1),
    ]
    assert anna.run("server", "set-member", "Ole Berg", "--role", "service", "--sees", "me") == {
        "login": "ole_berg",
        "role": "service",
        "sees": "me",
    }
    renewed = anna.run("server", "new-password", "Ole Berg")
    assert (renewed["login"], renewed["member"]) == ("ole_berg", "Ole Berg")
    ole.run("sync", code=7)
    assert ole.run("join", str(invite), password=renewed["password"])["role"] == "service"
    assert "--role" in anna.run("server", "set-member", "Ole Berg", code=2)
    assert anna.run("server", "set-member", "ole_berg", "--sees", "all")["role"] == "service"
    ole.run("set", person, "job_title=Buyer")
    assert anna.run("server", "remove-member", "Ole Berg")["login"] == "ole_berg"
    ole.run("sync", code=7)
    assert ole.run("show", person)["job_title"] == "Buyer"


def test_who_had_no_name_yet_is_the_owner_and_no_second_one_stays(
    anna: Shell, cluster: Cluster, empty_database: str
) -> None:
    (own,) = anna.run("list", "members")["rows"]
    anna.run("set", own["id"], "name=Me")
    anna.run("server", "init", cluster.dsn(empty_database), "--member", "Anna Snelling")
    (owner,) = anna.run("list", "members")["rows"]
    assert (owner["id"], owner["name"]) == (own["id"], "Anna Snelling")


def test_the_database_must_be_empty_and_the_workspace_unshared(
    anna: Shell, cluster: Cluster, empty_database: str
) -> None:
    used = cluster.dsn("office")
    assert "not empty" in anna.run("server", "init", used, "--member", "Anna Snelling", code=7)
    anna.run("server", "init", cluster.dsn(empty_database), "--member", "Anna Snelling")
    assert "shared already" in anna.run("server", "init", used, "--member", "Anna Snelling", code=1)


def test_who_uses_the_workspace_becomes_its_owner(
    cluster: Cluster, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(tmp_path / "Hartwell.crm", monkeypatch)
    shell.run("--as-member", "Anna Snelling", "new")
    assert "give --member “Anna Snelling”" in shell.run(
        "server", "init", cluster.dsn(empty_database), "--member", "Ole Berg", code=2
    )
    shell.run("server", "init", cluster.dsn(empty_database), "--member", "anna snelling")
    shell.run("sync")
    assert shell.run("aside") == {"edits": []}


def test_a_role_that_may_not_create_roles_cannot_set_up(anna: Shell, cluster: Cluster, empty_database: str) -> None:
    with psycopg.connect(cluster.dsn(), autocommit=True) as admin:
        admin.execute("CREATE ROLE weak LOGIN PASSWORD 'weak'")
    refused = anna.run(
        "server", "init", cluster.dsn(empty_database, user="weak", password="weak"), "--member", "Anna Snelling", code=7
    )
    assert "may create roles" in refused
    wrong = cluster.dsn(empty_database, user="weak", password="wrong", host="127.0.0.1")
    refused = anna.run("server", "init", wrong, "--member", "Anna Snelling", code=7)
    assert "password of the role “weak”" in refused
    assert "owner" not in refused


def test_an_owner_of_the_database_who_is_no_superuser_can_set_up(anna: Shell, clerk: Clerk) -> None:
    made = anna.run("server", "init", clerk.dsn, "--member", "Anna Snelling")
    assert made["hardened"] is False
    assert anna.run("sync")["pushed"] > 0
    assert anna.run("server", "add-member", "Ole", "--role", "sales")["login"] == "ole"


def test_commands_without_a_server_say_so(anna: Shell) -> None:
    assert "not shared" in anna.run("server", "status", code=1)
    assert "cannot be reached" in anna.run("server", "init", "postgresql://x@127.0.0.1:1/none", "--member", "A", code=7)
    assert anna.run("server", "init", "http://nowhere", "--member", "A", code=2)


def test_an_invite_is_read_as_it_was_written(tmp_path: Path) -> None:
    invite = Invite("Hartwell", "Ole", Address("db.example.org", 5432, "hartwell", "ole", "", "-----BEGIN"))
    write_invite(tmp_path / "a.crminvite", invite)
    assert read_invite(tmp_path / "a.crminvite") == invite


@pytest.mark.parametrize("text", ["", "[]", '{"crm_desktop_invite": 1}', "\0" * 200_000, '{"crm_desktop_invite": 2}'])
def test_what_is_no_invite_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.crminvite").write_text(text)
    with pytest.raises(UnreadableFile):
        read_invite(tmp_path / "a.crminvite")


def test_an_invite_that_leads_each_computer_to_itself_is_told() -> None:
    assert leads_nowhere(Address("db.example.org", 5432, "hartwell", "ole")) == ""
    for host in ("localhost", "127.0.0.1", "/run/postgresql"):
        assert "that computer itself" in leads_nowhere(Address(host, 5432, "hartwell", "ole"))


def test_a_password_that_the_server_wants_is_asked_for(
    anna: Shell, cluster: Cluster, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(cluster.dsn(), autocommit=True) as admin:
        admin.execute("CREATE ROLE boss LOGIN SUPERUSER PASSWORD 'of the boss'")
    by_network = f"postgresql://boss@127.0.0.1:{cluster.port}/{empty_database}"
    assert "CRM_SERVER_PASSWORD" in anna.run("server", "init", by_network, "--member", "Anna Snelling", code=2)
    asked: list[str] = []

    def answer(question: str, variable: str) -> str:
        asked.append(f"{question}{variable}")
        return "of the boss"

    monkeypatch.setattr(server, "asked", answer)
    assert anna.run("server", "init", by_network, "--member", "Anna Snelling")["hardened"] is True
    assert asked == ["Password of boss on the server: CRM_SERVER_PASSWORD"]
    assert anna.run("sync")["pushed"] > 0


def test_a_login_is_made_of_the_name() -> None:
    names = {
        "Anna Snelling": "anna_snelling",
        "Zoë Ångström-Day": "zoe_angstrom_day",
        "4711": "m_4711",
        "pg_x": "m_pg_x",
        "李明": "member",
    }
    assert {name: login_name(name) for name in names} == names
    assert login_name("anna_snelling") == "anna_snelling"
    assert {ServerUnreachable.exit_code, WrongPassphrase.exit_code} == {7, 4}


def test_each_member_gets_a_login_whatever_the_name(anna: Shell, cluster: Cluster, empty_database: str) -> None:
    anna.run("server", "init", cluster.dsn(empty_database), "--member", "Anna Snelling")
    names = ("李明", "Дана", "Anna-Snelling")
    logins = [anna.run("server", "add-member", name, "--role", "sales")["login"] for name in names]
    assert logins == ["member", "member_2", "anna_snelling_2"]
    told = anna.run("server", "add-member", "Дана", "--role", "sales", code=7)
    assert 'the server has a login "member_2" already' in told
    anna.run("server", "remove-member", "Дана")
    assert anna.run("server", "add-member", "Дана", "--role", "service")["login"] == "member_2"


def test_an_older_server_is_upgraded_by_command(anna: Shell, cluster: Cluster, empty_database: str) -> None:
    anna.run("server", "init", cluster.dsn(empty_database), "--member", "Anna Snelling")
    assert anna.run("server", "status")["age"] == "current"
    with psycopg.connect(cluster.dsn(empty_database)) as admin:
        admin.execute("UPDATE crm.meta SET version = 1")
        admin.execute("ALTER TABLE crm.meta DROP described, DROP version")
        admin.execute("CREATE OR REPLACE FUNCTION crm.head() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'")
    assert "does not let this role" in anna.run("server", "upgrade", code=7)
    done = anna.run("server", "upgrade", cluster.dsn(empty_database))
    assert (done["upgraded"], done["before"]) == (True, 1)
    assert anna.run("server", "upgrade", cluster.dsn(empty_database))["upgraded"] is False
    assert anna.run("sync")["pushed"] > 0
    assert anna.run("sync", "--status")["server_version"] == "current"
