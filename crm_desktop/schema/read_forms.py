"""Values as they are read where nobody types them: names for codes, birthdays in words, short web addresses."""

from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored, shown_value
from crm_desktop.values.day_shown import shown_partial_day
from crm_desktop.values.languages import language_name
from crm_desktop.values.names import capital
from crm_desktop.values.web import short_url


def read_value(field: Field, stored: Stored, place: Place, currency: str | None = None) -> str:
    """Return `stored` as it is read, in lists and on paper; an empty string for nothing."""
    if stored is None or stored == "":
        return ""
    if field.name == "sector":
        return capital(str(stored))
    match field.kind:
        case FieldKind.URL:
            return short_url(str(stored))
        case FieldKind.LANGUAGE:
            return language_name(str(stored), place.language)
        case FieldKind.PARTIAL_DAY:
            return shown_partial_day(str(stored), place.language)
        case _:
            return shown_value(field, stored, place, currency)
