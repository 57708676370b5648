"""Parcels: sharing by files where there is no network."""

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
from crm_desktop.sync.parcel import read_parcel, write_parcel
from crm_desktop.sync.parcel_devices import device_called, known_devices, own_card, own_keys, trust
from crm_desktop.vault.durable import write_durably, write_refused
from crm_desktop.words import _, ngettext

Target = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]
Source = Annotated[Path, typer.Argument(metavar="FILE", help="The file to read.")]
Name = Annotated[str, typer.Option("--name", help="What this device is called; else the computer's name.")]


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
    name: Name = "",
) -> None:
    """Write a parcel with what another device does not have yet: signed, and readable there only."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        with workspace.reader() as reader:
            device = device_called(reader, to)
        written = write_parcel(workspace.journal, device, name or device_name(), whole=whole)
    _write(file, written.parcel)
    document = {"file": str(file), "to": device.id, "steps": written.steps, "bytes": len(written.parcel)}
    told = ngettext("Wrote {n} step for {device}.", "Wrote {n} steps for {device}.", written.steps)
    call.output.result(document, lambda: print_text(told.format(n=written.steps, device=device.name)))


def read(context: typer.Context, file: Source) -> None:
    """Take in a parcel; the same again changes nothing."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        taken = read_parcel(workspace.journal, _read(file))
    document = {
        "from": taken.sender.id,
        "steps": taken.steps,
        "pulled": taken.rows,
        "conflicts": taken.conflicts,
    }
    told = ngettext("Took in {n} step of {device}.", "Took in {n} steps of {device}.", taken.steps)
    call.output.result(document, lambda: print_text(told.format(n=taken.steps, device=taken.sender.name)))


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
