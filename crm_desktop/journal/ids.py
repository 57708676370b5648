"""Record ids: UUIDs of version 7, which sort by time and need no central authority (RFC 9562)."""

import uuid

from uuid_utils import uuid7


def new_id() -> bytes:
    """Return a new record id of 16 bytes."""
    return uuid7().bytes


def id_text(record: bytes) -> str:
    """Return `record` in the usual dashed form."""
    return str(uuid.UUID(bytes=record))


def id_from_text(text: str) -> bytes | None:
    """Return the id that `text` spells, or None where it is no id."""
    try:
        return uuid.UUID(text.strip()).bytes
    except ValueError:
        return None
