"""What may be added, and what is refused with which reason."""

import errno
import os
import sys
from pathlib import Path

import pytest

from crm_desktop.errors import UnreadableFile
from crm_desktop.files.source import opened_source

MOST = 1000
unix = pytest.mark.skipif(sys.platform == "win32", reason="this system has no such files")


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as told, opened_source(path, MOST):
        pass
    return str(told.value)


def test_a_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes(b"12345")
    with opened_source(tmp_path / "plan.txt", MOST) as source:
        assert (source.name, source.size, source.stream.read()) == ("plan.txt", 5, b"12345")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Papers").mkdir()
    assert "“Papers” is a folder" in refused(tmp_path / "Papers")


@unix
def test_a_link_is_refused_and_says_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("secret")
    (tmp_path / "link").symlink_to(tmp_path / "plan.txt")
    assert f"is a link to {tmp_path / 'plan.txt'}. Add that file" in refused(tmp_path / "link")


@unix
def test_a_link_to_nowhere_says_that_it_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "round").symlink_to("round")
    assert "is a link to nowhere, which cannot be found" in refused(tmp_path / "broken")
    assert "is a link to round, which cannot be found" in refused(tmp_path / "round")


@unix
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is not a file" in refused(tmp_path / "pipe")


def test_a_large_file_is_refused_with_both_sizes(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(UnreadableFile, match=r"“film.mp4” has 2.0 GB, but files of more than 500 MB"):
        opened_source(path, 500 << 20).__enter__()


@unix
def test_a_file_that_cannot_even_be_looked_at_is_told_with_the_reason(tmp_path: Path) -> None:
    # as one in a folder that may not be entered, which holds for root too
    assert "cannot be read: File name too long" in refused(tmp_path / ("x" * 5000))


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    assert "not there any more" in refused(tmp_path / "gone.txt")


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_words: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    (tmp_path / "plan.txt").write_text("secret")
    monkeypatch.setattr("os.open", forbidden)
    assert "“plan.txt” cannot be read" in refused(tmp_path / "plan.txt")
