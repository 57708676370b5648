"""Open the workspace that a command is for, with the passphrase or recovery key that was given."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path

from crm_desktop.cli.call import Call
from crm_desktop.cli.given import PASSPHRASE_VARIABLE, RECOVERY_KEY_VARIABLE, WORKSPACE_VARIABLE, named_workspace
from crm_desktop.errors import OlderWorkspace, UnknownRecord, UnreadableFile, WrongUsage
from crm_desktop.store.links import find_by_name
from crm_desktop.store.near_names import no_such
from crm_desktop.words import _, speak
from crm_desktop.workspace import Workspace, open_workspace


def workspace_folder(call: Call) -> Path:
    """Return the folder that `-w` or CRM_WORKSPACE names; raises WrongUsage where neither does."""
    named = named_workspace(call.folder)
    if named is None:
        raise WrongUsage(
            _("No workspace was named. Give its folder with -w, or set {variable}.").format(variable=WORKSPACE_VARIABLE)
        )
    return named


def given_recovery_key(call: Call) -> str | None:
    """Return the recovery key that was given, or None: then the passphrase opens."""
    if call.recovery_key_file is not None:
        return _first_line(call.recovery_key_file)
    return None if call.passphrase_file else os.environ.get(RECOVERY_KEY_VARIABLE) or None


def given_passphrase(call: Call) -> str | None:
    """Return the passphrase that was given without asking, or None."""
    if call.passphrase_file is not None:
        return _first_line(call.passphrase_file)
    return os.environ.get(PASSPHRASE_VARIABLE) or None


def passphrase(call: Call) -> str:
    """Return the passphrase, asked on the terminal where it was not given; raises WrongUsage without a terminal."""
    known = given_passphrase(call)
    return asked(_("Passphrase: "), PASSPHRASE_VARIABLE) if known is None else known


def chosen_passphrase(known: str | None, variable: str) -> str:
    """Return the new passphrase that is `known`, or typed twice on the terminal."""
    if known is not None:
        return known
    first = asked(_("New passphrase: "), variable)
    if asked(_("The same again: "), variable) != first:
        raise WrongUsage(_("The two passphrases differ. Nothing was changed; start again."))
    return first


def asked(prompt: str, variable: str) -> str:
    """Ask on the terminal, without echo."""
    if not sys.stdin.isatty():
        raise WrongUsage(
            _("There is no passphrase and no terminal to ask on. Set {variable} or give a file.").format(
                variable=variable
            )
        )
    return getpass(prompt, stream=sys.stderr)


@contextmanager
def opened(call: Call, *, writing: bool = False) -> Iterator[Workspace]:
    """Lend the workspace of `call`; for reading it is opened without the lock."""
    if call.unlocked is not None:
        workspace = call.unlocked.workspace(writing=writing)
        _act_as(workspace, call.as_member)
        yield workspace
        return
    workspace = open_named(call, writing=writing)
    try:
        _act_as(workspace, call.as_member)
        yield workspace
    finally:
        workspace.close()


def open_named(call: Call, *, writing: bool) -> Workspace:
    """Open the workspace of `call`; the caller closes it."""
    folder = workspace_folder(call)
    key = given_recovery_key(call)
    typed = None if key is not None or not folder.is_dir() else passphrase(call)
    try:
        workspace = open_workspace(folder, typed, recovery_key=key, read_only=not writing)
    except OlderWorkspace:
        # a script that only reads is not asked to write first
        call.output.say(_("The workspace is brought up to date for this version."))
        open_workspace(folder, typed, recovery_key=key).close()
        workspace = open_workspace(folder, typed, recovery_key=key, read_only=True)
    speak(workspace.place.language)
    if writing and workspace.has_erasures_due:
        with call.output.progress(_("Overwriting what was erased")) as progress:
            workspace.finish_erasures(progress)
    return workspace


def _act_as(workspace: Workspace, member: str | None) -> None:
    if member is None:
        return
    with workspace.reader() as reader:
        found = find_by_name(reader, "member", member)
        if not found:
            raise UnknownRecord(no_such(reader, "member", member))
    workspace.act_as(found[0][0])


def _first_line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(_("{path} cannot be read. Check its name and your rights.").format(path=path)) from error
    return lines[0] if lines else ""
