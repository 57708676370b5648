"""The contact points of a row beside those that are there: what is new, and what is a new value of which."""

from collections.abc import Sequence

from crm_desktop.exchange.drafts import Part
from crm_desktop.schema.forms import Stored

POINT_COLUMNS = (
    *("kind", "label", "value", "normal", "street", "city", "region", "postal_code", "country"),
    *("is_primary", "position"),
)
KIND, LABEL, VALUE, NORMAL, STREET, CITY, REGION, CODE, COUNTRY, PRIMARY, POSITION = range(len(POINT_COLUMNS))


def changed_points(before: list[Part], row: list[Part]) -> tuple[list[Part], list[tuple[Part, Part]]]:
    """Return the points of a row that the contact lacks, and those that it has otherwise, each with what it becomes."""
    added: list[Part] = []
    changed: list[tuple[Part, Part]] = []
    # What the row has as well is not what another value of it takes the place of.
    free = [each for each in before if each[KIND] == "address" or not any(same_point(each, point) for point in row)]
    for point in row:
        if point[KIND] != "address" and any(same_point(each, point) for each in before):
            continue
        old = counterpart([each for each in free if each[KIND] == point[KIND]], point[LABEL])
        if old is None:
            same_kind = [each for each in (*before, *added) if each[KIND] == point[KIND]]
            added.append([*point[:PRIMARY], int(not any(each[PRIMARY] for each in same_kind)), len(same_kind)])
            continue
        free = [each for each in free if each is not old]
        new = [now if now is not None else was for was, now in zip(old, point, strict=True)]
        new[LABEL], new[PRIMARY:] = old[LABEL], old[PRIMARY:]
        if new != old:
            changed.append((old, new))
    return added, changed


def same_point(one: Part, other: Part) -> bool:
    """Tell whether both are the same number or address, however it is labelled."""
    # a list without countries has the number as it was typed in its own
    written_alike = one[KIND] == "phone" and one[VALUE] == other[VALUE]
    return one[KIND] == other[KIND] and (written_alike or one[NORMAL] == other[NORMAL])


def is_point(part: Part) -> bool:
    """Tell whether a `part` is a number or an e-mail or web address, of which a contact can have any number."""
    return isinstance(part[KIND], str) and part[KIND] != "address"


def counterpart(same_kind: Sequence[Part], label: Stored) -> Part | None:
    """Return the point that one with `label` is a new value of: that with the label, or the primary one for none."""
    labelled = [each for each in same_kind if each[LABEL] == label]
    if label is not None:
        return labelled[0] if labelled else None
    return next((each for each in same_kind if each[PRIMARY]), labelled[0] if labelled else None)
