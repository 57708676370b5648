"""What can be done with contacts: each act is one labelled transaction."""

from collections.abc import Mapping, Sequence

from crm_desktop.contacts.jobs import follow_person, keep_past_job
from crm_desktop.contacts.points import POINT_FIELDS, write_points
from crm_desktop.contacts.tree import check_parent
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.contacts import NAME_PARTS
from crm_desktop.values.names import compose_name, fold, is_composed, split_name
from crm_desktop.words import _, ngettext


def add_contact(journal: Journal, kind: str, values: Mapping[str, Stored]) -> bytes:
    """Add a contact of `kind` person or company with the stored `values`; return its id. Raises InvalidField."""
    with journal.transaction(_("Add {name}").format(name=_shown_name(kind, values))) as tx:
        return insert_contact(tx, kind, values, journal.region)


def edit_contact(
    journal: Journal, contact: bytes, values: Mapping[str, Stored], seen: Mapping[str, Stored] | None = None
) -> None:
    """Write the stored `values` into `contact`, where the user last saw the values `seen`.

    Raises InvalidField, and ChangedMeanwhile where a value that was seen is not there any more.
    """
    with journal.transaction(_("Edit contact")) as tx:
        check_seen(tx, "contact", contact, seen or {}, journal.place)
        write_contact(tx, contact, values, journal.region)


def remove_contacts(journal: Journal, contacts: Sequence[bytes], *, asked: bool = False) -> None:
    """Put `contacts` into the bin with what goes along, and where `asked` with their open deals and tickets."""
    label = ngettext("Delete {n} contact", "Delete {n} contacts", len(contacts)).format(n=len(contacts))
    with journal.transaction(label) as tx:
        tx.remove_many("contact", contacts, asked=asked)


def insert_contact(tx: Transaction, kind: str, values: Mapping[str, Stored], region: str) -> bytes:
    """Insert a contact inside an open transaction; return its id."""
    own = {name: value for name, value in values.items() if name not in POINT_FIELDS}
    own["kind"] = kind
    if kind == "person":
        own.update(_whole_name(own))
    if not fold(str(own.get("name") or "")):
        raise InvalidField("name", _("A contact needs a name. Type one."))
    check_parent(tx.connection, None, own.get("parent"))
    made = tx.insert("contact", own)
    write_points(tx, made, {name: value for name, value in values.items() if name in POINT_FIELDS}, region)
    return made


def write_contact(tx: Transaction, contact: bytes, values: Mapping[str, Stored], region: str) -> None:
    """Write values into a contact inside an open transaction."""
    own = {name: value for name, value in values.items() if name not in POINT_FIELDS}
    before = _stored_names(tx, contact)
    is_person = before["kind"] == "person"
    if is_person:
        own |= _renamed(before, own)
    _check_named(before, own, values)
    if is_person and "company" in own and own["company"] != before["company"]:
        keep_past_job(tx, contact, before)
    check_parent(tx.connection, contact, own.get("parent"))
    if own:
        tx.update("contact", contact, own)
    if is_person:
        follow_person(tx, contact, own)
    write_points(tx, contact, {name: value for name, value in values.items() if name in POINT_FIELDS}, region)


def _check_named(before: Mapping[str, Stored], own: Mapping[str, Stored], typed: Mapping[str, Stored]) -> None:
    """Refuse a contact without a name beside the field by which it lost it."""
    if "name" in own and not fold(str(own["name"] or "")):
        changed = (each for each in NAME_PARTS if each in typed and typed[each] != before[each])
        raise InvalidField("name" if "name" in typed else next(changed), _("A contact needs a name. Type one."))


def _stored_names(tx: Transaction, contact: bytes) -> dict[str, Stored]:
    columns = ("kind", "name", *NAME_PARTS, "company", "job_title", "department")
    row = tx.connection.execute(f"SELECT {', '.join(columns)} FROM contact WHERE id = ?", (contact,)).fetchone()
    if row is None:
        raise InvalidField("id", _("There is no such contact here. It may have been erased."))
    return dict(zip(columns, row, strict=True))


def _whole_name(values: Mapping[str, Stored]) -> dict[str, Stored]:
    """Return the name composed of its parts, or the parts of a name that was typed whole."""
    if values.get("name"):
        if any(values.get(part) for part in NAME_PARTS):
            return {}
        parts = split_name(str(values["name"]))
        return {name: value or None for name, value in parts._asdict().items()}
    return {"name": compose_name(*_parts(values))}


def _renamed(before: Mapping[str, Stored], values: Mapping[str, Stored]) -> dict[str, Stored]:
    """Return the name composed anew when a part changes, or its parts when the whole changes."""
    parts_changed = any(part in values and values[part] != before[part] for part in NAME_PARTS)
    if "name" in values and values["name"] != before["name"] and not parts_changed:
        return _whole_name({"name": values["name"]})
    whole = str(before["name"] or "")
    if parts_changed and "name" not in values and is_composed(whole, *_parts(before)):
        return {"name": compose_name(*_parts({**before, **values}), like=whole)}
    return {}


def _parts(values: Mapping[str, Stored]) -> Sequence[str]:
    return [str(values.get(part) or "") for part in NAME_PARTS]


def _shown_name(kind: str, values: Mapping[str, Stored]) -> str:
    return str(values.get("name") or (compose_name(*_parts(values)) if kind == "person" else "") or _("contact"))
