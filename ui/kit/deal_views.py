"""The ways to look at deals, side by side on each of the pages that show them, and the tones of their stages."""

from crm_desktop.words import _
from ui.kit.chips import Choice, Segmented
from ui.kit.theme import Theme, Tone

BOARD, FORECAST, LIST = "board", "forecast", "list"
# The badge of a stage is the warmer the likelier its deals are to be won.
_LIKELY, _HOPEFUL, _POSSIBLE = 75, 50, 25


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


def stage_tone(probability: int) -> Tone:
    """Return the tone of a stage whose deals are won with `probability` percent."""
    if probability >= _LIKELY:
        return Tone.SUCCESS
    if probability >= _HOPEFUL:
        return Tone.INFO
    return Tone.ACCENT if probability >= _POSSIBLE else Tone.NEUTRAL
