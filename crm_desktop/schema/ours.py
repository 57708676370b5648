"""What belongs to the workspace itself: members, teams, saved views, settings, imports."""

from crm_desktop.schema.field import Field, FieldKind, RecordTable, choices
from crm_desktop.words import N_

MEMBER_ROLES = choices(
    ("owner", N_("Workspace owner")),
    ("manager", N_("Manager")),
    ("sales", N_("Sales")),
    ("service", N_("Service")),
    ("marketing", N_("Marketing")),
    ("read_only", N_("Read only")),
)

# Who may change what is the whole workspace's.
LEADERS = ("owner", "manager")

# What the first member is called until somebody gives a name.
UNNAMED_MEMBER = N_("Me")

MEMBER = RecordTable(
    number=18,
    name="member",
    label=N_("Member"),
    title="name",
    fields=(
        Field(20, "name", N_("Name"), personal=True, required=True),
        Field(21, "email", N_("Email"), FieldKind.TEXT, personal=True),
        Field(22, "role", N_("Role"), FieldKind.CHOICE, choices=MEMBER_ROLES, default="sales"),
        Field(23, "team", N_("Team"), FieldKind.LINK, target="team"),
        Field(24, "manager", N_("Manager"), FieldKind.LINK, target="member"),
        Field(25, "active", N_("Active"), FieldKind.YES_NO, default=1),
        Field(26, "job_title", N_("Job title")),
        Field(27, "phone", N_("Phone"), FieldKind.TEXT, personal=True),
    ),
    indexes=("team",),
)

# What all members say of themselves; everything else about them is said by those who lead.
PROFILE = ("name", "job_title", "email", "phone")

TEAM = RecordTable(
    number=19,
    name="team",
    label=N_("Team"),
    title="name",
    fields=(Field(20, "name", N_("Name"), required=True),),
)

SAVED_VIEW = RecordTable(
    number=20,
    name="saved_view",
    label=N_("View"),
    title="name",
    fields=(
        Field(20, "name", N_("Name"), required=True),
        Field(21, "page", N_("Page"), required=True),
        Field(22, "conditions", N_("Filter"), FieldKind.JSON),
        Field(23, "sorting", N_("Sorting"), FieldKind.JSON),
        Field(24, "columns", N_("Columns"), FieldKind.JSON),
        Field(25, "shared", N_("Shared"), FieldKind.YES_NO),
        Field(26, "position", N_("Position"), FieldKind.NUMBER),
        Field(27, "grouping", N_("Grouped by")),
        Field(28, "widths", N_("Column widths"), FieldKind.JSON),
        Field(29, "row_size", N_("Row size")),
    ),
    indexes=("page, position",),
)

SETTING = RecordTable(
    number=21,
    name="setting",
    label=N_("Setting"),
    title="name",
    fields=(
        Field(20, "name", N_("Name"), required=True),
        Field(21, "value", N_("Value"), FieldKind.JSON),
        Field(22, "member", N_("Member"), FieldKind.LINK, target="member"),
    ),
    indexes=("name",),
)

IMPORT_BATCH = RecordTable(
    number=22,
    name="import_batch",
    label=N_("Import"),
    title="source",
    fields=(
        Field(20, "source", N_("File")),
        Field(21, "at", N_("When"), FieldKind.INSTANT),
        Field(22, "counts", N_("Counts"), FieldKind.JSON),
    ),
)

CUSTOM_FIELD_KINDS = choices(
    ("text", N_("Text")),
    ("long_text", N_("Long text")),
    ("number", N_("Number")),
    ("money", N_("Money")),
    ("date", N_("Date")),
    ("time", N_("Time")),
    ("yes_no", N_("Yes or no")),
    ("choice", N_("Choice")),
    ("choices", N_("Several choices")),
    ("link", N_("Link to a record")),
    ("file", N_("File")),
    ("url", N_("Web address")),
    ("phone", N_("Phone")),
    ("formula", N_("Formula")),
)

CUSTOM_FIELD = RecordTable(
    number=30,
    name="custom_field",
    label=N_("Own field"),
    title="label",
    fields=(
        Field(20, "label", N_("Label"), required=True),
        # the name in filters, commands, files and formulas; it never changes
        Field(21, "name", N_("Name"), required=True, read_only=True),
        # people, companies, contacts, deals, tickets, …: the kinds of the catalogue
        Field(22, "record_kind", N_("Belongs to"), required=True, read_only=True),
        Field(23, "kind", N_("Type"), FieldKind.CHOICE, choices=CUSTOM_FIELD_KINDS, required=True, read_only=True),
        Field(24, "choices", N_("Choices"), FieldKind.JSON),
        Field(25, "target", N_("Links to")),
        Field(26, "formula", N_("Formula"), FieldKind.LONG_TEXT),
        Field(27, "help", N_("Help")),
        Field(28, "required", N_("Required"), FieldKind.YES_NO),
        Field(29, "personal", N_("Personal"), FieldKind.YES_NO),
        Field(30, "position", N_("Position"), FieldKind.NUMBER),
    ),
    indexes=("record_kind, position",),
)

PIN_KINDS = choices(("favourite", N_("Favourite")), ("pinned", N_("Pinned")))

PIN = RecordTable(
    number=31,
    name="pin",
    label=N_("Pin"),
    title="title",
    fields=(
        Field(20, "title", N_("Title"), personal=True),
        Field(21, "kind", N_("Kind"), FieldKind.CHOICE, choices=PIN_KINDS, required=True),
        # a page of the app, and the record on it: its id in hexadecimal
        Field(22, "page", N_("Page"), required=True),
        Field(23, "record", N_("Record")),
        Field(24, "arguments", N_("How it is shown"), FieldKind.JSON),
        Field(25, "position", N_("Position"), FieldKind.NUMBER),
    ),
    indexes=("owner, kind, position",),
    local=True,
)

IMPORT_MAPPING = RecordTable(
    number=32,
    name="import_mapping",
    label=N_("Import template"),
    title="name",
    fields=(
        Field(20, "name", N_("Name"), required=True),
        Field(21, "record_kind", N_("Imports"), required=True),
        # the headers that it was saved for, so that the same file is known again
        Field(22, "headers", N_("Headers"), FieldKind.JSON),
        Field(23, "columns", N_("Columns"), FieldKind.JSON),
        Field(24, "options", N_("Options"), FieldKind.JSON),
    ),
)
