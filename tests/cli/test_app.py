"""The command line as a whole: exit codes, what goes where, and what is found in the environment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crm_desktop.vault.lock import WorkspaceLock
from tests.cli.conftest import Apps, Run
from tests.conftest import PASSPHRASE

ROOT = Path(__file__).parents[2]


def alone(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}
    return subprocess.run(
        [sys.executable, "-m", "crm_desktop", *map(str, arguments)],
        env={**environment, **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_an_unknown_command_is_wrong_usage(crm: Run) -> None:
    ended = crm("frobnicate", "--of", "people")
    assert ended.code == 2
    assert ended.out == ""


def test_an_unknown_option_is_wrong_usage(crm: Run) -> None:
    assert crm("list", "people", "--colour", "red").code == 2


def test_an_unknown_kind_is_wrong_usage(crm: Run) -> None:
    ended = crm("list", "planets", "--json")
    assert (ended.code, ended.out) == (2, "")
    assert "planets" in ended.err


def test_no_workspace_is_wrong_usage(run: Run) -> None:
    ended = run("list", "people", CRM_PASSPHRASE="x")
    assert ended.code == 2
    assert "CRM_WORKSPACE" in ended.err


def test_no_passphrase_and_no_terminal_is_wrong_usage(run: Run, folder: Path) -> None:
    ended = run("-w", folder, "list", "people")
    assert ended.code == 2
    assert "CRM_PASSPHRASE" in ended.err


def test_a_wrong_passphrase_ends_with_4(crm: Run) -> None:
    ended = crm("list", "people", "--json", CRM_PASSPHRASE="not this one at all")
    assert (ended.code, ended.out) == (4, "")
    assert len(ended.err.splitlines()) == 1


def test_a_wrong_recovery_key_ends_with_4(crm: Run) -> None:
    assert crm("list", "people", CRM_RECOVERY_KEY="AAAA-BBBB").code == 4


def test_what_is_no_workspace_ends_with_5(crm: Run, tmp_path: Path) -> None:
    assert crm("-w", tmp_path, "list", "people").code == 5


def test_writing_to_what_is_open_elsewhere_ends_with_6_and_reading_works(crm: Run, folder: Path) -> None:
    with WorkspaceLock(folder):
        assert crm("add", "people", "name=Dana").code == 6
        assert crm("list", "people", "--json").document["count"] == 0


def test_a_refusal_is_one_line_that_says_what_and_why(crm: Run) -> None:
    ended = crm("add", "people", "name=Dana", "email=nothing", "--json")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "“nothing” is not an e-mail address, because it has no @. Type it like name@example.com.\n"


def test_the_workspace_and_options_may_stand_before_or_after(run: Run, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "passphrase.txt"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    before = run("-w", folder, "--passphrase-file", secret, "--json", "list", "people")
    after = run("list", "people", "-w", folder, "--passphrase-file", secret, "--json")
    assert before.document == after.document == {"count": 0, "rows": [], "next": None}


def test_the_recovery_key_opens_instead(run: Run, folder: Path, workspace_key: str, tmp_path: Path) -> None:
    kept = tmp_path / "key.txt"
    kept.write_text(workspace_key, encoding="utf-8")
    assert run("-w", folder, "--recovery-key-file", kept, "list", "people").code == 0
    assert run("-w", folder, "list", "people", CRM_RECOVERY_KEY=workspace_key).code == 0


def test_acts_are_done_as_the_member_that_was_named(crm: Run) -> None:
    crm("add", "members", "name=Reed Coulter")
    crm("add", "people", "name=Dana", "--as-member", "reed coulter")
    assert crm("history", "--json").document["steps"][0]["member"] == "Reed Coulter"
    ended = crm("add", "people", "name=Dana", "--as-member", "Nobody")
    assert ended.code == 1
    assert "Nobody" in ended.err


def test_without_a_command_the_app_is_opened_with_what_is_known(run: Run, folder: Path, apps: Apps) -> None:
    assert run("-w", folder, CRM_PASSPHRASE="secret words").code == 0
    assert run("open", "-w", folder, CRM_RECOVERY_KEY="KEY").code == 0
    assert [tuple(each) for each in apps.opened] == [(folder, "secret words", None), (folder, None, "KEY")]


def test_progress_and_messages_never_reach_stdout(crm: Run, tmp_path: Path) -> None:
    ended = crm("backup", tmp_path / "one.crmbackup", "--json")
    assert ended.document["path"].endswith("one.crmbackup")
    assert crm("backup", tmp_path / "two.crmbackup", "--json", "--quiet").err == ""


def test_scripts_find_one_document_in_utf_8(folder: Path) -> None:
    variables = {"CRM_WORKSPACE": str(folder), "CRM_PASSPHRASE": PASSPHRASE, "PYTHONIOENCODING": "ascii"}
    added = alone("add", "people", "name=Jürgen Müller", "--json", **variables)
    assert (added.returncode, added.stderr) == (0, "")
    assert '"name": "Jürgen Müller"' in added.stdout
    refused = alone("set", "0" * 32, "name=x", **variables)
    assert (refused.returncode, refused.stdout) == (1, "")


def test_the_version_is_told_without_loading_the_program() -> None:
    listed = alone("--version", PYTHONPROFILEIMPORTTIME="1")
    assert listed.stdout.strip()[0].isdigit()
    assert "typer" not in listed.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_display_the_app_says_so_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for arguments in ([], ["open"]):
        ended = alone(*arguments)
        assert ended.returncode == 1
        assert ended.stderr.startswith("No display was found")


def test_lists_do_not_load_what_they_do_not_need(folder: Path) -> None:
    variables = {"CRM_WORKSPACE": str(folder), "CRM_PASSPHRASE": PASSPHRASE, "PYTHONPROFILEIMPORTTIME": "1"}
    listed = alone("list", "people", "--json", **variables)
    assert listed.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in listed.stderr.splitlines()}
    assert not loaded & {"sqlalchemy", "reportlab", "pyqtgraph", "PySide6", "alembic", "xlsxwriter", "rich"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_with_130_and_changes_nothing(folder: Path, tmp_path: Path) -> None:
    rows = tmp_path / "people.csv"
    rows.write_text(
        "name,email\n" + "".join(f"Person {n},p{n}@acme.example\n" for n in range(200_000)), encoding="utf-8"
    )
    environment = {**os.environ, "CRM_WORKSPACE": str(folder), "CRM_PASSPHRASE": PASSPHRASE}
    command = [sys.executable, "-m", "crm_desktop", "import", str(rows), "--as", "people"]
    # where the tests run in the background of a script, Ctrl+C is ignored, and whoever they start would ignore it too
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, before)
    assert running.stderr is not None
    assert "/200000" in running.stderr.readline()
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 130
    time.sleep(0.1)
    counted = alone("list", "people", "--json", CRM_WORKSPACE=str(folder), CRM_PASSPHRASE=PASSPHRASE)
    assert '"count": 0' in counted.stdout
