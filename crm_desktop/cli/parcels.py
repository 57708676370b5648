"""Parcels: sharing by files where there is no network."""

import math
from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.guard import guarded
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.errors import UnreadableFile
from crm_desktop.journal.clock import instant
from crm_desktop.program import device_name
from crm_desktop.sync.parcel_contents import USUAL_BYTES
from crm_desktop.sync.parcel_devices import ParcelDevice, device_called, known_devices, own_card, own_keys, trust
from crm_desktop.sync.parcel_files import Packed, Packing, all_taken, left_out_words, pack, take_in
from crm_desktop.vault.durable import write_durably, write_refused
from crm_desktop.words import _, ngettext

Target = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]
Source = Annotated[Path, typer.Argument(metavar="FILE", help="The file to read.")]
Name = Annotated[str, typer.Option("--name", help="What this device is called; else the computer's name.")]

_MB = 1_000_000


def card(context: typer.Context, file: Target, *, name: Name = "") -> None:
    """Write this device's card: whoever takes it can send parcels here and take parcels from here."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        _write(file, own_card(workspace.journal, name or device_name()))
        keys = own_keys(workspace.journal).public
    document = {"file": str(file), "device": keys.device, "fingerprint": keys.fingerprint}
    call.output.result(document, lambda: print_text(_("Fingerprint: {text}").format(text=keys.fingerprint)))


def take(context: typer.Context, file: Source) -> None:
    """Take the card of another device; compare its fingerprint with what is shown there."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        device = trust(workspace.journal, _read(file))
    document = {"device": device.id, "name": device.name, "fingerprint": device.keys.fingerprint}
    told = _("Took the card of {device}. Fingerprint: {text}").format(device=device.name, text=device.keys.fingerprint)
    call.output.result(document, lambda: print_text(told))


def write(
    context: typer.Context,
    file: Target,
    to: Annotated[str, typer.Option("--to", metavar="MEMBER|DEVICE", help="Whose device it is for.")],
    *,
    whole: Annotated[bool, typer.Option("--whole", help="Everything, not only what is new there.")] = False,
    without_files: Annotated[
        bool, typer.Option("--without-files", help="Leave out the contents of attached files.")
    ] = False,
    files_up_to: Annotated[
        int,
        typer.Option("--files-up-to", metavar="MB", min=0, help="Contents of attached files, the small ones first."),
    ] = USUAL_BYTES // _MB,
    name: Name = "",
) -> None:
    """Write a parcel with what another device does not have yet: signed, and readable there only."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        with workspace.reader() as reader:
            device = device_called(reader, to)
        packing = Packing(device, file, whole, 0 if without_files else files_up_to * _MB)
        with call.output.progress(_("Writing")) as progress:
            packed = pack(workspace.journal, workspace.files, packing, name or device_name(), progress=progress)
    beside = packed.beside
    document = {
        "file": str(file),
        "to": device.id,
        "steps": packed.steps,
        "bytes": packed.size,
        "files": beside.contents,
        "beside": [str(each) for each in beside.paths],
        "files_left_out": beside.left_out,
        "bytes_left_out": beside.left_out_bytes,
    }
    call.output.result(document, lambda: _print_packed(packed, device))


def _print_packed(packed: Packed, device: ParcelDevice) -> None:
    beside = packed.beside
    told = ngettext("Wrote {n} step for {device}.", "Wrote {n} steps for {device}.", packed.steps)
    print_text(told.format(n=packed.steps, device=device.name))
    if beside.paths:
        told = ngettext(
            "Take along {n} more file that holds contents: {first}.",
            "Take along {n} more files that hold contents: {first} and those after it.",
            len(beside.paths),
        )
        print_text(told.format(n=len(beside.paths), first=beside.paths[0].name))
    if beside.left_out:
        told = ngettext(
            "The contents of {n} file ({megabytes} MB) were left out. Write with --files-up-to to take more along.",
            "The contents of {n} files ({megabytes} MB) were left out. Write with --files-up-to to take more along.",
            beside.left_out,
        )
        print_text(told.format(n=beside.left_out, megabytes=math.ceil(beside.left_out_bytes / _MB)))


def read(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="The files to read, in any order.")],
) -> None:
    """Take in a parcel, and what stands beside it; the same again changes nothing."""
    call = call_of(context)
    with opened(call, writing=True) as workspace, call.output.progress(_("Reading")) as progress:
        each_taken = [take_in(workspace.journal, workspace.files, each, progress=progress) for each in files]
    taken = all_taken(each_taken)
    document = {
        "from": taken.sender.id,
        "steps": taken.steps,
        "pulled": taken.rows,
        "conflicts": taken.conflicts,
        "files": taken.files,
        "left_out": taken.left_out,
    }

    def show() -> None:
        told = ngettext("Took in {n} step of {device}.", "Took in {n} steps of {device}.", taken.steps)
        print_text(told.format(n=taken.steps, device=taken.sender.name))
        if taken.files:
            words = ngettext(
                "The content of {n} file is here now.", "The contents of {n} files are here now.", taken.files
            )
            print_text(words.format(n=taken.files))
        if taken.left_out:
            print_text(left_out_words(taken))

    call.output.result(document, show)


def list_devices(context: typer.Context) -> None:
    """List the devices whose cards were taken, and when they were last heard of."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        devices = known_devices(reader)
    document = {
        "devices": [
            {
                "device": each.id,
                "name": each.name,
                "member": None if each.member is None else each.member.hex(),
                "last_heard": instant(each.told_ms).isoformat().replace("+00:00", "Z"),
            }
            for each in devices
        ]
    }
    rows = [[each.name, instant(each.told_ms).date().isoformat(), each.keys.fingerprint] for each in devices]
    columns = [_("Device"), _("Last heard of"), _("Fingerprint")]
    call.output.result(document, lambda: print_table(columns, rows))


def parcel_commands() -> typer.Typer:
    """Return the commands on parcels, as one command with parts."""
    commands = typer.Typer(help="Share by files where there is no network.", no_args_is_help=True)
    parts = (("card", card), ("trust", take), ("write", write), ("read", read), ("devices", list_devices))
    for name, command in parts:
        commands.command(name)(guarded(command))
    return commands


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFile(_("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)) from error


def _write(file: Path, content: bytes) -> None:
    try:
        write_durably(file, content)
    except OSError as error:
        raise write_refused(error, file) from error
