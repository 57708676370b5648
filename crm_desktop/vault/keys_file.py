"""The key slots on disk: the same file twice, so that damage to one is mended from the other."""

import base64
import contextlib
import hashlib
import json
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.errors import DamagedWorkspace, NewerWorkspace, NotAWorkspace
from crm_desktop.vault.argon import Argon
from crm_desktop.vault.durable import write_durably
from crm_desktop.vault.sqlcipher import file_salt
from crm_desktop.words import _

COPIES = ("keys.a", "keys.b")
DATABASE = "crm.db"
_VERSION = 1
_MAGIC = b"crm_desktop keys "
_HASH_DIGITS = 64
_PLAIN_SQLITE = b"SQLite format 3\0"


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSPHRASE = "passphrase"
    KEYRING = "keyring"


class Slot(NamedTuple):
    """The recovery secret, wrapped; `argon` and `salt` only where a passphrase opens it."""

    kind: SlotKind
    argon: Argon | None
    salt: bytes
    nonce: bytes
    wrapped: bytes


class KeysFile(NamedTuple):
    """All slots of the database that begins with the 16 bytes `binding`, signed under a key made of the secret."""

    binding: bytes
    slots: tuple[Slot, ...]
    signature: bytes = b""

    def signed_part(self) -> bytes:
        """Return the bytes that `signature` stands for."""
        content = {
            "version": _VERSION,
            "binding": self.binding.hex(),
            "slots": [_slot_json(slot) for slot in self.slots],
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()

    def to_bytes(self) -> bytes:
        """Return the file: a line with a SHA-256 of the rest, then JSON."""
        content = json.loads(self.signed_part()) | {"signature": self.signature.hex()}
        body = json.dumps(content, sort_keys=True, indent=1).encode() + b"\n"
        return _MAGIC + hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def parsed_keys(content: bytes) -> KeysFile | None:
    """Return the slots in the file `content`, or None when it is damaged; raises NewerWorkspace."""
    start = len(_MAGIC)
    line, body = content[: start + _HASH_DIGITS + 1], content[start + _HASH_DIGITS + 1 :]
    if line != _MAGIC + hashlib.sha256(body).hexdigest().encode() + b"\n":
        return None
    fields = json.loads(body)
    if fields["version"] > _VERSION:
        raise NewerWorkspace(
            _("This workspace was written by a newer version of the program. Install the newer version to open it.")
        )
    slots = tuple(_slot(each) for each in fields["slots"])
    return KeysFile(bytes.fromhex(fields["binding"]), slots, bytes.fromhex(fields["signature"]))


def read_keys(folder: Path) -> KeysFile:
    """Return the key slots of the workspace `folder`, and mend a damaged copy from the other.

    Raises NotAWorkspace, and DamagedWorkspace when both copies are damaged or missing.
    """
    check_is_workspace(folder)
    copies = intact_copies(folder)
    begins = database_salt(folder)
    chosen = next((keys for keys in copies if keys and keys.binding == begins), None) or copies[0] or copies[1]
    if chosen is None:
        raise DamagedWorkspace(
            _(
                "Both key files of this workspace are damaged or missing, so no passphrase can open it. "
                "The recovery key alone still does: open it with the recovery key, then set a new passphrase."
            )
        )
    for name, copy in zip(COPIES, copies, strict=True):
        # a copy bound to another file belongs to a change of the recovery key that was cut short; see rekey.py
        if copy is None or (copy != chosen and copy.binding == chosen.binding):
            # on a read-only medium the workspace still opens
            with contextlib.suppress(OSError):
                write_durably(folder / name, chosen.to_bytes())
    return chosen


def intact_copies(folder: Path) -> list[KeysFile | None]:
    """Return what `keys.a` and `keys.b` hold, None for a missing or damaged one."""
    return [parsed_keys((folder / name).read_bytes()) if (folder / name).is_file() else None for name in COPIES]


def write_keys(folder: Path, keys: KeysFile) -> None:
    """Write both copies, one after the other, so that one is whole at any moment."""
    for name in COPIES:
        write_durably(folder / name, keys.to_bytes())


def database_salt(folder: Path) -> bytes:
    """Return the first bytes of the workspace's database, nothing where it is missing."""
    path = folder / DATABASE
    return file_salt(path) if path.is_file() else b""


def check_is_workspace(folder: Path) -> None:
    """Raise NotAWorkspace when `folder` holds none of a workspace's files, or a database that is not encrypted."""
    anything_there = any((folder / name).exists() for name in (DATABASE, *COPIES))
    if not anything_there or database_salt(folder) == _PLAIN_SQLITE:
        raise NotAWorkspace(
            _("{path} is not a workspace of this program. Choose a folder whose name ends in .crm.").format(path=folder)
        )


def _slot_json(slot: Slot) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "kind": slot.kind,
        "salt": _text(slot.salt),
        "nonce": _text(slot.nonce),
        "wrapped": _text(slot.wrapped),
    }
    return fields | {"argon2id": slot.argon._asdict()} if slot.argon else fields


def _slot(fields: dict[str, Any]) -> Slot:
    return Slot(
        SlotKind(fields["kind"]),
        Argon(**fields["argon2id"]) if "argon2id" in fields else None,
        *(base64.b64decode(fields[name]) for name in ("salt", "nonce", "wrapped")),
    )


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
