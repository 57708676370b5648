"""Contacts: people and companies, their points, jobs and relationships."""

from crm_desktop.schema.activities import INTERACTION_KINDS
from crm_desktop.schema.field import Field, FieldKind, RecordTable, Sparse, choices
from crm_desktop.schema.privacy import PERMISSIONS
from crm_desktop.words import N_

ROLES = choices(
    ("customer", N_("Customer")),
    ("prospect", N_("Prospect")),
    ("supplier", N_("Supplier")),
    ("partner", N_("Partner")),
    ("distributor", N_("Distributor")),
    ("association", N_("Association")),
    ("competitor", N_("Competitor")),
    ("colleague", N_("Colleague")),
)
LIFECYCLE = choices(
    ("prospect", N_("Prospect")), ("lead", N_("Lead")), ("customer", N_("Customer")), ("former", N_("Former customer"))
)
RATING = choices(("A", N_("A")), ("B", N_("B")), ("C", N_("C")))
POINT_KINDS = choices(
    ("email", N_("Email")),
    ("phone", N_("Phone")),
    ("address", N_("Address")),
    ("url", N_("Website")),
    ("social", N_("Social profile")),
    ("message", N_("Messenger")),
)
# What the name of a person is composed of, in this order.
NAME_PARTS = ("prefix", "given_name", "additional_names", "family_name", "suffix")

CONTACT = RecordTable(
    number=1,
    name="contact",
    label=N_("Contact"),
    title="name",
    fields=(
        Field(
            20,
            "kind",
            N_("Kind"),
            FieldKind.CHOICE,
            choices=choices(("person", N_("Person")), ("company", N_("Company"))),
            required=True,
            read_only=True,
        ),
        Field(21, "name", N_("Name"), personal=True, required=True),
        Field(22, "prefix", N_("Title"), personal=True, only="person"),
        Field(23, "given_name", N_("First name"), personal=True, only="person"),
        Field(24, "additional_names", N_("Middle names"), personal=True, only="person"),
        Field(25, "family_name", N_("Last name"), personal=True, only="person"),
        Field(26, "suffix", N_("Suffix"), personal=True, only="person"),
        Field(27, "nickname", N_("Nickname"), personal=True, only="person"),
        Field(28, "job_title", N_("Job title"), personal=True, only="person"),
        Field(29, "department", N_("Department"), personal=True, only="person"),
        Field(30, "company", N_("Company"), FieldKind.LINK, target="contact", only="person"),
        Field(31, "birthday", N_("Birthday"), FieldKind.PARTIAL_DAY, personal=True, only="person"),
        Field(32, "legal_name", N_("Legal name"), only="company"),
        Field(33, "sector", N_("Sector"), only="company"),
        Field(34, "employees", N_("Employees"), FieldKind.NUMBER, only="company", bounds=(0, 100_000_000)),
        Field(35, "annual_revenue", N_("Annual revenue"), FieldKind.MONEY, only="company"),
        Field(36, "founded_year", N_("Founded"), FieldKind.NUMBER, only="company", bounds=(1, 9999)),
        Field(37, "vat_id", N_("VAT id"), only="company"),
        Field(38, "registration_no", N_("Registration no."), only="company"),
        Field(39, "parent", N_("Parent company"), FieldKind.LINK, target="contact", only="company"),
        Field(40, "email", N_("Email"), FieldKind.EMAIL, personal=True, point="email"),
        Field(41, "phone", N_("Phone"), FieldKind.PHONE, personal=True, point="phone"),
        Field(42, "street", N_("Street"), personal=True, point="address", part="street"),
        Field(43, "city", N_("City"), personal=True, point="address", part="city"),
        Field(44, "region", N_("State or region"), personal=True, point="address", part="region"),
        Field(45, "postal_code", N_("Postal code"), personal=True, point="address", part="postal_code"),
        Field(46, "country", N_("Country"), FieldKind.COUNTRY, personal=True, point="address", part="country"),
        Field(47, "website", N_("Website"), FieldKind.URL),
        Field(48, "roles", N_("Roles"), FieldKind.CHOICES, choices=ROLES),
        Field(49, "lifecycle", N_("Lifecycle"), FieldKind.CHOICE, choices=LIFECYCLE),
        Field(50, "rating", N_("Rating"), FieldKind.CHOICE, choices=RATING),
        Field(51, "source", N_("Source")),
        Field(52, "language", N_("Language"), FieldKind.LANGUAGE, personal=True),
        Field(53, "tags", N_("Tags"), FieldKind.TAGS),
        Field(54, "notes", N_("Notes"), FieldKind.LONG_TEXT, personal=True),
        Field(55, "do_not_contact", N_("Do not contact"), FieldKind.YES_NO, personal=True),
        Field(56, "currency", N_("Currency"), FieldKind.CURRENCY, only="company"),
        Field(57, "keep_in_touch_days", N_("Keep in touch every (days)"), FieldKind.NUMBER, bounds=(0, 36_500)),
        Field(58, "merged_into", N_("Merged into"), FieldKind.LINK, target="contact", read_only=True),
        Field(59, "photo", N_("Photo"), FieldKind.LINK, target="attachment", personal=True, read_only=True),
        Field(
            60,
            "may_contact",
            N_("Consent"),
            FieldKind.CHOICES,
            personal=True,
            choices=PERMISSIONS,
            read_only=True,
            ledger="consent",
        ),
        Field(80, "last_interaction_at", N_("Last interaction"), FieldKind.INSTANT, read_only=True, rollup="last_at"),
        Field(
            81,
            "last_interaction_kind",
            N_("Last interaction by"),
            FieldKind.CHOICE,
            choices=INTERACTION_KINDS,
            read_only=True,
            rollup="last_kind",
        ),
        Field(82, "next_step", N_("Next step"), read_only=True, rollup="next_title"),
        Field(83, "next_step_due", N_("Due"), FieldKind.DAY, read_only=True, rollup="next_due"),
        Field(84, "open_deals", N_("Open deals"), FieldKind.NUMBER, read_only=True, rollup="open_deals"),
        Field(85, "open_amount", N_("Open amount"), FieldKind.MONEY, read_only=True, rollup="open_amount"),
        Field(86, "lifetime_value", N_("Lifetime value"), FieldKind.MONEY, read_only=True, rollup="won_amount"),
        Field(87, "won_deals", N_("Deals won"), FieldKind.NUMBER, read_only=True, rollup="won_deals"),
        Field(88, "open_tickets", N_("Open tickets"), FieldKind.NUMBER, read_only=True, rollup="open_tickets"),
    ),
    indexes=("company", "parent", "owner", "created_at", "website", "vat_id"),
    # keep in touch, and birthdays by month and day
    sparse=(Sparse("rating"), Sparse("keep_in_touch_days"), Sparse("birthday", -5)),
)

