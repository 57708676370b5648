"""Nothing of the user's is written in plain text: not in the workspace, in temp, in reports or in the recent list."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ui.canary_session import ACTS, NAME, found_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the folders of this system are not told by variables")


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("canary")
    for name in ("home", "temp", "user", "run"):
        (made / name).mkdir(mode=0o700)
    return made


@pytest.fixture(scope="module")
def day(sandbox: Path) -> Any:
    """A day with the app in its own home and its own temporary folder."""
    home = str(sandbox / "home")
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    places = {
        **dict.fromkeys(homes, home),
        "TMPDIR": str(sandbox / "temp"),
        "XDG_RUNTIME_DIR": str(sandbox / "run"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "tests.ui.canary_session", str(sandbox)],
        env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert NAME not in ended.stderr
    return json.loads(ended.stdout)


def test_what_was_typed_is_in_no_byte_of_any_file_at_any_time(day: Any) -> None:
    assert set(day["found"]) == {*(act.__name__ for act in ACTS), "closed"}
    assert {where: files for where, files in day["found"].items() if files} == {}


def test_nothing_is_written_outside_but_choices_reports_and_notes_of_copies(day: Any, sandbox: Path) -> None:
    outside = {Path(each) for each in day["written"] if not _is_own(Path(each), sandbox)} - {Path("/dev/null")}
    notes = {each for each in outside if each.parent.name == "copies" and each.stem.isdecimal()}
    assert notes, "what the computer knows of the copies that were opened here is kept outside of them"
    assert {each.name.partition("-20")[0] for each in outside - notes} == {"choices.new", "crash"}
    assert all((sandbox / "home") in each.parents for each in outside)
    assert list((sandbox / "temp").iterdir()) == []


def _is_own(path: Path, sandbox: Path) -> bool:
    """Return whether `path` is a file of the user's, or in the workspace; a restored one is made beside it."""
    inside = path.relative_to(sandbox).parts[0] if path.is_relative_to(sandbox) else ""
    return inside == "user" or "Hartwell.crm" in inside


def test_a_crash_is_reported_without_the_record_that_it_quoted(day: Any, sandbox: Path) -> None:
    reports = [each.read_text(encoding="utf-8") for each in (sandbox / "home").rglob("crash-*.txt")]
    assert any("builtins.RuntimeError" in each and "canary_session.py" in each for each in reports)


def test_the_recent_list_names_folders_only(day: Any, sandbox: Path) -> None:
    (kept,) = (sandbox / "home").rglob("choices.json")
    assert json.loads(kept.read_text(encoding="utf-8"))["workspaces"] == [str(sandbox / "Hartwell.crm")]


@pytest.mark.parametrize("form", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_leak_would_be_found(tmp_path: Path, form: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "leak.bin").write_bytes(b"\x00\x01" + NAME.upper().encode(form))
    assert found_in(tmp_path) == [str(Path("deep") / "leak.bin")]
