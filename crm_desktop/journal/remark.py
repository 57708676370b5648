"""A line in the history of what no change tells of, such as an erasure: it cannot be taken back."""

import secrets

from crm_desktop.journal.clock import CHANCES, next_stamp
from crm_desktop.store.sites import last_stamp, own_site
from crm_desktop.vault.driver import Connection

_SETTLED = 2  # as if others had accepted it: it is never sent


def remark(connection: Connection, label: str, member: bytes | None, now_ms: int) -> None:
    """Note in the history that `member` did `label`, inside an open transaction that notes nothing."""
    hlc = next_stamp(last_stamp(connection), now_ms, secrets.randbelow(CHANCES))
    connection.execute(
        "INSERT INTO step(hlc, site, member, at, label, state) VALUES (?, ?, ?, ?, ?, ?)",
        (hlc, own_site(connection), member, now_ms, label, _SETTLED),
    )
    connection.execute("UPDATE ctx SET hlc = max(hlc, ?)", (hlc,))
