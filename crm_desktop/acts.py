"""Add, change, remove and restore records of any kind: the same acts for screens and commands."""

from collections.abc import Iterable, Mapping, Sequence

from crm_desktop.activities.interaction_writes import insert_interaction, write_interaction
from crm_desktop.activities.task_writes import insert_task, write_task
from crm_desktop.contacts.actions import insert_contact, write_contact
from crm_desktop.contacts.merging import leads_to, unmerge
from crm_desktop.contacts.part_acts import PARTS, drop_part, insert_part, write_part
from crm_desktop.errors import InvalidField, UnknownRecord, WrongUsage
from crm_desktop.journal.bin import binned_ids
from crm_desktop.journal.history import record_place
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.pipeline.actions import insert_deal, write_deal
from crm_desktop.pipeline.stage_actions import check_stage_unused
from crm_desktop.products.purchases import insert_purchase, write_purchase
from crm_desktop.schema.catalogue import BY_NUMBER, Kind, kind_named
from crm_desktop.schema.field import Field
from crm_desktop.store.expressions import names_of
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.typed import typed_values
from crm_desktop.tickets.actions import insert_ticket, write_ticket
from crm_desktop.values.names import clean_text
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext, within


def add_record(journal: Journal, kind: str, typed: Mapping[str, str]) -> bytes:
    """Add a record of `kind` (people, deal, …) from what was typed into its fields; return its id.

    Raises InvalidField naming the field, or WrongUsage for a kind or field that does not exist.
    """
    wanted = kind_named(kind)
    title = clean_text(typed.get(wanted.table.title, "")) or _label_of(wanted)
    with journal.transaction(_("Add {title}").format(title=title)) as tx:
        chosen = workspace_kinds(tx.connection).named(kind)
        values = typed_values(tx.connection, chosen, typed, journal.place)
        _check_required(chosen.own_fields, values)
        return _insert(tx, journal, chosen, values)


def log_purchase(
    journal: Journal, values: Mapping[str, Stored], next_step: Mapping[str, Stored] | None = None
) -> bytes:
    """Note a purchase with the stored `values`, and plan `next_step` with its customer; return the purchase's id."""
    with journal.transaction(_("Add purchase")) as tx:
        made = insert_purchase(tx, values, journal.currency)
        if next_step is not None:
            insert_task(tx, next_step)
        return made


def set_fields(
    journal: Journal, record: bytes, typed: Mapping[str, str], seen: Mapping[str, Stored] | None = None
) -> None:
    """Write what was typed into the fields of `record`, where the user last saw `seen`; the step is named after it.

    Raises InvalidField naming the field, UnknownRecord, WrongUsage for a field that does not exist, and
    ChangedMeanwhile where a value that was seen is not there any more.
    """
    with journal.store.reader() as reader:
        kind, title = record_kind(reader, record)
    with journal.transaction(_("Edit {title}").format(title=title or _label_of(kind))) as tx:
        place = journal.place._replace(currency=_currency_of(tx.connection, kind, record) or journal.currency)
        check_seen(tx, kind.table.name, record, seen or {}, place)
        values = typed_values(tx.connection, kind, typed, place)
        write_record(tx, journal, kind, record, values)


def remove_records(journal: Journal, records: Sequence[bytes], *, asked: bool = False) -> None:
    """Put `records`, of any kinds, into the bin as one step, with what goes along; also with what does where `asked`.

    Raises UnknownRecord.
    """
    label = ngettext("Delete {n} record", "Delete {n} records", len(records)).format(n=len(records))
    with journal.transaction(label) as tx:
        for record in records:
            drop_record(tx, _table_of(tx.connection, record), record, asked=asked)


def restore_records(journal: Journal, records: Sequence[bytes]) -> None:
    """Take `records`, of any kinds, out of the bin as one step, with all that went along.

    What was merged is parted again, each as a step.

    Raises UnknownRecord, and UndoWouldOverwrite where parting would lose later edits.
    """
    with journal.store.reader() as reader:
        merged = [each for each in records if leads_to(reader, each) != each]
    for each in merged:
        unmerge(journal, each)
    rest = [each for each in records if each not in merged]
    if rest:
        label = ngettext("Restore {n} record", "Restore {n} records", len(rest)).format(n=len(rest))
        with journal.transaction(label) as tx:
            for record in rest:
                tx.restore(_table_of(tx.connection, record), record)


