"""What says the same company: the keys of its columns, and those of its name, which may have a legal form or none."""

from collections.abc import Callable, Mapping

from crm_desktop.exchange.match import LEGAL_NAME, PLAIN_NAME, Key
from crm_desktop.values.names import company_parts, fold_company, fold_key
from crm_desktop.values.web import web_domain


def name_keys(name: str) -> list[Key]:
    """Return the keys of the company called `name`, the strongest first; empty where it has none.

    `Acme` is `Acme GmbH` where there is no other, but `Acme Inc.` is another company.
    """
    if not name:
        return []
    bare, form = company_parts(name)
    whole = (LEGAL_NAME, f"{bare} {form}") if form else (PLAIN_NAME, bare)
    return [whole, ("name", bare)]


def _legal_name(name: str) -> str | None:
    bare, form = company_parts(name)
    return f"{bare} {form}" if form else None


def _plain_name(name: str) -> str | None:
    bare, form = company_parts(name)
    return None if form else bare


# The column that a sort of key is made of, and how.
COMPANY_COLUMNS: Mapping[str, tuple[str, Callable[[str], str | None]]] = {
    "vat": ("vat_id", fold_key),
    "domain": ("website", web_domain),
    LEGAL_NAME: ("name", _legal_name),
    PLAIN_NAME: ("name", _plain_name),
    "name": ("name", fold_company),
}
