"""Tickets and their messages."""

from crm_desktop.schema.field import Along, Field, FieldKind, RecordTable, choices
from crm_desktop.words import N_

TICKET_KINDS = choices(
    ("question", N_("Question")),
    ("problem", N_("Problem")),
    ("complaint", N_("Complaint")),
    ("compliment", N_("Compliment")),
    ("suggestion", N_("Suggestion")),
)
STATUSES = choices(
    ("new", N_("New")),
    ("open", N_("Open")),
    ("waiting", N_("Waiting")),
    ("solved", N_("Solved")),
    ("closed", N_("Closed")),
)
TICKET_PRIORITIES = choices(
    ("low", N_("Low")), ("medium", N_("Medium")), ("high", N_("High")), ("critical", N_("Critical"))
)
CHANNELS = choices(
    ("email", N_("Email")),
    ("phone", N_("Phone")),
    ("chat", N_("Chat")),
    ("social", N_("Social")),
    ("visit", N_("Visit")),
    ("letter", N_("Letter")),
    ("web", N_("Web form")),
)
MESSAGE_KINDS = choices(("in", N_("From the customer")), ("out", N_("Reply")), ("note", N_("Internal note")))

TICKET = RecordTable(
    number=16,
    name="ticket",
    label=N_("Ticket"),
    title="subject",
    numbered="number",
    fields=(
        Field(20, "number", N_("Number"), FieldKind.NUMBER, read_only=True),
        Field(21, "subject", N_("Subject"), personal=True, required=True),
        Field(22, "description", N_("Description"), FieldKind.LONG_TEXT, personal=True),
        Field(23, "kind", N_("Kind"), FieldKind.CHOICE, choices=TICKET_KINDS, default="question"),
        Field(24, "status", N_("Status"), FieldKind.CHOICE, choices=STATUSES, default="new"),
        Field(25, "priority", N_("Priority"), FieldKind.CHOICE, choices=TICKET_PRIORITIES, default="medium"),
        Field(26, "channel", N_("Channel"), FieldKind.CHOICE, choices=CHANNELS),
        Field(27, "contact", N_("Customer"), FieldKind.LINK, target="contact"),
        Field(28, "company", N_("Company"), FieldKind.LINK, target="contact"),
        Field(29, "product", N_("Product"), FieldKind.LINK, target="product"),
        Field(30, "opened_at", N_("Opened"), FieldKind.INSTANT),
        Field(31, "first_response_at", N_("First answer"), FieldKind.INSTANT),
        Field(32, "solved_at", N_("Solved at"), FieldKind.INSTANT),
        Field(33, "satisfaction", N_("Satisfaction"), FieldKind.NUMBER),
        Field(34, "root_cause", N_("Cause")),
        Field(35, "resolution", N_("Resolution"), FieldKind.LONG_TEXT, personal=True),
        Field(36, "answer_due_at", N_("Answer due"), FieldKind.INSTANT),
        Field(37, "solve_due_at", N_("Solution due"), FieldKind.INSTANT),
        Field(38, "mood", N_("Mood"), personal=True),
        Field(39, "tags", N_("Tags"), FieldKind.TAGS),
    ),
    indexes=("number", "contact", "company", "status, answer_due_at", "owner", "opened_at"),
    along=Along(("company", "contact"), "+t.status NOT IN ('solved', 'closed')", asked=True),
)

TICKET_MESSAGE = RecordTable(
    number=17,
    name="ticket_message",
    label=N_("Ticket message"),
    title="body",
    belongs_to="ticket",
    fields=(
        Field(20, "ticket", N_("Ticket"), FieldKind.LINK, target="ticket", required=True),
        Field(21, "kind", N_("Kind"), FieldKind.CHOICE, choices=MESSAGE_KINDS, required=True),
        Field(22, "at", N_("When"), FieldKind.INSTANT, required=True),
        Field(23, "author", N_("From"), FieldKind.LINK, target="contact"),
        Field(24, "member", N_("Member"), FieldKind.LINK, target="member"),
        Field(25, "channel", N_("Channel"), FieldKind.CHOICE, choices=CHANNELS),
        Field(26, "body", N_("Text"), FieldKind.LONG_TEXT, personal=True),
    ),
    indexes=("ticket, at",),
)
