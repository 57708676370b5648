"""A restored workspace takes the place of the old one: in steps, of which a power cut may leave any undone."""

import shutil
from pathlib import Path

from crm_desktop.vault.durable import replace_durably, sync_folder

BACKUPS = "backups"
# What is added to the name of a workspace: complete but not in its place yet, and out of its place.
READY = ".restored"
REPLACED = ".replaced-"


def finish_restore(target: Path) -> None:
    """Complete or drop a restore of the workspace `target` that a power cut interrupted; call it before opening."""
    ready, replaced = target.with_name(target.name + READY), _replaced(target)
    if not target.parent.is_dir():
        return
    if not target.exists() and ready.is_dir():
        replace_durably(ready, target)
    elif not target.exists() and replaced:
        replace_durably(replaced[-1], target)
    discard_replaced(ready)
    if target.is_dir():
        for folder in _replaced(target):
            _take_over_backups(folder, target)


def discard_replaced(folder: Path) -> None:
    """Delete the replaced workspace `folder`, once the restored one was opened and found right."""
    if folder.is_dir():
        shutil.rmtree(folder)


def _replaced(target: Path) -> list[Path]:
    beginning = target.name + REPLACED
    if not target.parent.is_dir():
        return []
    return sorted(path for path in target.parent.iterdir() if path.is_dir() and path.name.startswith(beginning))


def _take_over_backups(kept: Path, target: Path) -> None:
    """Move the backups of the replaced workspace into the restored one: they are the user's, not its content."""
    old, own = kept / BACKUPS, target / BACKUPS
    own.mkdir(exist_ok=True)
    for path in old.iterdir() if old.is_dir() else ():
        if not (own / path.name).exists():
            path.replace(own / path.name)
    sync_folder(own)
