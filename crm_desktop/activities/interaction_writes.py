"""Interactions inside an open transaction: logged, planned, changed."""

from collections.abc import Mapping

from crm_desktop.activities.due import Due, reminder_with, zone_named
from crm_desktop.errors import InvalidField, UnknownRecord
from crm_desktop.journal.clock import instant
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.activities import INTERACTION, INTERACTION_KINDS
from crm_desktop.values.recurrence import recurrence_from_text
from crm_desktop.values.wall_clock import wall_clock
from crm_desktop.words import _

_COLUMNS = tuple(each.name for each in INTERACTION.stored_fields)


def insert_interaction(tx: Transaction, values: Mapping[str, Stored]) -> bytes:
    """Insert an interaction inside an open transaction: now, unless `values` say when."""
    row: dict[str, Stored] = {"kind": "note", "at": tx.now_ms, "owner": tx.member}
    row.update({name: value for name, value in values.items() if value is not None})
    if row["kind"] not in {each.value for each in INTERACTION_KINDS}:
        raise InvalidField("kind", _("“{kind}” is no kind of activity.").format(kind=row["kind"]))
    if row.get("person") is not None and row.get("company") is None:
        found = tx.connection.execute("SELECT company FROM contact WHERE id = ?", (row["person"],)).fetchone()
        row["company"] = found[0] if found else None
    return tx.insert("interaction", _repeated(row, {}, tx))


def write_interaction(tx: Transaction, interaction: bytes, values: Mapping[str, Stored]) -> None:
    """Write `values` into `interaction`; the reminder keeps its distance to what is planned."""
    before = interaction_row(tx, interaction)
    made = _repeated(dict(values), before, tx)
    if made.get("at") is not None and "remind_at" not in made and before["remind_at"] is not None:
        was, now = held_at(before, tx), held_at({**before, **made}, tx)
        made |= reminder_with(before, was, now, tx.now)
    tx.update("interaction", interaction, made)


def interaction_row(tx: Transaction, interaction: bytes) -> dict[str, Stored]:
    """Return the stored fields of `interaction` with its id; raises UnknownRecord."""
    row = tx.connection.execute(
        f"SELECT id, {', '.join(_COLUMNS)} FROM interaction WHERE id = ?", (interaction,)
    ).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no such activity here. It may have been erased."))
    return dict(zip(("id", *_COLUMNS), row, strict=True))


def held_at(interaction: Mapping[str, Stored], tx: Transaction) -> Due:
    """Return when `interaction` takes place, by the wall clock of its zone."""
    zone = zone_named(interaction.get("zone"), tx.zone)
    return Due(wall_clock(instant(int(str(interaction["at"]))), zone), zone, bool(interaction.get("all_day")))


def _repeated(values: dict[str, Stored], before: Mapping[str, Stored], tx: Transaction) -> dict[str, Stored]:
    """Return `values` with the rule as it is stored, and the zone whose clock it follows."""
    zone = zone_named(values.get("zone", before.get("zone")), tx.zone)
    if not values.get("recurrence"):
        return values
    return {**values, "recurrence": recurrence_from_text(str(values["recurrence"]), zone).text, "zone": zone.key}
