"""People, companies and deals offered while one writes “@” and the beginning of a name."""

from typing import NamedTuple

from crm_desktop.search.link_offers import offered_records
from crm_desktop.vault.driver import Connection

_MOST = {"contact": 6, "deal": 4}


class MentionOffer(NamedTuple):
    """A record that may be meant, of the table `table`, and what tells it from others of the same name."""

    table: str
    record: bytes
    title: str
    note: str = ""


def mention_offers(reader: Connection, typed: str) -> list[MentionOffer]:
    """Return the contacts, then the deals, whose names begin with `typed`."""
    return [
        MentionOffer(table, *offer)
        for table, most in _MOST.items()
        for offer in offered_records(reader, table, typed.strip(), limit=most)
    ]
