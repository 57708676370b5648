"""The views above the queue: five that are always there, then the saved ones."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from crm_desktop.contacts.views import SavedView
from crm_desktop.filters.tree import Condition, Filter
from crm_desktop.words import N_, _

OPEN = Condition("status", "in", "new, open, waiting")
WEEK = timedelta(days=7)
PAGE = "tickets"
TITLES = {
    "mine": N_("My queue"),
    "unassigned": N_("Unassigned"),
    "open": N_("All open"),
    "complaints": N_("Complaints"),
    "solved": N_("Solved this week"),
}


class QueueTab(NamedTuple):
    """A tab: its name, its title, and which tickets it holds."""

    name: str
    title: str
    conditions: tuple[Filter, ...]


def queue_tabs(saved: Sequence[SavedView], member: bytes | None, today: date) -> list[QueueTab]:
    """Return the tabs for `member` as of `today`, those of the views `saved` under other names last."""
    me = member.hex() if member else ""
    conditions = {
        "mine": (OPEN, Condition("owner", "=", me)),
        "unassigned": (OPEN, Condition("owner", "empty")),
        "open": (OPEN,),
        "complaints": (OPEN, Condition("kind", "=", "complaint")),
        "solved": (Condition("status", "in", "solved, closed"), Condition("solved_at", ">=", str(today - WEEK))),
    }
    always = [QueueTab(name, _(title), conditions[name]) for name, title in TITLES.items()]
    titles = {each.title for each in always}
    own = [each for each in saved if each.name not in titles]
    return always + [QueueTab(each.id.hex(), each.name, each.setting.conditions) for each in own]
