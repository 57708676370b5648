"""The invite: a small file that tells another laptop where the server is; it holds no password."""

import json
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.sync.connection import Address
from crm_desktop.words import _

SUFFIX = ".crminvite"
# What an invite says of its form; programs read all forms from the first on.
FORM = 1
_LARGEST = 100_000


class Invite(NamedTuple):
    """Which workspace a member is invited to, and the address without a password."""

    workspace: str
    member: str
    address: Address


def write_invite(path: Path, invite: Invite) -> None:
    """Write `invite` to `path`; the password is given to the member by another way."""
    to = invite.address
    document = {
        "crm_desktop_invite": FORM,
        "workspace": invite.workspace,
        "member": invite.member,
        "host": to.host,
        "port": to.port,
        "database": to.database,
        "login": to.user,
        "authority": to.authority,
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")


def leads_nowhere(address: Address) -> str:
    """Return what is wrong with an invite to `address` on other computers: nothing, where it names the server."""
    if not address.local:
        return ""
    return _(
        "The invite leads to {host}, which is on every computer that computer itself. For other computers it needs the "
        "name by which they reach the server, and the certificate of the server's authority."
    ).format(host=address.host)


def read_invite(path: Path) -> Invite:
    """Return the invite that the file `path` holds; raises UnreadableFile."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _no_invite(path)
        read = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UnreadableFile(_("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise _no_invite(path) from error
    if not isinstance(read, dict) or read.get("crm_desktop_invite") != FORM:
        raise _no_invite(path)
    words = [read.get(name) for name in ("workspace", "member", "host", "database", "login", "authority")]
    port = read.get("port")
    if not all(isinstance(each, str) for each in words) or not isinstance(port, int) or not 0 < port < 65536:
        raise _no_invite(path)
    workspace, member, host, database, login, authority = map(str, words)
    if not (host and database and login) or "\0" in "".join((host, database, login, authority)):
        raise _no_invite(path)
    return Invite(workspace, member, Address(host, port, database, login, "", authority))


def _no_invite(path: Path) -> UnreadableFile:
    return UnreadableFile(
        _("{path} is no invite to a workspace, or it is damaged. Ask the owner for a new one.").format(path=path)
    )
