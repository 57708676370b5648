"""Erasing a person for ever."""

from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.guard import guarded
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_text
from crm_desktop.cli.record_words import record_from_text
from crm_desktop.contacts.merging import leads_to
from crm_desktop.journal.ids import id_text
from crm_desktop.privacy.erasing import erase_contact
from crm_desktop.privacy.preview import Preview, preview
from crm_desktop.privacy.told import told_preview
from crm_desktop.safekeeping import backups_of
from crm_desktop.words import _, ngettext

ContactId = Annotated[str, typer.Argument(metavar="ID", help="The person's or company's id.")]
Reason = Annotated[str, typer.Option(help="Why, in a sentence that names nobody: it stays.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would go and what would stay; erase nothing.")]


def erase(context: typer.Context, contact: ContactId, reason: Reason = "", *, dry_run: DryRun = False) -> None:
    """Erase a person or a company for ever, with its history. It cannot be taken back."""
    call = call_of(context)
    with opened(call, writing=not dry_run) as workspace:
        with workspace.reader() as reader:
            record = leads_to(reader, record_from_text(contact))
            found = preview(reader, record, workspace.place)
        backups = len(backups_of(workspace))
        if dry_run:
            document = _document(found, backups)
            call.output.result(document, lambda: print_text(_told(found, backups)))
            return
        with call.output.progress(_("Erasing")) as progress:
            done = erase_contact(workspace, record, reason, progress=progress)
    told = ngettext("{n} record was erased for ever.", "{n} records were erased for ever.", done.records)
    later = _("The office server is told at the next exchange.") if done.waits else ""
    rest = "" if done.settled else _("What is left of it in the files is overwritten once nobody reads them.")
    call.output.result(
        {**_document(found, backups), "erased": done.records, "waits": done.waits, "settled": done.settled},
        lambda: print_text(" ".join(filter(None, (told.format(n=done.records), later, rest)))),
    )


def _document(found: Preview, backups: int) -> dict[str, object]:
    return {
        "id": id_text(found.contact),
        "going": dict(found.going),
        "staying": dict(found.staying),
        "naming": [{"id": id_text(each.record), "kind": each.kind, "title": each.title} for each in found.naming],
        "backups": backups,
        "computers": list(found.others),
        "refused": found.refused or None,
    }


def _told(found: Preview, backups: int) -> str:
    lines = [f"{each.what}: {each.becomes}" for each in told_preview(found, backups)]
    return "\n".join([*lines, *([found.refused] if found.refused else [])])


def privacy_commands() -> typer.Typer:
    """Return the commands on what is kept of a person."""
    commands = typer.Typer(help="What is kept of a person.", no_args_is_help=True)
    commands.callback()(_nothing)
    commands.command("erase")(guarded(erase))
    return commands


def _nothing() -> None:
    """Commands on what is kept of a person."""
