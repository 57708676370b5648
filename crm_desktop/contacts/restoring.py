"""Taking contacts out of the bin."""

from collections.abc import Sequence

from crm_desktop.journal.journal import Journal
from crm_desktop.words import ngettext


def restore_contacts(journal: Journal, contacts: Sequence[bytes]) -> None:
    """Take `contacts` out of the bin, as one step."""
    label = ngettext("Restore {n} contact", "Restore {n} contacts", len(contacts)).format(n=len(contacts))
    with journal.transaction(label) as tx:
        for each in contacts:
            tx.restore("contact", each)
