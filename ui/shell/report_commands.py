"""The reports as commands of the palette."""

from collections.abc import Callable
from functools import partial

from crm_desktop.reports.titles import TITLES
from crm_desktop.words import _
from ui.kit.desk import Place
from ui.kit.page import Action


def report_actions(go: Callable[[Place], object]) -> list[Action]:
    """Return an action for each report, which lets `go` to it."""
    opened = _("Open report {title}")
    return [
        Action(
            f"report.{name}",
            opened.format(title=_(title)),
            partial(go, Place("report", None, {"name": name})),
            icon="reports",
        )
        for name, title in TITLES.items()
    ]
