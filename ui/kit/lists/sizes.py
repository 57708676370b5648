"""Fields that hold a number of bytes: lists show a size, for nobody reads it in bytes."""

from crm_desktop.schema.attachments import ATTACHMENT
from crm_desktop.schema.field import Field
from crm_desktop.words import N_

_BYTES = ATTACHMENT.by_name["size"]


def is_size(field: Field) -> bool:
    """Tell whether `field` holds a number of bytes."""
    return field == _BYTES


def heading(field: Field) -> str:
    """Return what is written above the values of `field`, not translated."""
    return N_("Size") if is_size(field) else field.label
