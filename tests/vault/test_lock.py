"""The second program that wants to write is told who was first."""

import json
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crm_desktop.errors import WorkspaceOpenElsewhere
from crm_desktop.vault.lock import LOCK_FILE, WorkspaceLock, current_holder

NOW = datetime(2026, 11, 22, 8, 52, tzinfo=UTC)

HOLD = textwrap.dedent(
    """
    import sys
    from datetime import datetime
    from pathlib import Path
    from crm_desktop.vault.lock import WorkspaceLock
    lock = WorkspaceLock(Path(sys.argv[1]))
    lock.acquire(datetime.fromisoformat(sys.argv[2]))
    print("held", flush=True)
    sys.stdin.read()
    """
)


def hold_elsewhere(folder: Path) -> subprocess.Popen[str]:
    """Start another program that holds the lock until its input ends."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), NOW.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def test_another_program_is_refused_and_told_host_and_time(tmp_path: Path) -> None:
    with hold_elsewhere(tmp_path) as other:
        holder = current_holder(tmp_path)
        assert holder is not None
        assert (holder.pid, holder.since) == (other.pid, NOW)
        time = NOW.astimezone().strftime("%H:%M")
        with pytest.raises(WorkspaceOpenElsewhere, match=f"Open on {holder.host} since {time}.*reading only"):
            WorkspaceLock(tmp_path).acquire(NOW + timedelta(minutes=1))
        other.communicate()


def test_after_a_day_the_date_is_told_too(tmp_path: Path) -> None:
    with hold_elsewhere(tmp_path) as other:
        with pytest.raises(WorkspaceOpenElsewhere, match=f"since {NOW.astimezone():%Y-%m-%d %H:%M}"):
            WorkspaceLock(tmp_path).acquire(NOW + timedelta(days=2))
        other.communicate()


def test_a_program_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    with hold_elsewhere(tmp_path) as other:
        other.kill()
        other.communicate()
    assert current_holder(tmp_path) is None
    lock = WorkspaceLock(tmp_path)
    lock.acquire(NOW)
    lock.release()


def test_the_same_program_is_refused_a_second_time(tmp_path: Path) -> None:
    with WorkspaceLock(tmp_path), pytest.raises(WorkspaceOpenElsewhere):
        WorkspaceLock(tmp_path).acquire(NOW)


def test_a_lock_that_was_given_back_can_be_taken_again(tmp_path: Path) -> None:
    lock = WorkspaceLock(tmp_path)
    for _turn in range(2):
        lock.acquire(NOW)
        lock.release()
    lock.release()
    assert current_holder(tmp_path) is None


def test_a_refused_attempt_does_not_take_the_lock_from_its_holder(tmp_path: Path) -> None:
    with WorkspaceLock(tmp_path):
        for _attempt in range(2):
            with pytest.raises(WorkspaceOpenElsewhere):
                WorkspaceLock(tmp_path).acquire(NOW)
            assert current_holder(tmp_path) is not None


@pytest.mark.parametrize("text", ["", "{}", "[]", "not json", '{"host": 1}', "\x00" * 5000])
def test_whatever_an_old_lock_file_holds_does_not_matter(tmp_path: Path, text: str) -> None:
    (tmp_path / LOCK_FILE).write_text(text)
    assert current_holder(tmp_path) is None
    with WorkspaceLock(tmp_path):
        assert current_holder(tmp_path) is not None


def test_an_unreadable_holder_is_still_a_holder(tmp_path: Path) -> None:
    with WorkspaceLock(tmp_path):
        (tmp_path / LOCK_FILE).write_text("")
        with pytest.raises(WorkspaceOpenElsewhere, match="open in another window"):
            WorkspaceLock(tmp_path).acquire(NOW)


def test_the_lock_file_tells_only_who_and_when(tmp_path: Path) -> None:
    with WorkspaceLock(tmp_path):
        fields = json.loads((tmp_path / LOCK_FILE).read_text())
        assert fields.keys() == {"host", "user", "pid", "since"}
        assert (tmp_path / LOCK_FILE).stat().st_mode & 0o777 == 0o600


def test_nobody_holds_a_folder_that_was_never_opened(tmp_path: Path) -> None:
    assert current_holder(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
