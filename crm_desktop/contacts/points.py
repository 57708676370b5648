"""Contact points inside an open transaction: the main ones are fields of the contact, further ones are rows alone."""

from collections.abc import Mapping

from crm_desktop.errors import InvalidField
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.contacts import CONTACT, POINT_KINDS
from crm_desktop.values.email import normal_email
from crm_desktop.values.names import clean_text, fold
from crm_desktop.values.phone import normal_phone
from crm_desktop.values.web import normal_url
from crm_desktop.words import _

POINT_FIELDS = {each.name: each for each in CONTACT.fields if each.point is not None}
ADDRESS_PARTS = ("street", "city", "region", "postal_code", "country")


def write_points(tx: Transaction, contact: bytes, values: Mapping[str, Stored], region: str) -> None:
    """Write the point fields `values` (such as `email`, `city`) into the primary points of `contact`.

    Raises InvalidField for an email or phone number that is none.
    """
    by_point: dict[str, dict[str, Stored]] = {}
    for name, value in values.items():
        field = POINT_FIELDS[name]
        by_point.setdefault(field.point or "", {})[field.part] = value
    for point, parts in by_point.items():
        _write_main(tx, contact, point, parts, region)


def insert_point(tx: Transaction, values: Mapping[str, Stored], region: str) -> bytes:
    """Insert a point of a contact; the first of its kind is the main one. Raises InvalidField."""
    given = {name: value for name, value in values.items() if value is not None}
    contact, kind = given.get("contact"), str(given.get("kind") or "")
    if not contact:
        raise InvalidField("contact", _("A number or address is somebody's. Choose a contact."))
    if kind not in {each.value for each in POINT_KINDS}:
        raise InvalidField("kind", _("Choose what it is: a phone number, an e-mail address, a postal address, …"))
    checked = checked_point(kind, given, region)
    last, main = tx.connection.execute(
        "SELECT max(position), max(is_primary) FROM contact_point "
        "WHERE contact = ? AND kind = ? AND removed_at IS NULL",
        (contact, kind),
    ).fetchone()
    place: dict[str, Stored] = {"position": 0 if last is None else last + 1, "is_primary": int(not main)}
    made = tx.insert("contact_point", {**given, **place, **checked})
    if main and given.get("is_primary"):
        make_main(tx, made)
    return made


def checked_point(kind: str, values: Mapping[str, Stored], region: str) -> dict[str, Stored]:
    """Return what is stored of a point of `kind` with the typed `values`; raises InvalidField, also for nothing."""
    if kind == "address":
        parts: dict[str, Stored] = {part: values.get(part) for part in ADDRESS_PARTS}
        if not any(parts.values()) and not values.get("value"):
            raise InvalidField("street", _("Type an address."))
        return {**parts, "normal": fold(str(parts["city"] or ""))}
    text = clean_text(str(values.get("value") or ""))
    if not text:
        raise InvalidField("value", _("Type a number or an address."))
    try:
        match kind:
            case "email":
                return {"value": text, "normal": normal_email(text)}
            case "phone":
                normal = normal_phone(text, region)
                return {"value": normal, "normal": normal}
            case "url":
                address = normal_url(text)
                return {"value": address, "normal": address}
            case _:
                return {"value": text, "normal": fold(text)}
    except InvalidField as error:
        raise InvalidField("value", str(error)) from error


def make_main(tx: Transaction, point: bytes) -> None:
    """Make `point` the main one of its kind."""
    contact, kind = tx.connection.execute("SELECT contact, kind FROM contact_point WHERE id = ?", (point,)).fetchone()
    mains = tx.connection.execute(
        "SELECT id FROM contact_point WHERE contact = ? AND kind = ? AND is_primary = 1 AND removed_at IS NULL",
        (contact, kind),
    ).fetchall()
    for (before,) in mains:
        if before != point:
            tx.update("contact_point", before, {"is_primary": 0})
    tx.update("contact_point", point, {"is_primary": 1})


def drop_point(tx: Transaction, point: bytes) -> None:
    """Put `point` into the bin; of those that are left the first becomes the main one."""
    contact, kind, main = tx.connection.execute(
        "SELECT contact, kind, is_primary FROM contact_point WHERE id = ?", (point,)
    ).fetchone()
    tx.remove("contact_point", point)
    if not main:
        return
    tx.update("contact_point", point, {"is_primary": 0})
    following = tx.connection.execute(
        "SELECT id FROM contact_point WHERE contact = ? AND kind = ? AND removed_at IS NULL ORDER BY position LIMIT 1",
        (contact, kind),
    ).fetchone()
    if following is not None:
        tx.update("contact_point", following[0], {"is_primary": 1})


def _write_main(tx: Transaction, contact: bytes, point: str, parts: dict[str, Stored], region: str) -> None:
    row = tx.connection.execute(
        "SELECT id FROM contact_point WHERE contact = ? AND kind = ? AND is_primary = 1 AND removed_at IS NULL",
        (contact, point),
    ).fetchone()
    if point != "address" and not parts["value"]:
        if row is not None:
            drop_point(tx, row[0])
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
