"""Who may erase."""

from crm_desktop.errors import MayNotErase
from crm_desktop.sync.binding import is_bound
from crm_desktop.sync.erasures import may_erase_there
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

_READS_ONLY = "read_only"


def check_may_erase(reader: Connection, member: bytes | None) -> None:
    """Raise MayNotErase where `member` may not erase: by what the server said, or by the role of the member."""
    row = reader.execute("SELECT role FROM member WHERE id = ?", (member,)).fetchone()
    if row is not None and row[0] == _READS_ONLY:
        raise MayNotErase(_("You may only read in this workspace. Nothing was erased; ask its owner to do it."))
    if not is_bound(reader):
        return
    allowed = may_erase_there(reader)
    if allowed is None:
        raise MayNotErase(
            _("The office server did not say yet whether you may erase. Nothing was erased; exchange with it once.")
        )
    if not allowed:
        raise MayNotErase(
            _("The office server does not let you erase for ever. Nothing was erased; ask the workspace's owner.")
        )
