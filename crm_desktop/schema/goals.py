"""Goals: what is to be won in a month or a quarter, by everyone or by one of the team."""

from crm_desktop.schema.field import Field, FieldKind, RecordTable, choices
from crm_desktop.words import N_

PERIODS = choices(("month", N_("Month")), ("quarter", N_("Quarter")), ("year", N_("Year")))

GOAL = RecordTable(
    number=33,
    name="goal",
    label=N_("Goal"),
    title="name",
    fields=(
        Field(20, "name", N_("Name")),
        Field(21, "period", N_("For a"), FieldKind.CHOICE, choices=PERIODS, default="month"),
        Field(22, "starts_on", N_("From"), FieldKind.DAY, required=True),
        Field(23, "amount", N_("To be won"), FieldKind.MONEY, required=True),
        Field(24, "currency", N_("Currency"), FieldKind.CURRENCY),
        Field(25, "member", N_("For whom"), FieldKind.LINK, target="member"),
        Field(26, "team", N_("For which team"), FieldKind.LINK, target="team"),
    ),
    indexes=("starts_on",),
)
