"""The workspace's own fields: added, changed, put away and brought back without touching the tables."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.errors import InvalidField, UnknownRecord
from crm_desktop.journal.field_checks import (
    checked_choices,
    checked_formula,
    checked_label,
    checked_target,
    choices_named,
    free_id,
    free_name,
)
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Choice
from crm_desktop.schema.forms import stored_value
from crm_desktop.schema.ours import CUSTOM_FIELD
from crm_desktop.store.expressions import names_of
from crm_desktop.values.names import clean_text
from crm_desktop.words import _, within

# The kinds that can have own fields.
EXTENSIBLE = ("people", "companies", "contacts", "deals", "products", "purchases", "tickets", "activities", "tasks")
WITH_FILES = ("people", "companies", "contacts", "deals", "products", "tickets", "activities")
FIELD_TYPES = tuple(each.value for each in CUSTOM_FIELD.by_name["kind"].choices)
_CHOSEN = ("choice", "choices")
# What of a field stays as it was made.
_FIXED = ("name", "record_kind", "kind", "target")


class NewField(NamedTuple):
    """An own field to be added: of which records, of which type, and what its type needs to know.

    `choices` are the words to choose from, `target` the kind that a link points to, `formula` what is computed.
    """

    record_kind: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()
    target: str | None = None
    formula: str = ""
    help: str = ""
    required: bool = False
    personal: bool = False


def add_own_field(journal: Journal, wanted: NewField) -> bytes:
    """Add the field and return its id; it is there at once. Raises InvalidField naming what is wrong with it."""
    label = checked_label(wanted.label)
    with journal.transaction(_("Add field {label}").format(label=label)) as tx:
        return tx.insert("custom_field", _values(tx, wanted, label), free_id(tx))


def edit_own_field(
    journal: Journal, field: bytes, typed: Mapping[str, str], choices: Sequence[Choice] | None = None
) -> None:
    """Write what was `typed` for the label, help, formula, required or personal of `field`, and its `choices`.

    A choice whose label changes keeps its value, so that the records that have it show the new word; one that is left
    out stays where it was chosen. Raises InvalidField.
    """
    with journal.transaction(_("Change field {label}").format(label=_label(journal, field))) as tx:
        row = tx.connection.execute("SELECT record_kind, kind FROM custom_field WHERE id = ?", (field,)).fetchone()
        values = {name: _changed(tx, journal, name, text, *row) for name, text in typed.items()}
        if choices is not None and row[1] in _CHOSEN:
            values["choices"] = checked_choices(choices)
        tx.update("custom_field", field, values)


def order_own_fields(journal: Journal, fields: Sequence[bytes]) -> None:
    """Put `fields` into this order, wherever they are shown."""
    with journal.transaction(_("Order fields")) as tx:
        for position, field in enumerate(fields, 1):
            tx.update("custom_field", field, {"position": position})


def remove_own_field(journal: Journal, field: bytes) -> None:
    """Put `field` away: it is shown nowhere, and its values stay with the records until it is restored."""
    with journal.transaction(_("Remove field {label}").format(label=_label(journal, field))) as tx:
        tx.remove("custom_field", field)


def restore_own_field(journal: Journal, field: bytes) -> None:
    """Show `field` again, with the values that records have in it."""
    with journal.transaction(_("Restore field {label}").format(label=_label(journal, field))) as tx:
        tx.restore("custom_field", field)


def write_own_values(
    journal: Journal,
    table: str,
    record: bytes,
    values: Mapping[str, Stored],
    seen: Mapping[str, Stored] | None = None,
) -> None:
    """Write the stored `values` of own fields, by name, into the record of `table`, where the user last saw `seen`.

    Raises ChangedMeanwhile where a value that was seen is not there any more.
    """
    with journal.store.reader() as reader:
        title = names_of(reader, table, [record]).get(record, "")
    with journal.transaction(_("Edit {title}").format(title=title or within(_(BY_NAME[table].label)))) as tx:
        check_seen(tx, table, record, seen or {}, journal.place)
        tx.update(table, record, values)


def _changed(tx: Transaction, journal: Journal, name: str, typed: str, record_kind: str, kind: str) -> Stored:
    if name in _FIXED:
        raise InvalidField(
            name,
            _("A field keeps its {what}. Add another field, and copy the values into it.").format(
                what=within(_(CUSTOM_FIELD.by_name[name].label))
            ),
        )
    if name == "label":
        return checked_label(typed)
    if name == "formula" and kind == "formula":
        return checked_formula(tx, record_kind, typed)
    if name in ("help", "required", "personal"):
        return stored_value(CUSTOM_FIELD.by_name[name], typed, journal.place)
    raise InvalidField(name, _("A field of this type has no {what}.").format(what=name))


def _label(journal: Journal, field: bytes) -> str:
    with journal.store.reader() as reader:
        row = reader.execute("SELECT label FROM custom_field WHERE id = ?", (field,)).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no such field here."))
    return str(row[0])


def _values(tx: Transaction, wanted: NewField, label: str) -> dict[str, Stored]:
    if wanted.record_kind not in EXTENSIBLE:
        raise InvalidField(
            "record_kind",
            _("“{kind}” cannot have fields of your own. Kinds: {kinds}.").format(
                kind=wanted.record_kind, kinds=", ".join(EXTENSIBLE)
            ),
        )
    if wanted.kind not in FIELD_TYPES:
        raise InvalidField(
            "kind",
            _("There is no type of field “{type}”. Types: {types}.").format(
                type=wanted.kind, types=", ".join(FIELD_TYPES)
            ),
        )
    if wanted.kind == "file" and wanted.record_kind not in WITH_FILES:
        reason = _("Files are kept with {kinds}, so only these can have such a field.")
        raise InvalidField("kind", reason.format(kinds=", ".join(WITH_FILES)))
    return {
        "label": label,
        "name": free_name(tx, wanted.record_kind, label),
        "record_kind": wanted.record_kind,
        "kind": wanted.kind,
        "choices": checked_choices(choices_named(wanted.choices)) if wanted.kind in _CHOSEN else None,
        "target": checked_target(wanted.target) if wanted.kind == "link" else None,
        "formula": checked_formula(tx, wanted.record_kind, wanted.formula) if wanted.kind == "formula" else None,
        "help": clean_text(wanted.help) or None,
        "required": int(wanted.required) or None,
        "personal": int(wanted.personal) or None,
        "position": tx.connection.execute("SELECT coalesce(max(position), 0) + 1 FROM custom_field").fetchone()[0],
    }
