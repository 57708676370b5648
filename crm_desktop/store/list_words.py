"""How many records a list holds, which ones and in which order, and what groups of them are called."""

from datetime import date

from crm_desktop.filters.words import Names, filter_line, linked_ids, said
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, label_of
from crm_desktop.schema.read_forms import read_value
from crm_desktop.store.expressions import names_of_ids
from crm_desktop.store.groups import Group
from crm_desktop.store.record_query import View
from crm_desktop.values.day_shown import month_label
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext, within


def counted(kind: str, n: int, shown: str) -> str:
    """Return how many there are of the records that `kind` names, `n` written as `shown`: "214 people"."""
    match kind:
        case "people":
            return ngettext("{n} person", "{n} people", n).format(n=shown)
        case "companies":
            return ngettext("{n} company", "{n} companies", n).format(n=shown)
        case "contacts":
            return ngettext("{n} contact", "{n} contacts", n).format(n=shown)
        case "deals":
            return ngettext("{n} deal", "{n} deals", n).format(n=shown)
        case "tickets":
            return ngettext("{n} ticket", "{n} tickets", n).format(n=shown)
        case "products":
            return ngettext("{n} product", "{n} products", n).format(n=shown)
        case "tasks":
            return ngettext("{n} task", "{n} tasks", n).format(n=shown)
        case "activities":
            return ngettext("{n} activity", "{n} activities", n).format(n=shown)
        case "purchases":
            return ngettext("{n} purchase", "{n} purchases", n).format(n=shown)
        case _:
            return ngettext("{n} record", "{n} records", n).format(n=shown)


def filter_words(reader: Connection, view: View, place: Place) -> str:
    """Return in one line which records `view` shows; empty where it shows all of them."""
    return filter_line(view.kind, view.conditions, place, _names(reader, view))


def narrowing_words(
    reader: Connection, view: View, place: Place, *, selected: bool = False
) -> tuple[tuple[str, str], ...]:
    """Return which records `view` shows, those that are `selected` or all, and in which order: labels and texts."""
    kind, names = view.kind, _names(reader, view)
    told = [
        (_("and") if number else _("Filter"), said(kind, each, place, names, most=100).whole)
        for number, each in enumerate(view.conditions)
    ]
    if view.gathered:
        told.append((_("Grouped by"), _(kind.field(view.gathered).label)))
    if view.sorting:
        told.append((_("Sorted by"), ", ".join(_sort_words(view, each) for each in view.sorting)))
    if selected:
        told.append((_("Only"), _("what is selected")))
    return tuple(told)


def _names(reader: Connection, view: View) -> Names:
    return names_of_ids(reader, [link for each in view.conditions for link in linked_ids(view.kind, each)])


def _sort_words(view: View, key: str) -> str:
    label = _(view.kind.field(key.lstrip("-")).label)
    return _("{field}, descending").format(field=label) if key.startswith("-") else label


def group_title(field: Field, group: Group, place: Place) -> str:
    """Return what the records of `group` share in `field`."""
    value = group.value
    if value is None:
        return _("Without {field}").format(field=within(_(field.label)))
    if field.kind is FieldKind.YES_NO:
        return _("Yes") if value else _("No")
    if field.kind is FieldKind.LINK:
        return group.name or _("A record that is not here")
    if field.kind is FieldKind.TAGS:
        return str(value)
    if field.choices:
        return label_of(field, str(value))
    if field.kind is FieldKind.DAY:
        return month_label(date.fromisoformat(f"{value!s}-01"), place.language)
    return read_value(field, value, place)
