"""Who is tied to a contact, near and a little further: the nodes and ties of its graph."""

from typing import NamedTuple

from crm_desktop.contacts.ties import Tie, ties_of
from crm_desktop.vault.driver import Connection

MOST_NODES = 200
_MOST_TIES = 4_000


class Node(NamedTuple):
    """A contact of the graph: `level` is how many ties away from the middle it is, `by` from whom it was reached."""

    id: bytes
    name: str
    company: bool
    level: int
    by: bytes | None


class Graph(NamedTuple):
    """The nodes, the middle one first and nearer ones before further ones, and the ties among them.

    `left_out` is how many contacts more are tied to these than there was room for.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: int


def contact_graph(
    reader: Connection, contact: bytes, levels: int = 2, *, past: bool = False, most: int = MOST_NODES
) -> Graph | None:
    """Return what is up to `levels` ties away from `contact`, ended ties too where `past`; None for an unknown one."""
    row = reader.execute("SELECT name, kind FROM contact WHERE id = ?", (contact,)).fetchone()
    if row is None:
        return None
    nodes = {contact: Node(contact, row[0], row[1] == "company", 0, None)}
    ties: dict[object, Tie] = {}
    left_out: set[bytes] = set()
    edge = [contact]
    for level in range(1, levels + 2):
        found = [each for each in ties_of(reader, edge, _MOST_TIES, deals=False) if past or not each.past]
        edge = []
        # relationships first, then people by name: what was noted by hand is what one looks for
        for tie in sorted(found, key=lambda each: (each.bond != "relation", each.company, each.name)):
            if tie.other not in nodes:
                if level > levels:
                    continue
                if len(nodes) >= most:
                    left_out.add(tie.other)
                    continue
                nodes[tie.other] = Node(tie.other, tie.name, tie.company, level, tie.here)
                edge.append(tie.other)
            ties.setdefault(tie.key, tie)
    return Graph(tuple(nodes.values()), tuple(ties.values()), len(left_out - nodes.keys()))
