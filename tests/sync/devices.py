"""Two devices and what travels between them, as the server would hand it on."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crm_desktop.journal.journal import Journal
from crm_desktop.store.sites import take_new_site
from crm_desktop.store.store import Store
from crm_desktop.sync.apply import Applied, apply_answers
from crm_desktop.sync.sending import accepted, outgoing
from crm_desktop.workspace import DERIVED
from tests.conftest import MovedClock, Template, new_yorker

Answer = dict[str, Any]


def device(template: Template, folder: Path, clock: MovedClock) -> Journal:
    """Return the journal of an empty file of its own."""
    folder.mkdir()
    shutil.copyfile(template.path, folder / "crm.db")
    made = Journal(Store(folder / "crm.db", template.key), DERIVED, clock, new_yorker(clock))
    take_new_site(made.store.writer)
    return made


def sent(journal: Journal) -> list[str]:
    """Send everything that waits; return the batches."""
    texts: list[str] = []
    while True:
        with journal.bookkeeping() as connection:
            batch = outgoing(connection)
            if batch is not None:
                accepted(connection, batch)
        if batch is None:
            return texts
        texts.append(batch.text)


def answer_of(texts: list[str], site: int, member: bytes | None = None) -> Answer:
    """Return what a pull would bring of batches that only `site` wrote into."""
    rows: dict[tuple[int, str], list[Any]] = {}
    steps, changes = [], []
    for text in texts:
        batch = json.loads(text)
        for _no, hlc, at_ms, label, undoes, version in batch["steps"]:
            steps.append([site, hlc, None if member is None else member.hex(), at_ms, label, undoes, version])
        for tbl, record, hlc, op, values, bases, _step in batch["changes"]:
            if op == 1:
                rows[tbl, record] = [tbl, record, dict(values), hlc, site, {}]
                continue
            row = rows.setdefault((tbl, record), [tbl, record, {}, 1, 1, {}])
            for field, value in values.items():
                changes.append([tbl, record, hlc, site, int(field), row[2].get(field), value, bases.get(field)])
                row[2][field] = value
                row[5][field] = [hlc, site]
    return {"rows": list(rows.values()), "steps": steps, "changes": changes}


def taken(journal: Journal, answer: Mapping[str, Any]) -> Applied:
    """Take `answer` into the file of `journal`."""
    with journal.receiving() as incoming:
        return apply_answers(incoming, [answer], 0)


def site_of(journal: Journal) -> int:
    """Return the site of the journal's file."""
    return int(journal.store.writer.execute("SELECT site FROM ctx").fetchone()[0])
