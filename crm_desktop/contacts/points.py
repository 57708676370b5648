"""The primary points of a contact: its email, phone and address are rows of their own."""

from collections.abc import Mapping

from crm_desktop.errors import InvalidField
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.values.email import normal_email
from crm_desktop.values.names import fold
from crm_desktop.values.phone import normal_phone

POINT_FIELDS = {each.name: each for each in CONTACT.fields if each.point is not None}


def write_points(tx: Transaction, contact: bytes, values: Mapping[str, Stored], region: str) -> None:
    """Write the point fields `values` (such as `email`, `city`) into the primary points of `contact`.

    Raises InvalidField for an email or phone number that is none.
    """
    by_point: dict[str, dict[str, Stored]] = {}
    for name, value in values.items():
        field = POINT_FIELDS[name]
        by_point.setdefault(field.point or "", {})[field.part] = value
    for point, parts in by_point.items():
        _write_point(tx, contact, point, parts, region)


def _write_point(tx: Transaction, contact: bytes, point: str, parts: dict[str, Stored], region: str) -> None:
    row = tx.connection.execute(
        "SELECT id FROM contact_point WHERE contact = ? AND kind = ? AND is_primary = 1 AND removed_at IS NULL",
        (contact, point),
    ).fetchone()
    if point != "address" and not parts["value"]:
        if row is not None:
            tx.remove("contact_point", row[0])
        return
    parts = {**parts, **_normal(point, parts, region)}
    if row is not None:
        tx.update("contact_point", row[0], parts)
    elif any(parts.values()):
        tx.insert("contact_point", {"contact": contact, "kind": point, "is_primary": 1, "position": 0, **parts})


def _normal(point: str, parts: Mapping[str, Stored], region: str) -> dict[str, Stored]:
    text = str(parts.get("value") or "")
    try:
        if point == "email":
            return {"value": text, "normal": normal_email(text)}
        if point == "phone":
            return {"normal": normal_phone(text, region)}
    except InvalidField as error:
        raise InvalidField(point, str(error)) from error
    return {"normal": fold(str(parts["city"] or ""))} if "city" in parts else {}
