"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from crm_desktop.vault.durable import write_durably, write_refused
from tests.vault.killing import kill_at_each_step

OLD, NEW = b"old" * 1000, b"new" * 5000


def test_a_power_cut_leaves_the_old_content_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "keys.a"
    found: list[bytes] = []
    steps = kill_at_each_step(
        lambda: ignore(path.write_bytes(OLD)),
        lambda: write_durably(path, NEW),
        lambda _step: found.append(path.read_bytes()),
    )
    assert steps > 3
    assert set(found) == {OLD, NEW}


def test_what_an_earlier_cut_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "keys.a.new").write_bytes(b"half")
    write_durably(tmp_path / "keys.a", NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["keys.a"]


def test_a_failed_write_leaves_nothing_beside_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys.a").write_bytes(OLD)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_durably(tmp_path / "keys.a", NEW)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [OLD]


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (28, "disk is full"),
        (122, "disk is full"),
        (27, "no files of this size"),
        (13, "may not write"),
        (30, "may not write"),
        (5, "Input/output error"),
    ],
)
def test_a_refusal_says_what_to_do(number: int, says: str) -> None:
    text = str(write_refused(OSError(number, os.strerror(number)), Path("/media/stick")))
    assert says in text
    assert "/media/stick" in text
    assert "another place" in text


def ignore(_result: object) -> None:
    """Take what an act returns, so that it can be given as one that returns nothing."""
