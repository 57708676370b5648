"""By which fields lists are gathered, and what is said of their groups."""

from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.store.groups import GROUPED, Group
from crm_desktop.store.list_words import counted
from crm_desktop.words import _
from ui.kit.formats import Formats
from ui.kit.lists.sizes import is_size

# Texts of which a workspace has a few that many records share: what is in use is offered while one types.
SHARED_TEXTS = frozenset({"sector", "source", "department", "job_title", "category", "unit", "lost_reason", "location"})
# Texts that many share as well, beside those that are offered.
_PLACES = frozenset({"city", "region", "postal_code"})
_HIDDEN = frozenset({"created_by", "merged_into", "photo", "removed_at", "series", "occurrence", "zone"})


def gathering_fields(kind: Kind) -> list[Field]:
    """Return the fields that a list of `kind` can be gathered by, by their labels."""
    texts = SHARED_TEXTS | _PLACES
    fields = [
        each
        for each in kind.fields
        if each.kind in GROUPED
        and each.name not in _HIDDEN
        and (each.kind is not FieldKind.TEXT or each.own is not None or each.name in texts)
    ]
    return sorted(fields, key=lambda each: _(each.label).casefold())


def group_sums(kind: Kind, summed: tuple[str, ...], group: Group, formats: Formats) -> dict[str, str]:
    """Return the sums of `group` over the fields `summed`, in words, by field."""
    shown: dict[str, str] = {}
    for name, amount in zip(summed, group.sums, strict=True):
        if amount is None:
            continue
        shown[name] = sum_words(kind.field(name), amount, formats)
    return shown


def sum_words(field: Field, amount: int | float, formats: Formats) -> str:
    """Return a sum of `field` in words: about how much where amounts were converted."""
    if is_size(field):
        return formats.size(round(amount))
    if field.kind is not FieldKind.MONEY:
        return formats.number(amount)
    shown = formats.money(round(amount), whole=True)
    return _("≈ {sum}").format(sum=shown) if isinstance(amount, float) else shown


def group_note(page: str, group: Group, formats: Formats) -> str:
    """Return how many records `group` has."""
    return counted(page, group.records, formats.number(group.records))
