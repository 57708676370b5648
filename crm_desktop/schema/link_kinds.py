"""Which contacts a link may point to: some can only be companies, or only people."""

from crm_desktop.schema.field import Field

_COMPANY_LINKS = {"company", "parent", "supplier"}
_PERSON_LINKS = {"person"}


def link_kind(field: Field) -> str | None:
    """Return the kind of contact that the link `field` may point to, or None for any."""
    if field.own is not None:
        return field.target_kind
    if field.target != "contact":
        return None
    if field.name in _COMPANY_LINKS:
        return "company"
    return "person" if field.name in _PERSON_LINKS else None
