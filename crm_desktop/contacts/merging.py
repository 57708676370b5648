"""Several contacts become one, in one step, and can be parted again; the old ids lead to the one that stays."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.contacts.consent import WITHDRAWN, insert_consent
from crm_desktop.contacts.merge_links import move_links
from crm_desktop.contacts.merge_plan import NO_CHOICES, MergeChoices, Merged, merged
from crm_desktop.contacts.merge_sides import Side, merged_fields, sides_of
from crm_desktop.contacts.points import ADDRESS_PARTS
from crm_desktop.errors import CrmError, UnknownRecord
from crm_desktop.jobs import Progress
from crm_desktop.journal.history import record_history
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.journal.undo import Part, undo_part, undo_step
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

_MERGED_INTO = BY_NAME["contact"].by_name["merged_into"].number
_NAMED_LATER = 20


class Parted(NamedTuple):
    """What a taken back merge gave: the contact that had stayed, those that are back, and what was done since."""

    kept: bytes
    back: tuple[bytes, ...]
    later: tuple[str, ...]


def merge_contacts(journal: Journal, keep: bytes, others: Sequence[bytes], choices: MergeChoices = NO_CHOICES) -> None:
    """Make one contact of `keep` and `others`, as one step: `keep` stays, the others go into the bin and lead to it.

    Raises UnknownRecord, CrmError where they cannot be one, and WrongUsage for `choices` that do not fit.
    """
    with journal.store.reader() as reader:
        sides = sides_of(reader, [keep, *others])
    label = ngettext("Merge {name} into {kept}", "Merge {n} contacts into {kept}", len(others)).format(
        name=sides[1].name, kept=sides[0].name, n=len(others)
    )
    with journal.transaction(label) as tx:
        merge_inside(tx, [keep, *others], choices)


def merge_all(journal: Journal, groups: Sequence[Sequence[bytes]], progress: Progress | None = None) -> int:
    """Merge each of `groups` into the fullest of it, all as one step; return how many contacts went into others."""
    progress = progress or Progress()
    label = ngettext("Merge {n} group of duplicates", "Merge {n} groups of duplicates", len(groups))
    with journal.transaction(label.format(n=len(groups))) as tx:
        for done, group in enumerate(groups):
            progress.report(done, len(groups))
            merge_inside(tx, fullest_first(sides_of(tx.connection, group)))
    return sum(len(group) - 1 for group in groups)


def merge_inside(tx: Transaction, contacts: Sequence[bytes], choices: MergeChoices = NO_CHOICES) -> None:
    """Merge `contacts` into the first of them inside an open transaction."""
    sides = sides_of(tx.connection, contacts)
    keep, others = contacts[0], contacts[1:]
    kind = workspace_kinds(tx.connection).of("contact", sides[0].kind)
    plan = merged(merged_fields(kind), sides, choices)
    _keep_other_jobs(tx, sides, plan)
    _write_points(tx, plan)
    move_links(tx, keep, others)
    for withdrawn in plan.withdrawn:
        source = _("Withdrawn before the merge with {name}").format(name=sides[0].name)
        about: dict[str, Stored] = {"contact": keep, "purpose": withdrawn.purpose, "channel": withdrawn.channel}
        insert_consent(tx, {**about, "state": WITHDRAWN, "source": source})
    before = sides[0].values
    changed = {name: value for name, value in plan.values.items() if value != before[name] and value not in contacts}
    if changed:
        tx.update("contact", keep, changed)
    for each in others:
        tx.update("contact", each, {"merged_into": keep, "removed_at": tx.now_ms})


def fullest_first(sides: Sequence[Side]) -> list[bytes]:
    """Return the ids of `sides`: the one on which most hangs first, of two alike the older."""
    return [each.id for each in sorted(sides, key=lambda each: (-each.weight, each.created_ms, each.id))]


def leads_to(reader: Connection, record: bytes) -> bytes:
    """Return the contact into which `record` was merged, or `record` itself."""
    row = reader.execute(
        "SELECT merged_into FROM contact WHERE id = ? AND merged_into IS NOT NULL AND removed_at IS NOT NULL", (record,)
    ).fetchone()
    return record if row is None or row[0] == record else row[0]


def unmerge(journal: Journal, contact: bytes, *, force: bool = False) -> Parted:
    """Take back the merge that `contact` went into another by, or the last one that went into it.

    Raises UndoWouldOverwrite with the later edits that would be lost, unless `force`; CrmError where there was none.
    """
    with journal.store.reader() as reader:
        step, kept, back, only = _merge_of(reader, contact)
        later = tuple(each.label for each in record_history(reader, kept, limit=_NAMED_LATER) if each.step > step)
        name = reader.execute("SELECT name FROM contact WHERE id = ?", (kept,)).fetchone()[0]
    if only:
        undo_step(journal, step, force=force)
    else:
        belongs = _Belonging({kept, *back})
        undo_part(journal, step, _("Unmerge {name}").format(name=name), belongs, force=force)
    return Parted(kept, back, later)


class _Belonging:
    """Tells which changes of a step that merged several groups belong to the group of `contacts`."""

    def __init__(self, contacts: set[bytes]) -> None:
        self._contacts = contacts
        self._texts = [each.hex() for each in contacts]

    def __call__(self, connection: Connection, part: Part) -> bool:
        table = BY_NAME[part.table]
        links = [each.name for each in table.stored_fields if each.target == "contact"]
        if part.field in links and part.field is not None:
            return part.before in self._contacts or (part.field == "merged_into" and self._is_one(connection, part.rid))
        if table.name == "contact":
            return self._is_one(connection, part.rid)
        if not links:
            spelled = str(part.before or "").lower().replace("-", "")
            return any(each in spelled for each in self._texts)
        row = connection.execute(f"SELECT {', '.join(links)} FROM {table.name} WHERE rid = ?", (part.rid,)).fetchone()
        return row is not None and not self._contacts.isdisjoint(row)

    def _is_one(self, connection: Connection, rid: int) -> bool:
        row = connection.execute("SELECT id FROM contact WHERE rid = ?", (rid,)).fetchone()
        return row is not None and row[0] in self._contacts


def _merge_of(reader: Connection, contact: bytes) -> tuple[int, bytes, tuple[bytes, ...], bool]:
    """Return the step of the merge, who stayed, who went into it, and whether the step merged nothing else."""
    row = reader.execute("SELECT rid, merged_into, name FROM contact WHERE id = ?", (contact,)).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no such contact here. It may have been erased."))
    gone = [row[0]] if row[1] is not None else _merged_rids(reader, contact)
    steps = [step for rid in gone if (step := _merging_step(reader, rid)) is not None]
    if not steps:
        raise CrmError(_("{name} was not merged with another contact.").format(name=row[2]))
    step = max(steps)
    groups: dict[str, list[int]] = {}
    for rid, delta in reader.execute(
        "SELECT rid, delta FROM change WHERE step = ? AND tbl = ? AND fld = ?",
        (step, BY_NAME["contact"].number, _MERGED_INTO),
    ):
        before, after, *_base = json.loads(delta)
        if before is None and after is not None:
            groups.setdefault(after, []).append(rid)
    kept, rids = next((kept, rids) for kept, rids in groups.items() if not set(gone).isdisjoint(rids))
    marks = ", ".join("?" * len(rids))
    back = reader.execute(f"SELECT id FROM contact WHERE rid IN ({marks}) ORDER BY rid", rids).fetchall()
    return step, bytes.fromhex(kept), tuple(each[0] for each in back), len(groups) == 1


def _merged_rids(reader: Connection, kept: bytes) -> list[int]:
    found = reader.execute("SELECT rid FROM contact WHERE merged_into = ? AND removed_at IS NOT NULL", (kept,))
    return [row[0] for row in found]


def _merging_step(reader: Connection, rid: int) -> int | None:
    """Return the last step in which the contact went into another."""
    row = reader.execute(
        "SELECT max(step) FROM change WHERE tbl = ? AND rid = ? AND fld = ? "
        "AND json_extract(delta, '$[0]') IS NULL AND json_extract(delta, '$[1]') IS NOT NULL",
        (BY_NAME["contact"].number, rid, _MERGED_INTO),
    ).fetchone()
    return None if row is None else row[0]


def _keep_other_jobs(tx: Transaction, sides: Sequence[Side], plan: Merged) -> None:
    """Keep the jobs that are not the main one of the result as jobs beside it."""
    if sides[0].kind != "person":
        return
    company = plan.values["company"]
    for side in sides:
        own = side.values["company"]
        noted = tx.connection.execute(
            "SELECT id, company FROM affiliation WHERE person = ? AND is_main = 1 AND removed_at IS NULL", (side.id,)
        ).fetchall()
        for job, employer in noted:
            if employer != company or side is not sides[0]:
                tx.update("affiliation", job, {"is_main": 0})
        if own is not None and own != company and own not in {each for _job, each in noted}:
            told: dict[str, Stored] = {name: side.values[name] for name in ("company", "job_title", "department")}
            tx.insert("affiliation", {**told, "person": side.id, "is_main": 0})


def _write_points(tx: Transaction, plan: Merged) -> None:
    places: dict[str, int] = {}
    for point in plan.points:
        place = places[point.kind] = places.get(point.kind, -1) + 1
        values: dict[str, Stored] = {"is_primary": int(place == 0), "position": place}
        if point.kind == "address" and place == 0 and plan.address is not None:
            values.update({part: text or None for part, text in zip(ADDRESS_PARTS, plan.address, strict=True)})
            values["normal"] = fold(plan.address[ADDRESS_PARTS.index("city")])
        tx.update("contact_point", point.id, values)
    for point in plan.dropped:
        tx.update("contact_point", point.id, {"is_primary": 0, "removed_at": tx.now_ms})
