"""The first steps: each is taken by what is really there."""

from collections.abc import Callable
from datetime import date

import pytest

from crm_desktop.acts import add_record, remove_records, set_fields
from crm_desktop.first_steps import BACKUP, CONTACTS, CREATE, FOLLOW_UP, GOAL, KEY, STAGES, FirstSteps, first_steps
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.pipeline.goals import Goal, set_goal
from crm_desktop.pipeline.stages import stages
from crm_desktop.safekeeping import try_recovery_key
from crm_desktop.vault.secret import secret_text
from crm_desktop.workspace import Workspace


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    save_setting(workspace.journal, "first_steps", "on")
    return workspace


def now(workspace: Workspace) -> FirstSteps:
    with workspace.reader() as reader:
        return first_steps(reader, workspace.journal.member)


def test_a_new_workspace_has_taken_the_first_of_seven(started: Workspace) -> None:
    steps = now(started)
    assert (steps.done, steps.next, steps.empty, steps.member_name) == (frozenset({CREATE}), KEY, True, "Anna Snelling")


def test_nothing_is_asked_where_the_list_is_not_wanted(workspace: Workspace) -> None:
    assert now(workspace) == FirstSteps(False, frozenset(), {}, (), "")


def _rename_a_stage(workspace: Workspace) -> None:
    with workspace.reader() as reader:
        first = stages(reader)[0].record
    set_fields(workspace.journal, first, {"name": "First talk"})


@pytest.mark.parametrize(
    ("step", "take"),
    [
        (KEY, lambda workspace: try_recovery_key(workspace, secret_text(workspace.secret))),
        (CONTACTS, lambda workspace: add_record(workspace.journal, "company", {"name": "Acme"})),
        (STAGES, _rename_a_stage),
        (STAGES, lambda workspace: add_record(workspace.journal, "deal", {"title": "GTX × 40"})),
        (GOAL, lambda workspace: set_goal(workspace.journal, Goal("month", date(2026, 5, 1), 50_000_00))),
        (FOLLOW_UP, lambda workspace: add_record(workspace.journal, "task", {"title": "Call back"})),
        (BACKUP, lambda workspace: save_setting(workspace.journal, "backup_folder", "/mnt/stick")),
    ],
)
def test_a_step_is_done_when_its_work_is_there(
    started: Workspace, step: str, take: Callable[[Workspace], object]
) -> None:
    assert step not in now(started).done
    take(started)
    assert step in now(started).done


def test_what_is_deleted_again_does_not_count(started: Workspace) -> None:
    acme = add_record(started.journal, "company", {"name": "Acme"})
    remove_records(started.journal, [acme])
    assert CONTACTS not in now(started).done
    assert now(started).empty
