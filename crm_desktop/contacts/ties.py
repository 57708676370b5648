"""What ties contacts to each other: relationships, jobs, parent companies, shared deals; from many contacts at once."""

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from crm_desktop.vault.driver import Connection

_CHUNK = 500


class Bond(StrEnum):
    """What kind of thing ties two contacts."""

    RELATION = "relation"
    JOB = "job"
    PARENT = "parent"
    DEAL = "deal"


class Tie(NamedTuple):
    """A tie as seen from `here`: `outward` where it leads from here to `other`.

    `said` is the kind of a relationship, the title of a job or of a deal; `words` are how an own kind reads.
    """

    here: bytes
    other: bytes
    bond: Bond
    said: str
    outward: bool
    past: bool
    words: tuple[str, str] | None
    name: str
    company: bool

    @property
    def key(self) -> tuple[bytes, bytes, Bond, str, bool]:
        """What is the same for the tie from whichever end it is seen."""
        ends = (self.here, self.other) if self.outward else (self.other, self.here)
        return (*ends, self.bond, self.said, self.past)


# Each arm: what is found from here, as other end, what is said, whether it leads there from here, and whether it ended.
_RELATION = """
    SELECT h.id AS here, r.{other} AS other, 'relation' AS bond, r.kind AS said, {outward} AS outward,
           r.to_day IS NOT NULL AS past,
           (SELECT json_array(k.outward, k.inward) FROM relation_kind k WHERE k.value = r.kind
            ORDER BY k.removed_at IS NOT NULL LIMIT 1) AS words
    FROM here h CROSS JOIN relationship r ON r.{here} = h.id WHERE r.removed_at IS NULL
"""
_JOB = """
    SELECT h.id, a.{other}, 'job', coalesce(a.job_title, ''), {outward}, a.to_day IS NOT NULL, NULL
    FROM here h CROSS JOIN affiliation a ON a.{here} = h.id
    WHERE a.removed_at IS NULL AND NOT (coalesce(a.is_main, 0) AND a.to_day IS NULL)
"""
_UPWARD = """
    SELECT h.id, c.{link}, '{bond}', coalesce({said}, ''), 1, 0, NULL
    FROM here h CROSS JOIN contact c ON c.id = h.id WHERE c.{link} IS NOT NULL
"""
_DOWNWARD = """
    SELECT h.id, c.id, '{bond}', coalesce({said}, ''), 0, 0, NULL
    FROM here h CROSS JOIN contact c ON c.{link} = h.id WHERE true
"""
_LINKS = (("job", "company", "c.job_title"), ("parent", "parent", "''"))
_OF_DEALS = """
    SELECT h.id AS here, d.id AS deal, d.title FROM here h CROSS JOIN deal d ON d.person = h.id
    WHERE d.removed_at IS NULL
    UNION SELECT h.id, d.id, d.title FROM here h CROSS JOIN deal d ON d.company = h.id WHERE d.removed_at IS NULL
    UNION SELECT h.id, d.id, d.title FROM here h CROSS JOIN deal_contact p ON p.contact = h.id
    JOIN deal d ON d.id = p.deal WHERE p.removed_at IS NULL AND d.removed_at IS NULL
"""
# A CROSS JOIN keeps SQLite from turning the order round: few are here, a table of contacts or deals is long.
_DEAL = """
    SELECT s.here, d.{other}, 'deal', s.title, 1, 0, NULL FROM shared s CROSS JOIN {table} d ON d.{deal} = s.deal
    WHERE d.{other} IS NOT NULL AND d.{other} <> s.here AND d.removed_at IS NULL
"""
_DEAL_ENDS = (("deal", "id", "person"), ("deal", "id", "company"), ("deal_contact", "deal", "contact"))
_ENDS = (("from_contact", "to_contact", 1), ("to_contact", "from_contact", 0))
_JOB_ENDS = (("person", "company", 1), ("company", "person", 0))


def _statement(*, deals: bool) -> str:
    arms = [_RELATION.format(here=here, other=other, outward=outward) for here, other, outward in _ENDS]
    arms += [_JOB.format(here=here, other=other, outward=outward) for here, other, outward in _JOB_ENDS]
    arms += [
        part.format(bond=bond, link=link, said=said) for bond, link, said in _LINKS for part in (_UPWARD, _DOWNWARD)
    ]
    shared = ""
    if deals:
        arms += [_DEAL.format(table=table, deal=deal, other=other) for table, deal, other in _DEAL_ENDS]
        shared = f", shared(here, deal, title) AS MATERIALIZED ({_OF_DEALS})"
    return (
        f"WITH here(id) AS MATERIALIZED (SELECT unhex(value) FROM json_each(:ids)){shared} "
        "SELECT t.here, t.other, t.bond, t.said, t.outward, t.past, t.words, o.name, o.kind = 'company' "
        f"FROM ({' UNION ALL '.join(arms)}) t CROSS JOIN contact o ON o.id = t.other "
        "WHERE o.removed_at IS NULL LIMIT :most"
    )


def ties_of(reader: Connection, contacts: Iterable[bytes], most: int, *, deals: bool) -> Iterator[Tie]:
    """Yield up to `most` ties of `contacts`, with shared `deals` or without."""
    ids = list(contacts)
    query = _statement(deals=deals)
    for start in range(0, len(ids), _CHUNK):
        spelt = json.dumps([each.hex() for each in ids[start : start + _CHUNK]])
        for row in reader.execute(query, {"ids": spelt, "most": most}):
            most -= 1
            yield _tie(*row)


def _tie(
    here: bytes, other: bytes, bond: str, said: str, outward: int, past: int, words: str | None, name: str, company: int
) -> Tie:
    read: list[Any] = json.loads(words) if words else []
    both = (str(read[0]), str(read[1])) if read else None
    return Tie(here, other, Bond(bond), said, bool(outward), bool(past), both, name, bool(company))
