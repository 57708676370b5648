"""Consent: a ledger of what a contact allowed and withdrew, by purpose and channel; entries are only added."""

from crm_desktop.schema.field import Field, FieldKind, Ledger, RecordTable, choices
from crm_desktop.words import N_

CONSENT_CHANNELS = choices(
    ("email", N_("Email")),
    ("phone", N_("Phone")),
    ("letter", N_("Letter")),
    ("message", N_("Message")),
    ("social", N_("Social")),
)
CONSENT_STATES = choices(("given", N_("Given")), ("withdrawn", N_("Withdrawn")))
# What the ledger says of a contact: its channels, each with the state that holds.
PERMISSIONS = choices(
    ("email_given", N_("Email allowed")),
    ("email_withdrawn", N_("Email refused")),
    ("phone_given", N_("Phone allowed")),
    ("phone_withdrawn", N_("Phone refused")),
    ("letter_given", N_("Letter allowed")),
    ("letter_withdrawn", N_("Letter refused")),
    ("message_given", N_("Message allowed")),
    ("message_withdrawn", N_("Message refused")),
    ("social_given", N_("Social allowed")),
    ("social_withdrawn", N_("Social refused")),
)

CONSENT = RecordTable(
    number=27,
    name="consent",
    label=N_("Consent"),
    title="purpose",
    belongs_to="contact",
    fields=(
        Field(20, "contact", N_("Contact"), FieldKind.LINK, target="contact", required=True),
        Field(21, "purpose", N_("Purpose"), required=True),
        Field(22, "channel", N_("Channel"), FieldKind.CHOICE, choices=CONSENT_CHANNELS, required=True),
        Field(23, "state", N_("State"), FieldKind.CHOICE, choices=CONSENT_STATES, required=True),
        Field(24, "at", N_("When"), FieldKind.INSTANT, required=True),
        Field(25, "source", N_("Source"), personal=True, required=True),
        Field(26, "wording", N_("Wording"), FieldKind.LONG_TEXT),
    ),
    indexes=("contact, channel, at",),
    # of two at the same instant the stricter
    ledger=Ledger(("contact", "channel", "purpose"), ("{row}.at", "{row}.state = 'withdrawn'", "{row}.rid")),
)
