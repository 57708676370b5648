"""Tags of all records: list, rename or merge, take away everywhere."""

from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.guard import guarded
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.contacts.tags import all_tags, remove_tag, rename_tag
from crm_desktop.words import _, ngettext

Word = Annotated[str, typer.Argument(metavar="TAG", help="The tag.")]


def list_tags(context: typer.Context) -> None:
    """List the tags with how many records have them."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        tags = all_tags(reader)
    document = {"tags": [{"tag": each.name, "records": each.uses, "by_kind": each.by_table} for each in tags]}
    rows = [[each.name, str(each.uses)] for each in tags]
    call.output.result(document, lambda: print_table([_("Tag"), _("Records")], rows, right=(1,)))


def rename(
    context: typer.Context, tag: Word, name: Annotated[str, typer.Argument(help="What it is called from now on.")]
) -> None:
    """Rename a tag everywhere; where the new name is a tag already, the two become one."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        count = rename_tag(workspace.journal, tag, name)
    told = ngettext("Renamed it on {n} record.", "Renamed it on {n} records.", count).format(n=count)
    call.output.result({"tag": name, "records": count}, lambda: print_text(told))


def remove(context: typer.Context, tag: Word) -> None:
    """Take a tag away from every record, as one step."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        count = remove_tag(workspace.journal, tag)
    told = ngettext("Taken from {n} record.", "Taken from {n} records.", count).format(n=count)
    call.output.result({"removed": tag, "records": count}, lambda: print_text(told))


def tag_commands() -> typer.Typer:
    """Return the commands on tags, as one command with parts."""
    commands = typer.Typer(help="The tags of all records.", no_args_is_help=True)
    for name, command in (("list", list_tags), ("rename", rename), ("remove", remove)):
        commands.command(name)(guarded(command))
    return commands
