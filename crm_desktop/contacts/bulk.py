"""What can be done with many contacts at once: each act is one step, undone as one."""

import json

from crm_desktop.contacts.bulk_edit import Chosen, Edit, How, chosen_ids, edit_chosen, told
from crm_desktop.errors import InvalidField
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.values.names import clean_text
from crm_desktop.words import _, ngettext


def set_owner(journal: Journal, chosen: Chosen, owner: bytes | None, *, progress: Progress | None = None) -> int:
    """Make the member `owner` (None: no one) the owner of `chosen`; return how many there are."""
    with journal.transaction(_("Set owner")) as tx:
        ids = chosen_ids(journal, tx.connection, chosen)
        tx.update_many("contact", ["owner"], told([(owner, each) for each in ids], progress))
        return len(ids)


def tag_contacts(journal: Journal, chosen: Chosen, tag: str, *, progress: Progress | None = None) -> int:
    """Add `tag` to those of `chosen` that do not have it; return how many got it. Raises InvalidField."""
    wanted = clean_text(tag)
    if not wanted:
        raise InvalidField("tags", _("A tag needs a word. Type one."))
    edit = Edit(CONTACT.by_name["tags"], How.ADD, json.dumps([wanted], ensure_ascii=False))
    return edit_chosen(journal, chosen, edit, label=_("Add tag “{tag}”").format(tag=wanted), progress=progress)


def untag_contacts(journal: Journal, chosen: Chosen, tag: str, *, progress: Progress | None = None) -> int:
    """Take `tag` from those of `chosen` that have it; return how many lost it."""
    edit = Edit(CONTACT.by_name["tags"], How.TAKE, json.dumps([tag], ensure_ascii=False))
    return edit_chosen(journal, chosen, edit, label=_("Remove tag “{tag}”").format(tag=tag), progress=progress)


def remove_chosen(journal: Journal, chosen: Chosen, *, progress: Progress | None = None) -> int:
    """Put `chosen` into the bin; return how many there were."""
    with journal.store.reader() as reader:
        ids = chosen_ids(journal, reader, chosen)
    label = ngettext("Delete {n} contact", "Delete {n} contacts", len(ids)).format(n=len(ids))
    with journal.transaction(label) as tx:
        tx.update_many("contact", ["removed_at"], told([(tx.now_ms, each) for each in ids], progress))
    return len(ids)
