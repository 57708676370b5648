"""The stages that deals go through."""

from typing import NamedTuple

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


class StageRow(NamedTuple):
    """One stage: `probability` in percent, `rot_days` the days until a deal in it goes stale."""

    record: bytes
    pipeline: bytes
    name: str
    probability: int
    rot_days: int | None
    outcome: str


_STAGE = """
    SELECT s.id, s.pipeline, s.name, coalesce(s.probability, 0), s.rot_days, coalesce(s.outcome, 'open')
    FROM stage s LEFT JOIN pipeline p ON p.id = s.pipeline
    WHERE s.removed_at IS NULL
"""
_ORDER = " ORDER BY coalesce(p.position, 0), s.position, s.rid"


def stages(reader: Connection, pipeline: bytes | None = None) -> list[StageRow]:
    """Return the stages in their order, of one pipeline or of all."""
    if pipeline is None:
        return [StageRow(*row) for row in reader.execute(_STAGE + _ORDER)]
    return [StageRow(*row) for row in reader.execute(f"{_STAGE} AND s.pipeline = ? {_ORDER}", (pipeline,))]


def stage_by_id(reader: Connection, stage: bytes) -> StageRow:
    """Return the stage with the id `stage`; raises InvalidField where there is none."""
    row = reader.execute(f"{_STAGE} AND s.id = ?", (stage,)).fetchone()
    if row is None:
        raise InvalidField("stage", _("This stage does not exist any more. Choose another."))
    return StageRow(*row)


def first_open_stage(reader: Connection) -> StageRow:
    """Return the stage in which deals start."""
    return stage_with_outcome(reader, "open", None)


def stage_with_outcome(reader: Connection, outcome: str, pipeline: bytes | None) -> StageRow:
    """Return the first stage with `outcome`, of `pipeline` where it has one."""
    for each in stages(reader, pipeline):
        if each.outcome == outcome:
            return each
    if pipeline is not None:
        return stage_with_outcome(reader, outcome, None)
    raise CrmError(_("There is no stage for deals that are {outcome}. Add one first.").format(outcome=outcome))


def pipeline_names(reader: Connection) -> dict[bytes, str]:
    """Return the names of the pipelines in their order, by id."""
    found = reader.execute("SELECT id, name FROM pipeline WHERE removed_at IS NULL ORDER BY position, rid")
    return {row[0]: str(row[1] or "") for row in found}
