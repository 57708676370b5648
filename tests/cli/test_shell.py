"""One unlocking for many commands."""

import json
from pathlib import Path
from typing import Any

from crm_desktop.vault.lock import WorkspaceLock
from tests.cli.conftest import Run


def answers(crm: Run, *lines: str) -> list[dict[str, Any]]:
    ended = crm("shell", typed="".join(f"{line}\n" for line in lines))
    assert ended.code == 0, ended.err
    return [json.loads(line) for line in ended.out.splitlines()]


def test_each_line_is_answered_by_one_document(crm: Run) -> None:
    added, listed, found = answers(crm, 'add people "name=Dana Whitfield"', "list people --json", "", "search whitf")
    assert (added["exit"], added["result"]["name"]) == (0, "Dana Whitfield")
    assert listed["result"]["rows"] == [added["result"]]
    assert [hit["title"] for hit in found["result"]["hits"]] == ["Dana Whitfield"]


def test_what_goes_wrong_is_told_and_the_next_line_goes_on(crm: Run) -> None:
    told = answers(crm, "list planets", "frobnicate", "add people name=X email=nothing", 'show "x', "list people")
    assert [each["exit"] for each in told] == [2, 2, 1, 2, 0]
    assert all(isinstance(each["error"], str) for each in told[:4])
    assert "frobnicate" in told[1]["error"]


def test_undo_tells_the_newer_edits(crm: Run) -> None:
    added, *_rest = answers(crm, "add people name=Dana")
    record = added["result"]["id"]
    lines = (f"set {record} job_title=Buyer", f"set {record} job_title=Director", "history --limit 2", "undo 3")
    *_done, refused = answers(crm, *lines)
    assert refused["exit"] == 1
    assert len(refused["result"]["newer"]) == 1


def test_reading_needs_no_lock_and_writing_takes_it(crm: Run, folder: Path) -> None:
    with WorkspaceLock(folder):
        read, written = answers(crm, "list people", "add people name=Dana")
    assert (read["exit"], written["exit"]) == (0, 6)


def test_a_member_named_on_one_line_does_not_act_on_the_next(crm: Run) -> None:
    answers(crm, "add members name=Reed", "add people name=Ada --as-member Reed", "add people name=Bea")
    steps = crm("history", "--json").document["steps"]
    assert [step["member"] for step in steps[:2]] == ["Anna Snelling", "Reed"]


def test_some_commands_cannot_run_inside(crm: Run) -> None:
    assert [each["exit"] for each in answers(crm, "shell", "open", "demo")] == [2, 2, 2]


def test_a_wrong_passphrase_answers_nothing(crm: Run) -> None:
    ended = crm("shell", typed="list people\n", CRM_PASSPHRASE="not this one")
    assert (ended.code, ended.out) == (4, "")
