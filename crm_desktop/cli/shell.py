"""Unlock once, then one command per line on stdin, one JSON document per line on stdout."""

import contextlib
import io
import json
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace

import typer

from crm_desktop.cli.call import Call, call_of
from crm_desktop.cli.opening import open_named
from crm_desktop.cli.output import Document, Output
from crm_desktop.errors import CrmError, WrongUsage
from crm_desktop.words import _
from crm_desktop.workspace import Workspace, opened_with

# They need a workspace that nobody has open, a window, or the lines of the shell itself.
NOT_HERE = ("new", "demo", "open", "shell", "recovery-key")


class _Unlocked:
    """The workspace of a shell: open for reading until the first command that writes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._own_member = workspace.journal.member

    def workspace(self, *, writing: bool) -> Workspace:
        """Return the workspace, which takes the lock when something is written for the first time."""
        if writing and self._workspace.read_only:
            known = self._workspace
            self._workspace = opened_with(known.folder, known.secret)
            known.close()
        # a command may have acted as another member
        self._workspace.act_as(self._own_member)
        return self._workspace

    def close(self) -> None:
        """Close what is open."""
        self._workspace.close()


def shell(context: typer.Context) -> None:
    """Unlock once, then run one command per line of stdin; print one JSON document per line."""
    call = call_of(context)
    unlocked = _Unlocked(open_named(call, writing=False))
    try:
        for line in sys.stdin:
            if line.strip():
                answer = _answer(context, replace(call, unlocked=unlocked), line)
                sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
                sys.stdout.flush()
    finally:
        unlocked.close()


def _answer(context: typer.Context, call: Call, line: str) -> Document:
    """Run one line and return what it answers: the result, or why there is none."""
    results: list[Document] = []
    reasons: list[str] = []
    call.output = Output(as_json=True, quiet=True, keep=results.append, refused=reasons.append)
    said = io.StringIO()
    try:
        words = _words(line)
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            code = _run(context, call, words)
    except CrmError as error:
        return {"exit": error.exit_code, "error": str(error)}
    if reasons:
        return {"exit": code, "error": reasons[0], **({"result": results[0]} if results else {})}
    if results:
        return {"exit": code, "result": results[0]}
    told = said.getvalue().strip()
    # of a wrong usage only the last line says what is wrong
    return {"exit": code, "error": told.splitlines()[-1]} if code and told else {"exit": code, "result": told or None}


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise WrongUsage(_("The line has a quote without its end: {line}").format(line=line.strip())) from error


def _run(context: typer.Context, call: Call, words: Sequence[str]) -> int:
    if words and words[0] in NOT_HERE:
        raise WrongUsage(_("`{command}` cannot run inside a shell. Run it on its own.").format(command=words[0]))
    try:
        context.find_root().command.main(list(words), prog_name="crm-desktop", obj=call)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0
