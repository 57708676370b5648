"""Files that the user asked for are whole or not there, and as others may read them as the system says."""

from pathlib import Path

import pytest

from crm_desktop.errors import CrmError
from crm_desktop.whole_files import atomic_bytes, atomic_text, write_whole


def write_text(path: Path) -> None:
    with atomic_text(path) as file:
        file.write("text")


@pytest.mark.parametrize("write", [write_text, lambda path: write_whole(path, b"bytes")])
def test_a_file_has_the_rights_of_any_new_file(tmp_path: Path, write: object) -> None:
    (tmp_path / "usual").touch()
    assert callable(write)
    write(tmp_path / "written")
    assert (tmp_path / "written").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_what_fails_on_the_way_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), atomic_bytes(path) as file:
        file.write(bytes(1 // 0))
    assert [each.name for each in tmp_path.iterdir()] == ["list.csv"]
    assert path.read_bytes() == b"before"


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CrmError, match="Choose another place"):
        write_whole(tmp_path / "nowhere" / "list.pdf", b"bytes")
