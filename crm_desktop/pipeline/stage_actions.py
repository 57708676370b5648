"""Changing the stages themselves: adding one, moving it along, and what keeps one from being deleted."""

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Transaction
from crm_desktop.pipeline.stages import StageRow, stage_by_id, stages
from crm_desktop.values.names import clean_text
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

# What a new stage begins with until it is said otherwise.
FIRST_CHANCE = 50


def add_stage(journal: Journal, pipeline: bytes, name: str) -> bytes:
    """Add an open stage called `name` to `pipeline`, behind its other open ones; return its id."""
    title = clean_text(name)
    if not title:
        raise InvalidField("name", _("A stage needs a name. Type one."))
    with journal.transaction(_("Add stage {name}").format(name=title)) as tx:
        made = tx.insert("stage", {"name": title, "pipeline": pipeline, "probability": FIRST_CHANCE, "outcome": "open"})
        there = [each for each in stages(tx.connection, pipeline) if each.record != made]
        opened = [each.record for each in there if each.outcome == "open"]
        closed = [each.record for each in there if each.outcome != "open"]
        _put_in_order(tx, [*opened, made, *closed])
        return made


def move_stage(journal: Journal, stage: bytes, by: int) -> None:
    """Move `stage` by so many places among the stages of its pipeline."""
    with journal.transaction(_("Move stage")) as tx:
        pipeline = stage_by_id(tx.connection, stage).pipeline
        order = [each.record for each in stages(tx.connection, pipeline)]
        place = order.index(stage)
        order.insert(min(max(place + by, 0), len(order)), order.pop(place))
        _put_in_order(tx, order)


def check_stage_unused(reader: Connection, stage: bytes) -> None:
    """Raise CrmError where `stage` cannot be deleted: deals stand in it, or it is the last of its outcome."""
    row = stage_by_id(reader, stage)
    deals = reader.execute("SELECT count(*) FROM deal WHERE stage = ? AND removed_at IS NULL", (stage,)).fetchone()[0]
    if deals:
        text = ngettext(
            "{n} deal is in the stage {name}. Move it to another stage first.",
            "{n} deals are in the stage {name}. Move them to another stage first.",
            deals,
        )
        raise CrmError(text.format(n=deals, name=row.name))
    if _is_last(row, stages(reader)):
        told = {
            "open": _("{name} is the last stage for open deals. Add another first."),
            "won": _("{name} is the last stage for deals that are won. Add another first."),
            "lost": _("{name} is the last stage for deals that are lost. Add another first."),
        }
        raise CrmError(told[row.outcome].format(name=row.name))


def _is_last(row: StageRow, all_stages: list[StageRow]) -> bool:
    return not any(each.outcome == row.outcome and each.record != row.record for each in all_stages)


def _put_in_order(tx: Transaction, order: list[bytes]) -> None:
    for place, stage in enumerate(order):
        tx.update("stage", stage, {"position": place})
