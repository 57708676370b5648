"""The seven first steps in a new workspace: how far one has come, told by the records and settings themselves."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.pipeline.stages import stages
from crm_desktop.pipeline.standard import STANDARD_STAGES
from crm_desktop.safekeeping import key_tested_at
from crm_desktop.store.sites import local_value
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

CREATE, KEY, CONTACTS = "create", "key", "contacts"
STAGES, GOAL, FOLLOW_UP, BACKUP = "stages", "goal", "follow_up", "backup"
STEPS = (CREATE, KEY, CONTACTS, STAGES, GOAL, FOLLOW_UP, BACKUP)


class FirstSteps(NamedTuple):
    """How far one has come: whether the list is `wanted`, and which of the STEPS are `done`.

    `has` tells of the tables that the day is made of whether they hold a record, `stages` are the names of the stages.
    """

    wanted: bool
    done: frozenset[str]
    has: Mapping[str, bool]
    stages: tuple[str, ...]
    member_name: str

    @property
    def next(self) -> str | None:
        """The first step that is not done, or None."""
        return next((name for name in STEPS if name not in self.done), None)

    @property
    def empty(self) -> bool:
        """Whether there is nothing yet that a day could be made of."""
        return not any(self.has.values())


def first_steps(reader: Connection, member: bytes | None) -> FirstSteps:
    """Return how far the workspace has come and the name of `member`; asks nothing where the list is not wanted."""
    if setting_value(reader, "first_steps") != "on":
        return FirstSteps(False, frozenset(), {}, (), "")
    has = {table: _has_record(reader, table) for table in ("contact", "deal", "ticket", "task")}
    taken = {
        CREATE: True,
        KEY: key_tested_at(reader) is not None,
        CONTACTS: has["contact"],
        # also who works with the usual ones has chosen
        STAGES: has["deal"] or not _stages_are_standard(reader),
        GOAL: _has_record(reader, "goal"),
        FOLLOW_UP: has["task"],
        BACKUP: local_value(reader, "setting.backup_folder") is not None,
    }
    named = reader.execute("SELECT name FROM member WHERE id = ?", (member,)).fetchone()
    return FirstSteps(
        True,
        frozenset(name for name, done in taken.items() if done),
        has,
        tuple(each.name for each in stages(reader)),
        "" if named is None else str(named[0]),
    )


def _has_record(reader: Connection, table: str) -> bool:
    return reader.execute(f"SELECT 1 FROM {table} WHERE removed_at IS NULL LIMIT 1").fetchone() is not None


def _stages_are_standard(reader: Connection) -> bool:
    kept = [(each.name, each.probability, each.rot_days, each.outcome) for each in stages(reader)]
    return kept == [(_(name), *rest) for name, *rest in STANDARD_STAGES]
