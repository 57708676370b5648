"""The pages and where they stand in the rail; each is imported when it is first gone to."""

import importlib
from typing import NamedTuple

from crm_desktop.words import N_
from ui.kit.page import Page


class PageEntry(NamedTuple):
    """One page: the name of its place, the class that shows it and where that is, and how the rail names it."""

    name: str
    module: str
    class_name: str
    title: str
    icon: str = ""
    rail: str = ""
    keys: str = ""


PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", "ui.today.today_page", "TodayPage", N_("Today"), "today", "places", "Ctrl+1"),
    PageEntry("contacts", "ui.contacts.list_page", "ContactsPage", N_("Contacts"), "contacts", "places", "Ctrl+2"),
    PageEntry("pipeline", "ui.pipeline.pipeline_page", "PipelinePage", N_("Pipeline"), "pipeline", "places", "Ctrl+3"),
    PageEntry("tickets", "ui.tickets.tickets_page", "TicketsPage", N_("Tickets"), "tickets", "places", "Ctrl+4"),
    PageEntry("reports", "ui.reports.gallery_page", "GalleryPage", N_("Reports"), "reports", "places", "Ctrl+6"),
    PageEntry("products", "ui.products.products_page", "ProductsPage", N_("Products"), "products", "library"),
    PageEntry(
        "duplicates", "ui.duplicates.duplicates_page", "DuplicatesPage", N_("Duplicates"), "duplicates", "library"
    ),
    PageEntry("calendar", "ui.activities.calendar_page", "CalendarPage", N_("Calendar"), "calendar", "", "Ctrl+7"),
    PageEntry("quality", "ui.quality.quality_page", "QualityPage", N_("Data quality"), "shield"),
    PageEntry("contact", "ui.contacts.record_page", "ContactPage", N_("Contact")),
    PageEntry("graph", "ui.contacts.graph_page", "GraphPage", N_("Relationships")),
    PageEntry("report", "ui.reports.report_page", "ReportPage", N_("Report")),
    PageEntry("records", "ui.records.records_page", "RecordsPage", N_("Records")),
    PageEntry("import", "ui.exchange.import_page", "ImportPage", N_("Import"), "import", "", "Ctrl+I"),
    PageEntry("conflicts", "ui.sync.conflicts_page", "ConflictsPage", N_("Sync and conflicts"), "conflict"),
    PageEntry("settings", "ui.settings.settings_page", "SettingsPage", N_("Settings"), "settings", "", "Ctrl+,"),
)
# The place in the rail that is lit while a page without one of its own is shown.
LIT_BY = {
    "contact": "contacts",
    "graph": "contacts",
    "report": "reports",
    "records": "reports",
    "import": "contacts",
    "calendar": "today",
    "quality": "duplicates",
}


def page_class(name: str) -> type[Page] | None:
    """Return the class of the page called `name`, or None where this program has none."""
    entry = next((entry for entry in PAGES if entry.name == name), None)
    if entry is None:
        return None
    found = getattr(importlib.import_module(entry.module), entry.class_name)
    if isinstance(found, type) and issubclass(found, Page):
        return found
    raise TypeError(f"{entry.class_name} is not a Page")
