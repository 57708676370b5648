"""What we know of a contact, each fact with its source and age, and what we promised them."""

from crm_desktop.schema.field import Along, Field, FieldKind, RecordTable
from crm_desktop.words import N_

KNOWN_FACT = RecordTable(
    number=24,
    name="known_fact",
    label=N_("What we know"),
    title="text",
    belongs_to="contact",
    fields=(
        Field(20, "contact", N_("Contact"), FieldKind.LINK, target="contact", required=True),
        Field(21, "text", N_("What we know"), FieldKind.LONG_TEXT, personal=True, required=True),
        Field(22, "source", N_("From whom or where"), personal=True),
        Field(23, "learned_on", N_("Learned on"), FieldKind.DAY),
    ),
    indexes=("contact, learned_on",),
)

PROMISE = RecordTable(
    number=25,
    name="promise",
    label=N_("Promise"),
    title="text",
    fields=(
        Field(20, "text", N_("Promise"), personal=True, required=True),
        Field(21, "person", N_("Person"), FieldKind.LINK, target="contact"),
        Field(22, "company", N_("Company"), FieldKind.LINK, target="contact"),
        Field(23, "deal", N_("Deal"), FieldKind.LINK, target="deal"),
        Field(24, "ticket", N_("Ticket"), FieldKind.LINK, target="ticket"),
        Field(25, "promised_on", N_("Promised on"), FieldKind.DAY),
        Field(26, "due_day", N_("Due"), FieldKind.DAY),
        Field(27, "kept_at", N_("Kept at"), FieldKind.INSTANT),
    ),
    indexes=("person, due_day", "company, due_day", "kept_at, due_day"),
    along=Along(("person", "company"), "+t.kept_at IS NULL"),
)
