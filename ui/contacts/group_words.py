"""By which fields lists of contacts are gathered, and what is said of their groups."""

from datetime import date

from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, label_of
from crm_desktop.store.groups import GROUPED, Group
from crm_desktop.values.address import country_name
from crm_desktop.values.day_shown import month_label
from crm_desktop.words import _
from ui.contacts.bulk_words import counted
from ui.contacts.inputs import SHARED_TEXTS
from ui.contacts.record_words import capital, language_name
from ui.kit.formats import Formats

# Texts of which many contacts share the same, beside those that are offered while one types.
_PLACES = frozenset({"city", "region", "postal_code"})
_HIDDEN = frozenset({"created_by", "merged_into", "photo", "removed_at"})
_SUMMED = frozenset({FieldKind.MONEY, FieldKind.NUMBER, FieldKind.DECIMAL})
# Numbers of which a sum says nothing.
_NO_SUM = frozenset({"founded_year", "keep_in_touch_days"})


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


def is_summed(field: Field) -> bool:
    """Return whether the sum of `field` over contacts says something: amounts in one currency, and counts."""
    one_currency = field.kind is not FieldKind.MONEY or field.rollup is not None or field.own is not None
    return field.kind in _SUMMED and field.name not in _NO_SUM and one_currency


def group_title(field: Field, group: Group, place: Place) -> str:
    """Return what the records of `group` share in `field`."""
    value = group.value
    if value is None:
        return _("Without {field}").format(field=_(field.label).lower())
    if field.kind is FieldKind.YES_NO:
        return _("Yes") if value else _("No")
    if field.kind is FieldKind.LINK:
        return group.name or _("A record that is not here")
    if field.choices:
        return label_of(field, str(value))
    if field.kind is FieldKind.DAY:
        return month_label(date.fromisoformat(f"{value!s}-01"), place.language)
    if field.kind is FieldKind.COUNTRY:
        return country_name(str(value), place.language)
    if field.kind is FieldKind.LANGUAGE:
        return language_name(str(value), place)
    return capital(str(value)) if field.name == "sector" else str(value)


def group_sums(kind: Kind, summed: tuple[str, ...], group: Group, formats: Formats) -> dict[str, str]:
    """Return the sums of `group` over the fields `summed`, in words, by field."""
    shown: dict[str, str] = {}
    for name, amount in zip(summed, group.sums, strict=True):
        money = kind.field(name).kind is FieldKind.MONEY
        shown[name] = formats.money(int(amount), whole=True) if money else formats.number(amount)
    return shown


def group_note(page: str, group: Group, formats: Formats) -> str:
    """Return how many contacts `group` has."""
    return counted(page, group.records, formats.number(group.records))
