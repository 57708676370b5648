"""Whether members may change what they say of themselves, by what the office server told."""

from crm_desktop.store.leading import why_not_led
from crm_desktop.sync.server.versions import Age, age_words
from crm_desktop.sync.status import server_version
from crm_desktop.vault.driver import Connection

_READS_ONLY = "read_only"
# Servers before it take the record of a member from those who lead alone.
_SINCE = 11


def why_not_profile(reader: Connection) -> str:
    """Return why this member may not change their own profile; empty for whoever may."""
    reason = why_not_led(reader)
    if not reason or reader.execute("SELECT rights FROM sync").fetchone()[0] == _READS_ONLY:
        return reason
    return f"{reason} {age_words(Age.OLDER)}" if server_version(reader).version < _SINCE else ""
