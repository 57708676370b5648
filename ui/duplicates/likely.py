"""The likely duplicates as lines: who they are and how likely, the likeliest first."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.contacts.match_schema import MATCHED_KINDS
from crm_desktop.contacts.matching import SAFE, Cluster, Look, likely_clusters
from crm_desktop.contacts.safe_merge import safe_clusters
from crm_desktop.vault.driver import Connection
from crm_desktop.words import ngettext
from ui.kit.formats import Formats
from ui.kit.two_line import Line

# Whoever has decided on these is given the next; the interface has no more to hold, and to look through for garbage.
MOST_LISTED = 200


class LikelyGroups(NamedTuple):
    """The first of the groups, the likeliest first, how many there are, and those that may be merged without a look."""

    clusters: list[Cluster]
    number: int
    safe: list[Cluster]


def read_clusters(reader: Connection, kinds: Sequence[str], least: float) -> LikelyGroups:
    """Return the first groups of contacts of `kinds` that are one with a chance of `least`, and the safe ones."""
    found = [each for kind in MATCHED_KINDS if kind in kinds for each in likely_clusters(reader, Look(kind, least))]
    found.sort(key=lambda each: -each.score)
    return LikelyGroups(found[:MOST_LISTED], len(found), safe_clusters(reader, kinds))


def line_of(cluster: Cluster, formats: Formats) -> Line:
    """Return `cluster` as a line: its first name, the others, and the chance."""
    more = len(cluster.names) - 2
    about = cluster.names[1]
    if more:
        about = ngettext("{name} and {n} more", "{name} and {n} more", more).format(name=about, n=more)
    return Line(
        cluster.records[0],
        cluster.names[0],
        about,
        figure=formats.percent(min(cluster.score, 0.99)),
        strong=cluster.score >= SAFE,
    )
