"""A wrong passphrase, a damaged file and a folder that is no workspace are told apart."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from crm_desktop.errors import (
    CrmError,
    DamagedWorkspace,
    NewerWorkspace,
    NotAWorkspace,
    WrongPassphrase,
    WrongRecoveryKey,
)
from crm_desktop.vault.keys_file import COPIES, KeysFile, intact_copies, parsed_keys, read_keys, write_keys
from crm_desktop.vault.secret import new_secret, raw_key, secret_text
from crm_desktop.vault.slots import (
    change_passphrase,
    open_with_passphrase,
    open_with_recovery_key,
    passphrase_slot,
    rewrite_keys,
    sealed_keys,
)
from tests.vault.conftest import CHEAP, PASSPHRASE, Vault
from tests.vault.killing import kill_at_each_step

NEW_PASSPHRASE = "nabelo kiduso ramevi"


def test_the_passphrase_opens_the_workspace(vault: Vault) -> None:
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret


@pytest.mark.parametrize("typed", ["", "rotima keluda vosan", "Rotima keluda vosani", PASSPHRASE + " "])
def test_another_passphrase_does_not(vault: Vault, typed: str) -> None:
    with pytest.raises(WrongPassphrase, match="does not fit"):
        open_with_passphrase(vault.folder, typed)


def test_an_accent_may_be_typed_on_any_keyboard(vault: Vault) -> None:
    change_passphrase(vault.folder, vault.secret, "caf\u00e9 zebra", argon=CHEAP)
    assert open_with_passphrase(vault.folder, "cafe\u0301 zebra") == vault.secret


def test_the_recovery_key_opens_the_workspace(vault: Vault) -> None:
    assert open_with_recovery_key(vault.folder, secret_text(vault.secret).lower()) == vault.secret


def test_the_recovery_key_of_another_workspace_does_not(vault: Vault) -> None:
    with pytest.raises(WrongRecoveryKey, match="another workspace"):
        open_with_recovery_key(vault.folder, secret_text(new_secret()))


def test_the_recovery_key_opens_a_bare_database(vault: Vault) -> None:
    for name in COPIES:
        (vault.folder / name).unlink()
    assert open_with_recovery_key(vault.folder, secret_text(vault.secret)) == vault.secret
    with pytest.raises(WrongRecoveryKey):
        open_with_recovery_key(vault.folder, secret_text(new_secret()))


def test_after_recovery_a_new_passphrase_opens_it(vault: Vault) -> None:
    for name in COPIES:
        (vault.folder / name).unlink()
    rewrite_keys(vault.folder, vault.secret, NEW_PASSPHRASE, argon=CHEAP)
    assert open_with_passphrase(vault.folder, NEW_PASSPHRASE) == vault.secret


def test_without_keys_files_the_recovery_key_is_pointed_out(vault: Vault) -> None:
    for name in COPIES:
        (vault.folder / name).unlink()
    with pytest.raises(DamagedWorkspace, match="recovery key alone still"):
        open_with_passphrase(vault.folder, PASSPHRASE)


def test_every_changed_byte_of_a_keys_file_is_noticed(vault: Vault) -> None:
    whole = (vault.folder / "keys.a").read_bytes()
    for offset in range(len(whole)):
        assert parsed_keys(whole[:offset] + bytes([whole[offset] ^ 0x21]) + whole[offset + 1 :]) is None


@pytest.mark.parametrize("damaged", COPIES)
def test_a_damaged_keys_file_is_mended_from_the_other(vault: Vault, damaged: str) -> None:
    path = vault.folder / damaged
    whole = path.read_bytes()
    for offset in range(0, len(whole), 50):
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 0x21]) + whole[offset + 1 :])
        read_keys(vault.folder)
        assert path.read_bytes() == whole
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret


@pytest.mark.parametrize("length", [0, 1, 40, 82, 200, 510])
def test_a_keys_file_that_was_cut_off_is_mended_from_the_other(vault: Vault, length: int) -> None:
    whole = (vault.folder / "keys.a").read_bytes()
    os.truncate(vault.folder / "keys.a", length)
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret
    assert (vault.folder / "keys.a").read_bytes() == whole


def test_a_missing_keys_file_is_made_again_and_private(vault: Vault) -> None:
    (vault.folder / "keys.b").unlink()
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret
    assert (vault.folder / "keys.b").stat().st_mode & 0o777 == 0o600


def test_a_wrong_passphrase_is_not_called_damage_when_one_keys_file_is_damaged(vault: Vault) -> None:
    (vault.folder / "keys.a").write_bytes(b"")
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(vault.folder, "wrong")


def test_two_damaged_keys_files_are_not_called_a_wrong_passphrase(vault: Vault) -> None:
    for name in COPIES:
        os.truncate(vault.folder / name, 100)
    with pytest.raises(DamagedWorkspace, match="Both key files"):
        open_with_passphrase(vault.folder, PASSPHRASE)
    assert open_with_recovery_key(vault.folder, secret_text(vault.secret)) == vault.secret


def test_a_database_damaged_at_its_beginning_is_not_called_a_wrong_key(vault: Vault) -> None:
    with (vault.folder / "crm.db").open("r+b") as file:
        file.write(bytes(16))
    with pytest.raises(DamagedWorkspace, match="damaged at its beginning"):
        open_with_passphrase(vault.folder, PASSPHRASE)
    with pytest.raises(DamagedWorkspace, match="damaged at its beginning"):
        open_with_recovery_key(vault.folder, secret_text(vault.secret))
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(vault.folder, "wrong")


def test_a_missing_database_is_damage(vault: Vault) -> None:
    (vault.folder / "crm.db").unlink()
    with pytest.raises(DamagedWorkspace, match="missing"):
        open_with_passphrase(vault.folder, PASSPHRASE)


def test_the_keys_of_another_workspace_open_nothing_here(vault: Vault, tmp_path: Path) -> None:
    other = new_secret()
    (tmp_path / "other").mkdir()
    write_keys(vault.folder, sealed_keys(other, [passphrase_slot(other, "another", CHEAP)]))
    with pytest.raises(DamagedWorkspace, match="of another workspace"):
        open_with_passphrase(vault.folder, "another")


def test_a_slot_moved_to_another_workspace_opens_nothing(vault: Vault) -> None:
    """Whoever can write the folder must not be able to let their own passphrase in."""
    other = new_secret()
    theirs = passphrase_slot(other, "another", CHEAP)
    own = read_keys(vault.folder)
    write_keys(vault.folder, own._replace(slots=(theirs,)))
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(vault.folder, "another")


def test_an_added_slot_is_noticed(vault: Vault) -> None:
    own = read_keys(vault.folder)
    write_keys(vault.folder, own._replace(slots=(*own.slots, passphrase_slot(new_secret(), "another", CHEAP))))
    with pytest.raises(DamagedWorkspace, match="changed by something else"):
        open_with_passphrase(vault.folder, PASSPHRASE)


def test_a_cheapened_slot_opens_nothing(vault: Vault) -> None:
    own = read_keys(vault.folder)
    cheaper = own.slots[0]._replace(argon=CHEAP._replace(memory_kib=32))
    write_keys(vault.folder, own._replace(slots=(cheaper,)))
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(vault.folder, PASSPHRASE)


def test_an_empty_folder_is_not_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkspace):
        open_with_passphrase(tmp_path, PASSPHRASE)
    with pytest.raises(NotAWorkspace):
        open_with_recovery_key(tmp_path / "nowhere", secret_text(new_secret()))


def test_a_plain_database_is_not_a_workspace(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "crm.db")
    plain.execute("CREATE TABLE person (name)")
    plain.close()
    with pytest.raises(NotAWorkspace):
        open_with_passphrase(tmp_path, PASSPHRASE)


def test_keys_of_a_newer_version_are_refused_untouched(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = read_keys(vault.folder)
    with monkeypatch.context() as patch:
        patch.setattr("crm_desktop.vault.keys_file._VERSION", 2)
        write_keys(vault.folder, keys)
    with pytest.raises(NewerWorkspace):
        open_with_passphrase(vault.folder, PASSPHRASE)


def test_a_workspace_on_a_read_only_medium_still_opens(vault: Vault) -> None:
    (vault.folder / "keys.a").unlink()
    vault.folder.chmod(0o500)
    try:
        assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret
    finally:
        vault.folder.chmod(0o700)


def test_after_a_change_only_the_new_passphrase_opens(vault: Vault) -> None:
    before = (vault.folder / "crm.db").read_bytes()
    change_passphrase(vault.folder, vault.secret, NEW_PASSPHRASE, argon=CHEAP)
    assert open_with_passphrase(vault.folder, NEW_PASSPHRASE) == vault.secret
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(vault.folder, PASSPHRASE)
    assert (vault.folder / "crm.db").read_bytes() == before


def test_the_old_passphrase_does_not_come_back_when_a_keys_file_is_damaged_later(vault: Vault) -> None:
    change_passphrase(vault.folder, vault.secret, NEW_PASSPHRASE, argon=CHEAP)
    (vault.folder / "keys.a").write_bytes(b"")
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(vault.folder, PASSPHRASE)


def test_a_power_cut_while_the_passphrase_changes_leaves_the_old_or_the_new_one(vault: Vault) -> None:
    original = vault.folder.with_name("original")
    shutil.copytree(vault.folder, original)
    fitting: list[str] = []

    def prepare() -> None:
        shutil.rmtree(vault.folder)
        shutil.copytree(original, vault.folder)

    def check(_step: int) -> None:
        opened = [typed for typed in (PASSPHRASE, NEW_PASSPHRASE) if opens(vault, typed)]
        assert len(opened) == 1
        fitting.extend(opened)
        copies = intact_copies(vault.folder)
        assert copies[0] == copies[1]

    steps = kill_at_each_step(
        prepare, lambda: change_passphrase(vault.folder, vault.secret, NEW_PASSPHRASE, argon=CHEAP), check
    )
    assert steps > 6
    assert fitting == sorted(fitting, reverse=True), "first only the old one, from some step on only the new one"
    assert set(fitting) == {PASSPHRASE, NEW_PASSPHRASE}


def test_a_folder_that_may_not_be_written_keeps_the_old_passphrase(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refused)
    with pytest.raises(CrmError, match="disk is full"):
        change_passphrase(vault.folder, vault.secret, NEW_PASSPHRASE, argon=CHEAP)
    monkeypatch.undo()
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret
    assert [path.name for path in vault.folder.glob("*.new")] == []


def test_neither_secret_nor_passphrase_are_in_the_keys_file(vault: Vault) -> None:
    content = (vault.folder / "keys.a").read_bytes()
    key = raw_key(vault.secret)
    for hidden in (vault.secret, key.key):
        assert hidden not in content
        assert hidden.hex().encode() not in content
    assert PASSPHRASE.encode() not in content


def test_keys_are_read_as_they_were_written(vault: Vault) -> None:
    keys = read_keys(vault.folder)
    assert isinstance(keys, KeysFile)
    assert parsed_keys(keys.to_bytes()) == keys


def opens(vault: Vault, passphrase: str) -> bool:
    try:
        return open_with_passphrase(vault.folder, passphrase) == vault.secret
    except WrongPassphrase:
        return False
