"""Attachments: files kept with a record; their bytes lie encrypted in files.db, once for each content."""

from crm_desktop.schema.field import Along, Field, FieldKind, RecordTable
from crm_desktop.words import N_

ATTACHMENT = RecordTable(
    number=28,
    name="attachment",
    label=N_("File"),
    title="name",
    fields=(
        Field(20, "name", N_("Name"), personal=True, required=True),
        Field(21, "media_type", N_("Type"), read_only=True),
        Field(22, "size", N_("Size in bytes"), FieldKind.NUMBER, read_only=True),
        # SHA-256 of the content in hexadecimal: the key of its chunks in files.db
        Field(23, "hash", N_("Fingerprint"), read_only=True),
        Field(24, "contact", N_("Contact"), FieldKind.LINK, target="contact"),
        Field(25, "deal", N_("Deal"), FieldKind.LINK, target="deal"),
        Field(26, "ticket", N_("Ticket"), FieldKind.LINK, target="ticket"),
        Field(27, "interaction", N_("Activity"), FieldKind.LINK, target="interaction"),
        Field(28, "ticket_message", N_("Ticket message"), FieldKind.LINK, target="ticket_message"),
        Field(29, "product", N_("Product"), FieldKind.LINK, target="product"),
        Field(30, "text", N_("Text inside"), FieldKind.LONG_TEXT, personal=True, read_only=True),
        Field(31, "note", N_("Note"), personal=True),
    ),
    indexes=("contact", "deal", "ticket", "interaction", "ticket_message", "product", "hash"),
    along=Along(("ticket_message", "interaction", "deal", "ticket", "product", "contact")),
)
