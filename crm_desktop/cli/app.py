"""The command line as a whole: its commands, and the options that all of them share."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from crm_desktop.cli.aside import aside_commands
from crm_desktop.cli.call import Call, call_of
from crm_desktop.cli.capturing import caller, log
from crm_desktop.cli.conflicts import conflict_commands
from crm_desktop.cli.duplicates import duplicates, merge, unmerge_
from crm_desktop.cli.exporting import export
from crm_desktop.cli.fields import field_commands
from crm_desktop.cli.files import file_commands
from crm_desktop.cli.given import OpenApp
from crm_desktop.cli.global_options import globals_first
from crm_desktop.cli.guard import guarded
from crm_desktop.cli.history import history, undo
from crm_desktop.cli.importing import import_
from crm_desktop.cli.keeping import backup, content_hash, restore, verify
from crm_desktop.cli.keys import passphrase, recovery_key
from crm_desktop.cli.mailing import labels, letters
from crm_desktop.cli.making import demo, new, open_
from crm_desktop.cli.output import Output, print_text
from crm_desktop.cli.parcels import parcel_commands
from crm_desktop.cli.privacy import privacy_commands
from crm_desktop.cli.quality import quality
from crm_desktop.cli.records import add, list_, remove, set_, show
from crm_desktop.cli.reporting import report
from crm_desktop.cli.searching import search
from crm_desktop.cli.server import server_commands
from crm_desktop.cli.sharing import join, sync
from crm_desktop.cli.shell import shell
from crm_desktop.cli.tags import tag_commands
from crm_desktop.cli.templates import template_commands
from crm_desktop.program import program_version

COMMANDS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("new", new),
    ("demo", demo),
    ("open", open_),
    ("shell", shell),
    ("import", import_),
    ("export", export),
    ("labels", labels),
    ("letters", letters),
    ("list", list_),
    ("show", show),
    ("add", add),
    ("set", set_),
    ("remove", remove),
    ("restore", restore),
    ("search", search),
    ("log", log),
    ("caller", caller),
    ("history", history),
    ("undo", undo),
    ("duplicates", duplicates),
    ("merge", merge),
    ("unmerge", unmerge_),
    ("quality", quality),
    ("report", report),
    ("backup", backup),
    ("verify", verify),
    ("passphrase", passphrase),
    ("recovery-key", recovery_key),
    ("content-hash", content_hash),
    ("join", join),
    ("sync", sync),
)


class Commands(TyperGroup):
    """The group of all commands; what they share may stand before or after the command."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **named: Any) -> Any:
        """Run the command that `args` name."""
        return super().main(globals_first(sys.argv[1:] if args is None else args), *rest, **named)


def command_line() -> typer.Typer:
    """Return the command line."""
    app = typer.Typer(
        cls=Commands,
        name="crm-desktop",
        help="An offline-first CRM in one encrypted workspace. Without a command it opens the app.",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_shared)
    for name, command in COMMANDS:
        app.command(name)(guarded(command))
    app.add_typer(field_commands(), name="field")
    app.add_typer(tag_commands(), name="tag")
    app.add_typer(template_commands(), name="template")
    app.add_typer(file_commands(), name="file")
    app.add_typer(server_commands(), name="server")
    app.add_typer(conflict_commands(), name="conflicts")
    app.add_typer(aside_commands(), name="aside")
    app.add_typer(parcel_commands(), name="parcel")
    app.add_typer(privacy_commands(), name="privacy")
    return app


def run(arguments: Sequence[str], open_app: OpenApp) -> int:
    """Run the command line with `arguments`; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # names of people hold letters that a console's own encoding may not know
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        command = typer.main.get_command(command_line())
        command.main(list(arguments), prog_name="crm-desktop", obj=Call(open_app))
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def _shared(
    context: typer.Context,
    *,
    workspace: Annotated[
        Path | None, typer.Option("-w", "--workspace", help="The workspace's folder, NAME.crm; else CRM_WORKSPACE.")
    ] = None,
    passphrase_file: Annotated[
        Path | None, typer.Option(help="A file with the passphrase; else CRM_PASSPHRASE.")
    ] = None,
    recovery_key_file: Annotated[
        Path | None, typer.Option(help="A file with the recovery key, which opens instead; else CRM_RECOVERY_KEY.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but results and errors.")] = False,
    as_member: Annotated[str | None, typer.Option(help="Act as this member of the workspace.")] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Take the options that all commands share; without a command the app is opened."""
    if version:
        print_text(program_version())
        raise typer.Exit
    call = call_of(context)
    if call.unlocked is None:
        call.folder, call.passphrase_file, call.recovery_key_file = workspace, passphrase_file, recovery_key_file
        call.output = Output(as_json=json, quiet=quiet)
    call.as_member = as_member
    if context.invoked_subcommand is None:
        guarded(open_)(context)
