"""Sharing with other laptops: join a server, send and take in, and how that stands."""

import math
import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.call import Call, call_of
from crm_desktop.cli.making import created_workspace
from crm_desktop.cli.opening import asked, opened, workspace_folder
from crm_desktop.cli.output import Document, print_table, print_text
from crm_desktop.errors import NotShared, ServerBusy, ServerUnreachable, WrongUsage
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.sync.server.versions import age_words
from crm_desktop.sync.status import Sharing, set_aside, sharing_status
from crm_desktop.sync.uploads import Uploads, uploads
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import secret_text
from crm_desktop.words import _, ngettext
from crm_desktop.workspace import Workspace

PASSWORD_VARIABLE = "CRM_SERVER_PASSWORD"
# A poll is the truth; what wakes sooner only saves waiting.
WATCHED_EVERY_S = 60


def join(
    context: typer.Context,
    dsn: Annotated[str, typer.Argument(metavar="DSN", help="The server: postgresql://HOST/DATABASE, or an invite.")],
    member: Annotated[str | None, typer.Option(help="As which member; an invite says it already.")] = None,
) -> None:
    """Bind the workspace to a server; a new one at -w downloads everything first."""
    call = call_of(context)
    # the driver of the server is needed by few commands
    from crm_desktop.sync.connection import address_from
    from crm_desktop.sync.invite import SUFFIX, read_invite
    from crm_desktop.sync.joining import join as bound
    from crm_desktop.sync.remote import reached
    from crm_desktop.sync.server.members import login_name

    if Path(dsn).suffix == SUFFIX:
        invite = read_invite(Path(dsn))
        address, member = invite.address, member or invite.member
    else:
        address = address_from(dsn)
        if member is None:
            raise WrongUsage(_("Say as which member, with --member NAME."))
        address = address._replace(user=address.user or login_name(member))
    password = address.password or os.environ.get(PASSWORD_VARIABLE) or asked(_("Password: "), PASSWORD_VARIABLE)
    address = address._replace(password=password)
    key = None
    if call.unlocked is None and not workspace_folder(call).exists():
        # where the server does not let us in, or serves no workspace, there is nothing to make
        with closing(reached(address)) as remote:
            remote.steps(None, 1)
        made = created_workspace(call, member)
        key = secret_text(made.secret)
        made.close()
    with opened(call, writing=True) as workspace:
        joined = bound(workspace.journal, address)
        document = _exchanged(call, workspace)

    def show() -> None:
        print_text(_("Joined as {member} ({role}).").format(member=member, role=joined.role))
        print_text(_told(document))
        if key is not None:
            print_text(_("Recovery key, shown this once: {key}").format(key=key))

    told = {"workspace": joined.workspace, "member": member, "role": joined.role, "sees": joined.sees}
    call.output.result({**told, "recovery_key": key, **document}, show)


def sync(
    context: typer.Context,
    *,
    status: Annotated[bool, typer.Option("--status", help="Only tell how sharing stands.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on until stopped, as soon as others send.")] = False,
    allow_removal: Annotated[
        bool, typer.Option("--allow-removal", help="Also where much of this computer's records would go.")
    ] = False,
) -> None:
    """Send what was done here and take in what others did."""
    call = call_of(context)
    if status:
        _show_status(call)
        return
    with opened(call, writing=True) as workspace:
        if watch:
            _watch(call, workspace)
            return
        document = _exchanged(call, workspace, may_empty=allow_removal)
    call.output.result(document, lambda: print_text(_told(document)))


def _exchanged(call: Call, workspace: Workspace, *, may_empty: bool = False) -> Document:
    # the driver of the server is needed by few commands
    from crm_desktop.sync.exchange import sync_once

    with call.output.progress(_("Sharing")) as progress:
        done = sync_once(workspace, progress, may_empty=may_empty)
    workspace.reread()
    with workspace.reader() as reader:
        left = uploads(reader)
    if left.files:
        call.output.say(" ".join((_files_words(left), left.reason or "")).strip())
    return {**done._asdict(), "files_waiting": left.files}


