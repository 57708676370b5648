"""The ways to look at deals, side by side on each of the pages that show them."""

from crm_desktop.words import _
from ui.kit.chips import Choice, Segmented
from ui.kit.theme import Theme

BOARD, FORECAST, LIST = "board", "forecast", "list"


def deal_views(theme: Theme, shown: str) -> Segmented:
    """Return the choice between board, forecast and list, `shown` chosen."""
    choices = [
        Choice(BOARD, _("Board"), "board"),
        Choice(FORECAST, _("Forecast"), "forecast"),
        Choice(LIST, _("List"), "list"),
    ]
    made = Segmented(theme, choices)
    made.set_current(shown)
    made.setAccessibleName(_("Board, forecast or list"))
    return made
