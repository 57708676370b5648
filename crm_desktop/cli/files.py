"""Files kept with records: add, list, save, rename."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from crm_desktop.acts import record_kind
from crm_desktop.cli.call import call_of
from crm_desktop.cli.guard import guarded
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.cli.record_words import record_from_text
from crm_desktop.errors import WrongUsage
from crm_desktop.files.actions import HOLDERS, Holder, attach_files
from crm_desktop.files.actions import rename_file as renamed
from crm_desktop.files.keeping import keep_path, most_bytes
from crm_desktop.files.queries import FileRow, file_row, files_of
from crm_desktop.files.saving import save_copy
from crm_desktop.journal.ids import id_text
from crm_desktop.values.file_name import shown_size
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

Record = Annotated[str, typer.Argument(metavar="ID", help="The id of the record that has the files.")]
File = Annotated[str, typer.Argument(metavar="FILE_ID", help="The id of the file.")]


def add(
    context: typer.Context,
    record: Record,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="The files to add.")],
) -> None:
    """Keep files with a record, encrypted, each content once."""
    call = call_of(context)
    with opened(call, writing=True) as workspace, call.output.progress(_("Adding files")) as progress:
        with workspace.reader() as reader:
            holder, most = holder_of(reader, record_from_text(record)), most_bytes(reader)
        language = workspace.place.language
        new = [keep_path(workspace.files, path, most, progress, language) for path in paths]
        done = attach_files(workspace.journal, holder, new)
        with workspace.reader() as reader:
            rows = [file_row(reader, each) for each in done.added]
    document = {"files": [file_document(each) for each in rows], "known": done.known}
    told = ngettext("Added {n} file.", "Added {n} files.", len(rows)).format(n=len(rows))
    if done.known:
        told += " " + ngettext("{n} was there already.", "{n} were there already.", done.known).format(n=done.known)
    call.output.result(document, lambda: print_text(told))


def list_(context: typer.Context, record: Record) -> None:
    """List the files of a record."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        rows = files_of(reader, holder_of(reader, record_from_text(record)))
        language = workspace.place.language
    call.output.result({"files": [file_document(each) for each in rows]}, lambda: _print(rows, language))


def save(
    context: typer.Context,
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new file, or a folder: then under its own name.")],
    *,
    over: Annotated[bool, typer.Option("--over", help="Write over a file that is there.")] = False,
) -> None:
    """Save a copy of a file outside of the workspace, not encrypted."""
    call = call_of(context)
    with opened(call) as workspace, call.output.progress(_("Saving")) as progress:
        with workspace.reader() as reader:
            row = file_row(reader, record_from_text(file))
        path = save_copy(workspace.files, row, out, progress, over=over)
    told = _("The copy is at {path}. It is not encrypted.").format(path=path)
    call.output.result({"path": str(path), "bytes": row.size}, lambda: print_text(told))


def rename(
    context: typer.Context, file: File, name: Annotated[str, typer.Argument(metavar="NAME", help="The new name.")]
) -> None:
    """Give a file another name."""
    call = call_of(context)
    wanted = record_from_text(file)
    with opened(call, writing=True) as workspace:
        renamed(workspace.journal, wanted, name)
        with workspace.reader() as reader:
            row = file_row(reader, wanted)
    call.output.result(file_document(row), lambda: print_text(_("It is called {name} now.").format(name=row.name)))


def file_commands() -> typer.Typer:
    """Return the commands that stand behind `file`; a file is removed and restored as any record is."""
    group = typer.Typer(help="Files kept with records.", no_args_is_help=True)
    for name, command in (("add", add), ("list", list_), ("save", save), ("rename", rename)):
        group.command(name)(guarded(command))
    return group


def file_document(row: FileRow) -> dict[str, Any]:
    """Return the file as commands print it."""
    return {
        "id": id_text(row.id),
        "kind": "file",
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "hash": row.content.hex(),
        "added_at": row.added_at.isoformat().replace("+00:00", "Z"),
        "added_by": row.added_by,
        "note": row.note,
    }


def holder_of(reader: Connection, record: bytes) -> Holder:
    """Return `record` as one that may have files; raises UnknownRecord and WrongUsage."""
    kind, title = record_kind(reader, record)
    if kind.table.name not in HOLDERS:
        raise WrongUsage(_("“{title}” is of a kind that has no files.").format(title=title or id_text(record)))
    return Holder(kind.table.name, record)


def _print(rows: Sequence[FileRow], language: str) -> None:
    columns = [_("Name"), _("Size"), _("Type"), _("Added"), _("Added by"), "id"]
    cells = [
        [each.name, shown_size(each.size, language), each.media_type, f"{each.added_at:%Y-%m-%d}", each.added_by]
        for each in rows
    ]
    print_table(columns, [[*cell, id_text(each.id)] for cell, each in zip(cells, rows, strict=True)], right=(1,))
