"""The beginning of each contact: is it our server, did it lose something, is there another copy of this file?"""

from collections.abc import Iterable, Mapping
from typing import Any

from crm_desktop.errors import OtherWorkspace, SiteTaken
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.program import device_name
from crm_desktop.store.number_blocks import forget_blocks
from crm_desktop.store.sites import last_stamp, local_value, own_site, set_local_value
from crm_desktop.sync.binding import Binding, Known, keep, known
from crm_desktop.sync.erasures import keep_right
from crm_desktop.sync.first_download import download_anew
from crm_desktop.sync.former import want_former
from crm_desktop.sync.remote import Hello, Remote
from crm_desktop.sync.renaming import become_another
from crm_desktop.sync.sending import send_again
from crm_desktop.sync.server.versions import ServerVersion
from crm_desktop.sync.status import SERVER_VERSION
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

_TRIES = 3
# What differs by less is not worth a commit of its own with each greeting.
_SAME_CLOCK_MS, _SEEN_LATELY_MS = 1_000, 60_000


def greet(journal: Journal, remote: Remote, bound: Binding) -> Hello:
    """Say hello, and put right what the answer tells; raises OtherWorkspace.

    A server that was restored to an earlier state gets again what it lost of this device; a file that was set back or
    copied becomes a device of its own.
    """
    for _try in range(_TRIES):
        with journal.store.reader() as reader:
            site = own_site(reader)
        try:
            hello = remote.hello(site, device_name())
        except SiteTaken:
            with journal.bookkeeping() as connection:
                become_another(connection)
            continue
        _check_workspace(bound, hello)
        with journal.bookkeeping() as connection:
            if _set_back_here(connection, hello):
                become_another(connection)
                continue
            renamed = _take_note(connection, hello, milliseconds(journal.clock()))
        if renamed:
            journal.write_as(bytes.fromhex(hello.member))
        return hello
    raise SiteTaken(_("The server knows this copy of the workspace as another one, again and again. Try again later."))


def _check_workspace(bound: Binding, hello: Hello) -> None:
    if hello.workspace != bound.workspace:
        raise OtherWorkspace(
            _("The database at {host} serves another workspace. Nothing was sent. Check the address.").format(
                host=bound.address.host
            )
        )


def _set_back_here(connection: Connection, hello: Hello) -> bool:
    """Tell whether the server has more of this device than this file knows: an older copy of it was opened."""
    next_n, flying = _numbers(connection)
    last_hlc = last_stamp(connection)
    return hello.last_n > (flying or next_n - 1) or hello.last_hlc > last_hlc


def _take_note(connection: Connection, hello: Hello, now_ms: int) -> bool:
    """Keep what the server told; return whether it takes us for another member than this file did."""
    before = known(connection)
    next_n, _flying = _numbers(connection)
    # a replica may be behind: what it does not know yet is not lost
    if _is_new(before, hello) or (hello.last_n < next_n - 1 and not hello.read_only):
        send_again(connection, hello.last_n + 1)
        want_former(connection)
        # a server that was set back may grant again what it granted since
        forget_blocks(connection)
        keep(connection, cursor=None, head=None, last_digest_at=None)
        download_anew(connection)
    if before.scope_ver is not None and before.scope_ver != hello.scope_ver:
        keep(connection, last_digest_at=None)
    off = hello.now - now_ms
    keep(
        connection,
        epoch=hello.epoch,
        sysid=hello.sysid,
        timeline=hello.timeline,
        scope_ver=hello.scope_ver,
        srv_off=before.srv_off if abs(off - before.srv_off) < _SAME_CLOCK_MS else off,
        rights=hello.role,
        sees=hello.sees,
    )
    keep_right(connection, may_erase=hello.can_erase)
    note_devices(connection, hello.devices)
    note_version(connection, hello.server)
    renamed = local_value(connection, "member") != hello.member
    if renamed:
        set_local_value(connection, "member", hello.member)
    return renamed


def note_version(connection: Connection, version: ServerVersion) -> None:
    """Keep which version the server is of, so that it can be told without asking it again."""
    set_local_value(connection, SERVER_VERSION, f"{version.version} {version.described}")


def note_devices(connection: Connection, devices: Iterable[Mapping[str, Any]]) -> None:
    """Keep which computers share the workspace, and about when the server last heard of them."""
    connection.executemany(
        "INSERT INTO device(site, member, name, last_seen) VALUES (?, ?, ?, ?) ON CONFLICT (site) DO UPDATE "
        "SET member = excluded.member, name = excluded.name, last_seen = excluded.last_seen "
        "WHERE (member, name) IS NOT (excluded.member, excluded.name) "
        f"OR abs(excluded.last_seen - coalesce(last_seen, 0)) > {_SEEN_LATELY_MS}",
        [(each["site"], bytes.fromhex(each["member"]), each["device"], each["last_seen"]) for each in devices],
    )


def _is_new(before: Known, hello: Hello) -> bool:
    was = (before.sysid, before.timeline, before.epoch)
    return before.sysid is not None and was != (hello.sysid, hello.timeline, hello.epoch)


def _numbers(connection: Connection) -> tuple[int, int | None]:
    row = connection.execute(
        "SELECT next_n, inflight_n FROM outbox_meta WHERE site = (SELECT site FROM ctx)"
    ).fetchone()
    return (1, None) if row is None else (int(row[0]), row[1])
