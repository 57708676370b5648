"""Who may change what is the whole workspace's: where a server is shared, owners and managers, by what it said."""

from crm_desktop.errors import NotYours
from crm_desktop.schema.ours import LEADERS
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


def why_not_led(reader: Connection) -> str:
    """Return why this member may not change what is the whole workspace's; empty for whoever may."""
    row = reader.execute("SELECT rights FROM sync WHERE EXISTS (SELECT 1 FROM server)").fetchone()
    if row is None or row[0] is None or row[0] in LEADERS:
        return ""
    owners = reader.execute(
        "SELECT name FROM member WHERE role = ? AND coalesce(active, 1) = 1 AND removed_at IS NULL ORDER BY sort_name",
        LEADERS[:1],
    )
    told = _("An owner or a manager changes this for everybody. Owner: {names}.")
    return told.format(names=", ".join(str(each[0]) for each in owners.fetchall()) or "–")


def check_leads(reader: Connection) -> None:
    """Raise NotYours where this member may not change what is the whole workspace's."""
    reason = why_not_led(reader)
    if reason:
        raise NotYours(reason)