def _watch(call: Call, workspace: Workspace) -> None:
    from crm_desktop.sync.background import Background

    background = Background(workspace)
    try:
        while True:
            try:
                done = background.exchange()
            except (ServerUnreachable, ServerBusy) as error:
                call.output.say(str(error))
            else:
                if done.pushed or done.pulled or done.conflicts:
                    call.output.say(_told(done._asdict()))
            background.wait(WATCHED_EVERY_S)
    finally:
        background.stop()
        background.join()


def _told(done: Document) -> str:
    conflicts = int(done["conflicts"])
    told = _("Sent {sent}, took in {taken}.").format(sent=done["pushed"], taken=done["pulled"])
    if conflicts:
        told += " " + ngettext(
            "{n} conflict waits: see `conflicts`.", "{n} conflicts wait: see `conflicts`.", conflicts
        ).format(n=conflicts)
    return told


def _show_status(call: Call) -> None:
    with opened(call) as workspace, workspace.reader() as reader:
        found = sharing_status(reader)
        if found is None:
            raise NotShared(
                _("This workspace is not shared. Prepare a server with `server init`, or join one with `join`.")
            )
        document = _status_document(reader, found)
    call.output.result(document, lambda: _print_status(found))


def _status_document(reader: Connection, found: Sharing) -> dict[str, object]:
    aside = [
        {
            "id": each.record.hex(),
            "table": BY_NUMBER[each.table].name,
            "title": each.title,
            "field": each.field,
            "value": each.value,
            "reason": each.reason,
        }
        for each in set_aside(reader)
    ]
    return {
        "host": found.host,
        "database": found.database,
        "member": found.member_name,
        "role": found.role,
        "unsent": found.unsent,
        "last_sync": _instant(found.last_ok_ms),
        "last_error": found.last_error,
        "conflicts": found.conflicts,
        "paused": found.paused,
        "downloading": found.downloading,
        "server_version": found.server_age.value,
        "files_waiting": found.uploads.files,
        "file_bytes_waiting": found.uploads.bytes_left,
        "files_reason": found.uploads.reason,
        "set_aside": aside,
        "devices": [
            {
                "name": each.name,
                "member": each.member_name,
                "last_heard": _instant(each.last_seen_ms),
                "here": each.here,
            }
            for each in found.devices
        ],
    }


def _print_status(found: Sharing) -> None:
    last = _instant(found.last_ok_ms) or _("never")
    print_text(_("Shared with {database} on {host} as {member}.").format(**_where(found)))
    print_text(_("Last went well: {when}. Waiting to be sent: {n}.").format(when=last, n=found.unsent))
    for told in (found.last_error, _files_words(found.uploads), found.uploads.reason, age_words(found.server_age)):
        if told:
            print_text(told)
    if found.set_aside:
        print_text(_("Edits that the server did not take, kept aside: {n}.").format(n=found.set_aside))
    rows = [
        [each.name + (f" ({_('this computer')})" if each.here else ""), each.member_name, _heard(each.last_seen_ms)]
        for each in found.devices
    ]
    print_table([_("Computer"), _("Member"), _("Last heard of")], rows)


def _files_words(waiting: Uploads) -> str:
    """Return how many files wait to be sent, nothing where none does."""
    if not waiting.files:
        return ""
    told = ngettext(
        "{n} file waits to be sent: {megabytes} MB.", "{n} files wait to be sent: {megabytes} MB.", waiting.files
    )
    return told.format(n=waiting.files, megabytes=math.ceil(waiting.bytes_left / 1_000_000))


def _where(found: Sharing) -> dict[str, str]:
    return {"database": found.database, "host": found.host, "member": found.member_name}


def _heard(at_ms: int | None) -> str:
    return (_instant(at_ms) or "")[:16].replace("T", " ")


def _instant(at_ms: int | None) -> str | None:
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat().replace("+00:00", "Z")
