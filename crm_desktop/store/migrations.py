"""Bring an older workspace to the newest schema, on a verified copy that then takes its place."""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from crm_desktop.errors import CrmError, DamagedWorkspace, NewerWorkspace
from crm_desktop.store.derived import Derived
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.sqlcipher import RawKey, connect, integrity
from crm_desktop.words import _

HEAD = "0005"
# The first version in which a workspace can be shared.
SHARED_SINCE = "0003"
VERSIONS = Path(__file__).parent / "versions"
Upgrade = Callable[[Connection], None]


def schema_version(reader: Connection) -> str:
    """Return the version of the file's schema; raises DamagedWorkspace where it has none."""
    known = reader.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = reader.execute("SELECT version_num FROM alembic_version").fetchone() if known[0] else None
    if row is None:
        raise DamagedWorkspace(_("The workspace file holds no tables of this program. Restore the newest backup."))
    return str(row[0])


def check_known(version: str, *, head: str = HEAD) -> None:
    """Raise NewerWorkspace when `version` was written by a newer program."""
    if version > head:
        raise NewerWorkspace(
            _(
                "This workspace was written by a newer version of the program: its schema is {theirs}, "
                "and this one knows {ours}. "
                "Nothing was changed. Install the newer version to open it."
            ).format(theirs=version, ours=head)
        )


def migrate(path: Path, key: RawKey, derived: Sequence[Derived], versions: Path = VERSIONS) -> None:
    """Bring the file at `path` to the newest schema.

    The steps run on a copy; the copy is checked and only then takes the file's place, so a kill at any moment leaves
    the old file or the new one.
    """
    copy = path.with_name(path.name + ".migrating")
    original = connect(path, key)
    original.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    original.close()
    try:
        shutil.copyfile(path, copy)
        connection = connect(copy, key)
        # alembic brings SQLAlchemy with it, which opening a current workspace must not pay for
        from crm_desktop.store.upgrade import upgrade_tables

        upgrade_tables(connection, derived, versions)
        found = integrity(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        if found:
            raise CrmError(
                _("The workspace could not be brought to the new version: {reason}. The old file is untouched.").format(
                    reason=found[0]
                )
            )
        _sync_to_disk(copy)
        copy.replace(path)
    finally:
        for leftover in path.parent.glob(copy.name + "*"):
            leftover.unlink()


def _sync_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
