"""Opening without a passphrase on this computer: a slot whose key is kept in the operating system's keyring."""

import base64
import binascii
import secrets
from pathlib import Path

import keyring
from keyring.errors import KeyringError

from crm_desktop.errors import CrmError
from crm_desktop.vault.durable import write_refused
from crm_desktop.vault.keys_file import KeysFile, Slot, SlotKind, read_keys, write_keys
from crm_desktop.vault.slots import check_bound, checked, sealed_keys, unwrapped, wrapped_slot
from crm_desktop.words import _

SERVICE = "crm_desktop"
_KEY_BYTES = 32


def add_keyring_slot(folder: Path, secret: bytes) -> None:
    """Let this computer's keyring open the workspace `folder`; raises CrmError where there is no keyring."""
    keys = read_keys(folder)
    key = secrets.token_bytes(_KEY_BYTES)
    try:
        keyring.set_password(SERVICE, _entry(keys), base64.b64encode(key).decode())
    except KeyringError as error:
        raise _no_keyring() from error
    _write(folder, secret, keys, [wrapped_slot(SlotKind.KEYRING, secret, key)])


def remove_keyring_slot(folder: Path, secret: bytes) -> None:
    """Ask for the passphrase again from now on; the keyring forgets its key where it can."""
    keys = read_keys(folder)
    _write(folder, secret, keys, [])
    try:
        keyring.delete_password(SERVICE, _entry(keys))
    except KeyringError:
        # without its slot the key in the keyring opens nothing
        return


def open_with_keyring(folder: Path) -> bytes | None:
    """Return the recovery secret of the workspace `folder`, or None when the keyring does not open it.

    Raises DamagedWorkspace, NotAWorkspace.
    """
    keys = read_keys(folder)
    slots = [slot for slot in keys.slots if slot.kind is SlotKind.KEYRING]
    key = _kept_key(keys) if slots else None
    if key is None:
        return None
    for slot in slots:
        secret = unwrapped(slot, key, keys.binding)
        if secret is not None:
            check_bound(folder, keys)
            return checked(keys, secret)
    return None


def _kept_key(keys: KeysFile) -> bytes | None:
    try:
        kept = keyring.get_password(SERVICE, _entry(keys))
        key = base64.b64decode(kept or "", validate=True)
    except (KeyringError, binascii.Error):
        return None
    return key if len(key) == _KEY_BYTES else None


def _write(folder: Path, secret: bytes, keys: KeysFile, added: list[Slot]) -> None:
    others = [slot for slot in keys.slots if slot.kind is not SlotKind.KEYRING]
    try:
        write_keys(folder, sealed_keys(secret, [*others, *added]))
    except OSError as error:
        raise write_refused(error, folder) from error


def _entry(keys: KeysFile) -> str:
    return keys.binding.hex()


def _no_keyring() -> CrmError:
    return CrmError(
        _(
            "This computer offers no keyring, or it is locked. "
            "Unlock the keyring and try again, or go on with the passphrase."
        )
    )
