"""Where the nodes of a graph stand: on rings around the middle, each in the sector of the one it was reached by."""

from collections.abc import Mapping
from math import cos, pi, sin

from crm_desktop.contacts.graph import Graph, Node

# The least distance between two rings, and how much of a ring a node takes with its name.
RING, ROOM = 170.0, 104.0


def placed(graph: Graph) -> Mapping[bytes, tuple[float, float]]:
    """Return x and y of each node of `graph`, the middle at 0, 0; the same graph always stands the same way."""
    children: dict[bytes, list[Node]] = {}
    for node in graph.nodes[1:]:
        if node.by is not None:
            children.setdefault(node.by, []).append(node)
    weights: dict[bytes, int] = {}
    for node in reversed(graph.nodes):
        weights[node.id] = max(1, sum(weights[child.id] for child in children.get(node.id, ())))
    radii = _radii(graph)
    places = {graph.nodes[0].id: (0.0, 0.0)}
    # clockwise from the top
    sectors = {graph.nodes[0].id: (-pi / 2, 3 * pi / 2)}
    for node in graph.nodes:
        start, end = sectors[node.id]
        step = (end - start) / weights[node.id]
        for child in children.get(node.id, ()):
            stop = start + step * weights[child.id]
            angle = (start + stop) / 2
            radius = radii[child.level]
            places[child.id] = (radius * cos(angle), radius * sin(angle))
            sectors[child.id] = (start, stop)
            start = stop
    return places


def _radii(graph: Graph) -> list[float]:
    """Return the radius of each ring: wide enough for all that stand on it."""
    deepest = max(node.level for node in graph.nodes)
    radii = [0.0]
    for level in range(1, deepest + 1):
        count = sum(node.level == level for node in graph.nodes)
        radii.append(max(radii[-1] + RING, count * ROOM / (2 * pi)))
    return radii
