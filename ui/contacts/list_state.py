"""The lists of contacts: people, companies or all."""

from crm_desktop.words import N_
from ui.kit.lists.state import ListKind, ListState

PEOPLE, COMPANIES, ALL = "people", "companies", "contacts"
PAGES = (PEOPLE, COMPANIES, ALL)
_PLACE = "contacts"
_COLUMNS = {
    PEOPLE: (
        "name",
        "company",
        "job_title",
        "last_interaction_at",
        "next_step",
        "next_step_due",
        "may_contact",
        "lifetime_value",
    ),
    COMPANIES: (
        "name",
        "sector",
        "city",
        "last_interaction_at",
        "next_step",
        "next_step_due",
        "open_amount",
        "lifetime_value",
    ),
    ALL: (
        "name",
        "email",
        "phone",
        "city",
        "last_interaction_at",
        "next_step",
        "next_step_due",
        "lifetime_value",
    ),
}
# Read with every row: the sum of the selected rows, and what other columns show beside their own value.
_BESIDE = ("lifetime_value", "last_interaction_kind", "next_step_due", "removed_at")
_BESIDES = {PEOPLE: _BESIDE, COMPANIES: (*_BESIDE, "currency"), ALL: (*_BESIDE, "currency", "kind")}
_EVERYTHING = {PEOPLE: N_("All people"), COMPANIES: N_("All companies"), ALL: N_("All contacts")}
_USEFUL = (
    *("owner", "email", "phone", "sector", "city", "country", "tags", "roles", "lifecycle", "rating", "source"),
    *("open_deals", "open_amount", "won_deals", "open_tickets", "department", "employees", "annual_revenue", "website"),
)
LISTS = tuple(ListKind(each, _PLACE, _COLUMNS[each], _EVERYTHING[each], _USEFUL, _BESIDES[each]) for each in PAGES)
FIRST = ListState(LISTS[0])
