"""Fields by the path that leads to them, over links."""

from difflib import get_close_matches

from crm_desktop.errors import WrongUsage
from crm_desktop.filters.relations import linked_kind
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import N_, _

ID = Field(0, "id", N_("Id"), read_only=True)


def field_at(kind: Kind, path: str) -> Field:
    """Return the field that `path` leads to from records of `kind`: `sector`, `company.sector`; raises WrongUsage."""
    *links, name = path.split(".")
    for link in links:
        kind = kind_over(kind, link)
    return ID if name == ID.name else kind.field(name)


def near_path(kind: Kind, path: str) -> str | None:
    """Return the path of a field of `kind` that `path` was perhaps meant to be; None where none is near."""
    *links, name = path.split(".")
    try:
        for link in links:
            kind = kind_over(kind, link)
    except WrongUsage:
        return None
    near = get_close_matches(name, [each.name for each in kind.fields], 1)
    return ".".join((*links, near[0])) if near else None


def kind_over(kind: Kind, link: str) -> Kind:
    """Return the kind of record that the `link` of `kind` points to; raises WrongUsage where it points to none."""
    field = kind.field(link)
    if field.kind is not FieldKind.LINK or field.target is None:
        raise WrongUsage(_("{field} leads to no other record.").format(field=_(field.label)))
    return linked_kind(kind, field)
