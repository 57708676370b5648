"""The switch between the two places where data is cleaned."""

from crm_desktop.words import _
from ui.kit.chips import Choice, Segmented
from ui.kit.desk import Desk, Place


def cleaning_switch(desk: Desk, current: str) -> Segmented:
    """Return the switch of duplicates and data quality, with the page `current` on."""
    made = Segmented(desk.theme, [Choice("duplicates", _("Duplicates")), Choice("quality", _("Data quality"))])
    made.setAccessibleName(_("What is cleaned"))
    made.set_current(current)

    def go(page: str) -> None:
        # whoever comes back finds the page's own name on
        made.set_current(current)
        desk.go(Place(page))

    made.chosen.connect(go)
    return made
