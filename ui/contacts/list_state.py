"""The lists of contacts: people, companies or all."""

from crm_desktop.words import N_
from ui.kit.lists.state import ListKind, Nothing

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
_WATCHED = ("contact_point", "interaction", "task", "deal", "ticket", "member", "consent")
_BRING = N_("Add the first one, or bring them from a file or another program.")
_NOTHING = {
    PEOPLE: Nothing("people", N_("No people yet"), _BRING, N_("Add person")),
    COMPANIES: Nothing("company", N_("No companies yet"), _BRING, N_("Add company")),
    ALL: Nothing("people", N_("No contacts yet"), _BRING, N_("Add person")),
}
_ADDS = {PEOPLE: "person", COMPANIES: "company", ALL: "person"}


def _made(name: str) -> ListKind:
    usual = ListKind(name, _PLACE, _COLUMNS[name], _EVERYTHING[name], _USEFUL, _BESIDES[name])
    return usual._replace(summed="lifetime_value", watched=_WATCHED, nothing=_NOTHING[name], adds=_ADDS[name])


LISTS = tuple(_made(each) for each in PAGES)
