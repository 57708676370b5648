"""Back up, restore, verify, and tell what a workspace holds."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.call import Call, call_of
from crm_desktop.cli.opening import given_recovery_key, opened, passphrase, workspace_folder
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.cli.records import restore_from_bin
from crm_desktop.errors import DamagedWorkspace, NotAWorkspace
from crm_desktop.files.checking import file_problems
from crm_desktop.safekeeping import back_up_workspace, restore_workspace, secret_of_backup
from crm_desktop.store.content_hash import ContentHash
from crm_desktop.store.content_hash import content_hash as hashed
from crm_desktop.store.file_store import FILES, FileStore
from crm_desktop.sync.ledger import erased_again_words
from crm_desktop.vault.backup import SUFFIX, opened_backup
from crm_desktop.vault.contents import table_counts
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import raw_key
from crm_desktop.vault.sqlcipher import integrity
from crm_desktop.words import _


def backup(
    context: typer.Context,
    to: Annotated[Path | None, typer.Argument(help="A folder or a new file; else the usual place.")] = None,
) -> None:
    """Write a backup, open it again and check it."""
    call = call_of(context)
    with opened(call) as workspace, call.output.progress(_("Backing up")) as progress:
        report = back_up_workspace(workspace, to, progress)
    document = {
        "path": str(report.path),
        "made_at": report.made_at.isoformat().replace("+00:00", "Z"),
        "bytes": report.size,
        "schema": report.schema_version,
        "counts": dict(report.counts),
        "seconds": round(report.copy_seconds + report.check_seconds, 3),
    }
    told = _("The backup is at {path}; it was opened and checked.").format(path=report.path)
    call.output.result(document, lambda: print_text(told))


def restore(
    context: typer.Context,
    what: Annotated[list[str], typer.Argument(metavar="ID… | BACKUP TO", help="Records, or a backup and its place.")],
) -> None:
    """Take records out of the bin, or put a backup in the place of a workspace."""
    call = call_of(context)
    if len(what) == 2 and Path(what[0]).suffix == SUFFIX and Path(what[0]).is_file():
        _restore_backup(call, Path(what[0]), Path(what[1]))
    else:
        restore_from_bin(call, what)


def verify(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A backup or a workspace; else the one of -w.")] = None,
) -> None:
    """Open the workspace or a backup, check all of it, and tell what it holds."""
    call = call_of(context)
    path = file or workspace_folder(call)
    problems: list[str] = []
    counts: Mapping[str, int] = {}
    held: ContentHash | None = None
    try:
        with call.output.progress(_("Checking")) as progress, _opened_content(call, path) as (reader, files):
            progress.report(0, 0)
            problems = [] if path.suffix == SUFFIX else integrity(reader)
            problems += [] if problems else file_problems(reader, files, progress)
            if not problems:
                counts, held = table_counts(reader), hashed(reader)
    except DamagedWorkspace as damaged:
        problems = [str(damaged)]
    document = {
        "path": str(path),
        "ok": not problems,
        "problems": list(problems),
        "counts": dict(counts),
        "content_hash": None if held is None else {"tables": dict(held.tables), "all": held.all},
    }
    if problems:
        call.exit_code = DamagedWorkspace.exit_code
        call.output.refuse(_("{path} is damaged: {problem}").format(path=path, problem=problems[0]))
    call.output.result(document, lambda: _print_verified(path, problems, counts))


def content_hash(context: typer.Context) -> None:
    """Print a fingerprint of all records: equal on two workspaces that hold the same."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        held = hashed(reader)
    rows = [*held.tables.items(), (_("all"), held.all)]
    document = {"tables": dict(held.tables), "all": held.all}
    call.output.result(document, lambda: print_table([_("Table"), "SHA-256"], rows))


def _restore_backup(call: Call, path: Path, to: Path) -> None:
    key = given_recovery_key(call)
    secret = secret_of_backup(path, None if key else passphrase(call), key)
    with call.output.progress(_("Restoring")) as progress:
        done = restore_workspace(path, to, secret, progress)
    told = [_("The workspace {path} holds what was backed up.").format(path=to)]
    if done.erased_again:
        told.append(erased_again_words(done.erased_again))
    replaced = None if done.replaced is None else str(done.replaced)
    document = {"workspace": str(to), "replaced": replaced, "erased_again": done.erased_again}
    call.output.result(document, lambda: print_text("\n".join(told)))


@contextmanager
def _opened_content(call: Call, path: Path) -> Iterator[tuple[Connection, FileStore]]:
    """Lend a reader of the workspace folder or backup `path`, and its attachments."""
    if not path.exists():
        raise NotAWorkspace(_("{path} does not exist. Check its name.").format(path=path))
    if path.is_file():
        key = given_recovery_key(call)
        secret = secret_of_backup(path, None if key else passphrase(call), key)
        with opened_backup(path, secret) as backup:
            yield backup.reader, FileStore(backup.folder, raw_key(secret, FILES), read_only=True)
        return
    call.folder = path
    with opened(call) as workspace, workspace.reader() as reader:
        yield reader, workspace.files


def _print_verified(path: Path, problems: Sequence[str], counts: Mapping[str, int]) -> None:
    if problems:
        print_table([_("Problem")], [[each] for each in problems])
        return
    print_table([_("Table"), _("Rows")], [[name, str(count)] for name, count in counts.items()], right=(1,))
    print_text(_("{path} is whole.").format(path=path))
