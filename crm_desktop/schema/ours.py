"""What belongs to the workspace itself: members, teams, saved views, settings, imports."""

from crm_desktop.schema.field import Field, FieldKind, RecordTable, choices
from crm_desktop.words import N_

MEMBER_ROLES = choices(
    ("owner", N_("Owner")),
    ("manager", N_("Manager")),
    ("sales", N_("Sales")),
    ("service", N_("Service")),
    ("marketing", N_("Marketing")),
    ("read_only", N_("Read only")),
)

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
