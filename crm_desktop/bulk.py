"""What can be done with many records of a list at once: each act is one step, undone as one."""

import json

from crm_desktop.acts import drop_record
from crm_desktop.bulk_edit import Edit, How, edit_chosen
from crm_desktop.contacts.part_acts import PARTS
from crm_desktop.errors import InvalidField
from crm_desktop.jobs import Progress, told
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import Kind
from crm_desktop.store.chosen import Chosen, chosen_ids
from crm_desktop.store.list_words import counted
from crm_desktop.values.names import clean_text
from crm_desktop.words import _

# Removing them asks for more than the mark of the bin.
_DROPPED = frozenset({"stage", *PARTS})


def set_owner(
    journal: Journal, kind: Kind, chosen: Chosen, owner: bytes | None, *, progress: Progress | None = None
) -> int:
    """Make the member `owner` (None: no one) the owner of `chosen`, which are of `kind`; return how many there are."""
    with journal.transaction(_("Set owner")) as tx:
        ids = chosen_ids(tx.connection, chosen, journal.place)
        tx.update_many(kind.table.name, ["owner"], told([(owner, each) for each in ids], progress))
        return len(ids)


def tag_chosen(journal: Journal, kind: Kind, chosen: Chosen, tag: str, *, progress: Progress | None = None) -> int:
    """Add `tag` to those of `chosen` that do not have it; return how many got it. Raises InvalidField."""
    wanted = clean_text(tag)
    if not wanted:
        raise InvalidField("tags", _("A tag needs a word. Type one."))
    edit = Edit(kind.field("tags"), How.ADD, json.dumps([wanted], ensure_ascii=False))
    return edit_chosen(journal, kind, chosen, edit, label=_("Add tag “{tag}”").format(tag=wanted), progress=progress)


def untag_chosen(journal: Journal, kind: Kind, chosen: Chosen, tag: str, *, progress: Progress | None = None) -> int:
    """Take `tag` from those of `chosen` that have it; return how many lost it."""
    edit = Edit(kind.field("tags"), How.TAKE, json.dumps([tag], ensure_ascii=False))
    return edit_chosen(journal, kind, chosen, edit, label=_("Remove tag “{tag}”").format(tag=tag), progress=progress)


def remove_chosen(
    journal: Journal, kind: Kind, chosen: Chosen, *, asked: bool = False, progress: Progress | None = None
) -> int:
    """Put `chosen` into the bin with what goes along, as `Transaction.remove` does; return how many there were."""
    table = kind.table.name
    with journal.store.reader() as reader:
        ids = chosen_ids(reader, chosen, journal.place)
    with journal.transaction(_("Delete {what}").format(what=counted(kind.name, len(ids), str(len(ids))))) as tx:
        if table in _DROPPED:
            for each in told(ids, progress):
                drop_record(tx, table, each)
        else:
            tx.remove_many(table, told(ids, progress), asked=asked)
    return len(ids)
