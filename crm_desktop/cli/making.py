"""Make a workspace, empty or full of sample data, and open it in the app."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

import typer

from crm_desktop.cli.call import Call, call_of
from crm_desktop.cli.given import PASSPHRASE_VARIABLE, Opening, named_workspace
from crm_desktop.cli.opening import chosen_passphrase, given_passphrase, given_recovery_key, workspace_folder
from crm_desktop.cli.output import print_text
from crm_desktop.errors import WrongUsage
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, stored_value
from crm_desktop.vault.secret import secret_text
from crm_desktop.words import _, speak
from crm_desktop.workspace import Workspace, create_workspace

LOCAL_ZONE = Path("/etc/localtime")
SIZES = ("small", "large")

RecoveryKit = Annotated[Path | None, typer.Option(help="Write the recovery kit to this PDF.")]
Currency = Annotated[str, typer.Option(help="The currency of sums and reports.")]
Country = Annotated[str, typer.Option(help="The country by which phones, addresses and days are read.")]
Language = Annotated[str, typer.Option(help="The language of the workspace.")]
Zone = Annotated[str | None, typer.Option(help="The time zone; else the one of this computer.")]


def new(
    context: typer.Context,
    recovery_kit: RecoveryKit = None,
    currency: Currency = "USD",
    country: Country = "US",
    language: Language = "en",
    zone: Zone = None,
) -> None:
    """Create the workspace at -w; --as-member names its user."""
    call = call_of(context)
    workspace = _created(call, currency, country, language, zone, first_steps="on")
    try:
        _give(call, workspace, recovery_kit, {})
    finally:
        workspace.close()


def demo(
    context: typer.Context,
    size: Annotated[str, typer.Option(help="small or large.")] = "small",
    seed: Annotated[int, typer.Option(help="Another number makes other data.")] = 7,
    recovery_kit: RecoveryKit = None,
    currency: Currency = "USD",
    country: Country = "US",
    language: Language = "en",
    zone: Zone = None,
) -> None:
    """Create a workspace at -w full of made-up, repeatable sample data."""
    # the generator and its texts are needed here alone
    from crm_desktop.sample.generator import generate

    call = call_of(context)
    if size not in SIZES:
        raise WrongUsage(_("“{size}” is no size. Choose one of {sizes}.").format(size=size, sizes=", ".join(SIZES)))
    workspace = _created(call, currency, country, language, zone)
    try:
        with call.output.progress(_("Making sample data")) as progress:
            counts = generate(workspace.journal, size, seed, progress=progress, files=workspace.files)
        _give(call, workspace, recovery_kit, {"size": size, "counts": dict(counts)})
    finally:
        workspace.close()


def open_(context: typer.Context) -> None:
    """Open the app; the workspace is unlocked where a passphrase or key is given."""
    call = call_of(context)
    key = given_recovery_key(call)
    call.exit_code = call.open_app(Opening(named_workspace(call.folder), None if key else given_passphrase(call), key))


def _created(
    call: Call, currency: str, country: str, language: str, zone: str | None, *, first_steps: str = "off"
) -> Workspace:
    folder = workspace_folder(call)
    speak(language.replace("-", "_"))
    settings = {
        "currency": _checked("currency", FieldKind.CURRENCY, currency),
        "region": _checked("country", FieldKind.COUNTRY, country),
        "language": language.replace("-", "_"),
        "zone": _known_zone(zone) if zone else local_zone(),
        "first_steps": first_steps,
    }
    passphrase = chosen_passphrase(given_passphrase(call), PASSPHRASE_VARIABLE)
    return create_workspace(folder, passphrase, settings, member=call.as_member or "")


def created_workspace(call: Call, member: str) -> Workspace:
    """Return a new workspace at -w that is to be filled from elsewhere; what it is like comes with the records."""
    passphrase = chosen_passphrase(given_passphrase(call), PASSPHRASE_VARIABLE)
    return create_workspace(workspace_folder(call), passphrase, {"zone": local_zone()}, member=member)


def _checked(name: str, kind: FieldKind, typed: str) -> str:
    """Return `typed` as a currency or country is stored; raises InvalidField."""
    # no record is at hand whose country or currency could be meant
    place = Place("en", "US", "USD", ZoneInfo("UTC"))
    return str(stored_value(Field(0, name, name.capitalize(), kind, required=True), typed, place))


def _give(call: Call, workspace: Workspace, recovery_kit: Path | None, more: dict[str, object]) -> None:
    """Give the new workspace's name and recovery key: on the kit, or printed this once."""
    key = secret_text(workspace.secret)
    if recovery_kit is not None:
        # reportlab draws the kit; nothing else here needs it
        from crm_desktop.vault.kit import write_recovery_kit

        today = datetime.now(UTC).astimezone(workspace.place.zone).date()
        write_recovery_kit(recovery_kit, workspace.name, workspace.secret, today, language=workspace.place.language)

    def show() -> None:
        print_text(_("The workspace {name} is at {path}.").format(name=workspace.name, path=workspace.folder))
        if recovery_kit is not None:
            print_text(_("The recovery kit is at {path}. Print it and keep it safe.").format(path=recovery_kit))
        else:
            print_text(_("Recovery key, shown this once: {key}").format(key=key))
            print_text(_("Write it down: without it a lost passphrase cannot be replaced."))

    document = {
        "workspace": str(workspace.folder),
        "name": workspace.name,
        "recovery_key": key,
        "recovery_kit": None if recovery_kit is None else str(recovery_kit),
        **more,
    }
    call.output.result(document, show)


def local_zone() -> str:
    """Return the name of this computer's time zone, or UTC where it does not say."""
    named = os.environ.get("TZ", "")
    if LOCAL_ZONE.is_symlink():
        named = named or str(LOCAL_ZONE.readlink()).partition("zoneinfo/")[2]
    return named if named in available_timezones() else "UTC"


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise WrongUsage(_("There is no time zone “{name}”. Name one such as Europe/Berlin.").format(name=name))
    return name