def restore_bin(journal: Journal) -> None:
    """Take all that is in the bin out of it, as `restore_records` does."""
    with journal.store.reader() as reader:
        records = binned_ids(reader)
    restore_records(journal, records)


def drop_record(tx: Transaction, table: str, record: bytes, *, asked: bool = False) -> None:
    """Put `record` of `table` into the bin inside an open transaction, with what that asks for."""
    if table == "stage":
        check_stage_unused(tx.connection, record)
    if table in PARTS:
        drop_part(tx, table, record)
    else:
        tx.remove(table, record, asked=asked)


def record_kind(reader: Connection, record: bytes) -> tuple[Kind, str]:
    """Return the kind and the title of `record`; raises UnknownRecord."""
    place = record_place(reader, record)
    if place is None:
        raise UnknownRecord(_("There is no such record here. It may have been erased."))
    table = BY_NUMBER[place[0]]
    narrowed = None
    if table.name == "contact":
        narrowed = reader.execute("SELECT kind FROM contact WHERE id = ?", (record,)).fetchone()[0]
    return workspace_kinds(reader).of(table.name, narrowed), names_of(reader, table.name, [record]).get(record, "")


def write_record(tx: Transaction, journal: Journal, kind: Kind, record: bytes, values: Mapping[str, Stored]) -> None:
    """Write stored `values` into `record` of `kind` inside an open transaction, with all that they bring along."""
    match kind.table.name:
        case "contact":
            write_contact(tx, record, values, journal.region)
        case "deal":
            write_deal(tx, record, values)
        case "ticket":
            write_ticket(tx, record, values)
        case "task":
            write_task(tx, record, values)
        case "interaction":
            write_interaction(tx, record, values)
        case "purchase":
            write_purchase(tx, record, values)
        case part if part in PARTS:
            write_part(tx, part, record, values, journal.place)
        case _:
            tx.update(kind.table.name, record, values)


def _insert(tx: Transaction, journal: Journal, kind: Kind, values: Mapping[str, Stored]) -> bytes:
    match kind.table.name:
        case "contact":
            if kind.narrowed is None:
                raise InvalidField("kind", _("Say whether it is a person or a company."))
            return insert_contact(tx, kind.narrowed, values, journal.region)
        case "deal":
            return insert_deal(tx, values, journal.currency)
        case "ticket":
            return insert_ticket(tx, values)
        case "interaction":
            return insert_interaction(tx, values)
        case "task":
            return insert_task(tx, values)
        case "purchase":
            return insert_purchase(tx, values, journal.currency)
        case part if part in PARTS:
            return insert_part(tx, part, values, journal.place)
        case "attachment":
            raise WrongUsage(_("A file is added with its content: `file add ID PATH`."))
        case _:
            _check_required(kind.fields, values)
            return tx.insert(kind.table.name, {name: value for name, value in values.items() if value is not None})


def _currency_of(connection: Connection, kind: Kind, record: bytes) -> str | None:
    """Return the currency that the amounts of `record` are in, or None where it has none of its own."""
    if "currency" not in kind.table.by_name:
        return None
    row = connection.execute(f"SELECT currency FROM {kind.table.name} WHERE id = ?", (record,)).fetchone()
    return None if row is None else row[0]


def _check_required(fields: Iterable[Field], values: Mapping[str, Stored]) -> None:
    for field in fields:
        # a file is kept with a record, which has to be there first
        asked = field.required and field.default is None and field.target != "attachment"
        if asked and values.get(field.name) is None:
            raise InvalidField(field.name, _("{field} may not be empty.").format(field=_(field.label)))


def _table_of(connection: Connection, record: bytes) -> str:
    place = record_place(connection, record)
    if place is None:
        raise UnknownRecord(_("There is no such record here. It may have been erased."))
    return BY_NUMBER[place[0]].name


def _label_of(kind: Kind) -> str:
    return {"person": _("person"), "company": _("company")}.get(kind.singular, within(_(kind.table.label)))
