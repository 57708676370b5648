"""Errors of a command as one line on stderr and an exit code."""

from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import ParamSpec

import typer

from crm_desktop.cli.call import Call, call_of
from crm_desktop.cli.crash import keep_crash_report
from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.words import _

P = ParamSpec("P")
CRASHED = 1


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Return `command` so that it ends with the exit code of what went wrong; its first argument is the context."""

    @wraps(command)
    def run(*args: P.args, **named: P.kwargs) -> None:
        context = next(each for each in (*args, *named.values()) if isinstance(each, typer.Context))
        call = call_of(context)
        with _Guard(call):
            command(*args, **named)
        if call.exit_code:
            raise typer.Exit(call.exit_code)

    return run


class _Guard:
    """Turns what leaves its block into an exit code."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        output = self._call.output
        if isinstance(error, CrmError):
            output.refuse(str(error))
            raise typer.Exit(error.exit_code) from error
        if isinstance(error, KeyboardInterrupt):
            output.refuse(_("Cancelled. Nothing was changed."))
            raise typer.Exit(Cancelled.exit_code) from error
        if isinstance(error, Exception) and not isinstance(error, (typer.Exit, typer.Abort, OSError)):
            self._crashed(error)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            self._crashed(error)

    def _crashed(self, error: Exception) -> None:
        kept = keep_crash_report(error)
        self._call.output.refuse(
            _("The program met an error of its own ({kind}); nothing was changed. A report is at {path}.").format(
                kind=type(error).__name__, path=kept
            )
        )
        raise typer.Exit(CRASHED) from error
