"""The filter that a place carries in its arguments, as text."""

from crm_desktop.filters.parsing import WrongFilter, conditions_from_text
from crm_desktop.filters.printing import conditions_text
from crm_desktop.filters.tree import Filter
from crm_desktop.schema.catalogue import Kind
from ui.kit.desk import Desk, Place

FILTER = "filter"


def filter_argument(*conditions: Filter) -> dict[str, object]:
    """Return the argument of a place that shows what fits all of `conditions`."""
    return {FILTER: conditions_text(conditions)}


def given_filter(desk: Desk, place: Place, kind: Kind) -> tuple[Filter, ...]:
    """Return the filter on records of `kind` that `place` carries; what cannot be read is told and left out."""
    return filter_from_text(desk, str(place.arguments.get(FILTER) or ""), kind)


def filter_from_text(desk: Desk, text: str, kind: Kind) -> tuple[Filter, ...]:
    """Return the filter on records of `kind` that `text` holds; what cannot be read is told and left out."""
    try:
        return conditions_from_text(text, kind, desk.place)
    except WrongFilter as error:
        desk.warn(str(error))
        return ()
