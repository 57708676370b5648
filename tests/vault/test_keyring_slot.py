"""Where the user wants it, this computer's keyring opens the workspace."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.core import load_keyring
from keyring.errors import PasswordDeleteError

from crm_desktop.errors import CrmError, DamagedWorkspace, NotAWorkspace
from crm_desktop.vault.keyring_slot import add_keyring_slot, open_with_keyring, remove_keyring_slot
from crm_desktop.vault.slots import change_passphrase, open_with_passphrase
from tests.vault.conftest import CHEAP, PASSPHRASE, Vault, make_vault


class KeyringInMemory(KeyringBackend):
    """A keyring like the one of an operating system, for one test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("no such entry")


@pytest.fixture
def ring() -> Iterator[KeyringInMemory]:
    before = keyring.get_keyring()
    ring = KeyringInMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def no_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(load_keyring("keyring.backends.fail.Keyring"))
    yield
    keyring.set_keyring(before)


def test_the_keyring_opens_the_workspace_and_so_does_the_passphrase(vault: Vault, ring: KeyringInMemory) -> None:
    add_keyring_slot(vault.folder, vault.secret)
    assert open_with_keyring(vault.folder) == vault.secret
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret
    assert len(ring.kept) == 1


@pytest.mark.usefixtures("ring")
def test_without_the_users_wish_the_keyring_opens_nothing(vault: Vault) -> None:
    assert open_with_keyring(vault.folder) is None


def test_neither_the_secret_nor_the_name_is_kept_in_the_keyring(vault: Vault, ring: KeyringInMemory) -> None:
    add_keyring_slot(vault.folder, vault.secret)
    kept = str(ring.kept)
    assert vault.secret.hex() not in kept
    assert "Hartwell" not in kept


def test_a_changed_passphrase_leaves_the_keyring_as_it_is(vault: Vault, ring: KeyringInMemory) -> None:
    add_keyring_slot(vault.folder, vault.secret)
    change_passphrase(vault.folder, vault.secret, "another", argon=CHEAP)
    assert open_with_keyring(vault.folder) == vault.secret
    assert ring.kept


def test_adding_it_twice_keeps_one(vault: Vault, ring: KeyringInMemory) -> None:
    add_keyring_slot(vault.folder, vault.secret)
    add_keyring_slot(vault.folder, vault.secret)
    assert open_with_keyring(vault.folder) == vault.secret
    assert len(ring.kept) == 1


def test_after_removing_it_the_passphrase_is_needed_again(vault: Vault, ring: KeyringInMemory) -> None:
    add_keyring_slot(vault.folder, vault.secret)
    remove_keyring_slot(vault.folder, vault.secret)
    assert open_with_keyring(vault.folder) is None
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret
    assert ring.kept == {}


@pytest.mark.parametrize("kept", ["", "not base64", "c2hvcnQ="])
def test_an_entry_that_does_not_fit_opens_nothing(vault: Vault, ring: KeyringInMemory, kept: str) -> None:
    add_keyring_slot(vault.folder, vault.secret)
    ring.kept = dict.fromkeys(ring.kept, kept)
    assert open_with_keyring(vault.folder) is None


@pytest.mark.usefixtures("ring")
def test_a_workspace_copied_to_another_computer_needs_its_passphrase(vault: Vault) -> None:
    add_keyring_slot(vault.folder, vault.secret)
    keyring.set_keyring(KeyringInMemory())
    assert open_with_keyring(vault.folder) is None


@pytest.mark.usefixtures("no_ring")
def test_a_computer_without_a_keyring_says_so(vault: Vault) -> None:
    with pytest.raises(CrmError, match="no keyring"):
        add_keyring_slot(vault.folder, vault.secret)
    assert open_with_keyring(vault.folder) is None
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret


@pytest.mark.usefixtures("no_ring")
def test_the_slot_can_be_removed_where_the_keyring_is_gone(vault: Vault) -> None:
    remove_keyring_slot(vault.folder, vault.secret)
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret


@pytest.mark.usefixtures("ring")
def test_damage_is_told_by_the_keyring_too(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "Small.crm", files=False)
    add_keyring_slot(vault.folder, vault.secret)
    with (vault.folder / "crm.db").open("r+b") as file:
        file.write(bytes(16))
    with pytest.raises(DamagedWorkspace):
        open_with_keyring(vault.folder)
    with pytest.raises(NotAWorkspace):
        open_with_keyring(tmp_path)
