"""Opening a workspace by passphrase or recovery key, and changing the passphrase."""

import hmac
import json
import secrets
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from crm_desktop.errors import DamagedWorkspace, WrongPassphrase, WrongRecoveryKey
from crm_desktop.vault.argon import Argon, calibrate
from crm_desktop.vault.durable import write_refused
from crm_desktop.vault.keys_file import (
    KeysFile,
    Slot,
    SlotKind,
    check_is_workspace,
    database_salt,
    intact_copies,
    read_keys,
    write_keys,
)
from crm_desktop.vault.secret import keys_file_key, raw_key, secret_from_text
from crm_desktop.words import _

_SALT_BYTES = 16
_NONCE_BYTES = 12


def create_keys(folder: Path, passphrase: str, secret: bytes, *, argon: Argon | None = None) -> None:
    """Write the keys files of a new workspace; `argon` is measured on this computer unless given."""
    _write(folder, sealed_keys(secret, [passphrase_slot(secret, passphrase, argon)]))


def rewrite_keys(folder: Path, secret: bytes, passphrase: str, *, argon: Argon | None = None) -> None:
    """Replace all slots by one for `passphrase`, after opening with the recovery key."""
    create_keys(folder, passphrase, secret, argon=argon)


def change_passphrase(folder: Path, secret: bytes, new_passphrase: str, *, argon: Argon | None = None) -> None:
    """Let `new_passphrase` open the workspace instead of the old one; the database is not touched."""
    others = [slot for slot in read_keys(folder).slots if slot.kind is not SlotKind.PASSPHRASE]
    _write(folder, sealed_keys(secret, [passphrase_slot(secret, new_passphrase, argon), *others]))


def open_with_passphrase(folder: Path, passphrase: str) -> bytes:
    """Return the recovery secret of the workspace `folder`.

    Raises WrongPassphrase, DamagedWorkspace and NotAWorkspace, each only when it is certain.
    """
    keys = read_keys(folder)
    secret = unlocked(keys, passphrase)
    check_bound(folder, keys)
    return secret


def open_with_recovery_key(folder: Path, text: str) -> bytes:
    """Return the secret that the typed recovery key `text` stands for, also when both keys files are gone.

    Raises WrongRecoveryKey, also for a key that was typed well but belongs to another workspace.
    """
    secret = secret_from_text(text)
    salt = raw_key(secret).salt
    begins = database_salt(folder)
    if begins == salt:
        return secret
    check_is_workspace(folder)
    copies = [keys for keys in intact_copies(folder) if keys is not None]
    if not begins or any(keys.binding == salt and signature_fits(keys, secret) for keys in copies):
        raise _database_damaged()
    raise WrongRecoveryKey(
        _("This recovery key belongs to another workspace, or was replaced. Look for the kit with this name and date.")
    )


def unlocked(keys: KeysFile, passphrase: str) -> bytes:
    """Return the recovery secret that `passphrase` unwraps from `keys`; raises WrongPassphrase."""
    for slot in keys.slots:
        if slot.kind is SlotKind.PASSPHRASE and slot.argon is not None:
            secret = unwrapped(slot, slot.argon.derive(passphrase, slot.salt), keys.binding)
            if secret is not None:
                return checked(keys, secret)
    raise WrongPassphrase(_("That passphrase does not fit. Try again."))


def sealed_keys(secret: bytes, slots: Iterable[Slot]) -> KeysFile:
    """Return the signed keys file with `slots`, bound to the database of `secret`."""
    unsigned = KeysFile(raw_key(secret).salt, tuple(slots))
    return unsigned._replace(signature=_signature(unsigned, secret))


def passphrase_slot(secret: bytes, passphrase: str, argon: Argon | None = None) -> Slot:
    """Return a slot that `passphrase` opens."""
    cost = argon or calibrate()
    salt = secrets.token_bytes(_SALT_BYTES)
    return wrapped_slot(SlotKind.PASSPHRASE, secret, cost.derive(passphrase, salt), cost, salt)


def wrapped_slot(kind: SlotKind, secret: bytes, key: bytes, argon: Argon | None = None, salt: bytes = b"") -> Slot:
    """Return a slot that holds `secret` under `key` (AES-256-GCM), bound to the database and to its own parameters."""
    unfilled = Slot(kind, argon, salt, secrets.token_bytes(_NONCE_BYTES), b"")
    sealed = AESGCM(key).encrypt(unfilled.nonce, secret, _bound_to(unfilled, raw_key(secret).salt))
    return unfilled._replace(wrapped=sealed)


def unwrapped(slot: Slot, key: bytes, binding: bytes) -> bytes | None:
    """Return the secret in `slot`, or None when `key` is not the one."""
    try:
        return AESGCM(key).decrypt(slot.nonce, slot.wrapped, _bound_to(slot, binding))
    except InvalidTag:
        return None


def checked(keys: KeysFile, secret: bytes) -> bytes:
    """Return `secret` when it signed `keys`; raises DamagedWorkspace when somebody changed the slots."""
    if not signature_fits(keys, secret):
        raise DamagedWorkspace(
            _("The key files of this workspace were changed by something else. Restore them from the newest backup.")
        )
    return secret


def signature_fits(keys: KeysFile, secret: bytes) -> bool:
    """Return whether `secret` signed `keys`."""
    return hmac.compare_digest(keys.signature, _signature(keys, secret))


def check_bound(folder: Path, keys: KeysFile) -> None:
    """Raise DamagedWorkspace when the database does not begin as `keys` say."""
    if database_salt(folder) != keys.binding:
        raise _database_damaged()


def _write(folder: Path, keys: KeysFile) -> None:
    try:
        write_keys(folder, keys)
    except OSError as error:
        raise write_refused(error, folder) from error


def _signature(keys: KeysFile, secret: bytes) -> bytes:
    return hmac.digest(keys_file_key(secret), keys.signed_part(), "sha256")


def _bound_to(slot: Slot, binding: bytes) -> bytes:
    cost = list(slot.argon) if slot.argon else []
    return json.dumps([binding.hex(), slot.kind, cost, slot.salt.hex()]).encode()


def _database_damaged() -> DamagedWorkspace:
    return DamagedWorkspace(
        _(
            "crm.db is missing, damaged at its beginning, or of another workspace: it does not fit its keys. "
            "Restore the newest backup."
        )
    )
