"""What can be done with files of records: each act is one step."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.errors import InvalidField, WrongUsage
from crm_desktop.files.keeping import NewFile
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.attachments import ATTACHMENT
from crm_desktop.schema.field import FieldKind
from crm_desktop.values.file_name import file_name
from crm_desktop.words import _, ngettext

# The tables whose records have files, each with the link of the same name.
HOLDERS = tuple(each.name for each in ATTACHMENT.fields if each.kind is FieldKind.LINK)
# To whom a file of such a record belongs as well, so that it is found on the page of that contact.
_CONTACT_OF = {
    "deal": "SELECT coalesce(company, person) FROM deal WHERE id = ?",
    "ticket": "SELECT coalesce(contact, company) FROM ticket WHERE id = ?",
    "interaction": "SELECT coalesce(person, company) FROM interaction WHERE id = ?",
    "ticket_message": (
        "SELECT coalesce(t.contact, t.company) FROM ticket_message m JOIN ticket t ON t.id = m.ticket WHERE m.id = ?"
    ),
}


class Holder(NamedTuple):
    """The record that files are kept with."""

    table: str
    record: bytes


class Attached(NamedTuple):
    """What became of files: the ids of those added, and how many were with the record already."""

    added: list[bytes]
    known: int


def attach_files(journal: Journal, holder: Holder, new: Sequence[NewFile]) -> Attached:
    """Keep `new`, whose bytes are there, with the record of `holder`; what it has already is not added again."""
    if len(new) == 1:
        label = _("Add file {name}").format(name=new[0].name)
    else:
        label = ngettext("Add {n} file", "Add {n} files", len(new)).format(n=len(new))
    with journal.transaction(label) as tx:
        return insert_files(tx, holder, new)


def insert_files(tx: Transaction, holder: Holder, new: Sequence[NewFile]) -> Attached:
    """Insert the records of `new` inside an open transaction."""
    if holder.table not in HOLDERS:
        raise WrongUsage(_("Files cannot be kept with this kind of record."))
    links = _links(tx, holder)
    # one after the other: the same content may be among them twice
    added = [
        tx.insert("attachment", {**links, **_values(each), "owner": tx.member})
        for each in new
        if not _has(tx, holder, each)
    ]
    return Attached(added, len(new) - len(added))


def rename_file(journal: Journal, attachment: bytes, typed: str) -> None:
    """Give the file another name; the ending stays where none was typed. Raises InvalidField."""
    name = file_name(typed)
    if not name:
        raise InvalidField("name", _("A file needs a name. Type one."))
    with journal.transaction(_("Rename file to {name}").format(name=name)) as tx:
        tx.update("attachment", attachment, {"name": name})


def remove_files(journal: Journal, attachments: Sequence[bytes]) -> None:
    """Put files into the bin, as one step; their bytes stay for as long as they can be restored."""
    label = ngettext("Delete {n} file", "Delete {n} files", len(attachments)).format(n=len(attachments))
    with journal.transaction(label) as tx:
        for each in attachments:
            tx.remove("attachment", each)


def _values(new: NewFile) -> dict[str, Stored]:
    return {
        "name": new.name,
        "media_type": new.media_type,
        "size": new.size,
        "hash": new.hash.hex(),
        "text": new.text or None,
    }


def _links(tx: Transaction, holder: Holder) -> dict[str, Stored]:
    links: dict[str, Stored] = {holder.table: holder.record}
    if holder.table == "ticket_message":
        found = tx.connection.execute("SELECT ticket FROM ticket_message WHERE id = ?", (holder.record,)).fetchone()
        links["ticket"] = found[0] if found else None
    if holder.table in _CONTACT_OF:
        found = tx.connection.execute(_CONTACT_OF[holder.table], (holder.record,)).fetchone()
        links["contact"] = found[0] if found else None
    return links


def _has(tx: Transaction, holder: Holder, new: NewFile) -> bool:
    found = tx.connection.execute(
        f"SELECT 1 FROM attachment WHERE {holder.table} = ? AND hash = ? AND removed_at IS NULL LIMIT 1",
        (holder.record, new.hash.hex()),
    )
    return found.fetchone() is not None
