"""Sheets of labels as they are sold; lengths in millimetres, from the makers' own sheets of measures."""

from typing import NamedTuple

from crm_desktop.errors import WrongUsage
from crm_desktop.reports.pdf_drawing import A4, LETTER, Paper
from crm_desktop.words import _


class LabelSheet(NamedTuple):
    """A sheet: `columns` × `rows` labels of `width` × `height`, the first at `left`, `top`, each a pitch further."""

    name: str
    label: str
    paper: Paper
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float

    @property
    def labels(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows


SHEETS = (
    LabelSheet("avery-l7160", "Avery L7160, 63.5 × 38.1 mm", A4, 3, 7, 63.5, 38.1, 7.25, 15.15, 66.0, 38.1),
    LabelSheet("avery-l7163", "Avery L7163, 99.1 × 38.1 mm", A4, 2, 7, 99.1, 38.1, 4.65, 15.15, 101.6, 38.1),
    LabelSheet("avery-3474", "Avery 3474, 70 × 37 mm", A4, 3, 8, 70.0, 37.0, 0.0, 0.5, 70.0, 37.0),
    LabelSheet("herma-4360", "Herma 4360, 70 × 36 mm", A4, 3, 8, 70.0, 36.0, 0.0, 4.5, 70.0, 36.0),
    LabelSheet("herma-4677", "Herma 4677, 105 × 42.3 mm", A4, 2, 7, 105.0, 42.3, 0.0, 0.45, 105.0, 42.3),
    LabelSheet("avery-5160", "Avery 5160, 2⅝ × 1 in", LETTER, 3, 10, 66.675, 25.4, 4.7625, 12.7, 69.85, 25.4),
    LabelSheet("avery-5163", "Avery 5163, 4 × 2 in", LETTER, 2, 5, 101.6, 50.8, 3.96875, 12.7, 106.3625, 50.8),
)


def sheet_named(name: str) -> LabelSheet:
    """Return the sheet called `name`; raises WrongUsage naming those that are known."""
    for each in SHEETS:
        if each.name == name.lower():
            return each
    raise WrongUsage(
        _("There is no sheet called “{name}” here. Sheets: {sheets}.").format(
            name=name, sheets=", ".join(each.name for each in SHEETS)
        )
    )
