"""Stored values as one would type them, for acts that take what was typed."""

import json
from datetime import UTC, datetime

from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored


def typed_form(field: Field, stored: Stored, place: Place) -> str:
    """Return `stored` as one would type it for the command line: ids for links, ISO days, plain amounts."""
    if stored is None:
        return ""
    match field.kind:
        case FieldKind.LINK if isinstance(stored, bytes):
            return stored.hex()
        case FieldKind.CHOICES | FieldKind.TAGS:
            return ", ".join(json.loads(str(stored)))
        case FieldKind.INSTANT:
            local = datetime.fromtimestamp(int(stored) / 1000, UTC).astimezone(place.zone)
            return local.replace(tzinfo=None).isoformat(" ", "minutes")
        case FieldKind.YES_NO:
            return "yes" if stored else "no"
        case _:
            return str(stored)
