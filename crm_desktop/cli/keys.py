"""Change what opens a workspace."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.given import NEW_PASSPHRASE_VARIABLE
from crm_desktop.cli.opening import chosen_passphrase, given_recovery_key, opened, workspace_folder
from crm_desktop.cli.opening import passphrase as known_passphrase
from crm_desktop.cli.output import print_text
from crm_desktop.safekeeping import new_passphrase, passphrase_from_key, replace_recovery_key
from crm_desktop.vault.secret import secret_text
from crm_desktop.words import _


def passphrase(context: typer.Context) -> None:
    """Change the passphrase; the new one comes from CRM_NEW_PASSPHRASE or is asked for."""
    call = call_of(context)
    folder, key = workspace_folder(call), given_recovery_key(call)
    current = None if key is not None else known_passphrase(call)
    new = chosen_passphrase(os.environ.get(NEW_PASSPHRASE_VARIABLE) or None, NEW_PASSPHRASE_VARIABLE)
    if key is not None:
        passphrase_from_key(folder, key, new)
    else:
        with opened(call, writing=True) as workspace:
            new_passphrase(workspace, current or "", new)
    told = _("The new passphrase opens {path}; the old one does not.").format(path=folder)
    call.output.result({"changed": True}, lambda: print_text(told))


def recovery_key(
    context: typer.Context,
    recovery_kit: Annotated[Path | None, typer.Option(help="Write the recovery kit to this PDF.")] = None,
) -> None:
    """Replace the recovery key and print the new one, this once."""
    call = call_of(context)
    current = known_passphrase(call)
    with opened(call, writing=True) as workspace, call.output.progress(_("Encrypting anew")) as progress:
        fresh = replace_recovery_key(workspace, current, progress)
    try:
        key = secret_text(fresh.secret)
        if recovery_kit is not None:
            # reportlab draws the kit; nothing else here needs it
            from crm_desktop.vault.kit import write_recovery_kit

            today = datetime.now(UTC).astimezone(fresh.place.zone).date()
            write_recovery_kit(recovery_kit, fresh.name, fresh.secret, today, language=fresh.place.language)
    finally:
        fresh.close()

    def show() -> None:
        print_text(_("New recovery key, shown this once: {key}").format(key=key))
        print_text(_("The old key opens nothing any more but the backups of its time."))

    call.output.result({"recovery_key": key}, show)
