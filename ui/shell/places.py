"""Which page shows the record of a kind."""

from collections.abc import Mapping

from ui.kit.desk import Place

PAGE_OF_TABLE: Mapping[str, str] = {
    "contact": "contact",
    "deal": "pipeline",
    "ticket": "tickets",
    "product": "products",
}
TABLE_OF_PAGE: Mapping[str, str] = {page: table for table, page in PAGE_OF_TABLE.items()}
_PAGE_OF_KIND: Mapping[str, str] = {**PAGE_OF_TABLE, "person": "contact", "company": "contact"}


def place_of_kind(kind: str, record: bytes) -> Place | None:
    """Return where the `record` of a `kind` is shown, or None where it has no page of its own."""
    page = _PAGE_OF_KIND.get(kind)
    return None if page is None else Place(page, record)
