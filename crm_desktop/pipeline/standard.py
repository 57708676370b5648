"""The pipeline that a new workspace starts with."""

from crm_desktop.journal.transaction import Transaction
from crm_desktop.words import N_, _

# Name, chance in percent, days until a deal goes stale, outcome.
STANDARD_STAGES = (
    (N_("Prospecting"), 10, 21, "open"),
    (N_("Engaging"), 35, 30, "open"),
    (N_("Won"), 100, None, "won"),
    (N_("Lost"), 0, None, "lost"),
)


def add_standard_pipeline(tx: Transaction) -> bytes:
    """Add the pipeline Sales with its stages; return its id."""
    pipeline = tx.insert("pipeline", {"name": _("Sales"), "position": 0})
    for position, (name, chance, rot_days, outcome) in enumerate(STANDARD_STAGES):
        tx.insert(
            "stage",
            {
                "name": _(name),
                "pipeline": pipeline,
                "position": position,
                "probability": chance,
                "rot_days": rot_days,
                "outcome": outcome,
            },
        )
    return pipeline
