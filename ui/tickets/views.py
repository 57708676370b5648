"""The views above the queue: five that are always there, then the saved ones."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from crm_desktop.contacts.views import SavedView
from crm_desktop.filters.tree import Condition, Filter
from crm_desktop.words import N_, _
from ui.kit.lists.state import ListKind

OPEN = Condition("status", "in", "new, open, waiting")
WEEK = timedelta(days=7)
LISTED = ListKind(
    "tickets",
    "tickets",
    ("subject", "number", "contact", "status", "priority", "opened_at", "owner"),
    N_("All tickets"),
)
TITLES = {
    "mine": N_("My queue"),
    "unassigned": N_("Unassigned"),
    "open": N_("All open"),
    "complaints": N_("Complaints"),
    "solved": N_("Solved this week"),
}


class QueueTab(NamedTuple):
    """A tab: its name, its title, and which tickets it holds; `saved` is the view that it shows, where it is one."""

    name: str
    title: str
    conditions: tuple[Filter, ...]
    saved: SavedView | None = None


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
    return always + [QueueTab(each.id.hex(), each.name, each.setting.conditions, each) for each in own]
