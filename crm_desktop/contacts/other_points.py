"""The ways to reach a contact beside the main ones: more numbers and addresses, each a row of its own."""

from crm_desktop.errors import InvalidField, UnknownRecord
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored
from crm_desktop.values.email import normal_email
from crm_desktop.values.phone import normal_phone
from crm_desktop.words import _


def add_point(journal: Journal, contact: bytes, kind: str, value: str, label: str | None = None) -> bytes:
    """Add a phone number, e-mail or other address to `contact`; the first of its kind is the main one.

    Returns its id. Raises InvalidField.
    """
    values = _checked(kind, value, journal.region)
    with journal.transaction(_("Add way to reach")) as tx:
        last, main = tx.connection.execute(
            "SELECT max(position), max(is_primary) FROM contact_point "
            "WHERE contact = ? AND kind = ? AND removed_at IS NULL",
            (contact, kind),
        ).fetchone()
        place = {"position": 0 if last is None else last + 1, "is_primary": int(not main)}
        return tx.insert("contact_point", {"contact": contact, "kind": kind, "label": label, **place, **values})


def write_point(journal: Journal, point: bytes, value: str) -> None:
    """Write `value` into the contact point `point`; nothing takes it away. Raises InvalidField and UnknownRecord."""
    with journal.transaction(_("Change way to reach")) as tx:
        row = tx.connection.execute("SELECT kind FROM contact_point WHERE id = ?", (point,)).fetchone()
        if row is None:
            raise UnknownRecord(_("This number or address is not here any more."))
        if value.strip():
            tx.update("contact_point", point, _checked(row[0], value, journal.region))
        else:
            tx.remove("contact_point", point)


def _checked(kind: str, value: str, region: str) -> dict[str, Stored]:
    text = value.strip()
    if not text:
        raise InvalidField("value", _("Type a number or an address."))
    try:
        if kind == "email":
            return {"value": text, "normal": normal_email(text)}
        if kind == "phone":
            normal = normal_phone(text, region)
            return {"value": normal, "normal": normal}
    except InvalidField as error:
        raise InvalidField("value", str(error)) from error
    return {"value": text, "normal": text.lower()}
