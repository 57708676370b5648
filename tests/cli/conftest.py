"""Runs the real command line against a real encrypted workspace."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from crm_desktop.cli.app import command_line
from crm_desktop.cli.call import Call
from crm_desktop.cli.given import Opening
from crm_desktop.vault.secret import secret_text
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE

VARIABLES = ("CRM_WORKSPACE", "CRM_PASSPHRASE", "CRM_RECOVERY_KEY", "CRM_NEW_PASSPHRASE")


class Ended(NamedTuple):
    """How a command ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout; fails where there is anything else."""
        return json.loads(self.out)


Run = Callable[..., Ended]


class Apps:
    """Takes the place of the window, which these tests do not open."""

    def __init__(self) -> None:
        self.opened: list[Opening] = []

    def __call__(self, opening: Opening) -> int:
        self.opened.append(opening)
        return 0


@pytest.fixture
def apps() -> Apps:
    return Apps()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, apps: Apps) -> Run:
    """Return a function that runs the command line with its arguments."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    app = command_line()
    runner = CliRunner()

    def ran(*arguments: str | Path, typed: str = "", **variables: str) -> Ended:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        result = runner.invoke(app, [str(each) for each in arguments], input=typed, obj=Call(apps))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ended(result.exit_code, result.stdout, result.stderr)

    return ran


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    """The folder of a workspace that nobody has open."""
    workspace.close()
    return workspace.folder


@pytest.fixture
def workspace_key(workspace: Workspace) -> str:
    """The recovery key of that workspace, as it is printed."""
    return secret_text(workspace.secret)


@pytest.fixture
def crm(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command line in that workspace."""
    monkeypatch.setenv("CRM_WORKSPACE", str(folder))
    monkeypatch.setenv("CRM_PASSPHRASE", PASSPHRASE)
    return run
