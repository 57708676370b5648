"""Errors of the program itself."""

from pathlib import Path

import pytest
import typer

from crm_desktop.cli.call import Call
from crm_desktop.cli.guard import guarded
from tests.cli.conftest import Apps


def failing(context: typer.Context, name: str) -> None:
    raise ZeroDivisionError(f"{name} of {context.command.name}")


def test_an_error_of_the_program_ends_with_1_and_a_report(
    apps: Apps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    context = typer.Context(typer.main.get_command(typer.Typer(callback=lambda: None)), obj=Call(apps))
    with pytest.raises(typer.Exit) as ended:
        guarded(failing)(context, "Dana Whitfield")
    assert ended.value.exit_code == 1
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert "Dana" not in said
    kept = list(tmp_path.rglob("crash-*.txt"))
    assert len(kept) == 1
    assert "Dana" not in kept[0].read_text(encoding="utf-8")
