"""Errors of a command as one line on stderr and an exit code."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from types import TracebackType
from typing import Concatenate, ParamSpec

import typer

from crm_desktop.cli.call import Call, call_of
from crm_desktop.crash_report import crash_report, keep_report
from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.program import log_folder
from crm_desktop.words import _

P = ParamSpec("P")
CRASHED = 1


def guarded(command: Callable[Concatenate[typer.Context, P], None]) -> Callable[..., None]:
    """Return `command` so that it ends with the exit code of what went wrong."""

    @wraps(command)
    def run(context: typer.Context, *args: P.args, **named: P.kwargs) -> None:
        call = call_of(context)
        with _Guard(call):
            command(context, *args, **named)
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
        kept = keep_report(crash_report(error), log_folder(), datetime.now(UTC))
        self._call.output.refuse(
            _("The program met an error of its own ({kind}); nothing was changed. A report is at {path}.").format(
                kind=type(error).__name__, path=kept
            )
        )
        raise typer.Exit(CRASHED) from error
