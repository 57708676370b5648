"""Where the nodes of a graph stand: on rings around the middle, each in the sector of the one it was reached by."""

from collections.abc import Mapping
from math import cos, pi, sin

from crm_desktop.contacts.graph import Graph, Node

# The least distance between two rings, and how much of a ring a node takes with its name.
RING, ROOM = 240.0, 104.0
# No ring grows past so many times what its nodes would need if they stood evenly.
MOST_GROWN = 3.0


def placed(graph: Graph) -> Mapping[bytes, tuple[float, float]]:
    """Return x and y of each node of `graph`, the middle at 0, 0; the same graph always stands the same way."""
    angles = _angles(graph)
    radii = _radii(graph, angles)
    return {
        node.id: (radii[node.level] * cos(angles[node.id]), radii[node.level] * sin(angles[node.id]))
        for node in graph.nodes
    }


def _angles(graph: Graph) -> dict[bytes, float]:
    children: dict[bytes, list[Node]] = {}
    for node in graph.nodes[1:]:
        if node.by is not None:
            children.setdefault(node.by, []).append(node)
    weights: dict[bytes, float] = {}
    for node in reversed(graph.nodes):
        # by the root: who has many others around does not push aside who has none
        weights[node.id] = max(1.0, sum(weights[child.id] for child in children.get(node.id, ())) ** 0.5)
    # clockwise from the top
    sectors = {graph.nodes[0].id: (-pi / 2, 3 * pi / 2)}
    for node in graph.nodes:
        start, end = sectors[node.id]
        beside = children.get(node.id, ())
        step = (end - start) / (sum(weights[child.id] for child in beside) or 1.0)
        for child in beside:
            stop = start + step * weights[child.id]
            sectors[child.id] = (start, stop)
            start = stop
    return {record: (start + end) / 2 for record, (start, end) in sectors.items()}


def _radii(graph: Graph, angles: Mapping[bytes, float]) -> list[float]:
    """Return the radius of each ring: wide enough for those that stand closest on it."""
    radii = [0.0]
    for level in range(1, max(node.level for node in graph.nodes) + 1):
        ring = sorted(angles[node.id] for node in graph.nodes if node.level == level)
        gaps = [after - before for before, after in zip(ring, [*ring[1:], ring[0] + 2 * pi], strict=True)]
        evenly = len(ring) * ROOM / (2 * pi)
        radii.append(max(radii[-1] + RING, min(ROOM / min(gaps), MOST_GROWN * evenly)))
    return radii
