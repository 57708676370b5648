"""After the recovery key is replaced only the new one opens, and a power cut leaves one of both."""

import shutil
from pathlib import Path

import pytest

from crm_desktop.errors import CrmError, DamagedWorkspace, WrongPassphrase, WrongRecoveryKey
from crm_desktop.jobs import Progress
from crm_desktop.vault.backup import back_up, verify_backup
from crm_desktop.vault.keys_file import intact_copies
from crm_desktop.vault.rekey import STAGE, finish_replacing, replace_secret
from crm_desktop.vault.secret import new_secret, raw_key, secret_text
from crm_desktop.vault.slots import open_with_passphrase, open_with_recovery_key
from crm_desktop.vault.sqlcipher import file_salt, integrity
from tests.vault.conftest import CHEAP, MADE_AT, PASSPHRASE, PEOPLE, Vault, add_people
from tests.vault.killing import kill_at_each_step

NEW_PASSPHRASE = "nabelo kiduso ramevi"


def no_backup() -> None:
    """Stand in for the backup in tests that are not about it."""


def replace(vault: Vault, new: bytes) -> None:
    replace_secret(vault.folder, vault.open(), vault.secret, new, NEW_PASSPHRASE, no_backup, argon=CHEAP)


def test_the_new_key_and_passphrase_open_everything(vault: Vault) -> None:
    new = Vault(vault.folder, new_secret())
    replace(vault, new.secret)
    assert open_with_passphrase(vault.folder, NEW_PASSPHRASE) == new.secret
    assert open_with_recovery_key(vault.folder, secret_text(new.secret)) == new.secret
    for name in ("crm.db", "files.db"):
        connection = new.open(name)
        assert integrity(connection) == []
        connection.close()
        assert file_salt(vault.folder / name) == raw_key(new.secret, name).salt
    assert new.people() == PEOPLE
    assert not (vault.folder / STAGE).exists()


def test_the_old_key_and_passphrase_open_nothing_any_more(vault: Vault) -> None:
    replace(vault, new_secret())
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(vault.folder, PASSPHRASE)
    with pytest.raises(WrongRecoveryKey, match="was replaced"):
        open_with_recovery_key(vault.folder, secret_text(vault.secret))
    for name in ("crm.db", "files.db"):
        with pytest.raises(DamagedWorkspace):
            vault.open(name)


def test_the_new_key_alone_opens_a_bare_database(vault: Vault) -> None:
    new = new_secret()
    replace(vault, new)
    for name in ("keys.a", "keys.b"):
        (vault.folder / name).unlink()
    assert open_with_recovery_key(vault.folder, secret_text(new)) == new


def test_changes_that_wait_in_the_log_come_along(vault: Vault) -> None:
    new = Vault(vault.folder, new_secret())
    connection = vault.open()
    add_people(connection, 9)
    replace_secret(vault.folder, connection, vault.secret, new.secret, NEW_PASSPHRASE, no_backup, argon=CHEAP)
    assert new.people() == PEOPLE + 9


def test_the_search_words_come_along(vault: Vault) -> None:
    new = Vault(vault.folder, new_secret())
    connection = vault.open()
    connection.execute("INSERT INTO word VALUES ('Katharina')")
    replace_secret(vault.folder, connection, vault.secret, new.secret, NEW_PASSPHRASE, no_backup, argon=CHEAP)
    again = new.open(read_only=True)
    assert again.execute("SELECT count(*) FROM word WHERE word MATCH 'kath*'").fetchone()[0] == 1
    again.close()


def test_a_backup_is_made_first_and_still_opens_with_the_old_key(vault: Vault, tmp_path: Path) -> None:
    connection = vault.open()
    replace_secret(
        vault.folder,
        connection,
        vault.secret,
        new_secret(),
        NEW_PASSPHRASE,
        lambda: back_up(connection, vault.folder, vault.secret, tmp_path / "stick", MADE_AT, Progress()),
        argon=CHEAP,
    )
    (path,) = (tmp_path / "stick").iterdir()
    assert verify_backup(path, vault.secret).counts["person"] == PEOPLE


def test_without_a_backup_nothing_is_replaced(vault: Vault) -> None:
    def fail() -> None:
        raise CrmError("the stick is full")

    connection = vault.open()
    with pytest.raises(CrmError, match="stick"):
        replace_secret(vault.folder, connection, vault.secret, new_secret(), NEW_PASSPHRASE, fail, argon=CHEAP)
    connection.close()
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret


def test_another_reader_with_the_log_in_use_stops_it_before_anything_is_swapped(vault: Vault) -> None:
    connection, reader = vault.open(), vault.open(read_only=True)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()
    connection.execute("PRAGMA busy_timeout=10")
    add_people(connection, 1)
    with pytest.raises(CrmError, match="another program reads"):
        replace_secret(vault.folder, connection, vault.secret, new_secret(), NEW_PASSPHRASE, no_backup, argon=CHEAP)
    reader.close()
    finish_replacing(vault.folder)
    assert vault.people() == PEOPLE + 1


def test_a_damaged_file_is_not_replaced(vault: Vault) -> None:
    with (vault.folder / "crm.db").open("r+b") as file:
        file.seek(4096 * 4 + 50)
        file.write(bytes(100))
    with pytest.raises((CrmError, DamagedWorkspace)):
        replace(vault, new_secret())
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret


def test_a_power_cut_leaves_the_old_key_or_the_new_one_for_all_files(vault: Vault) -> None:
    original = vault.folder.with_name("original")
    shutil.copytree(vault.folder, original)
    new = Vault(vault.folder, new_secret())
    found: list[str] = []

    def prepare() -> None:
        shutil.rmtree(vault.folder)
        shutil.copytree(original, vault.folder)

    def check(_step: int) -> None:
        if found[-1:] == ["old"]:
            # reading before the repair must not spoil it
            assert opened_by(vault, new)
        finish_replacing(vault.folder)
        fits = opened_by(vault, new)
        found.append("old" if fits is vault else "new")
        assert fits.people() == PEOPLE
        files = fits.open("files.db", read_only=True)
        assert files.execute("SELECT count(*) FROM chunk").fetchone()[0] == 2
        files.close()
        assert len(set(intact_copies(vault.folder))) == 1
        assert not (vault.folder / STAGE).exists()

    steps = kill_at_each_step(prepare, lambda: replace(vault, new.secret), check)
    assert steps > 20
    assert found == sorted(found, reverse=True), "first only the old key, from some step on only the new one"
    assert set(found) == {"old", "new"}


def opened_by(old: Vault, new: Vault) -> Vault:
    """Return which of both opens the workspace; exactly one does, with its passphrase and with its recovery key."""
    try:
        assert open_with_passphrase(old.folder, PASSPHRASE) == old.secret
    except WrongPassphrase:
        assert open_with_passphrase(new.folder, NEW_PASSPHRASE) == new.secret
        assert open_with_recovery_key(new.folder, secret_text(new.secret)) == new.secret
        return new
    assert open_with_recovery_key(old.folder, secret_text(old.secret)) == old.secret
    return old
