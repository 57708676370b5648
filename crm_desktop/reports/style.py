"""How what is printed looks here: the workspace's choices, with which every print begins."""

from typing import NamedTuple

from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.driver import Connection

LETTER_COUNTRIES = frozenset(("US", "CA"))


class ReportStyle(NamedTuple):
    """Whether the paper is Letter, else A4, and what a report begins with before one chooses otherwise for it."""

    letter: bool
    with_chart: bool
    values_on_bars: bool
    hide_names: bool


def report_style(reader: Connection, country: str) -> ReportStyle:
    """Return what the workspace chose; the paper may be left to what printers in `country` hold."""

    def on(name: str) -> bool:
        return setting_value(reader, name) == "on"

    chosen = setting_value(reader, "report_paper")
    letter = uses_letter(country) if chosen == "country" else chosen == "letter"
    return ReportStyle(letter, on("report_chart"), on("report_values"), on("report_hide_names"))


def uses_letter(country: str) -> bool:
    """Return whether printers in `country` hold Letter, not A4."""
    return country.upper() in LETTER_COUNTRIES