CONTACT_POINT = RecordTable(
    number=2,
    name="contact_point",
    label=N_("Contact point"),
    title="value",
    belongs_to="contact",
    fields=(
        Field(20, "contact", N_("Contact"), FieldKind.LINK, target="contact", required=True),
        Field(21, "kind", N_("Kind"), FieldKind.CHOICE, choices=POINT_KINDS, required=True),
        Field(22, "label", N_("Label")),
        Field(23, "value", N_("Value"), personal=True),
        Field(24, "normal", N_("Normal form"), personal=True, read_only=True),
        Field(25, "street", N_("Street"), personal=True),
        Field(26, "city", N_("City"), personal=True),
        Field(27, "region", N_("State or region"), personal=True),
        Field(28, "postal_code", N_("Postal code"), personal=True),
        Field(29, "country", N_("Country"), FieldKind.COUNTRY, personal=True),
        Field(30, "is_primary", N_("Main one"), FieldKind.YES_NO),
        Field(31, "position", N_("Position"), FieldKind.NUMBER),
    ),
    indexes=("contact, kind, is_primary", "kind, normal"),
)

AFFILIATION = RecordTable(
    number=3,
    name="affiliation",
    label=N_("Job"),
    title="job_title",
    belongs_to="person",
    fields=(
        Field(20, "person", N_("Person"), FieldKind.LINK, target="contact", required=True),
        Field(21, "company", N_("Company"), FieldKind.LINK, target="contact", required=True),
        Field(22, "job_title", N_("Job title"), personal=True),
        Field(23, "department", N_("Department"), personal=True),
        Field(24, "from_day", N_("From"), FieldKind.DAY, personal=True),
        Field(25, "to_day", N_("Until"), FieldKind.DAY, personal=True),
        Field(26, "is_main", N_("Main job"), FieldKind.YES_NO),
    ),
    indexes=("person", "company"),
)

RELATIONSHIP = RecordTable(
    number=4,
    name="relationship",
    label=N_("Relationship"),
    title="kind",
    belongs_to="from_contact",
    fields=(
        Field(20, "from_contact", N_("From"), FieldKind.LINK, target="contact", required=True),
        Field(21, "to_contact", N_("To"), FieldKind.LINK, target="contact", required=True),
        Field(22, "kind", N_("Kind"), required=True),
        Field(23, "from_day", N_("From day"), FieldKind.DAY),
        Field(24, "to_day", N_("Until"), FieldKind.DAY),
        Field(25, "note", N_("Note"), FieldKind.LONG_TEXT, personal=True),
    ),
    indexes=("from_contact", "to_contact"),
)

RELATION_KIND = RecordTable(
    number=23,
    name="relation_kind",
    label=N_("Kind of relationship"),
    title="value",
    fields=(
        Field(20, "value", N_("Kind"), required=True),
        Field(21, "outward", N_("Reads from this side"), required=True),
        Field(22, "inward", N_("Reads from the other side"), required=True),
        Field(23, "people", N_("Only among people"), FieldKind.YES_NO),
        Field(24, "companies", N_("Only among companies"), FieldKind.YES_NO),
    ),
)

DISTINCT_PAIR = RecordTable(
    number=29,
    name="distinct_pair",
    label=N_("Two different contacts"),
    title="note",
    fields=(
        Field(20, "first", N_("First"), FieldKind.LINK, target="contact", required=True),
        Field(21, "second", N_("Second"), FieldKind.LINK, target="contact", required=True),
        Field(22, "note", N_("Note"), personal=True),
    ),
    indexes=("first, second", "second"),
)
