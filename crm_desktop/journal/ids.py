"""Record ids: UUIDs of version 7, which sort by time and need no central authority (RFC 9562)."""

import uuid
from hashlib import sha256

from uuid_utils import uuid7


def new_id() -> bytes:
    """Return a new record id of 16 bytes."""
    return uuid7().bytes


def derived_id(*parts: bytes) -> bytes:
    """Return the id of what follows from `parts`: the same on each device, so that two that make it make one."""
    digest = sha256(b"\0".join(parts)).digest()[:16]
    # version 8 is for whatever one's own (RFC 9562, 5.8)
    return uuid.UUID(
        int=int.from_bytes(digest) & ~(0xF000 << 64) & ~(0xC000 << 48) | (0x8000 << 64) | (0x8000 << 48)
    ).bytes


def id_text(record: bytes) -> str:
    """Return `record` in the usual dashed form."""
    return str(uuid.UUID(bytes=record))


def id_from_text(text: str) -> bytes | None:
    """Return the id that `text` spells, or None where it is no id."""
    try:
        return uuid.UUID(text.strip()).bytes
    except ValueError:
        return None
