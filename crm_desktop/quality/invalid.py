"""Values that cannot be what their field says: each finder yields the rids of the contacts that have one."""

from collections.abc import Callable, Iterator

from crm_desktop.errors import InvalidField
from crm_desktop.quality.scope import Scope
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.own_values import own_path
from crm_desktop.values.address import country_code
from crm_desktop.values.email import normal_email
from crm_desktop.values.names import fold
from crm_desktop.values.phone import valid_phone
from crm_desktop.values.postal_code import valid_postal_code
from crm_desktop.values.tax_id import valid_iban, valid_vat_id
from crm_desktop.values.web import web_domain
from crm_desktop.vault.driver import Connection, Row

_COUNTRY = (
    "(SELECT a.country FROM contact_point a WHERE a.contact = t.id AND a.kind = 'address' AND a.removed_at IS NULL "
    "ORDER BY a.is_primary DESC, a.position LIMIT 1)"
)


def invalid_emails(connection: Connection, scope: Scope) -> Iterator[int]:
    """Yield contacts with an address that no mail reaches."""
    return _unlike(_points(connection, scope, "email"), lambda value, _country: _is_email(value))


def invalid_phones(connection: Connection, scope: Scope) -> Iterator[int]:
    """Yield contacts with a number that the numbering plan of its country does not assign."""
    return _unlike(
        _points(connection, scope, "phone"),
        lambda value, country: valid_phone(value, country_code(country) or country or scope.region),
    )


def invalid_websites(connection: Connection, scope: Scope) -> Iterator[int]:
    """Yield contacts with a website that no browser opens."""
    return _unlike(_own(connection, scope, "t.website"), lambda value, _country: web_domain(value) is not None)


def invalid_vat_ids(connection: Connection, scope: Scope) -> Iterator[int]:
    """Yield companies with a VAT id whose check digits are wrong."""
    return _unlike(
        _own(connection, scope, "t.vat_id"),
        lambda value, country: valid_vat_id(value, country_code(country) or scope.region),
    )


def invalid_bank_accounts(connection: Connection, scope: Scope) -> Iterator[int]:
    """Yield contacts with an own field called IBAN that holds none."""
    for field in workspace_kinds(connection).own.get("contact", ()):
        if "iban" in fold(field.label).split():
            yield from _unlike(_own(connection, scope, own_path(field, "t")), lambda value, _country: valid_iban(value))


def invalid_postal_codes(connection: Connection, scope: Scope) -> Iterator[int]:
    """Yield contacts with a postal code that has not the form of its country's; without a country none is wrong."""
    rows = connection.execute(
        "SELECT t.rid, a.postal_code, a.country FROM contact_point a JOIN contact t ON t.id = a.contact "
        "WHERE a.kind = 'address' AND a.postal_code IS NOT NULL AND a.country IS NOT NULL AND a.removed_at IS NULL "
        f"AND t.removed_at IS NULL{scope.narrowed}",
        scope.parameters,
    )
    return _unlike(iter(rows), lambda value, country: valid_postal_code(value, country_code(country) or country))


def _points(connection: Connection, scope: Scope, kind: str) -> Iterator[Row]:
    yield from connection.execute(
        f"SELECT t.rid, coalesce(p.normal, p.value), {_COUNTRY} "
        "FROM contact_point p JOIN contact t ON t.id = p.contact WHERE p.kind = :kind "
        "AND coalesce(p.normal, p.value) IS NOT NULL AND p.removed_at IS NULL "
        f"AND t.removed_at IS NULL{scope.narrowed}",
        {**scope.parameters, "kind": kind},
    )


def _own(connection: Connection, scope: Scope, expression: str) -> Iterator[Row]:
    yield from connection.execute(
        f"SELECT t.rid, {expression}, {_COUNTRY} FROM contact t "
        f"WHERE {expression} IS NOT NULL AND t.removed_at IS NULL{scope.narrowed}",
        scope.parameters,
    )


def _unlike(rows: Iterator[Row], valid: Callable[[str, str], bool]) -> Iterator[int]:
    """Yield once each the rids of `rows` (rid, value, country) whose value is not `valid`."""
    seen: set[int] = set()
    for rid, value, country in rows:
        if rid not in seen and not valid(str(value), str(country or "")):
            seen.add(rid)
            yield rid


def _is_email(value: str) -> bool:
    try:
        normal_email(value)
    except InvalidField:
        return False
    return True
