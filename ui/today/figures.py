"""The figures that can stand on Today: how they are called, where they lead, and what they say."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.reports.today import TodayView
from crm_desktop.words import N_, _
from ui.kit.desk import Place
from ui.kit.formats import Formats
from ui.kit.theme import Tone

MOST_SHOWN = 5
LABELS = {
    "won": N_("Won this month"),
    "weighted": N_("Weighted pipeline"),
    "win_rate": N_("Win rate, 90 days"),
    "overdue": N_("Follow-ups overdue"),
    "satisfaction": N_("Customer satisfaction"),
    "average": N_("Average deal won"),
    "tickets": N_("Open tickets"),
    "contacts": N_("New contacts"),
    "done": N_("Tasks done this week"),
    "meetings": N_("Meetings this week"),
}
PLACES = {
    "won": Place("report", None, {"name": "sales_by_month"}),
    "weighted": Place("pipeline", None, {"show": "forecast"}),
    "win_rate": Place("report", None, {"name": "won_and_lost"}),
    "overdue": Place("contacts", None, {"kind": "people", "sorting": ["next_step_due"]}),
    "satisfaction": Place("report", None, {"name": "tickets_by_status"}),
    "average": Place("report", None, {"name": "sales_by_month"}),
    "tickets": Place("tickets"),
    "contacts": Place("contacts"),
    "done": Place("calendar", None, {"view": "week"}),
    "meetings": Place("calendar", None, {"view": "week"}),
}


class Figure(NamedTuple):
    """What a tile shows."""

    value: str
    note: str = ""
    rise: str = ""
    rise_text: str = ""
    rise_tone: Tone = Tone.NEUTRAL
    spark: Sequence[float] = ()
    spark_role: str = "chart.c1"


def known_figures(names: Sequence[str]) -> list[str]:
    """Return those of `names` that there are, each once, no more than fit."""
    return list(dict.fromkeys(name for name in names if name in LABELS))[:MOST_SHOWN]


def figure(name: str, view: TodayView, formats: Formats) -> Figure:
    """Return what the figure called `name` says on this day."""
    return _deals(name, view, formats) or _people(name, view, formats)


def _deals(name: str, view: TodayView, formats: Formats) -> Figure | None:
    tiles, more = view.tiles, view.figures
    match name:
        case "won":
            note = _("{amount} last month").format(amount=formats.money(tiles.won_before_minor, whole=True))
            if view.goal_minor:
                note = _("{share} of the goal").format(share=formats.percent(tiles.won_minor / view.goal_minor))
            return Figure(formats.money(tiles.won_minor, whole=True), note, spark=tiles.won_weeks)
        case "weighted":
            note = _("{n} open deals").format(n=formats.number(tiles.open_deals))
            return Figure(formats.money(tiles.weighted_minor, whole=True), note)
        case "win_rate":
            note = _("{won} of {closed} closed").format(won=tiles.won_90, closed=tiles.closed_90)
            shown = formats.percent(tiles.won_90 / tiles.closed_90) if tiles.closed_90 else "–"
            return Figure(shown, note, spark=tiles.win_rate_weeks)
        case "average":
            note = _("of {n} in 30 days").format(n=formats.number(more.won_deals))
            return Figure(formats.money(more.average_won_minor, whole=True) if more.won_deals else "–", note)
    return None


def _people(name: str, view: TodayView, formats: Formats) -> Figure:
    tiles, more = view.tiles, view.figures
    match name:
        case "overdue":
            return _overdue(view, formats)
        case "satisfaction":
            shown = "–" if tiles.satisfaction is None else formats.number(tiles.satisfaction, 1)
            note = _("of 5, {n} answers").format(n=tiles.answers)
            return Figure(shown, note, spark=tiles.satisfaction_weeks, spark_role="chart.c3")
        case "tickets":
            note = _("{n} due today").format(n=formats.number(view.tickets_count))
            return Figure(formats.number(more.open_tickets), note)
        case "contacts":
            return Figure(formats.number(more.new_contacts), _("in 30 days"))
        case "done":
            return Figure(formats.number(more.done_week), _("since Monday"))
    return Figure(formats.number(more.meetings_week), _("held and planned"))


def _overdue(view: TodayView, formats: Formats) -> Figure:
    late, since, days = view.tiles.overdue, view.figures.late_since_monday, view.tiles.overdue_days
    if not late:
        return Figure(formats.number(0), _("nothing is late"), spark=days, spark_role="chart.c2")
    figure = Figure(formats.number(late), _("oldest first below"), spark=days, spark_role="chart.c2")
    if not since:
        return figure
    return figure._replace(note=_("since Monday"), rise="up", rise_text=formats.number(since), rise_tone=Tone.DANGER)
