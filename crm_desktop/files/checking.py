"""Whether every file that a record names is there, whole; and clearing away what no record names any more."""

import hashlib

from crm_desktop.jobs import Progress
from crm_desktop.store.file_store import FileStore
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


def file_problems(reader: Connection, files: FileStore, progress: Progress | None = None) -> list[str]:
    """Return one sentence for each thing that is wrong with kept files: each byte of them is read.

    Files in the bin count, for they can be restored.
    """
    broken = files.problems()
    if broken:
        return broken
    told = progress or Progress()
    named = _named(reader)
    here = {each.hash: each.size for each in files.contents()}
    problems = [
        _("The content of “{name}” is not in the workspace.").format(name=name)
        for content, name in named.items()
        if content not in here
    ]
    total, done = sum(here.values()), 0
    for content in here:
        digest = hashlib.sha256()
        for chunk in files.pieces(content):
            digest.update(chunk)
            done += len(chunk)
            told.report(done, total)
        if digest.digest() != content:
            name = named.get(content) or content.hex()
            problems.append(_("The content of “{name}” is damaged.").format(name=name))
    return problems


def drop_unnamed(reader: Connection, files: FileStore) -> int:
    """Drop the contents that no record names, in the bin or not: left by a kill, or of erased records; return how many.

    The caller holds the workspace's lock.
    """
    return files.drop_others(_named(reader))


def _named(reader: Connection) -> dict[bytes, str]:
    found = reader.execute("SELECT hash, name FROM attachment WHERE hash IS NOT NULL ORDER BY rid")
    return {bytes.fromhex(content): str(name or "") for content, name in found}
