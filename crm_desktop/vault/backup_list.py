"""Which backups there are, and which of them are kept."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import CrmError
from crm_desktop.vault.archive import read_manifest

DAYS, WEEKS, MONTHS = 7, 4, 12
LEAST_GOOD = 3
# Backups that hold what was erased since are thrown away after so long.
HELD_AFTER_ERASURE = timedelta(days=30)
_RECENT = timedelta(days=1)
_NAME = re.compile(r"(?P<workspace>.+)-(?P<made>\d{4}-\d{2}-\d{2}-\d{4})(-\d+)?\.crmbackup")


class BackupFile(NamedTuple):
    """A backup as far as can be told without its key; `good` when it is complete and passed its check when made."""

    path: Path
    workspace: str
    made_at: datetime
    size: int
    good: bool


def list_backups(folder: Path) -> list[BackupFile]:
    """Return the backups in `folder`, the newest first; other files are not looked at."""
    if not folder.is_dir():
        return []
    matches = [(path, _NAME.fullmatch(path.name)) for path in folder.iterdir() if path.is_file()]
    found = [_described(path, match) for path, match in matches if match]
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def thin_out(folder: Path, now: datetime, days: int | None = None) -> list[Path]:
    """Delete the backups in `folder` that are no longer needed at `now`, and return them.

    Of each workspace stay: all of the last 24 hours, the newest of each of the last 7 days, 4 weeks and 12 months that
    have one, and never fewer than three good ones; with `days`, the newest of each day so far back in place of the 7
    days, 4 weeks and 12 months. Damaged ones never count, and go once three good ones are newer.
    """
    backups = list_backups(folder)
    removed: list[Path] = []
    for workspace in sorted({backup.workspace for backup in backups}):
        own = [backup for backup in backups if backup.workspace == workspace]
        kept = _kept(own, now, days)
        removed += [backup.path for backup in own if backup.path not in kept]
    for path in removed:
        path.unlink()
    return removed


def drop_with_erased(folder: Path, workspace: str, erased_at: datetime, now: datetime) -> list[Path]:
    """Delete the backups of `workspace` that were made before `erased_at`, once that is a month ago; return them.

    They hold what was erased. They stay while no good backup is younger than the erasure.
    """
    own = [each for each in list_backups(folder) if each.workspace == workspace]
    if now - erased_at < HELD_AFTER_ERASURE or not any(each.good and each.made_at > erased_at for each in own):
        return []
    removed = [each.path for each in own if each.made_at <= erased_at]
    for path in removed:
        path.unlink()
    return removed


def _kept(backups: list[BackupFile], now: datetime, days: int | None) -> set[Path]:
    good = [backup for backup in backups if backup.good]
    kept = {backup.path for backup in good[:LEAST_GOOD]}
    kept |= {backup.path for backup in good if now - backup.made_at < _RECENT}
    if days is None:
        kept |= _newest_of_each(good, lambda made: made.date(), DAYS, now)
        kept |= _newest_of_each(good, lambda made: made.isocalendar()[:2], WEEKS, now)
        kept |= _newest_of_each(good, lambda made: (made.year, made.month), MONTHS, now)
    else:
        young = [backup for backup in good if now - backup.made_at < timedelta(days=days)]
        kept |= _newest_of_each(young, lambda made: made.date(), len(young), now)
    # a damaged backup may still be the best there is
    enough = good[LEAST_GOOD - 1].made_at if len(good) >= LEAST_GOOD else None
    return kept | {backup.path for backup in backups if not backup.good and (not enough or backup.made_at >= enough)}


def _newest_of_each(
    good: Iterable[BackupFile], period: Callable[[datetime], Hashable], most: int, now: datetime
) -> set[Path]:
    """Return the newest backup of each of the last `most` periods that have one; days begin in the zone of `now`."""
    newest: dict[Hashable, Path] = {}
    for backup in good:
        newest.setdefault(period(backup.made_at.astimezone(now.tzinfo)), backup.path)
    return set(list(newest.values())[:most])


def _described(path: Path, match: re.Match[str]) -> BackupFile:
    # the name's time is read in this computer's zone, and only where the manifest cannot be read
    named = datetime.strptime(match["made"], "%Y-%m-%d-%H%M").astimezone()
    try:
        return BackupFile(path, match["workspace"], read_manifest(path).made_at, path.stat().st_size, good=True)
    except CrmError:
        return BackupFile(path, match["workspace"], named, path.stat().st_size, good=False)
