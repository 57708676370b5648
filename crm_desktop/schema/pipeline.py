"""Pipelines, their stages, and deals with lines."""

from crm_desktop.schema.field import Along, Field, FieldKind, RecordTable, choices
from crm_desktop.words import N_

OUTCOMES = choices(("open", N_("Open")), ("won", N_("Won")), ("lost", N_("Lost")))

PIPELINE = RecordTable(
    number=10,
    name="pipeline",
    label=N_("Pipeline"),
    title="name",
    fields=(
        Field(20, "name", N_("Name"), required=True),
        Field(21, "position", N_("Position"), FieldKind.NUMBER),
    ),
)

STAGE = RecordTable(
    number=11,
    name="stage",
    label=N_("Stage"),
    title="name",
    belongs_to="pipeline",
    fields=(
        Field(20, "name", N_("Name"), required=True),
        Field(21, "pipeline", N_("Pipeline"), FieldKind.LINK, target="pipeline", required=True),
        Field(22, "position", N_("Position"), FieldKind.NUMBER),
        Field(23, "probability", N_("Chance"), FieldKind.PERCENT),
        Field(24, "rot_days", N_("Days until it goes stale"), FieldKind.NUMBER, bounds=(0, 36_500)),
        Field(25, "outcome", N_("Outcome"), FieldKind.CHOICE, choices=OUTCOMES, default="open"),
        Field(26, "checklist", N_("Checklist"), FieldKind.LONG_TEXT),
        Field(27, "required_fields", N_("Required fields"), FieldKind.TAGS),
    ),
    indexes=("pipeline, position",),
)

DEAL = RecordTable(
    number=12,
    name="deal",
    label=N_("Deal"),
    title="title",
    fields=(
        Field(20, "title", N_("Title"), required=True),
        Field(21, "company", N_("Company"), FieldKind.LINK, target="contact"),
        Field(22, "person", N_("Person"), FieldKind.LINK, target="contact"),
        Field(23, "pipeline", N_("Pipeline"), FieldKind.LINK, target="pipeline"),
        Field(24, "stage", N_("Stage"), FieldKind.LINK, target="stage"),
        Field(25, "amount", N_("Amount"), FieldKind.MONEY),
        Field(26, "currency", N_("Currency"), FieldKind.CURRENCY),
        Field(27, "rate", N_("Rate to the workspace's currency"), FieldKind.DECIMAL, read_only=True),
        Field(28, "rate_on", N_("Rate of"), FieldKind.DAY, read_only=True),
        Field(29, "probability", N_("Chance"), FieldKind.PERCENT),
        Field(30, "opened_on", N_("Opened"), FieldKind.DAY),
        Field(31, "expected_on", N_("Expected"), FieldKind.DAY),
        Field(32, "closed_on", N_("Closed"), FieldKind.DAY),
        Field(33, "outcome", N_("Outcome"), FieldKind.CHOICE, choices=OUTCOMES, default="open"),
        Field(34, "lost_reason", N_("Reason lost")),
        Field(35, "source", N_("Source")),
        Field(36, "team", N_("Team"), FieldKind.LINK, target="team"),
        Field(37, "stage_entered_at", N_("In this stage since"), FieldKind.INSTANT, read_only=True),
        Field(38, "note", N_("Note"), FieldKind.LONG_TEXT, personal=True),
        Field(39, "tags", N_("Tags"), FieldKind.TAGS),
    ),
    indexes=("company", "person", "stage, expected_on", "owner", "outcome, closed_on", "team"),
    along=Along(("company", "person"), "+t.outcome = 'open'", asked=True),
)

DEAL_LINE = RecordTable(
    number=13,
    name="deal_line",
    label=N_("Deal line"),
    title="description",
    belongs_to="deal",
    fields=(
        Field(20, "deal", N_("Deal"), FieldKind.LINK, target="deal", required=True),
        Field(21, "product", N_("Product"), FieldKind.LINK, target="product"),
        Field(22, "description", N_("Description")),
        Field(23, "quantity", N_("Quantity"), FieldKind.DECIMAL, default=1),
        Field(24, "unit_price", N_("Unit price"), FieldKind.MONEY),
        Field(25, "discount_pct", N_("Discount"), FieldKind.DECIMAL),
        Field(26, "tax_rate", N_("Tax rate"), FieldKind.DECIMAL),
        Field(27, "position", N_("Position"), FieldKind.NUMBER),
    ),
    indexes=("deal", "product"),
)

STAGE_MOVE = RecordTable(
    number=14,
    name="stage_move",
    label=N_("Stage move"),
    title="stage",
    belongs_to="deal",
    fields=(
        Field(20, "deal", N_("Deal"), FieldKind.LINK, target="deal", required=True),
        Field(21, "stage", N_("Stage"), FieldKind.LINK, target="stage", required=True),
        Field(22, "from_stage", N_("From stage"), FieldKind.LINK, target="stage"),
        Field(23, "at", N_("When"), FieldKind.INSTANT, required=True),
    ),
    indexes=("deal, at",),
)

DEAL_CONTACT = RecordTable(
    number=15,
    name="deal_contact",
    label=N_("Person in a deal"),
    title="role",
    belongs_to="deal",
    fields=(
        Field(20, "deal", N_("Deal"), FieldKind.LINK, target="deal", required=True),
        Field(21, "contact", N_("Contact"), FieldKind.LINK, target="contact", required=True),
        Field(22, "role", N_("Role")),
    ),
    indexes=("deal", "contact"),
)
