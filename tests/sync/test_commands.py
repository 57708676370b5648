"""Sharing from the command line: two workspaces, one server."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from crm_desktop.cli.app import command_line
from crm_desktop.cli.call import Call
from crm_desktop.tickets.actions import add_ticket
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.sync.laptops import PASSWORD, Firm
from tests.sync.test_set_aside import let_write, refused_edit

Run = Callable[..., Any]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command on the workspace `folder` and returns its document."""
    monkeypatch.setenv("CRM_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("CRM_SERVER_PASSWORD", PASSWORD)
    app, runner = command_line(), CliRunner()

    def ran(folder: Path, *arguments: str, code: int = 0) -> Any:
        done = runner.invoke(app, ["-w", str(folder), "--json", *arguments], obj=Call(lambda _opening: 0))
        assert done.exit_code == code, done.output
        return json.loads(done.stdout) if done.stdout else done.stderr

    return ran


def dsn(firm: Firm) -> str:
    to = firm.office.address
    return f"host={to.host} port={to.port} dbname={to.database}"


def test_two_workspaces_share_by_commands(firm: Firm, run: Run, tmp_path: Path) -> None:
    first = firm.first()
    anna, ben = first.workspace.folder, tmp_path / "Ben.crm"
    first.workspace.close()
    dana = run(anna, "add", "people", "name=Dana Whitfield", "job_title=Buyer")["id"]
    assert run(anna, "sync")["pushed"] > 0
    joined = run(ben, "join", dsn(firm), "--member", "anna")
    assert joined["pulled"] > 0
    assert joined["recovery_key"]
    assert run(anna, "content-hash")["all"] == run(ben, "content-hash")["all"]
    run(anna, "set", dana, "job_title=Head of purchasing")
    run(ben, "set", dana, "job_title=Owner")
    for folder in (anna, ben, anna):
        run(folder, "sync")
    (conflict,) = run(anna, "conflicts")["conflicts"]
    expected = {"record": dana, "field": "job_title", "base": "Buyer", "mine": "Head of purchasing", "theirs": "Owner"}
    assert {name: conflict[name] for name in expected} == expected
    assert run(anna, "conflicts", "resolve", str(conflict["id"]), "mine") == {
        "resolved": conflict["id"],
        "choice": "mine",
    }
    for folder in (anna, ben):
        run(folder, "sync")
        assert run(folder, "conflicts") == {"conflicts": []}
    assert run(ben, "show", dana)["job_title"] == "Head of purchasing"
    assert run(anna, "content-hash")["all"] == run(ben, "content-hash")["all"]


def test_the_status_is_told(firm: Firm, run: Run) -> None:
    first = firm.first()
    first.sync()
    folder = first.workspace.folder
    first.workspace.close()
    status = run(folder, "sync", "--status")
    assert (status["member"], status["unsent"], status["last_error"]) == ("anna", 0, None)
    assert [each["here"] for each in status["devices"]] == [True]


def test_a_workspace_that_is_not_shared_says_so(run: Run, empty_workspace: Path) -> None:
    assert "not shared" in run(empty_workspace, "sync", "--status", code=1)


def test_a_server_that_is_gone_is_told_with_its_exit_code(firm: Firm, run: Run) -> None:
    first = firm.first()
    folder = first.workspace.folder
    store = first.workspace.store
    store.writer.execute("UPDATE server SET dsn = json_set(dsn, '$.port', 1)")
    first.workspace.close()
    assert "cannot be reached" in run(folder, "sync", code=7)
    assert "cannot be reached" in run(folder, "sync", "--status")["last_error"]


def test_a_wrong_password_is_told(firm: Firm, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    firm.first()
    monkeypatch.setenv("CRM_SERVER_PASSWORD", "another")
    assert "password" in run(tmp_path / "Ben.crm", "join", dsn(firm), "--member", "anna", code=7)


def test_a_database_that_serves_no_workspace_is_told_before_anything_is_made(
    firm: Firm, run: Run, tmp_path: Path, empty_database: str
) -> None:
    firm.first()
    with firm.office.admin() as admin:
        admin.execute(f"GRANT CONNECT ON DATABASE {empty_database} TO anna".encode())
    wrong = dsn(firm).replace(f"dbname={firm.office.address.database}", f"dbname={empty_database}")
    assert "serves no workspace" in run(tmp_path / "Ben.crm", "join", wrong, "--member", "anna", code=7)
    assert not (tmp_path / "Ben.crm").exists()


def test_a_workspace_with_records_of_its_own_does_not_join_another(firm: Firm, run: Run) -> None:
    firm.first().sync()
    other = firm.unbound()
    folder = other.workspace.folder
    other.workspace.close()
    run(folder, "add", "people", "name=Ben Ode")
    assert "holds records of its own" in run(folder, "join", dsn(firm), "--member", "anna", code=1)


def test_a_file_without_room_on_the_server_is_told_by_sync(firm: Firm, run: Run, tmp_path: Path) -> None:
    first = firm.first()
    folder = first.workspace.folder
    first.workspace.close()
    person = run(folder, "add", "people", "name=Dana Whitfield")["id"]
    (tmp_path / "plan.txt").write_text("the plan")
    run(folder, "file", "add", person, str(tmp_path / "plan.txt"))
    with firm.office.admin() as admin:
        admin.execute("UPDATE crm.meta SET file_quota = 1")
        try:
            assert run(folder, "sync")["files_waiting"] == 1
            status = run(folder, "sync", "--status")
            assert (status["files_waiting"], status["file_bytes_waiting"]) == (1, 8)
            assert "room for files" in status["files_reason"]
        finally:
            admin.execute("UPDATE crm.meta SET file_quota = DEFAULT")
    assert run(folder, "sync")["files_waiting"] == 0


def test_edits_that_were_not_taken_are_listed_put_away_taken_back_and_made_again(firm: Firm, run: Run) -> None:
    first, laptop, dana = refused_edit(firm)
    let_write(firm)
    laptop.sync()
    folder = laptop.workspace.folder
    laptop.workspace.close()
    (edit,) = run(folder, "aside")["edits"]
    assert (edit["title"], edit["field"], edit["value"], edit["here"]) == ("Dana Whitfield", "job_title", "Buyer", True)
    number = str(edit["id"])
    assert run(folder, "aside", "put-away", number) == {"edits": [edit["id"]]}
    assert run(folder, "aside") == {"edits": []}
    assert run(folder, "aside", "--put-away")["edits"] == [edit]
    assert "There is no such edit" in run(folder, "aside", "retry", number, code=1)
    run(folder, "aside", "take-back", number)
    assert run(folder, "aside")["edits"] == [edit]
    run(folder, "aside", "retry", number)
    assert run(folder, "aside") == run(folder, "aside", "--put-away") == {"edits": []}
    run(folder, "sync")
    first.sync()
    assert first.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"


def test_a_number_that_two_records_have_is_listed_and_given_anew(run: Run, workspace: Workspace) -> None:
    for subject in ("Oven door", "Coffee grinder"):
        add_ticket(workspace.journal, {"subject": subject, "number": 7})
    folder = workspace.folder
    workspace.close()
    listed = run(folder, "conflicts", "numbers")["records"]
    assert [(each["title"], each["number"]) for each in listed] == [("Oven door", 7), ("Coffee grinder", 7)]
    assert run(folder, "conflicts", "renumber", listed[1]["id"]) == {"id": listed[1]["id"], "number": 8}
    assert run(folder, "conflicts", "numbers") == {"records": [], "renumbered": []}
    run(folder, "conflicts", "renumber", listed[0]["id"], code=1)
