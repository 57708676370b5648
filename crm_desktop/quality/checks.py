"""The checks: what each looks for, among which records, and which fields are shown to mend it."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.quality.invalid import (
    invalid_bank_accounts,
    invalid_emails,
    invalid_phones,
    invalid_postal_codes,
    invalid_vat_ids,
    invalid_websites,
)
from crm_desktop.quality.scope import Scope
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_


class Group(StrEnum):
    """What is wrong, in general."""

    MISSING = "missing"
    INVALID = "invalid"
    STALE = "stale"
    CONTRADICTORY = "contradictory"


GROUP_LABELS: Mapping[Group, str] = {
    Group.MISSING: N_("Missing"),
    Group.INVALID: N_("Invalid"),
    Group.STALE: N_("Stale"),
    Group.CONTRADICTORY: N_("Contradictory"),
}


class Check(NamedTuple):
    """One check of the records of `kind`: those `where` holds for the row `t`, or those that `find` yields the rids of.

    `columns` are the fields that its list shows. In `where`, `:today` is the user's day and `:before_ms` the instant
    before which nothing may be left alone; `label` says with `{days}` how long that is.
    """

    name: str
    group: Group
    label: str
    kind: str
    columns: tuple[str, ...]
    where: str = ""
    find: Callable[[Connection, Scope], Iterator[int]] | None = None


_POINT = (
    "EXISTS (SELECT 1 FROM contact_point p WHERE p.contact = t.id AND p.removed_at IS NULL AND p.kind IN ({kinds}))"
)
_REACHED = _POINT.format(kinds="'email', 'phone'")
_LAST = "coalesce((SELECT r.last_at FROM contact_rollup r WHERE r.rid = t.rid), t.created_at)"
_ROLLUP = "(SELECT coalesce(r.{column}, 0) FROM contact_rollup r WHERE r.rid = t.rid)"
_CUSTOMER = "(t.lifecycle = 'customer' OR instr(coalesce(t.roles, ''), '\"customer\"'))"

CHECKS: tuple[Check, ...] = (
    Check(
        "people_unreachable",
        Group.MISSING,
        N_("People without email and phone"),
        "people",
        ("name", "company", "email", "phone"),
        f"NOT {_REACHED}",
    ),
    Check(
        "people_without_company",
        Group.MISSING,
        N_("People without a company"),
        "people",
        ("name", "company", "job_title", "email"),
        "t.company IS NULL",
    ),
    Check(
        "companies_unreachable",
        Group.MISSING,
        N_("Companies without email, phone and website"),
        "companies",
        ("name", "email", "phone", "website"),
        f"t.website IS NULL AND NOT {_REACHED}",
    ),
    Check(
        "companies_without_address",
        Group.MISSING,
        N_("Companies without an address"),
        "companies",
        ("name", "street", "postal_code", "city", "country"),
        f"NOT {_POINT.format(kinds=repr('address'))}",
    ),
    Check(
        "contacts_without_owner",
        Group.MISSING,
        N_("Contacts that nobody looks after"),
        "contacts",
        ("name", "kind", "lifecycle", "owner"),
        "t.owner IS NULL",
    ),
    Check(
        "deals_without_amount",
        Group.MISSING,
        N_("Open deals without an amount"),
        "deals",
        ("title", "company", "amount", "stage", "owner"),
        "t.outcome = 'open' AND t.amount IS NULL",
    ),
    Check(
        "deals_without_day",
        Group.MISSING,
        N_("Open deals without an expected day"),
        "deals",
        ("title", "company", "expected_on", "stage", "owner"),
        "t.outcome = 'open' AND t.expected_on IS NULL",
    ),
    Check(
        "deals_without_customer",
        Group.MISSING,
        N_("Deals without a company and a person"),
        "deals",
        ("title", "company", "person", "amount", "owner"),
        "t.company IS NULL AND t.person IS NULL",
    ),
    Check(
        "emails",
        Group.INVALID,
        N_("Email addresses that are none"),
        "contacts",
        ("name", "email", "company"),
        find=invalid_emails,
    ),
    Check(
        "phones",
        Group.INVALID,
        N_("Phone numbers that nobody has"),
        "contacts",
        ("name", "phone", "country", "company"),
        find=invalid_phones,
    ),
    Check(
        "websites",
        Group.INVALID,
        N_("Websites that are no web addresses"),
        "contacts",
        ("name", "website"),
        find=invalid_websites,
    ),
    Check(
        "vat_ids",
        Group.INVALID,
        N_("VAT ids with wrong digits"),
        "companies",
        ("name", "vat_id", "country"),
        find=invalid_vat_ids,
    ),
    Check(
        "bank_accounts",
        Group.INVALID,
        N_("Bank accounts (IBAN) with wrong digits"),
        "contacts",
        ("name", "country"),
        find=invalid_bank_accounts,
    ),
    Check(
        "postal_codes",
        Group.INVALID,
        N_("Postal codes that their country does not have"),
        "contacts",
        ("name", "postal_code", "city", "country"),
        find=invalid_postal_codes,
    ),
    Check(
        "silent_customers",
        Group.STALE,
        N_("Customers without a contact for {days} days"),
        "contacts",
        ("name", "last_interaction_at", "lifecycle", "rating", "owner"),
        f"{_CUSTOMER} AND {_LAST} < :before_ms",
    ),
    Check(
        "silent_deals",
        Group.STALE,
        N_("Open deals that nobody touched for {days} days"),
        "deals",
        ("title", "company", "stage", "expected_on", "owner"),
        "t.outcome = 'open' AND t.updated_at < :before_ms AND NOT EXISTS "
        "(SELECT 1 FROM interaction i WHERE i.deal = t.id AND i.at >= :before_ms AND i.removed_at IS NULL)",
    ),
    Check(
        "overdue_deals",
        Group.STALE,
        N_("Open deals that were expected by now"),
        "deals",
        ("title", "company", "expected_on", "stage", "owner"),
        "t.outcome = 'open' AND t.expected_on < :today",
    ),
    Check(
        "lost_touch",
        Group.STALE,
        N_("Contacts whom nobody kept in touch with"),
        "contacts",
        ("name", "keep_in_touch_days", "last_interaction_at", "owner"),
        f"t.keep_in_touch_days > 0 AND {_LAST} < :now_ms - t.keep_in_touch_days * 86400000",
    ),
    Check(
        "former_with_deal",
        Group.CONTRADICTORY,
        N_("Former customers with an open deal"),
        "contacts",
        ("name", "lifecycle", "open_deals", "owner"),
        f"t.lifecycle = 'former' AND {_ROLLUP.format(column='open_deals')} > 0",
    ),
    Check(
        "prospect_who_bought",
        Group.CONTRADICTORY,
        N_("Prospects and leads with a won deal"),
        "contacts",
        ("name", "lifecycle", "won_deals", "owner"),
        f"t.lifecycle IN ('prospect', 'lead') AND {_ROLLUP.format(column='won_deals')} > 0",
    ),
    Check(
        "closed_before_opened",
        Group.CONTRADICTORY,
        N_("Deals that were closed before they were opened"),
        "deals",
        ("title", "opened_on", "closed_on", "outcome", "owner"),
        "t.closed_on < t.opened_on",
    ),
    Check(
        "closed_without_day",
        Group.CONTRADICTORY,
        N_("Deals won or lost on no day"),
        "deals",
        ("title", "outcome", "closed_on", "amount", "owner"),
        "t.outcome IN ('won', 'lost') AND t.closed_on IS NULL",
    ),
    Check(
        "closed_in_the_future",
        Group.CONTRADICTORY,
        N_("Deals won or lost on a day to come"),
        "deals",
        ("title", "outcome", "closed_on", "owner"),
        "t.outcome IN ('won', 'lost') AND t.closed_on > :today",
    ),
    Check(
        "born_later",
        Group.CONTRADICTORY,
        N_("Birthdays that are still to come, or too long ago"),
        "people",
        ("name", "birthday", "company"),
        "substr(t.birthday, 1, 1) <> '-' AND (t.birthday > :today OR t.birthday < '1900')",
    ),
    Check(
        "founded_later",
        Group.CONTRADICTORY,
        N_("Companies founded in a year to come"),
        "companies",
        ("name", "founded_year", "sector"),
        "t.founded_year > CAST(substr(:today, 1, 4) AS INTEGER)",
    ),
    Check(
        "job_ends_first",
        Group.CONTRADICTORY,
        N_("People with a job that ended before it began"),
        "people",
        ("name", "company", "job_title"),
        "EXISTS (SELECT 1 FROM affiliation a WHERE a.person = t.id AND a.to_day < a.from_day AND a.removed_at IS NULL)",
    ),
    Check(
        "works_nowhere",
        Group.CONTRADICTORY,
        N_("People whose company is in the bin"),
        "people",
        ("name", "company", "job_title", "email"),
        "EXISTS (SELECT 1 FROM contact o WHERE o.id = t.company AND o.removed_at IS NOT NULL)",
    ),
    Check(
        "refused_and_allowed",
        Group.CONTRADICTORY,
        N_("Not to be contacted, though consent given"),
        "contacts",
        ("name", "do_not_contact", "email", "phone"),
        "t.do_not_contact = 1 AND EXISTS (SELECT 1 FROM consent s WHERE s.contact = t.id AND s.state = 'given' AND "
        "s.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM consent w WHERE w.contact = t.id AND "
        "w.purpose = s.purpose AND w.channel = s.channel AND w.at > s.at AND w.removed_at IS NULL))",
    ),
)
BY_NAME: Mapping[str, Check] = {each.name: each for each in CHECKS}
