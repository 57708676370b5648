"""Activities: interactions on every channel, and tasks."""

from crm_desktop.schema.field import Along, Field, FieldKind, RecordTable, Sparse, choices
from crm_desktop.words import N_

INTERACTION_KINDS = choices(
    ("call", N_("Call")),
    ("meeting", N_("Meeting")),
    ("visit", N_("Visit")),
    ("email", N_("Email")),
    ("letter", N_("Letter")),
    ("social", N_("Social")),
    ("message", N_("Message")),
    ("note", N_("Note")),
)
DIRECTIONS = choices(("out", N_("Outgoing")), ("in", N_("Incoming")))
MOODS = choices(("happy", N_("Happy")), ("neutral", N_("Neutral")), ("unhappy", N_("Unhappy")))
TASK_KINDS = choices(
    ("todo", N_("To do")),
    ("call", N_("Call")),
    ("meeting", N_("Meeting")),
    ("visit", N_("Visit")),
    ("email", N_("Email")),
    ("letter", N_("Letter")),
)
PRIORITIES = choices(("low", N_("Low")), ("medium", N_("Medium")), ("high", N_("High")))

INTERACTION = RecordTable(
    number=5,
    name="interaction",
    label=N_("Activity"),
    title="subject",
    fields=(
        Field(20, "kind", N_("Kind"), FieldKind.CHOICE, choices=INTERACTION_KINDS, required=True),
        Field(21, "direction", N_("Direction"), FieldKind.CHOICE, choices=DIRECTIONS),
        Field(22, "at", N_("When"), FieldKind.INSTANT, required=True),
        Field(23, "duration_min", N_("Duration"), FieldKind.MINUTES),
        Field(24, "subject", N_("Subject"), personal=True),
        Field(25, "body", N_("Text"), FieldKind.LONG_TEXT, personal=True),
        Field(26, "outcome", N_("Outcome")),
        Field(27, "person", N_("Person"), FieldKind.LINK, target="contact"),
        Field(28, "company", N_("Company"), FieldKind.LINK, target="contact"),
        Field(29, "deal", N_("Deal"), FieldKind.LINK, target="deal"),
        Field(30, "ticket", N_("Ticket"), FieldKind.LINK, target="ticket"),
        Field(31, "mood", N_("Mood"), FieldKind.CHOICE, choices=MOODS, personal=True),
        Field(32, "url", N_("Link"), FieldKind.URL),
        Field(33, "planned", N_("Planned"), FieldKind.YES_NO),
        Field(34, "sender", N_("From"), personal=True),
        Field(35, "recipients", N_("To"), FieldKind.LONG_TEXT, personal=True),
        Field(36, "location", N_("Place"), personal=True),
        Field(37, "remind_at", N_("Remind at"), FieldKind.INSTANT),
        Field(38, "reminded_at", N_("Reminded at"), FieldKind.INSTANT, read_only=True),
        # the zone whose clock a repeated meeting follows, and in which a whole day is that day
        Field(39, "zone", N_("Time zone")),
        Field(40, "all_day", N_("Whole day"), FieldKind.YES_NO),
        Field(41, "recurrence", N_("Repeats"), FieldKind.RECURRENCE),
        Field(42, "series", N_("First of the series"), FieldKind.LINK, target="interaction", read_only=True),
        # which one of the series this is, whenever it takes place: a day, or day and time by the clock of its zone
        Field(43, "occurrence", N_("Planned for"), read_only=True),
        # what came from a calendar file and has no field here: the component, and zones that only the file knows
        Field(44, "calendar_parts", N_("From the calendar file"), FieldKind.JSON, personal=True, read_only=True),
    ),
    # those of contacts hold what their timelines count by, so that counting reads no row
    indexes=(
        "person, at, kind, removed_at, company",
        "company, at, kind, removed_at",
        *("deal, at", "ticket, at", "at", "planned, at", "remind_at", "series"),
    ),
    sparse=(Sparse("recurrence"),),
    tells_of=("person", "company"),
    along=Along(
        ("deal", "ticket", "person", "company"),
        "+t.planned = 1 AND (+t.at > :now OR +t.recurrence IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM participant p "
        "JOIN contact c ON c.id = p.contact AND c.removed_at IS NULL WHERE p.interaction = t.id "
        "AND p.removed_at IS NULL AND c.id NOT IN (SELECT unhex(value) FROM json_each(:contact)))",
    ),
)

PARTICIPANT = RecordTable(
    number=6,
    name="participant",
    label=N_("Participant"),
    title="role",
    belongs_to="interaction",
    tells_of=("contact",),
    fields=(
        Field(20, "interaction", N_("Activity"), FieldKind.LINK, target="interaction", required=True),
        Field(21, "contact", N_("Contact"), FieldKind.LINK, target="contact", required=True),
        Field(22, "role", N_("Role")),
    ),
    indexes=("interaction", "contact"),
)

TASK = RecordTable(
    number=7,
    name="task",
    label=N_("Task"),
    title="title",
    fields=(
        Field(20, "title", N_("Title"), personal=True, required=True),
        Field(21, "kind", N_("Kind"), FieldKind.CHOICE, choices=TASK_KINDS, default="todo"),
        Field(22, "due_day", N_("Due"), FieldKind.DAY),
        Field(23, "due_at", N_("Due at"), FieldKind.INSTANT),
        Field(24, "remind_at", N_("Remind at"), FieldKind.INSTANT),
        Field(25, "done_at", N_("Done at"), FieldKind.INSTANT),
        Field(26, "priority", N_("Priority"), FieldKind.CHOICE, choices=PRIORITIES),
        Field(27, "assignee", N_("Assigned to"), FieldKind.LINK, target="member"),
        Field(28, "recurrence", N_("Repeats"), FieldKind.RECURRENCE),
        Field(29, "person", N_("Person"), FieldKind.LINK, target="contact"),
        Field(30, "company", N_("Company"), FieldKind.LINK, target="contact"),
        Field(31, "deal", N_("Deal"), FieldKind.LINK, target="deal"),
        Field(32, "ticket", N_("Ticket"), FieldKind.LINK, target="ticket"),
        Field(33, "note", N_("Note"), FieldKind.LONG_TEXT, personal=True),
        Field(34, "duration_min", N_("Duration"), FieldKind.MINUTES),
        Field(35, "zone", N_("Time zone")),
        Field(36, "series", N_("First of the series"), FieldKind.LINK, target="task", read_only=True),
        Field(37, "reminded_at", N_("Reminded at"), FieldKind.INSTANT, read_only=True),
        Field(38, "location", N_("Place"), personal=True),
        # which one of the series this is, also once it is put off: a day, or day and time by the clock of its zone
        Field(39, "occurrence", N_("Planned for"), read_only=True),
        Field(40, "calendar_parts", N_("From the calendar file"), FieldKind.JSON, personal=True, read_only=True),
    ),
    indexes=(
        "person, due_day",
        "company, due_day",
        "deal, due_day",
        "ticket",
        "done_at, due_day",
        "remind_at",
        "series",
    ),
    along=Along(("deal", "ticket", "person", "company"), "+t.done_at IS NULL"),
)
