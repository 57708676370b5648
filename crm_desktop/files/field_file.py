"""The file in an own field: it is kept with the record as any file, and the field points to it."""

from crm_desktop.files.actions import Holder, insert_files
from crm_desktop.files.keeping import NewFile
from crm_desktop.journal.journal import Journal
from crm_desktop.words import _


def put_into_field(journal: Journal, holder: Holder, field: str, new: NewFile) -> bytes:
    """Keep `new`, whose bytes are there, with the record of `holder` and let its own `field` point to it, as one step.

    Return the id of the file; what the record has already is not added again.
    """
    with journal.transaction(_("Add file {name}").format(name=new.name)) as tx:
        added = insert_files(tx, holder, [new]).added
        if added:
            file = added[0]
        else:
            (file,) = tx.connection.execute(
                f"SELECT id FROM attachment WHERE {holder.table} = ? AND hash = ? AND removed_at IS NULL LIMIT 1",
                (holder.record, new.hash.hex()),
            ).fetchone()
        tx.update(holder.table, holder.record, {field: file})
    return file
