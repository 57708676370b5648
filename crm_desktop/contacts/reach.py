"""The ways to reach a contact: numbers and addresses with labels, a main one of each kind, in an order."""

from collections.abc import Mapping, Sequence

from crm_desktop.contacts.points import ADDRESS_PARTS, checked_point, drop_point, insert_point, make_main
from crm_desktop.errors import UnknownRecord
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.contacts import CONTACT_POINT
from crm_desktop.schema.forms import Place, label_of
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _

# What is offered as a label; any other word can be typed.
LABELS = (N_("work"), N_("home"), N_("mobile"), N_("fax"), N_("other"))


def add_point(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Add a phone number, an e-mail or other address with the stored `values`; the first of its kind is the main one.

    Returns its id. Raises InvalidField.
    """
    with journal.transaction(_named(_("Add {field}"), str(values.get("kind") or ""))) as tx:
        return insert_point(tx, values, journal.region)


def edit_point(
    journal: Journal, point: bytes, values: Mapping[str, Stored], seen: Mapping[str, Stored] | None = None
) -> None:
    """Write `values` into `point`, where the user last saw `seen`; one that says nothing any more is taken away.

    Raises InvalidField, ChangedMeanwhile and UnknownRecord.
    """
    with journal.transaction(_named(_("Change {field}"), _kind(journal, point))) as tx:
        check_seen(tx, "contact_point", point, seen or {}, journal.place)
        write_point(tx, point, values, journal.place)


def make_main_point(journal: Journal, point: bytes) -> None:
    """Make `point` the main one of its kind."""
    with journal.transaction(_named(_("Change main {field}"), _kind(journal, point))) as tx:
        make_main(tx, point)


def order_points(journal: Journal, points: Sequence[bytes]) -> None:
    """Put `points` of one kind into this order; the main one is shown first wherever it stands."""
    with journal.transaction(_named(_("Change order of {field}"), _kind(journal, points[0]))) as tx:
        for position, each in enumerate(points):
            tx.update("contact_point", each, {"position": position})


def remove_point(journal: Journal, point: bytes) -> None:
    """Put `point` into the bin."""
    with journal.transaction(_named(_("Delete {field}"), _kind(journal, point))) as tx:
        drop_point(tx, point)


def write_point(tx: Transaction, point: bytes, values: Mapping[str, Stored], place: Place) -> None:
    """Write `values` into `point` inside an open transaction."""
    before = _stored_point(tx.connection, point)
    after = {**before, **values}
    told = [after[part] for part in ADDRESS_PARTS] if before["kind"] == "address" else [after["value"]]
    if not any(str(each or "").strip() for each in told):
        drop_point(tx, point)
        return
    tx.update("contact_point", point, {**values, **checked_point(str(before["kind"]), after, place.region)})
    if values.get("is_primary"):
        make_main(tx, point)


def _named(label: str, kind: str) -> str:
    """Return the `label` of a step on points of `kind`: it is read in the history, and when it is undone."""
    return label.format(field=label_of(CONTACT_POINT.by_name["kind"], kind))


def _kind(journal: Journal, point: bytes) -> str:
    with journal.store.reader() as reader:
        return str(_stored_point(reader, point)["kind"])


def _stored_point(connection: Connection, point: bytes) -> dict[str, Stored]:
    columns = ("contact", "kind", "value", *ADDRESS_PARTS)
    row = connection.execute(f"SELECT {', '.join(columns)} FROM contact_point WHERE id = ?", (point,)).fetchone()
    if row is None:
        raise UnknownRecord(_("This number or address is not here any more."))
    return dict(zip(columns, row, strict=True))
