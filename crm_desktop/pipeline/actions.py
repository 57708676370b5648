"""What can be done with deals: each act is one labelled transaction."""

from collections.abc import Mapping, Sequence
from datetime import date

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.pipeline.stages import StageRow, first_open_stage, stage_by_id, stage_with_outcome
from crm_desktop.words import _, ngettext


def add_deal(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Add a deal with the stored `values`; return its id."""
    with journal.transaction(_("Add deal {title}").format(title=values.get("title") or "")) as tx:
        return insert_deal(tx, values, journal.currency)


def edit_deal(
    journal: Journal, deal: bytes, values: Mapping[str, Stored], seen: Mapping[str, Stored] | None = None
) -> None:
    """Write the stored `values` into `deal`, where the user last saw `seen`; a new stage is moved to as on the board.

    Raises ChangedMeanwhile where a value that was seen is not there any more.
    """
    with journal.transaction(_("Edit deal")) as tx:
        check_seen(tx, "deal", deal, seen or {}, journal.place)
        write_deal(tx, deal, values)


def move_deal(journal: Journal, deal: bytes, stage: bytes) -> None:
    """Move `deal` to `stage`; its chance becomes the stage's."""
    with journal.transaction(_("Move deal")) as tx:
        write_deal(tx, deal, {"stage": stage})


def win_deal(journal: Journal, deal: bytes, amount_minor: int | None, day: date) -> None:
    """Close `deal` as won on `day` for `amount_minor`."""
    _close(journal, deal, "won", {"amount": amount_minor, "closed_on": day.isoformat()}, _("Win deal"))


def lose_deal(journal: Journal, deal: bytes, reason: str, day: date) -> None:
    """Close `deal` as lost on `day` because of `reason`."""
    _close(journal, deal, "lost", {"lost_reason": reason, "closed_on": day.isoformat()}, _("Lose deal"))


def remove_deals(journal: Journal, deals: Sequence[bytes]) -> None:
    """Put `deals` into the bin, as one step."""
    label = ngettext("Delete {n} deal", "Delete {n} deals", len(deals)).format(n=len(deals))
    with journal.transaction(label) as tx:
        tx.remove_many("deal", deals)


def insert_deal(tx: Transaction, values: Mapping[str, Stored], currency: str) -> bytes:
    """Insert a deal inside an open transaction; what is left out starts in the first open stage, today."""
    if not values.get("title"):
        raise InvalidField("title", _("A deal needs a title. Type one."))
    chosen = values.get("stage")
    stage = stage_by_id(tx.connection, chosen) if isinstance(chosen, bytes) else first_open_stage(tx.connection)
    row: dict[str, Stored] = {
        "currency": currency,
        "rate": 1.0,
        "rate_on": tx.now.date().isoformat(),
        "opened_on": tx.now.date().isoformat(),
        "owner": tx.member,
        **{name: value for name, value in values.items() if value is not None},
        **_stage_values(tx, stage),
    }
    if values.get("probability") is not None:
        row["probability"] = values["probability"]
    made = tx.insert("deal", row)
    tx.insert("stage_move", {"deal": made, "stage": stage.record, "at": tx.now_ms})
    return made


def write_deal(tx: Transaction, deal: bytes, values: Mapping[str, Stored]) -> None:
    """Write values into a deal inside an open transaction, keeping the moves between stages."""
    row = dict(values)
    if "title" in row and not row["title"]:
        raise InvalidField("title", _("A deal needs a title. Type one."))
    found = tx.connection.execute("SELECT stage, closed_on FROM deal WHERE id = ?", (deal,)).fetchone()
    before, closed_on = found if found is not None else (None, None)
    stage = row.get("stage")
    if isinstance(stage, bytes) and stage != before:
        entered = stage_by_id(tx.connection, stage)
        row = {**_stage_values(tx, entered), **row}
        if entered.outcome == "open":
            row.setdefault("closed_on", None)
        elif closed_on is None:
            row.setdefault("closed_on", tx.now.date().isoformat())
        tx.insert("stage_move", {"deal": deal, "stage": stage, "from_stage": before, "at": tx.now_ms})
    if row:
        tx.update("deal", deal, row)


def _close(journal: Journal, deal: bytes, outcome: str, values: Mapping[str, Stored], label: str) -> None:
    with journal.transaction(label) as tx:
        row = tx.connection.execute("SELECT pipeline FROM deal WHERE id = ?", (deal,)).fetchone()
        stage = stage_with_outcome(tx.connection, outcome, row[0] if row else None)
        write_deal(tx, deal, {**values, "stage": stage.record})


def _stage_values(tx: Transaction, stage: StageRow) -> dict[str, Stored]:
    return {
        "stage": stage.record,
        "pipeline": stage.pipeline,
        "outcome": stage.outcome,
        "probability": stage.probability,
        "stage_entered_at": tx.now_ms,
    }
