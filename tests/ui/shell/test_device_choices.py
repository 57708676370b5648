from pathlib import Path

from ui.kit.device_choices import DeviceChoices, Look


def workspace(folder: Path, name: str) -> Path:
    made = folder / f"{name}.crm"
    made.mkdir()
    (made / "crm.db").write_bytes(b"")
    return made


def test_the_workspace_opened_last_comes_first(tmp_path: Path) -> None:
    choices = DeviceChoices(tmp_path / "config")
    first, second = workspace(tmp_path, "first"), workspace(tmp_path, "second")
    choices.note_opened(first)
    choices.note_opened(second)
    choices.note_opened(first)

    assert choices.workspaces == [first, second]


def test_the_look_is_kept(tmp_path: Path) -> None:
    DeviceChoices(tmp_path).set_look(Look("dark", 125, "en_GB"))

    assert DeviceChoices(tmp_path).look == Look("dark", 125, "en_GB")


def test_a_file_that_cannot_be_read_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / "choices.json").write_text("{broken", encoding="utf-8")
    choices = DeviceChoices(tmp_path)

    assert choices.look == Look()
    assert choices.workspaces == []


def test_a_forgotten_workspace_stays_where_it_is(tmp_path: Path) -> None:
    choices = DeviceChoices(tmp_path / "config")
    folder = workspace(tmp_path, "first")
    choices.note_opened(folder)
    choices.forget(folder)

    assert choices.workspaces == []
    assert folder.is_dir()


def test_paths_are_all_that_is_kept_of_workspaces(tmp_path: Path) -> None:
    choices = DeviceChoices(tmp_path / "config")
    choices.note_opened(workspace(tmp_path, "first"))

    assert choices.path.read_text(encoding="utf-8").count("first") == 1
